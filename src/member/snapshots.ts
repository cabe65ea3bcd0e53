import type { Network, SnapshotOffer, SnapshotReception } from '../network/types.ts';
import { SnapshotError } from '../notes/snapshot-error.ts';
import type { StateCapture } from '../notes/state-capture.ts';
import type { NotesState } from '../notes/state-machine.ts';
import { StateRestorer } from '../notes/state-restorer.ts';
import type { Effect, Input, LogIndex, MemberId, RaftStatus, SnapshotMetadata } from '../raft/types.ts';
import type { SnapshotStore, StoredSnapshot } from '../storage/snapshot-store.ts';
import { Emitter } from './emitter.ts';
import { messageOf } from './errors.ts';
import { decodeSnapshotMetadata, encodeSnapshotMetadata } from './snapshot-metadata.ts';

type SendEffect = Extract<Effect, { type: 'send-snapshot' }>;
type ReceiveEffect = Extract<Effect, { type: 'receive-snapshot' }>;

export interface SnapshotsOptions {
  readonly store: SnapshotStore;
  readonly network: Pick<Network, 'sendSnapshot'>;
  readonly raft: () => RaftStatus;
  readonly input: (input: Input) => void;
  /** What a snapshot of now would hold; null: nothing was applied yet. Both are of the same moment. */
  readonly capture: () => { readonly metadata: SnapshotMetadata; readonly state: StateCapture } | null;
  /** When a snapshot is worth its while. */
  readonly thresholds?: SnapshotThresholds;
  /** Something went wrong that a person may want to know. It is tried again. */
  readonly failed: (error: unknown) => void;
}

/** A snapshot is taken when the log behind the last one has grown to either. */
export interface SnapshotThresholds {
  readonly entries: number;
  /** At least this much, and at least a part of what the last snapshot took: a large state is not written at every turn. */
  readonly bytes: number;
}
export const defaultThresholds: SnapshotThresholds = { entries: 50_000, bytes: 8 * 1024 * 1024 };

/** What is on its way from or to this laptop. */
export interface SnapshotTransfer {
  readonly direction: 'sending' | 'receiving';
  readonly peer: MemberId;
  readonly index: LogIndex;
  readonly writtenBytes: number;
  readonly totalBytes: number;
}

/** After a failure the disk, or the network, gets a while to recover. */
const retryAfterMs = 5_000;

/**
 * The snapshots of this member: taken beside all other work, sent to members whose entries the log no longer has, and
 * received from a leader. The core decides who needs one, and when the log may be cut.
 */
export class Snapshots {
  readonly transfersChanged = new Emitter<void>();
  readonly #options: SnapshotsOptions;
  readonly #thresholds: SnapshotThresholds;
  readonly #transfers = new Map<string, SnapshotTransfer>();
  readonly #sending = new Map<MemberId, AbortController>();
  /** The newest that is durable: what is sent. */
  #latest: StoredSnapshot | null;
  #expected: ReceiveEffect | null = null;
  /** A received snapshot whose state is ready to take the place of the present one. */
  #received: { readonly snapshot: SnapshotMetadata; readonly state: NotesState } | null = null;
  #taking: Promise<void> | null = null;
  #notBeforeMs = 0;
  #stopped = false;

  constructor(options: SnapshotsOptions, latest: StoredSnapshot | null) {
    this.#options = options;
    this.#thresholds = options.thresholds ?? defaultThresholds;
    this.#latest = latest;
  }

  transfers(): readonly SnapshotTransfer[] {
    return [...this.#transfers.values()];
  }

  /** To be called when something was applied. */
  takeIfDue(): void {
    if (this.#taking !== null || this.#stopped || performance.now() < this.#notBeforeMs) return;
    const { appliedIndex, snapshotIndex, bytesSinceSnapshot } = this.#options.raft();
    const { entries, bytes } = this.#thresholds;
    const enoughBytes = Math.max(bytes, (this.#latest?.totalBytes ?? 0) / 2);
    if (appliedIndex - snapshotIndex < entries && bytesSinceSnapshot < enoughBytes) return;
    this.#taking = this.#take()
      .catch((error: unknown) => {
        this.#notBeforeMs = performance.now() + retryAfterMs;
        this.#options.failed(error);
      })
      .finally(() => (this.#taking = null));
  }

  /** Resolves when no snapshot is being written, sent or received any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const sending of this.#sending.values()) sending.abort();
    await this.#taking;
  }

  async #take(): Promise<void> {
    const captured = this.#options.capture();
    if (captured === null) return;
    const { metadata, state } = captured;
    if (metadata.index <= (this.#latest?.index ?? 0)) return;
    const { index, term } = metadata;
    const header = { index, term, metadata: encodeSnapshotMetadata(metadata) };
    const stored = await this.#options.store.write(header, state.chunks());
    this.#settled(stored);
    if (!this.#stopped) this.#options.input({ type: 'snapshot-taken', snapshot: metadata });
  }

  #settled(stored: StoredSnapshot): void {
    if (stored.index > (this.#latest?.index ?? 0)) this.#latest = stored;
  }

  // To others

  /** Carries out the effect: whatever comes of it, the core hears of it. */
  send(effect: SendEffect): void {
    const { to } = effect;
    this.#sending.get(to)?.abort();
    const sending = new AbortController();
    this.#sending.set(to, sending);
    this.#send(effect, sending.signal)
      .catch((error: unknown) => {
        if (this.#stopped) return;
        if (!sending.signal.aborted) this.#options.failed(error);
        const { term, session } = effect;
        this.#options.input({ type: 'snapshot-send-failed', to, term, session });
      })
      .finally(() => {
        if (this.#sending.get(to) !== sending) return;
        this.#sending.delete(to);
        this.#over(`to ${to}`);
      });
  }

  async #send({ to, session, snapshot }: SendEffect, signal: AbortSignal): Promise<void> {
    const stored = this.#latest;
    // The core offers the latest; it may have been followed by another since. The next offer is of that one.
    if (stored === null || stored.index !== snapshot.index || stored.term !== snapshot.term) {
      throw new Error(`the snapshot of entry ${snapshot.index} is not here any more`);
    }
    const { index, term, totalBytes, check } = stored;
    const source = await this.#options.store.reader(stored);
    try {
      const offer = { session, index, term, totalBytes, check };
      await this.#options.network.sendSnapshot(to, offer, source, {
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

  /** The data is about to come. */
  async receive(from: MemberId, offer: SnapshotOffer): Promise<SnapshotReception> {
    const expected = this.#expected;
    const isExpected =
      expected !== null &&
      expected.from === from &&
      expected.session === offer.session &&
      expected.snapshot.index === offer.index &&
      expected.snapshot.term === offer.term;
    if (this.#stopped || !isExpected) return { type: 'refused', reason: 'this snapshot is not expected here' };
    const key = `from ${from}`;
    const { index, totalBytes } = offer;
    const writer = await this.#options.store.receive(offer);
    let writtenBytes = writer.startOffset;
    const moved = (): void => this.#moved(key, { direction: 'receiving', peer: from, index, writtenBytes, totalBytes });
    moved();
    return {
      type: 'accepted',
      sink: {
        startOffset: writer.startOffset,
        write: async (bytes) => {
          await writer.write(bytes);
          writtenBytes += bytes.length;
          moved();
        },
        finish: async () => {
          try {
            await this.#arrived(expected, await writer.finish());
          } finally {
            this.#over(key);
          }
        },
        abort: async () => {
          this.#over(key);
          await writer.abort();
        },
      },
    };
  }

  async #arrived({ from, term, session }: ReceiveEffect, stored: StoredSnapshot): Promise<void> {
    // What its own file says is what counts from here on, also after a restart.
    const snapshot = decodeSnapshotMetadata(stored.metadata);
    const state = await restoreState(this.#options.store, stored);
    this.#settled(stored);
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

/** Reads the state of a snapshot; other work goes on in between. Throws SnapshotDamagedError or SnapshotError. */
export async function restoreState(store: SnapshotStore, snapshot: StoredSnapshot): Promise<NotesState> {
  const restorer = new StateRestorer();
  for await (const piece of store.state(snapshot)) {
    restorer.push(piece);
    await new Promise(setImmediate);
  }
  return restorer.finish();
}
