import { Raft } from '../../src/raft/raft.ts';
import { asEventId, asLogIndex, asMemberId, asPersistId, asSequence, asTerm } from '../../src/raft/types.ts';
import type {
  Admission,
  CommittedEntry,
  Configuration,
  Effect,
  Input,
  LogEntry,
  MemberId,
  MessageBody,
  MessageOf,
  ProposedCommand,
  RaftStatus,
  SnapshotMetadata,
  Timing,
  TraceEvent,
} from '../../src/raft/types.ts';
import { seededRandom } from '../seeded-random.ts';

export const [A, B, C, D, E] = ['A', 'B', 'C', 'D', 'E'].map(asMemberId) as [
  MemberId,
  MemberId,
  MemberId,
  MemberId,
  MemberId,
];

export interface MemberOptions {
  readonly self?: MemberId;
  readonly voters?: readonly MemberId[];
  readonly learners?: readonly MemberId[];
  /** The term of each entry of its log; the first entry is the configuration. Default: one entry of term 1. */
  readonly log?: readonly number[];
  readonly term?: number;
  readonly votedFor?: MemberId | null;
  readonly commitIndex?: number;
  readonly random?: () => number;
  /** Whether every write is durable at once (default) or waits for `persistAll`. */
  readonly slowDisk?: boolean;
  readonly trailingEntries?: number;
  /** Default: silent voters keep their votes. */
  readonly awayMs?: number;
  readonly admission?: Admission;
  readonly commitNoticeMs?: number;
}

/** Whatever the app uses: the times in these tests are written for it. */
export const timing: Timing = { heartbeatMs: 75, electionTimeoutMs: 400, commitNoticeMs: 0, awayMs: Infinity };
export const { electionTimeoutMs, heartbeatMs } = timing;

/** One core on its own, with everything it asked for recorded. */
export class TestMember {
  now = 0;
  readonly raft: Raft;
  /** Everything since the last `take…` or `clear`. */
  effects: Effect[] = [];
  wakeAt: number | null = null;
  private lastPersistId = 0;
  private readonly slowDisk: boolean;

  constructor(options: MemberOptions = {}) {
    const { self = A, voters = [A, B, C], learners = [], log = [1], votedFor = null } = options;
    const term = asTerm(options.term ?? log[log.length - 1] ?? 0);
    const commitIndex = asLogIndex(options.commitIndex ?? 0);
    const entries = logOf(log, configurationOf(voters, learners));
    this.slowDisk = options.slowDisk ?? false;
    this.raft = new Raft({
      self,
      random: options.random ?? seededRandom(1),
      timing: {
        ...timing,
        commitNoticeMs: options.commitNoticeMs ?? timing.commitNoticeMs,
        awayMs: options.awayMs ?? timing.awayMs,
      },
      restored: { hardState: { epoch: 0, term, votedFor, commitIndex }, snapshot: null, entries },
      now: 0,
      ...(options.trailingEntries === undefined ? {} : { trailingEntries: options.trailingEntries }),
      admission: options.admission ?? null,
    });
  }

  /** A member that was elected by all others, and whose no-op is durable here. */
  static leader(options: MemberOptions = {}): TestMember {
    const member = new TestMember(options);
    member.campaign();
    for (const voter of member.status.configuration.voters) {
      if (voter !== member.status.self)
        member.receive(voter, { type: 'vote-response', term: member.status.term, granted: true });
    }
    member.persistAll();
    if (member.status.role !== 'leader') throw new Error('it was not elected');
    return member;
  }

  get status(): RaftStatus {
    return this.raft.status();
  }

  get logTerms(): number[] {
    return this.raft.entries(asLogIndex(1), this.status.lastIndex).map((entry) => entry.term);
  }

  step(input: Input): void {
    const { effects, wakeAt } = this.raft.step(input, this.now);
    this.effects.push(...effects);
    this.wakeAt = wakeAt;
    for (const effect of effects) if (effect.type === 'persist') this.lastPersistId = effect.persistId;
    if (!this.slowDisk && effects.some((effect) => effect.type === 'persist')) this.persistAll();
  }

  receive(from: MemberId, body: MessageBody, epoch = this.status.epoch): void {
    this.step({ type: 'message', from, message: { ...body, epoch, event: asEventId(1) } });
  }

  /** Lets time pass, waking it when it asks for it. */
  pass(ms: number): void {
    const end = this.now + ms;
    while (this.wakeAt !== null && this.wakeAt <= end) {
      this.now = Math.max(this.now, this.wakeAt);
      this.step({ type: 'tick' });
    }
    this.now = end;
    this.step({ type: 'tick' });
  }

  /** Everything that it asked to write becomes durable. */
  persistAll(): void {
    if (this.lastPersistId > 0) this.step({ type: 'persisted', persistId: asPersistId(this.lastPersistId) });
  }

  /** Its election timeout passes, and the others would vote for it. */
  campaign(): void {
    if (this.wakeAt === null) this.step({ type: 'tick' });
    if (this.status.role === 'follower') this.pass((this.wakeAt ?? this.now) - this.now);
    this.grantPreVotes();
    this.persistAll();
  }

  grantPreVotes(): void {
    const { self, term, configuration } = this.status;
    for (const voter of configuration.voters) {
      if (voter === self) continue;
      this.receive(voter, { type: 'pre-vote-response', term, granted: true, askedTerm: asTerm(term + 1) });
    }
  }

  propose(...sequences: number[]): void {
    this.step({ type: 'propose', commands: sequences.map((sequence) => command(sequence)) });
  }

  accept(from: MemberId, matchIndex: number, round = this.lastRoundTo(from)): void {
    const { term } = this.status;
    this.receive(from, { type: 'append-accepted', term, matchIndex: asLogIndex(matchIndex), round });
  }

  /** The round of the last append it sent to a member. */
  lastRoundTo(member: MemberId): number {
    return this.rounds.get(member) ?? 1;
  }

  private get rounds(): Map<MemberId, number> {
    return new Map(this.allSent.map(({ to, round }) => [to, round]));
  }

  private get allSent(): { to: MemberId; round: number }[] {
    const { effects } = this;
    for (const effect of effects) {
      if (effect.type === 'send' && effect.message.type === 'append-request') {
        this.roundLog.push({ to: effect.to, round: effect.message.round });
      }
    }
    return this.roundLog;
  }
  private readonly roundLog: { to: MemberId; round: number }[] = [];

  /** Forgets what was recorded. */
  clear(): void {
    void this.allSent;
    this.effects = [];
  }

  sent(to?: MemberId): MessageBody[] {
    return this.sends(to).map(({ message }) => message);
  }

  sentOf<Type extends MessageBody['type']>(type: Type, to?: MemberId): MessageOf<Type>[] {
    return this.sent(to).filter((message): message is MessageOf<Type> => message.type === type);
  }

  sends(to?: MemberId): Extract<Effect, { type: 'send' }>[] {
    return this.effects.filter(
      (effect): effect is Extract<Effect, { type: 'send' }> =>
        effect.type === 'send' && (to === undefined || effect.to === to),
    );
  }

  get persists(): Extract<Effect, { type: 'persist' }>[] {
    return this.effects.filter((effect): effect is Extract<Effect, { type: 'persist' }> => effect.type === 'persist');
  }

  get applied(): CommittedEntry[] {
    return this.effects.flatMap((effect) => (effect.type === 'apply' ? effect.entries : []));
  }

  get settled(): Effect[] {
    return this.effects.filter((effect) => effect.type === 'change-settled' || effect.type === 'read-ready');
  }

  get rejections(): string[] {
    return this.traces('rejected-message').map(({ reason }) => reason);
  }

  traces<Type extends TraceEvent['type']>(type: Type): Extract<TraceEvent, { type: Type }>[] {
    return this.effects
      .flatMap((effect) => (effect.type === 'trace' ? [effect.event] : []))
      .filter((event): event is Extract<TraceEvent, { type: Type }> => event.type === type);
  }
}

/** A configuration that is not joint. */
export function configurationOf(voters: readonly MemberId[], learners: readonly MemberId[] = []): Configuration {
  return { voters, learners, votersOutgoing: [], demoted: [] };
}

/** A log with these terms: a configuration, then commands of a member that is not in it. */
export function logOf(terms: readonly number[], configuration: Configuration): LogEntry[] {
  return terms.map((term, position) =>
    position === 0
      ? {
          kind: 'configuration',
          index: asLogIndex(1),
          term: asTerm(term),
          configuration,
          changes: [{ type: 'create', member: A }],
          requestedBy: A,
        }
      : entry(position + 1, term),
  );
}

export function entry(index: number, term: number): LogEntry {
  return {
    kind: 'command',
    index: asLogIndex(index),
    term: asTerm(term),
    member: asMemberId('X'),
    sequence: asSequence(2 ** 32 + index),
    payload: new Uint8Array(1),
  };
}

export function command(sequence: number, size = 1): ProposedCommand {
  return { sequence: asSequence(2 ** 32 + sequence), payload: new Uint8Array(size) };
}

export function appendRequest(fields: {
  term: number;
  previous?: readonly [index: number, term: number];
  entries?: readonly LogEntry[];
  leaderCommit?: number;
  round?: number;
}): MessageOf<'append-request'> {
  const { term, previous = [0, 0], entries = [], leaderCommit = 0, round = 1 } = fields;
  return {
    type: 'append-request',
    term: asTerm(term),
    previousIndex: asLogIndex(previous[0]),
    previousTerm: asTerm(previous[1]),
    entries,
    leaderCommit: asLogIndex(leaderCommit),
    round,
  };
}

export function voteRequest(term: number, lastLogIndex: number, lastLogTerm: number): MessageOf<'vote-request'> {
  return {
    type: 'vote-request',
    transfer: false,
    term: asTerm(term),
    lastLogIndex: asLogIndex(lastLogIndex),
    lastLogTerm: asTerm(lastLogTerm),
  };
}

export function preVoteRequest(term: number, lastLogIndex: number, lastLogTerm: number): MessageOf<'pre-vote-request'> {
  return {
    type: 'pre-vote-request',
    term: asTerm(term),
    lastLogIndex: asLogIndex(lastLogIndex),
    lastLogTerm: asTerm(lastLogTerm),
  };
}

export function voteResponse(term: number, granted: boolean): MessageOf<'vote-response'> {
  return { type: 'vote-response', term: asTerm(term), granted };
}

/** To a question about `askedTerm`, of a member in the term before. */
export function preVoteResponse(askedTerm: number, granted: boolean): MessageOf<'pre-vote-response'> {
  return { type: 'pre-vote-response', term: asTerm(askedTerm - 1), granted, askedTerm: asTerm(askedTerm) };
}

/** A snapshot as A, B and C took it, of one command of A's. */
export function snapshotAt(index: number, term: number, configuration = configurationOf([A, B, C])): SnapshotMetadata {
  return {
    index: asLogIndex(index),
    term: asTerm(term),
    configuration,
    configurationIndex: asLogIndex(1),
    sessions: [[A, asSequence(2 ** 32 + 1)]],
  };
}

export const snapshotOffer = (term: number, snapshot: SnapshotMetadata, session = 5): MessageOf<'snapshot-offer'> => ({
  type: 'snapshot-offer',
  term: asTerm(term),
  snapshot,
  session,
  round: session,
});

/** What B offered in term 3, unless said otherwise, has arrived. */
export const snapshotReceived = (snapshot: SnapshotMetadata, from = B, term = 3, session = 5) =>
  ({ type: 'snapshot-received', from, term: asTerm(term), session, snapshot }) as const;
