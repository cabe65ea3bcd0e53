/**
 * One snapshot on its way to one member: the offer, then the data from where the receiver asks for it, never more of it
 * unwritten than the window allows, and one chunk in a turn of the event loop, so that nothing else waits long.
 */
import type { Stream } from '@libp2p/interface';
import {
  ProtocolError,
  reasonOf,
  SnapshotBrokenOffError,
  SnapshotRefusedError,
  SnapshotStalledError,
} from './errors.ts';
import { FramedStream } from './framed-stream.ts';
import { SendWindow } from './send-window.ts';
import { decodeSnapshotAnswer, encodeSnapshotOffer } from './snapshot-codec.ts';
import type { SnapshotAnswer } from './snapshot-codec.ts';
import { networkLimits } from './types.ts';
import type { SnapshotOffer, SnapshotProgress, SnapshotSource } from './types.ts';

export interface Sending {
  readonly offer: SnapshotOffer;
  readonly source: SnapshotSource;
  /** How many bytes may be under way. */
  readonly windowBytes: number;
  /** Ends the transfer; its reason is what it rejects with. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SnapshotProgress) => void;
  /** The receiver broke the rules of the protocol. */
  readonly onBroken: (reason: string) => void;
}

/** The receiver says something every second, be it that it is still at it. */
const silentSeconds = 5;
/** It may be still at it for this long without getting further: checking a large file on a slow disk takes time. */
const stuckSeconds = 120;
const endOfData = new Uint8Array(0);

/** Resolves once the receiver has all of it, verified and durable. Throws as `Network.sendSnapshot` does. */
export async function sendSnapshot(stream: Stream, sending: Sending): Promise<void> {
  const sender = new SnapshotSender(stream, sending);
  try {
    await sender.run();
  } finally {
    sender.close();
  }
}

class SnapshotSender {
  readonly #sending: Sending;
  readonly #frames: FramedStream;
  readonly #window: SendWindow;
  readonly #clock: NodeJS.Timeout;
  readonly #onAbort = (): void => this.#fail(this.#sending.signal.reason);
  #silentSeconds = 0;
  #stuckSeconds = 0;
  #accepted = false;
  #sentBytes = 0;
  #endSent = false;
  #writtenBytes = 0;
  #finished = false;
  /** Why there is no sense in going on. */
  #failure: Error | null = null;
  #wake = (): void => undefined;

  constructor(stream: Stream, sending: Sending) {
    this.#sending = sending;
    this.#window = new SendWindow({
      mostBytes: sending.windowBytes,
      largestChunkBytes: networkLimits.snapshotFrameBytes,
    });
    this.#frames = new FramedStream(stream, {
      maxFrameBytes: networkLimits.snapshotFrameBytes,
      maxQueuedBytes: 2 * networkLimits.snapshotWindowBytes,
      onFrame: (bytes) => this.#onFrame(bytes),
      onBroken: sending.onBroken,
      onClosed: () => this.#fail(new SnapshotBrokenOffError('The connection was closed.')),
    });
    this.#clock = setInterval(() => this.#onSecond(), 1_000);
    sending.signal.addEventListener('abort', this.#onAbort);
    if (sending.signal.aborted) this.#onAbort();
  }

  async run(): Promise<void> {
    const { totalBytes } = this.#sending.offer;
    this.#send(encodeSnapshotOffer(this.#sending.offer));
    await this.#until(() => this.#accepted);
    while (this.#sentBytes < totalBytes) {
      await this.#until(() => this.#window.chunkBytes > 0);
      this.#sendData(await this.#read(Math.min(this.#window.chunkBytes, totalBytes - this.#sentBytes)));
      await nextTurn();
    }
    this.#send(endOfData);
    this.#endSent = true;
    await this.#until(() => this.#finished);
  }

  close(): void {
    clearInterval(this.#clock);
    this.#sending.signal.removeEventListener('abort', this.#onAbort);
    this.#frames.close();
  }

  /** Whatever becomes of the source, a failure of the transfer is told at once. */
  async #read(maxBytes: number): Promise<Uint8Array> {
    const reading: { bytes: Uint8Array | null } = { bytes: null };
    this.#sending.source.read(this.#sentBytes, maxBytes).then(
      (bytes) => {
        reading.bytes = bytes;
        this.#wake();
      },
      (reason: unknown) => this.#fail(reason),
    );
    await this.#until(() => reading.bytes !== null);
    const length = reading.bytes?.byteLength ?? 0;
    if (reading.bytes === null || length === 0 || length > maxBytes) {
      throw new Error(`The source of a snapshot gave ${length} bytes where 1 to ${maxBytes} were asked for.`);
    }
    return reading.bytes;
  }

  #sendData(bytes: Uint8Array): void {
    this.#send(bytes);
    this.#sentBytes += bytes.byteLength;
    this.#window.sent(this.#sentBytes, bytes.byteLength, performance.now());
  }

  #send(frame: Uint8Array): void {
    this.#throwIfFailed();
    if (!this.#frames.send(frame)) throw new SnapshotBrokenOffError('The connection takes no more.');
  }

  #onFrame(bytes: Uint8Array): void {
    this.#silentSeconds = 0;
    if (bytes.byteLength === 0) return;
    this.#onAnswer(decodeSnapshotAnswer(bytes));
    this.#wake();
  }

  #onAnswer(answer: SnapshotAnswer): void {
    switch (answer.type) {
      case 'accepted':
        if (this.#accepted) throw new ProtocolError('it accepted twice');
        if (answer.offset > this.#sending.offer.totalBytes) throw new ProtocolError('it asked for more than there is');
        this.#accepted = true;
        this.#sentBytes = answer.offset;
        this.#advance(answer.offset);
        break;
      case 'written':
        if (answer.offset < this.#writtenBytes || answer.offset > this.#sentBytes || !this.#accepted) {
          throw new ProtocolError('it wrote what was not sent');
        }
        this.#window.written(answer.offset, performance.now());
        this.#advance(answer.offset);
        break;
      case 'finished':
        if (!this.#endSent) throw new ProtocolError('it finished before the end');
        this.#finished = true;
        break;
      case 'refused':
        this.#fail(new SnapshotRefusedError(answer.reason));
        break;
      default:
        answer satisfies never;
    }
  }

  #advance(offset: number): void {
    this.#writtenBytes = offset;
    this.#stuckSeconds = 0;
    this.#sending.onProgress({ writtenBytes: offset, totalBytes: this.#sending.offer.totalBytes });
  }

  // Counts seconds that this process saw pass: a laptop that wakes up must first see what waits on its sockets.
  #onSecond(): void {
    this.#silentSeconds += 1;
    this.#stuckSeconds += 1;
    if (this.#silentSeconds > silentSeconds) this.#fail(new SnapshotStalledError('The receiver is silent.'));
    if (this.#stuckSeconds > stuckSeconds) this.#fail(new SnapshotStalledError('The receiver gets no further.'));
  }

  async #until(condition: () => boolean): Promise<void> {
    for (;;) {
      this.#throwIfFailed();
      if (condition()) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** The first reason counts: the closing of the stream follows most others. */
  #fail(reason: unknown): void {
    this.#failure ??= reason instanceof Error ? reason : new SnapshotBrokenOffError(reasonOf(reason));
    this.#wake();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
