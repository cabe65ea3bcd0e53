import type { Raft } from '../../src/raft/raft.ts';
import type {
  CommittedEntry,
  Effect,
  HardState,
  LogEntry,
  LogIndex,
  MemberId,
  Message,
  Restored,
  SnapshotMetadata,
  Term,
} from '../../src/raft/types.ts';
import { asLogIndex } from '../../src/raft/types.ts';

interface Remembered {
  term: Term;
  votedFor: MemberId | null;
  commitIndex: LogIndex;
  role: string;
}

/** What a member's disk holds. */
interface DurableState {
  readonly hardState: HardState;
  readonly snapshot: { readonly metadata: SnapshotMetadata } | null;
  readonly entries: readonly LogEntry[];
}

/** Watches all members of a simulated cluster at once, and throws when a promise of Raft (figure 3) is broken. */
export class SafetyChecker {
  private readonly leaders = new Map<Term, MemberId>();
  private readonly entryAt = new Map<string, { readonly entry: LogEntry; readonly previousTerm: number }>();
  /** Everything that was ever committed, by index. */
  private readonly committed: LogEntry[] = [];
  /** The last sequence that was applied, for each state machine and each proposer. */
  private readonly sessions = new Map<MemberId, Map<MemberId, number>>();
  private readonly appliedUpTo = new Map<MemberId, number>();
  private readonly remembered = new Map<MemberId, Remembered>();

  /** How many entries are known to be committed. */
  get committedCount(): number {
    return this.committed.length;
  }

  restarted(id: MemberId, { hardState, snapshot, entries }: Restored): void {
    this.sessions.set(id, new Map());
    this.appliedUpTo.set(id, 0);
    this.remembered.set(id, { ...hardState, role: 'follower' });
    if (snapshot !== null) this.installed(id, snapshot);
    let previousTerm = entries.at(0)?.index === 1 ? 0 : null;
    for (const entry of entries) {
      if (previousTerm !== null) this.checkEntry(id, entry, previousTerm);
      previousTerm = entry.term;
    }
  }

  /** A snapshot is of committed entries, and remembers which commands were applied. It takes nobody back. */
  installed(id: MemberId, { index, term, sessions }: SnapshotMetadata): void {
    if (this.committed[index - 1]?.term !== term) fail(`${id} has a snapshot at ${index} of what is not committed`);
    if (index <= (this.appliedUpTo.get(id) ?? 0)) fail(`${id} goes back to a snapshot at ${index}`);
    this.appliedUpTo.set(id, index);
    this.sessions.set(id, new Map(sessions));
  }

  /** Log matching: the same index and term are the same entry behind the same predecessor, whoever holds it. */
  persists(id: MemberId, effect: Extract<Effect, { type: 'persist' }>, raft: Raft): void {
    for (const entry of effect.entries) {
      const [previous] = raft.entries(asLogIndex(entry.index - 1), asLogIndex(entry.index - 1));
      if (previous !== undefined || entry.index === 1) this.checkEntry(id, entry, previous?.term ?? 0);
    }
  }

  /** Nothing is promised before it is on the disk of who promises it. */
  answers(from: MemberId, to: MemberId, message: Message, disk: DurableState): void {
    const { hardState } = disk;
    const isPromiseKept = (): boolean => {
      switch (message.type) {
        case 'vote-request':
          return hardState.term > message.term || (hardState.term === message.term && hardState.votedFor === from);
        case 'vote-response':
          if (!message.granted) return true;
          return hardState.term > message.term || (hardState.term === message.term && hardState.votedFor === to);
        case 'append-accepted':
          return hardState.term > message.term || lastOnDisk(disk) >= message.matchIndex;
        case 'append-request':
          return hardState.term >= message.term;
        case 'append-rejected':
        case 'snapshot-offer':
        case 'snapshot-accepted':
        case 'timeout-now':
        case 'propose-held':
        case 'transfer-request':
        case 'transfer-response':
        case 'change-request':
        case 'change-response':
        case 'pre-vote-request':
        case 'pre-vote-response':
        case 'propose':
        case 'read-request':
        case 'read-response':
          return true; // promises nothing about the disk
      }
    };
    if (!isPromiseKept()) fail(`${from} sent a ${message.type} before it was durable`);
  }

  /** State machine safety, and exactly once in order. */
  applied(id: MemberId, { entry, disposition }: CommittedEntry): void {
    const last = this.appliedUpTo.get(id) ?? 0;
    if (entry.index !== last + 1) fail(`${id} applied ${entry.index} after ${last}`);
    this.appliedUpTo.set(id, entry.index);
    const known = this.committed[entry.index - 1];
    if (known === undefined) this.committed.push(entry);
    else if (!isSameEntry(known, entry)) fail(`${id} applied another entry ${entry.index} than others did`);
    if (this.committed.length < entry.index) fail(`${id} applied ${entry.index} before what lies before it`);
    if (entry.kind === 'command' && disposition === 'apply') this.checkOnce(id, entry.member, entry.sequence);
  }

  /** Election safety, leader completeness, nothing goes back, and a commit is durable on a majority. */
  stepped(raft: Raft, nowMs: number, diskOf: (id: MemberId) => DurableState | null): void {
    const status = raft.status();
    const { self, term, role, commitIndex } = status;
    const before = this.remembered.get(self);
    if (before !== undefined) {
      if (term < before.term) fail(`${self} went back from term ${before.term} to ${term}`);
      if (commitIndex < before.commitIndex) fail(`${self} took back a commit`);
      if (role === 'leader' && before.role !== 'leader') this.checkElected(raft, nowMs);
      if (role === 'leader' && commitIndex > before.commitIndex) {
        const [entry] = raft.entries(commitIndex, commitIndex);
        const isHeld = (id: MemberId): boolean => {
          const disk = diskOf(id);
          if (disk === null || entry === undefined) return false;
          if ((disk.snapshot?.metadata.index ?? 0) >= commitIndex) return true;
          return disk.entries[commitIndex - (disk.entries[0]?.index ?? 1)]?.term === entry.term;
        };
        const { voters, votersOutgoing } = status.configuration;
        for (const side of votersOutgoing.length > 0 ? [voters, votersOutgoing] : [voters]) {
          const holders = side.filter(isHeld);
          if (holders.length * 2 <= side.length) fail(`${self} committed ${commitIndex} without a durable majority`);
        }
      }
    }
    this.remembered.set(self, { term, votedFor: null, commitIndex, role });
  }

  private checkElected(raft: Raft, nowMs: number): void {
    const { self, term } = raft.status();
    const other = this.leaders.get(term);
    if (other !== undefined) fail(`${self} and ${other} both lead term ${term} (at ${nowMs} ms)`);
    this.leaders.set(term, self);
    const { firstIndex } = raft.status();
    const log = raft.entries(firstIndex, asLogIndex(this.committed.length));
    this.committed.forEach((entry) => {
      if (entry.index < firstIndex) return;
      const held = log[entry.index - firstIndex];
      if (held === undefined || !isSameEntry(held, entry)) fail(`${self} leads without committed entry ${entry.index}`);
    });
  }

  private checkEntry(id: MemberId, entry: LogEntry, previousTerm: number): void {
    const key = `${entry.index}/${entry.term}`;
    const known = this.entryAt.get(key);
    if (known === undefined) this.entryAt.set(key, { entry, previousTerm });
    else if (!isSameEntry(known.entry, entry) || known.previousTerm !== previousTerm) {
      fail(`the log of ${id} does not match others at ${key}`);
    }
  }

  private checkOnce(id: MemberId, proposer: MemberId, sequence: number): void {
    const sessions = this.sessions.get(id) ?? new Map<MemberId, number>();
    const last = sessions.get(proposer) ?? 0;
    const startsSession = sequence % 2 ** 32 === 1 && sequence > last;
    if (sequence !== last + 1 && !startsSession) fail(`${id} applied command ${sequence} of ${proposer} after ${last}`);
    sessions.set(proposer, sequence);
    this.sessions.set(id, sessions);
  }
}

function lastOnDisk({ snapshot, entries }: DurableState): number {
  return Math.max(snapshot?.metadata.index ?? 0, entries[entries.length - 1]?.index ?? 0);
}

function isSameEntry(a: LogEntry, b: LogEntry): boolean {
  if (a === b) return true;
  if (a.index !== b.index || a.term !== b.term || a.kind !== b.kind) return false;
  if (a.kind === 'command' && b.kind === 'command') return a.member === b.member && a.sequence === b.sequence;
  return JSON.stringify(a) === JSON.stringify(b);
}

function fail(promise: string): never {
  throw new Error(`Safety broken: ${promise}`);
}
