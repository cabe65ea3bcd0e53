import { invariant } from './invariant.ts';
import { limits } from './limits.ts';
import { asLogIndex, asPersistId } from './types.ts';
import type { Log } from './log.ts';
import type {
  ChangeOutcome,
  CommittedEntry,
  Effect,
  HardState,
  LogIndex,
  MemberId,
  Message,
  PersistId,
  RequestId,
  TraceEvent,
} from './types.ts';

interface HeldSend {
  readonly to: MemberId;
  readonly message: Message;
  readonly onceDurable: boolean;
}

/**
 * Collects the effects of one step, and decides when a step must write. A step writes at most once, so term, vote,
 * cut and entries become durable together or not at all.
 */
export class Outbox {
  private sends: HeldSend[] = [];
  private applied: CommittedEntry[] = [];
  private settled: Effect[] = [];
  private traces: Effect[] = [];

  /** The hard state as it was last handed out to be written. */
  private written: HardState;
  private lastPersistId = asPersistId(0);
  private lastSyncId = asPersistId(0);
  private termPersistId = asPersistId(0);
  private durableId = asPersistId(0);
  private hintDueMs: number | null = null;
  /** The commit hint as of the last write that is synced. */
  private syncedHint: LogIndex;
  private hintMustSync = false;

  constructor(restored: HardState) {
    this.written = restored;
    this.syncedHint = restored.commitIndex;
  }

  /** For a message that promises nothing about this member's disk. */
  send(to: MemberId, message: Message): void {
    this.sends.push({ to, message, onceDurable: false });
  }

  /** For a vote, a candidacy or an acknowledgement: leaves after everything up to and including this step is durable. */
  sendOnceDurable(to: MemberId, message: Message): void {
    this.sends.push({ to, message, onceDurable: true });
  }

  apply(entries: readonly CommittedEntry[]): void {
    for (const entry of entries) this.applied.push(entry);
  }

  readReady(request: RequestId): void {
    this.settled.push({ type: 'read-ready', request });
  }

  changeSettled(request: RequestId, outcome: ChangeOutcome): void {
    this.settled.push({ type: 'change-settled', request, outcome });
  }

  trace(event: TraceEvent): void {
    this.traces.push({ type: 'trace', event });
  }

  /** Every persist effect up to and including `persistId` is durable. */
  persisted(persistId: PersistId): void {
    invariant(persistId <= this.lastPersistId, `persist ${persistId} was asked for`);
    if (persistId > this.durableId) this.durableId = persistId;
  }

  /** Whether this term and the vote in it are on disk. */
  isTermDurable(state: Pick<HardState, 'term' | 'votedFor'>): boolean {
    return !this.termOrVoteDiffers(state) && this.termPersistId <= this.durableId;
  }

  /** The commit hint is to be durable with this step's write. */
  keepCommitIndex(): void {
    this.hintMustSync = true;
  }

  /** When the commit hint is to be written if no other write takes it along; null: it is written. */
  get wakeAtMs(): number | null {
    return this.hintDueMs;
  }

  /** The effects of this step, in the order in which the driver must do them. */
  flush(state: HardState, log: Log, nowMs: number): readonly Effect[] {
    const effects: Effect[] = [];
    const persist = this.persistEffect(state, log, nowMs);
    if (persist !== null) effects.push(persist);
    const after = this.lastSyncId > this.durableId ? this.lastSyncId : null;
    for (const { to, message, onceDurable } of this.sends) {
      effects.push({ type: 'send', to, message, after: onceDurable ? after : null });
    }
    if (this.applied.length > 0) effects.push({ type: 'apply', entries: this.applied });
    effects.push(...this.settled, ...this.traces);
    this.sends = [];
    this.applied = [];
    this.settled = [];
    this.traces = [];
    return effects;
  }

  private persistEffect(state: HardState, log: Log, nowMs: number): Effect | null {
    const termChanged = this.termOrVoteDiffers(state);
    // Only what is durable here is a useful hint: a restarted member must hold all that it believes committed.
    const hint = asLogIndex(Math.max(this.written.commitIndex, Math.min(state.commitIndex, log.durableIndex)));
    const mustSync = termChanged || log.hasUnwritten || (this.hintMustSync && hint > this.syncedHint);
    this.hintMustSync = false;
    if (!mustSync && !this.isHintDue(hint, nowMs)) return null;

    const hardStateChanged = termChanged || hint !== this.syncedHint;
    this.lastPersistId = asPersistId(this.lastPersistId + 1);
    if (mustSync) {
      this.lastSyncId = this.lastPersistId;
      this.syncedHint = hint;
    }
    if (termChanged) this.termPersistId = this.lastPersistId;
    this.written = { term: state.term, votedFor: state.votedFor, commitIndex: hint };
    this.hintDueMs = null;
    return {
      type: 'persist',
      persistId: this.lastPersistId,
      ...log.takeUnwritten(this.lastPersistId),
      hardState: hardStateChanged ? this.written : null,
      mustSync,
    };
  }

  private isHintDue(hint: LogIndex, nowMs: number): boolean {
    if (hint === this.written.commitIndex) return false;
    this.hintDueMs ??= nowMs + limits.commitHintDelayMs;
    return nowMs >= this.hintDueMs;
  }

  private termOrVoteDiffers(state: Pick<HardState, 'term' | 'votedFor'>): boolean {
    return state.term !== this.written.term || state.votedFor !== this.written.votedFor;
  }
}
