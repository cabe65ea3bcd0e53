import type { Configuration, LogEntry, MemberId, Restored, SnapshotMetadata } from '../../src/raft/types.ts';
import { ShadowLog } from './shadow-log.ts';
import { violated } from './violation.ts';

export interface PlacedConfiguration {
  readonly index: number;
  readonly configuration: Configuration;
}

/** The epoch in which an entry was first seen. Entries travel by reference here, so each is known again anywhere. */
type Origins = WeakMap<LogEntry, number>;

/**
 * What the members of one epoch have agreed on, seen from outside. Members of different epochs promise each other
 * nothing: terms, leaders and what is committed are compared within a ledger only, and no entry crosses from one to
 * another, except at the recovery that begins an epoch.
 */
export class Ledger {
  readonly epoch: number;
  private readonly origins: Origins;
  private readonly leaders = new Map<number, MemberId>();
  /** Every entry there ever was, by index and term, with the term before it. */
  private readonly known = new Map<number, { readonly entry: LogEntry; readonly previousTerm: number }>();
  /** Entry `index` is at position `index - 1`. */
  private readonly committed: LogEntry[] = [];
  /** At the same position: the term of the leader that committed it. Never falls. */
  private readonly committedIn: number[] = [];
  private readonly sessions = new Map<number, ReadonlyMap<MemberId, number>>();
  private readonly states = new Map<number, string>();

  constructor(epoch: number, origins: Origins = new WeakMap()) {
    this.epoch = epoch;
    this.origins = origins;
  }

  get commitIndex(): number {
    return this.committed.length;
  }

  /** The term of the leader that committed last; 0: nothing is committed. */
  get lastCommittedIn(): number {
    return this.committedIn[this.committedIn.length - 1] ?? 0;
  }

  /** The committed entry at this place. */
  at(index: number): LogEntry | undefined {
    return this.committed[index - 1];
  }

  commit(entry: LogEntry, term: number): void {
    this.committed.push(entry);
    this.committedIn.push(term);
  }

  /** The last entry that a leader of an earlier term committed. Never falls from one term to the next. */
  committedBefore(term: number): number {
    let last = this.committed.length;
    while (last > 0 && (this.committedIn[last - 1] ?? 0) >= term) last -= 1;
    return last;
  }

  /** Where the configuration stands that was in force at this index of what is committed; 0: there is none. */
  configurationIndexAt(index: number): number {
    let at = index;
    while (at > 0 && this.committed[at - 1]?.kind !== 'configuration') at -= 1;
    return at;
  }

  /** The latest that is committed. */
  get configuration(): PlacedConfiguration | null {
    const entry = this.at(this.configurationIndexAt(this.commitIndex));
    return entry?.kind === 'configuration' ? entry : null;
  }

  /** Election safety: one leader in a term. */
  elected(id: MemberId, term: number): void {
    const other = this.leaders.get(term);
    if (other !== undefined) violated('election-safety', `${id} and ${other} both lead term ${term}`);
    this.leaders.set(term, id);
  }

  /** Log matching: the same index and term are the same entry behind the same predecessor, whoever holds it. */
  checkEntry(id: MemberId, entry: LogEntry, previousTerm: number): void {
    const key = entry.index * 2 ** 24 + entry.term;
    const known = this.known.get(key);
    if (known === undefined) {
      this.known.set(key, { entry, previousTerm });
      const origin = this.origins.get(entry);
      if (origin === undefined) this.origins.set(entry, this.epoch);
      else if (origin !== this.epoch)
        violated('epochs-do-not-mix', `${id} holds entry ${entry.index} of epoch ${origin} in epoch ${this.epoch}`);
    } else if (known.entry !== entry && !isSameEntry(known.entry, entry)) {
      violated('log-matching', `${id} holds another entry ${entry.index} of term ${entry.term} than others`);
    } else if (known.previousTerm !== previousTerm) {
      violated('log-matching', `${id} holds entry ${entry.index} of term ${entry.term} behind another than others`);
    }
  }

  /** All members that applied up to `index` are in the same state. */
  checkState(id: MemberId, index: number, state: string): void {
    const known = this.states.get(index);
    if (known === undefined) this.states.set(index, state);
    else if (known !== state) violated('states-agree', `${id} is in another state than others at ${index}`);
  }

  /** A snapshot speaks of what is committed, and names the configuration at its index. */
  checkSnapshot(id: MemberId, { index, term, configurationIndex }: SnapshotMetadata): void {
    if (this.at(index)?.term !== term) violated('snapshot-is-the-state', `${id} names another term at ${index}`);
    const at = this.configurationIndexAt(index);
    if (at !== configurationIndex)
      violated('snapshot-is-the-state', `${id} names the configuration at ${configurationIndex}, not at ${at}`);
  }

  /** The client table as it was at this index, if a snapshot was taken there. */
  sessionsAt(index: number): ReadonlyMap<MemberId, number> {
    return this.sessions.get(index) ?? new Map();
  }

  setSessionsAt(index: number, sessions: ReadonlyMap<MemberId, number>): void {
    this.sessions.set(index, sessions);
  }

  /**
   * The ledger of a new epoch, which begins with all that the surviving member's log holds, committed or not, and the
   * entry that its recovery adds.
   */
  forked(epoch: number, survivor: MemberId, restored: Restored, added: LogEntry): Ledger {
    const ledger = new Ledger(epoch, this.origins);
    const log = new ShadowLog(survivor, restored);
    const snapshotIndex = restored.snapshot?.index ?? 0;
    let previousTerm = 0;
    let isShared = true;
    for (let index = 1; index <= added.index; index += 1) {
      const shared = this.at(index);
      const entry = index === added.index ? added : index <= snapshotIndex ? shared : log.at(index);
      if (entry === undefined) throw new Error(`the log of ${survivor} has no entry ${index}`);
      isShared &&= shared !== undefined && isSameEntry(shared, entry);
      ledger.known.set(entry.index * 2 ** 24 + entry.term, { entry, previousTerm });
      ledger.commit(entry, added.term);
      previousTerm = entry.term;
      if (!isShared) continue;
      const state = this.states.get(index);
      if (state !== undefined) ledger.states.set(index, state);
      const sessions = this.sessions.get(index);
      if (sessions !== undefined) ledger.sessions.set(index, sessions);
    }
    this.origins.set(added, epoch);
    return ledger;
  }
}

export function isSameEntry(a: LogEntry, b: LogEntry): boolean {
  if (a === b) return true;
  if (a.index !== b.index || a.term !== b.term || a.kind !== b.kind) return false;
  if (a.kind === 'command' && b.kind === 'command')
    return a.member === b.member && a.sequence === b.sequence && a.payload === b.payload;
  return isSameValue(a, b);
}

export function isSameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
