import { invariant } from './invariant.ts';
import { limits } from './limits.ts';
import { asLogIndex } from './types.ts';
import type { LogIndex, SnapshotMetadata } from './types.ts';

interface InFlightAppend {
  readonly lastIndex: LogIndex;
  readonly bytes: number;
}

/** How entries are sent to one follower. */
type Sending =
  /** Where its log meets the leader's is not known yet: one append at a time, until one is accepted. */
  | { readonly type: 'probing'; readonly awaitingAnswer: boolean }
  /** It is known: appends are sent ahead of their answers, within limits. */
  | { readonly type: 'replicating'; readonly inFlight: InFlightAppend[] }
  /** The entries it needs were cut: it is offered a snapshot, and sent it once it accepts. No entries meanwhile. */
  | { readonly type: 'snapshotting'; readonly attempt: SnapshotAttempt };

/** `session` names the attempt: what is said of another one is stale. */
export interface SnapshotAttempt {
  readonly session: number;
  readonly snapshot: SnapshotMetadata;
  readonly isAccepted: boolean;
}

/** Set once a removed member is only told of its own removal. */
export interface Departure {
  /** The entry that removes it. */
  readonly removedAt: LogIndex;
  /** When the leader gives up telling it; null while the removal is not committed. */
  readonly untilMs: number | null;
}

/** A round of catching up of a learner (dissertation §4.2.1). */
interface CatchUpRound {
  readonly targetIndex: LogIndex;
  readonly startedAtMs: number;
}

/**
 * How far a leader has brought one other member (§5.3, figure 2: nextIndex and matchIndex).
 *
 * Invariant: 0 <= matchIndex < nextIndex.
 *
 * A Progress lives from the moment its member enters the configuration until it leaves. `firstRound` names that life:
 * the leader starts a new round for it, so an answer that carries an earlier round belongs to an earlier life (a member
 * that was removed, lost its disk and was added again within the term) and is not counted.
 */
export class Progress {
  private match = asLogIndex(0);
  private next: LogIndex;
  private sending: Sending = { type: 'probing', awaitingAnswer: false };

  readonly firstRound: number;
  /** The latest round this member answered. */
  ackedRound = 0;
  /** When it last answered; null: not yet. */
  heardAtMs: number | null = null;
  /** The largest commit index it was told that it could make use of. */
  toldCommit = asLogIndex(0);
  departure: Departure | null = null;
  /** Its disk has no room for commands, as it said last. */
  isFull = false;
  /** It wants no vote, as it said last. */
  isResting = false;
  /** It has just got a snapshot, and now needs the log that was written meanwhile: cut, it would need another one. */
  isHandedOver = false;
  catchUp: CatchUpRound;

  constructor(nextIndex: LogIndex, firstRound: number, startedAtMs: number) {
    this.next = nextIndex;
    this.firstRound = firstRound;
    this.catchUp = { targetIndex: asLogIndex(nextIndex - 1), startedAtMs };
    this.check();
  }

  /** Up to here its durable log is known to be the leader's. */
  get matchIndex(): LogIndex {
    return this.match;
  }

  /** The next entry to send to it. */
  get nextIndex(): LogIndex {
    return this.next;
  }

  get state(): Sending['type'] {
    return this.sending.type;
  }

  /** Whether entries may be sent now. */
  get maySendEntries(): boolean {
    if (this.sending.type === 'snapshotting') return false;
    if (this.sending.type === 'probing') return !this.sending.awaitingAnswer;
    const { inFlight } = this.sending;
    const bytes = inFlight.reduce((sum, append) => sum + append.bytes, 0);
    return inFlight.length < limits.inFlightAppends && bytes < limits.inFlightBytes;
  }

  /** Entries up to `lastIndex` were sent. */
  sentEntries(lastIndex: LogIndex, bytes: number): void {
    invariant(lastIndex >= this.next, 'entries are sent forwards');
    invariant(this.sending.type !== 'snapshotting', 'a snapshot comes before further entries');
    if (this.sending.type === 'probing') {
      this.sending = { type: 'probing', awaitingAnswer: true };
    } else {
      this.sending.inFlight.push({ lastIndex, bytes });
      this.next = asLogIndex(lastIndex + 1);
    }
    this.check();
  }

  /** It has durably what the leader has, up to `matchIndex`. Reordered answers do no harm: the largest counts. */
  accepted(matchIndex: LogIndex, isFull = false): void {
    this.isFull = isFull;
    this.match = asLogIndex(Math.max(this.match, matchIndex));
    this.next = asLogIndex(Math.max(this.next, this.match + 1));
    if (this.sending.type === 'snapshotting') {
      // The log goes on exactly where the snapshot ends; what was acknowledged before it arrived changes nothing yet.
      if (this.match < this.sending.attempt.snapshot.index) return this.check();
      this.isHandedOver = true;
      this.sending = { type: 'replicating', inFlight: [] };
    } else if (this.sending.type === 'probing') {
      this.next = asLogIndex(this.match + 1);
      this.sending = { type: 'replicating', inFlight: [] };
    } else if (isFull) {
      // It passes over what is under way: that is sent again when there is room.
      this.next = asLogIndex(this.match + 1);
      this.sending = { type: 'replicating', inFlight: [] };
    } else {
      this.sending = {
        type: 'replicating',
        inFlight: this.sending.inFlight.filter((append) => append.lastIndex > this.match),
      };
    }
    this.check();
  }

  /**
   * It refused the append behind `rejectedIndex`; the logs may meet at `suggestedIndex`. Answers to appends that were
   * sent before a later decision are stale and change nothing.
   */
  rejected(rejectedIndex: LogIndex, suggestedIndex: LogIndex): void {
    if (this.sending.type === 'snapshotting') return; // a heartbeat: it has not got the snapshot yet
    const stale =
      this.sending.type === 'probing'
        ? rejectedIndex !== this.next - 1
        : rejectedIndex <= this.match || rejectedIndex >= this.next;
    if (stale || rejectedIndex <= this.match) return;
    this.next = asLogIndex(Math.max(this.match + 1, Math.min(suggestedIndex + 1, rejectedIndex)));
    this.sending = { type: 'probing', awaitingAnswer: false };
    this.check();
  }

  /** The snapshot that it is offered or sent. */
  get snapshotAttempt(): SnapshotAttempt | null {
    return this.sending.type === 'snapshotting' ? this.sending.attempt : null;
  }

  /** What it needs was cut from the log: a snapshot is offered, and nothing else is sent until it has that. */
  offerSnapshot(session: number, snapshot: SnapshotMetadata): void {
    invariant(snapshot.index > this.match, 'a snapshot is for who has less');
    this.sending = { type: 'snapshotting', attempt: { session, snapshot, isAccepted: false } };
    this.next = asLogIndex(snapshot.index + 1);
    this.check();
  }

  /** @returns whether its data is to be sent now: the answer is to this attempt, and the first. */
  snapshotAccepted(session: number): boolean {
    const attempt = this.snapshotAttempt;
    if (attempt === null || attempt.session !== session || attempt.isAccepted) return false;
    this.sending = { type: 'snapshotting', attempt: { ...attempt, isAccepted: true } };
    return true;
  }

  /** The attempt came to nothing: it is asked again where it stands. @returns whether it was still under way. */
  snapshotFailed(session: number): boolean {
    if (this.snapshotAttempt?.session !== session) return false;
    this.restartProbing();
    // Asked by the next heartbeat, not at once: what failed once is not tried in a loop.
    this.sending = { type: 'probing', awaitingAnswer: true };
    return true;
  }

  /** Its connection was lost or made anew: what was in flight may be lost. */
  restartProbing(): void {
    if (this.sending.type !== 'probing') this.next = asLogIndex(this.match + 1);
    this.sending = { type: 'probing', awaitingAnswer: false };
    this.isHandedOver = false;
    this.isFull = false;
    this.toldCommit = asLogIndex(0);
    this.check();
  }

  private check(): void {
    invariant(this.match >= 0 && this.match < this.next, () => `match ${this.match} < next ${this.next}`);
  }
}
