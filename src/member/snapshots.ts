import { setTimeout as delay } from 'node:timers/promises';
import type { Network, SnapshotOffer, SnapshotReception } from '../network/types.ts';
import { SnapshotError } from '../notes/snapshot-error.ts';
import type { StateCapture } from '../notes/state-capture.ts';
import type { NotesState } from '../notes/state-machine.ts';
import {
  asLogIndex,
  asTerm,
  type Effect,
  type Input,
  type LogIndex,
  type LogPosition,
  type MemberId,
  type RaftStatus,
  type SnapshotMetadata,
} from '../raft/types.ts';
import { DiskFullError, SnapshotDamagedError } from '../storage/errors.ts';
import type { SnapshotStore, StoredSnapshot } from '../storage/types.ts';
import { Emitter } from './emitter.ts';
import { nextTurn, Restoring, unhurried } from './restoring.ts';
import { decodeSnapshotMetadata, encodeSnapshotMetadata } from './snapshot-metadata.ts';

type SendEffect = Extract<Effect, { type: 'send-snapshot' }>;
type ReceiveEffect = Extract<Effect, { type: 'receive-snapshot' }>;

type Sent = Pick<SendEffect, 'to' | 'session'> & { readonly snapshot: LogPosition };

/** A snapshot that a member whose notes are wrong asks another one for. */
export interface WantedSnapshot {
  readonly from: MemberId;
  /** Names this attempt; the transfer carries it as its session. */
  readonly request: number;
  /** Of this entry, or a later one. */
  readonly atLeast: number;
  /** It is durable in its place, and can be read. */
  readonly arrived: (snapshot: StoredSnapshot) => void;
}

export interface SnapshotsOptions {
  readonly store: SnapshotStore;
  readonly network: Pick<Network, 'sendSnapshot'>;
  readonly raft: () => Pick<RaftStatus, 'appliedIndex' | 'snapshotIndex' | 'bytesSinceSnapshot'>;
  readonly input: (input: Input) => void;
  /** What a snapshot of now would hold; null: nothing was applied yet. */
  readonly capture: () => Captured | null;
  readonly policy: SnapshotPolicy;
  /** Something went wrong that a person may want to know. It is tried again. */
  readonly failed: (error: unknown) => void;
}

/** All that was applied up to one moment, and what the consensus must know of it. */
export interface Captured {
  readonly metadata: SnapshotMetadata;
  readonly state: StateCapture;
}

export interface SnapshotPolicy {
  /** A snapshot is taken when the log behind the last one has grown to so many entries or bytes. */
  readonly everyEntries: number;
  /** But not before it is half as long as the last snapshot's file: a large state is not written at every turn. */
  readonly everyBytes: number;
  /** How many entries before the snapshot the log keeps, for members that are a little behind. */
  readonly trailingEntries: number;
}
/** Reading so much of a log takes a fraction of a second. */
export const defaultSnapshotPolicy: SnapshotPolicy = {
  everyEntries: 50_000,
  everyBytes: 8 * 1024 * 1024,
  trailingEntries: 1_000,
};

/** What is on its way from or to this laptop. */
export interface SnapshotTransfer {
  readonly direction: 'sending' | 'receiving';
  readonly peer: MemberId;
  readonly index: LogIndex;
  readonly writtenBytes: number;
  readonly totalBytes: number;
}

/** After a failure the disk gets a while to recover. */
const takeAgainAfterMs = 5_000;
/** And so does the network: the receiver counts attempts. */
const sendAgainAfterMs = 1_000;

/**
 * The snapshots of this member: taken beside all other work, sent to members whose entries the log no longer has, and
 * received from a leader. The core decides who needs one, and when the log may be cut.
 */
export class Snapshots {
  readonly transfersChanged = new Emitter<void>();
  readonly #options: SnapshotsOptions;
  readonly #transfers = new Map<string, SnapshotTransfer>();
  readonly #sending = new Map<MemberId, AbortController>();
  #expected: ReceiveEffect | null = null;
  /** The snapshot that this member asked for itself. */
  #wanted: WantedSnapshot | null = null;
  /** The notes here are known to be wrong: nothing is made of them, and nobody is sent any. */
  #isDistrusted = false;
  /** A received snapshot whose state is ready to take the place of the present one. */
  #received: { readonly snapshot: SnapshotMetadata; readonly state: NotesState } | null = null;
  #taking: Promise<void> | null = null;
  #notBeforeMs = 0;
  #stopped = false;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
  }

  transfers(): readonly SnapshotTransfer[] {
    return [...this.#transfers.values()];
  }

  /** To be called when something was applied. What was applied while one was being written is looked at right after it. */
  takeIfDue(): void {
    if (this.#taking !== null || !this.#isTrusted() || performance.now() < this.#notBeforeMs) return;
    const { appliedIndex, snapshotIndex, bytesSinceSnapshot } = this.#options.raft();
    const { policy, store } = this.#options;
    const enoughBytes = Math.max(policy.everyBytes, (store.newest?.id.bytes ?? 0) / 2);
    if (appliedIndex - snapshotIndex < policy.everyEntries && bytesSinceSnapshot < enoughBytes) return;
    void this.#takeNow();
  }

  #takeNow(): Promise<void> {
    return (this.#taking ??= this.#takeOne());
  }

  async #takeOne(): Promise<void> {
    let through: number | null = null;
    try {
      through = await this.#take();
    } catch (error) {
      this.#notBeforeMs = performance.now() + takeAgainAfterMs;
      this.#options.failed(error);
    } finally {
      this.#taking = null;
    }
    // Only for what came meanwhile: else a core that takes no input any more would have one written after the other.
    if (through !== null && this.#options.raft().appliedIndex > through) this.takeIfDue();
  }

  /** From here on no snapshot of this member's state is taken or sent, nor are those that there are. */
  distrust(): void {
    this.#isDistrusted = true;
    for (const sending of this.#sending.values()) sending.abort();
  }

  get newestIndex(): number {
    return this.#options.store.newest?.id.index ?? 0;
  }

  /** Resolves when no snapshot is being written, sent or received any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const sending of this.#sending.values()) sending.abort();
    await this.#taking;
  }

  /** Resolves with the last entry in it; null: there was nothing to take, or it does not count any more. */
  async #take(): Promise<LogIndex | null> {
    await nextTurn(); // the step that made it due is done then
    const captured = this.#isDistrusted ? null : this.#options.capture();
    if (captured === null) return null;
    const { metadata, state } = captured;
    await this.#options.store.write(metadata, encodeSnapshotMetadata(metadata), unhurried(state.chunks()));
    if (!this.#isTrusted()) return null;
    this.#options.input({ type: 'snapshot-taken', snapshot: metadata });
    return metadata.index;
  }

  // To others

  /** Carries out the effect: whatever comes of it, the core hears of it. */
  send(effect: SendEffect): void {
    const { to, term, session } = effect;
    this.#sending.get(to)?.abort();
    const sending = new AbortController();
    this.#sending.set(to, sending);
    const isCurrent = (): boolean => !this.#stopped && this.#sending.get(to) === sending;
    this.#send(effect, sending.signal)
      .catch(async (error: unknown) => {
        if (!isCurrent()) return; // a newer attempt took its place
        this.#options.failed(error);
        await delay(sendAgainAfterMs, undefined, { ref: false });
        if (isCurrent()) this.#options.input({ type: 'snapshot-send-failed', to, term, session });
      })
      .finally(() => {
        if (this.#sending.get(to) !== sending) return;
        this.#sending.delete(to);
        this.#over(`to ${to}`);
      });
  }

  /**
   * Brings a snapshot of entry `atLeast` or a later one to a member that asks for it because its own notes are wrong. It
   * asks again if nothing comes of it.
   */
  async sendWanted(to: MemberId, { request, atLeast }: Pick<WantedSnapshot, 'request' | 'atLeast'>): Promise<void> {
    if (!this.#isTrusted() || this.#sending.has(to) || atLeast > this.#options.raft().appliedIndex) return;
    const sending = new AbortController();
    this.#sending.set(to, sending);
    try {
      if (this.newestIndex < atLeast) await this.#takeNow();
      const { newest } = this.#options.store;
      if (!this.#isTrusted() || newest === null || newest.id.index < atLeast) return;
      const snapshot = { index: asLogIndex(newest.id.index), term: asTerm(newest.id.term) };
      await this.#send({ to, session: request, snapshot }, sending.signal);
    } catch (error) {
      if (this.#isTrusted()) this.#options.failed(error);
    } finally {
      if (this.#sending.get(to) === sending) {
        this.#sending.delete(to);
        this.#over(`to ${to}`);
      }
    }
  }

  #isTrusted(): boolean {
    return !this.#stopped && !this.#isDistrusted;
  }

  async #send({ to, session, snapshot }: Sent, signal: AbortSignal): Promise<void> {
    const { store, network } = this.#options;
    const { index, term } = snapshot;
    if (this.#isDistrusted) throw new Error('the notes of this laptop are being fetched anew');
    const stored = store.all.find(({ id }) => id.index === index && id.term === term);
    // Two newer ones came since it was offered: the next offer is of the newest.
    if (stored === undefined) throw new Error(`the snapshot of entry ${index} is not here any more`);
    const source = await store.source(stored.id);
    try {
      const offer = { session, index, term, totalBytes: stored.id.bytes, check: stored.id.check };
      await network.sendSnapshot(to, offer, source, {
        signal,
        onProgress: (progress) => this.#moved(`to ${to}`, { direction: 'sending', peer: to, index, ...progress }),
      });
    } finally {
      await source.close();
    }
  }

  // From a leader

  /** The core accepted the offer of a snapshot, whose data will come. */
  expect(effect: ReceiveEffect): void {
    this.#expected = effect;
  }

  /** This member asks `from` for one itself; what it asked for before is not wanted any more. */
  want(wanted: WantedSnapshot): void {
    this.#wanted = wanted;
  }

  /** All but this one go: they are of notes that were wrong. */
  keepOnly(snapshot: StoredSnapshot): Promise<void> {
    return this.#options.store.keepOnly(snapshot.id);
  }

  /** The data is about to come. */
  async receive(from: MemberId, offer: SnapshotOffer): Promise<SnapshotReception> {
    const arrived = this.#stopped ? null : this.#whatToDoWith(from, offer);
    if (arrived === null) return { type: 'refused', reason: 'this snapshot is not expected here' };
    const key = `from ${from}`;
    const { index, totalBytes } = offer;
    const sink = await this.#options.store.sink({ ...offer, bytes: totalBytes });
    const restoring = new Restoring(sink.data());
    let writtenBytes = sink.offset;
    const moved = (): void => this.#moved(key, { direction: 'receiving', peer: from, index, writtenBytes, totalBytes });
    moved();
    return {
      type: 'accepted',
      sink: {
        startOffset: sink.offset,
        write: async (bytes) => {
          await sink
            .write(bytes)
            .then(() => restoring.throwIfFailed())
            .catch((error: unknown) => this.#lost(error));
          writtenBytes += bytes.length;
          moved();
        },
        finish: async () => {
          try {
            // What cannot be restored gets no place among the snapshots.
            const state = await restoring.state;
            arrived(await sink.finish(), state);
          } catch (error) {
            this.#lost(error);
          } finally {
            this.#over(key);
            await sink.close();
          }
        },
        abort: async () => {
          this.#over(key);
          await sink.close();
        },
      },
    };
  }

  #whatToDoWith(from: MemberId, offer: SnapshotOffer): ((stored: StoredSnapshot, state: NotesState) => void) | null {
    const { session, index, term } = offer;
    const wanted = this.#wanted;
    if (wanted !== null && wanted.from === from && wanted.request === session) {
      return index < wanted.atLeast ? null : (stored) => this.#wantedArrived(wanted, stored);
    }
    const expected = this.#expected;
    if (expected === null || expected.from !== from || expected.session !== session) return null;
    if (expected.snapshot.index !== index || expected.snapshot.term !== term) return null;
    return (stored, state) => this.#arrived(expected, stored, state);
  }

  #wantedArrived(wanted: WantedSnapshot, stored: StoredSnapshot): void {
    decodeSnapshotMetadata(stored.metadata);
    if (!this.#stopped && this.#wanted === wanted) wanted.arrived(stored);
  }

  /** Tells the sender why, but not where: its person is another one. */
  #lost(error: unknown): never {
    this.#options.failed(error);
    if (error instanceof DiskFullError) throw new Error('The disk there is full.');
    if (error instanceof SnapshotDamagedError) throw new Error(`What came is damaged: ${error.reason}.`);
    if (error instanceof SnapshotError) throw new Error(error.message);
    throw new Error('It could not be kept there.');
  }

  #arrived({ from, term, session }: ReceiveEffect, stored: StoredSnapshot, state: NotesState): void {
    // What the file says is what counts from here on, also after a restart.
    const snapshot = decodeSnapshotMetadata(stored.metadata);
    if (this.#stopped) return;
    this.#received = { snapshot, state };
    this.#options.input({ type: 'snapshot-received', from, term, session, snapshot });
    this.#received = null;
  }

  /** The state of a snapshot that the core installs now. */
  takeReceived(snapshot: SnapshotMetadata): NotesState {
    const received = this.#received;
    if (received === null || received.snapshot !== snapshot) throw new Error('the installed snapshot never came');
    return received.state;
  }

  #moved(key: string, transfer: SnapshotTransfer): void {
    this.#transfers.set(key, transfer);
    this.transfersChanged.emit();
  }

  #over(key: string): void {
    if (this.#transfers.delete(key)) this.transfersChanged.emit();
  }
}
