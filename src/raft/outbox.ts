import { invariant } from './invariant.ts';
import { limits } from './limits.ts';
import { asEventId, asLogIndex, asPersistId } from './types.ts';
import type { SnapshotSource } from './core.ts';
import type { Log } from './log.ts';
import type {
  ChangeOutcome,
  CommittedEntry,
  Effect,
  EventId,
  HardState,
  Input,
  LogIndex,
  MemberId,
  Message,
  MessageBody,
  PersistId,
  RequestId,
  SnapshotMetadata,
  Term,
  TraceEvent,
  TransferOutcome,
} from './types.ts';

interface HeldSend {
  readonly to: MemberId;
  readonly message: MessageBody;
  readonly onceDurable: boolean;
}

/** A write that is not durable yet, and since when. */
interface PendingSync {
  readonly persistId: PersistId;
  readonly sinceMs: number;
}

/**
 * Collects the effects of one step, and decides when a step must write. A step writes at most once, so term, vote,
 * cut and entries become durable together or not at all.
 */
export class Outbox {
  private sends: HeldSend[] = [];
  private installed: SnapshotMetadata | null = null;
  private applied: CommittedEntry[] = [];
  private settled: Effect[] = [];
  private traces: Effect[] = [];

  private lastEventId = 0;
  /** The first event of this step, which the others name as their cause. */
  private cause: EventId | null = null;

  /** The hard state as it was last handed out to be written. */
  private written: HardState;
  private lastPersistId = asPersistId(0);
  private lastSyncId = asPersistId(0);
  private termPersistId = asPersistId(0);
  private durableId = asPersistId(0);
  private pendingSyncs: PendingSync[] = [];
  /** When the disk last finished a write. */
  private durableAtMs = -Infinity;
  private hintDueMs: number | null = null;
  /** The commit hint as of the last write that is synced. */
  private syncedHint: LogIndex;
  private hintMustSync = false;

  private readonly tracesSteps: boolean;

  /** @param tracesSteps whether the start of each step and each message is traced too: most of all events. */
  constructor(restored: HardState, tracesSteps: boolean) {
    this.tracesSteps = tracesSteps;
    this.written = restored;
    this.syncedHint = restored.commitIndex;
  }

  /** For a message that promises nothing about this member's disk. */
  send(to: MemberId, message: MessageBody): void {
    this.sends.push({ to, message, onceDurable: false });
  }

  /** For a vote, a candidacy or an acknowledgement: leaves after everything up to and including this step is durable. */
  sendOnceDurable(to: MemberId, message: MessageBody): void {
    this.sends.push({ to, message, onceDurable: true });
  }

  /** The event that all others of this step come from. */
  beginStep(input: Input): void {
    this.cause = null;
    const event: TraceEvent =
      input.type === 'message'
        ? { type: 'message-received', from: input.from, message: input.message.type, sent: input.message.event }
        : { type: 'input', input: input.type };
    this.record(event, this.tracesSteps);
  }

  /** Before what is applied in the same step. */
  installSnapshot(snapshot: SnapshotMetadata): void {
    this.installed = snapshot;
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

  transferSettled(request: RequestId, outcome: TransferOutcome): void {
    this.settled.push({ type: 'transfer-settled', request, outcome });
  }

  compact(through: LogIndex): void {
    this.settled.push({ type: 'compact', through });
  }

  sendSnapshot(to: MemberId, term: Term, session: number, snapshot: SnapshotMetadata): void {
    this.settled.push({ type: 'send-snapshot', to, term, session, snapshot });
  }

  receiveSnapshot({ from, term, session }: SnapshotSource, snapshot: SnapshotMetadata): void {
    this.settled.push({ type: 'receive-snapshot', from, term, session, snapshot });
  }

  trace(event: TraceEvent): void {
    this.record(event, true);
  }

  /** Every persist effect up to and including `persistId` is durable. */
  persisted(persistId: PersistId, nowMs: number): void {
    invariant(persistId <= this.lastPersistId, `persist ${persistId} was asked for`);
    if (persistId > this.durableId) {
      this.durableId = persistId;
      this.durableAtMs = nowMs;
    }
    this.pendingSyncs = this.pendingSyncs.filter((pending) => pending.persistId > persistId);
  }

  /** Since when the disk has been busy with the oldest write that must be synced, behind those before; null: none is. */
  get syncPendingSinceMs(): number | null {
    const [oldest] = this.pendingSyncs;
    return oldest === undefined ? null : Math.max(oldest.sinceMs, this.durableAtMs);
  }

  /** Whether this term and the vote in it are on disk. */
  isTermDurable(state: Pick<HardState, 'epoch' | 'term' | 'votedFor'>): boolean {
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
    const { epoch } = state;
    for (const { to, message: body, onceDurable } of this.sends) {
      const sent = { type: 'message-sent', to, message: body.type, term: body.term } as const;
      const message: Message = { ...body, epoch, event: this.record(sent, this.tracesSteps) };
      effects.push({ type: 'send', to, message, after: onceDurable ? after : null });
    }
    if (this.installed !== null) effects.push({ type: 'install-snapshot', snapshot: this.installed });
    if (this.applied.length > 0) effects.push({ type: 'apply', entries: this.applied });
    effects.push(...this.settled, ...this.traces);
    this.sends = [];
    this.installed = null;
    this.applied = [];
    this.settled = [];
    this.traces = [];
    return effects;
  }

  /** Numbers are given whether events are kept or not, so that keeping them changes nothing. */
  private record(event: TraceEvent, isKept: boolean): EventId {
    this.lastEventId += 1;
    const id = asEventId(this.lastEventId);
    if (isKept) this.traces.push({ type: 'trace', id, cause: this.cause, event });
    this.cause ??= id;
    return id;
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
      this.pendingSyncs.push({ persistId: this.lastPersistId, sinceMs: nowMs });
      this.syncedHint = hint;
    }
    if (termChanged) this.termPersistId = this.lastPersistId;
    this.written = { epoch: state.epoch, term: state.term, votedFor: state.votedFor, commitIndex: hint };
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

  private termOrVoteDiffers(state: Pick<HardState, 'epoch' | 'term' | 'votedFor'>): boolean {
    const { epoch, term, votedFor } = this.written;
    return state.term !== term || state.votedFor !== votedFor || state.epoch !== epoch;
  }
}
