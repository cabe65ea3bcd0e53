/**
 * One snapshot on its way from one member: the offer, our answer, then the data into the sink, each piece acknowledged
 * once it is written. What has arrived and is not written yet is never more than the window.
 */
import type { Stream } from '@libp2p/interface';
import { ProtocolError, reasonOf } from './errors.ts';
import { FramedStream } from './framed-stream.ts';
import { decodeSnapshotOffer, encodeSnapshotAnswer } from './snapshot-codec.ts';
import type { SnapshotAnswer } from './snapshot-codec.ts';
import { networkLimits } from './types.ts';
import type { SnapshotOffer, SnapshotReception, SnapshotSink } from './types.ts';

export interface Receiving {
  readonly onOffer: (offer: SnapshotOffer) => Promise<SnapshotReception>;
  /** The sender broke the rules of the protocol. */
  readonly onBroken: (reason: string) => void;
}

/** A sender that has nothing to wait for, and sends nothing for this long, is gone. */
const silentSeconds = 15;
/** How long the sender may take to close after our last word. */
const partingMs = 5_000;
const stillAtIt = new Uint8Array(0);

type State =
  | { readonly type: 'awaiting-offer' }
  | { readonly type: 'answering' }
  | { readonly type: 'receiving'; readonly offer: SnapshotOffer }
  | { readonly type: 'finishing' }
  /** Our last word was said, or the stream is closed. */
  | { readonly type: 'over' };

export class SnapshotReceiver {
  readonly #receiving: Receiving;
  readonly #frames: FramedStream;
  readonly #clock: NodeJS.Timeout;
  readonly #parted: Promise<void>;
  readonly #done: Promise<void>;
  #part = (): void => undefined;
  #state: State = { type: 'awaiting-offer' };
  #offer: SnapshotOffer | null = null;
  /** What has arrived and is not written yet. */
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #receivedBytes = 0;
  #silentSeconds = 0;
  #ended: string | null = null;
  #wake = (): void => undefined;

  constructor(stream: Stream, receiving: Receiving) {
    this.#receiving = receiving;
    this.#parted = new Promise((resolve) => (this.#part = resolve));
    this.#frames = new FramedStream(stream, {
      maxFrameBytes: networkLimits.snapshotFrameBytes,
      maxQueuedBytes: networkLimits.snapshotWindowBytes,
      onFrame: (bytes) => this.#onFrame(bytes),
      onBroken: (reason) => {
        this.#end(`The sender broke the protocol: ${reason}.`);
        receiving.onBroken(reason);
      },
      onClosed: () => {
        this.#end('The connection was closed.');
        this.#part();
      },
    });
    this.#clock = setInterval(() => this.#onSecond(), 1_000);
    this.#done = this.#run();
  }

  /** Resolves once nothing of it is left: the sink has finished or was aborted, the stream is closed. Never rejects. */
  get done(): Promise<void> {
    return this.#done;
  }

  /** Breaks it off. */
  end(reason: string): void {
    this.#end(reason);
    this.#frames.close();
  }

  async #run(): Promise<void> {
    try {
      this.#say(await this.#receive());
      await this.#untilParted();
    } finally {
      this.#state = { type: 'over' };
      clearInterval(this.#clock);
      this.#frames.close();
    }
  }

  /** All of it, from the offer to the last word that is to be said. */
  async #receive(): Promise<SnapshotAnswer> {
    try {
      await this.#until(() => this.#offer !== null);
      const offer = this.#offer;
      if (offer === null) throw new Error('there is no offer');
      const reception = await this.#receiving.onOffer(offer);
      if (reception.type === 'refused') return reception;
      return await this.#fill(reception.sink, offer);
    } catch (error) {
      return { type: 'refused', reason: reasonOf(error) };
    }
  }

  async #fill(sink: SnapshotSink, offer: SnapshotOffer): Promise<SnapshotAnswer> {
    try {
      this.#throwIfEnded();
      if (sink.startOffset > offer.totalBytes) throw new Error('more is there already than was offered');
      this.#receivedBytes = sink.startOffset;
      this.#state = { type: 'receiving', offer };
      this.#say({ type: 'accepted', offset: sink.startOffset });
      await this.#write(sink);
    } catch (error) {
      await sink.abort(reasonOf(error));
      throw error;
    }
    await sink.finish();
    return { type: 'finished' };
  }

  async #write(sink: SnapshotSink): Promise<void> {
    for (let offset = sink.startOffset; ;) {
      await this.#until(() => this.#queue.length > 0 || this.#state.type === 'finishing');
      const [bytes] = this.#queue;
      if (bytes === undefined) return;
      await sink.write(bytes);
      this.#queue.shift();
      this.#queuedBytes -= bytes.byteLength;
      offset += bytes.byteLength;
      this.#say({ type: 'written', offset });
    }
  }

  /** A throw resets the stream and tells the person. */
  #onFrame(bytes: Uint8Array): void {
    this.#silentSeconds = 0;
    switch (this.#state.type) {
      case 'awaiting-offer':
        this.#offer = decodeSnapshotOffer(bytes);
        this.#state = { type: 'answering' };
        break;
      case 'answering':
        throw new ProtocolError('data came before our answer');
      case 'receiving':
        this.#onData(bytes, this.#state.offer.totalBytes);
        break;
      case 'finishing':
        throw new ProtocolError('something came after the end');
      case 'over':
        // What was under way when we refused.
        return;
      default:
        this.#state satisfies never;
    }
    this.#wake();
  }

  #onData(bytes: Uint8Array, totalBytes: number): void {
    if (bytes.byteLength === 0) {
      if (this.#receivedBytes !== totalBytes) throw new ProtocolError('the end came too early');
      this.#state = { type: 'finishing' };
      return;
    }
    this.#receivedBytes += bytes.byteLength;
    this.#queuedBytes += bytes.byteLength;
    if (this.#receivedBytes > totalBytes) throw new ProtocolError('more data than was offered');
    if (this.#queuedBytes > networkLimits.snapshotWindowBytes)
      throw new ProtocolError('more data than may be under way');
    this.#queue.push(bytes);
  }

  #say(answer: SnapshotAnswer): void {
    this.#frames.send(encodeSnapshotAnswer(answer));
  }

  /** Lets our last word arrive: a reset would overtake it. */
  async #untilParted(): Promise<void> {
    this.#state = { type: 'over' };
    this.#queue = [];
    const timer = setTimeout(() => this.#frames.close(), partingMs);
    await this.#parted;
    clearTimeout(timer);
  }

  // Counts seconds that this process saw pass: a laptop that wakes up must first see what waits on its sockets.
  #onSecond(): void {
    this.#frames.send(stillAtIt);
    const itsTurn =
      this.#state.type === 'awaiting-offer' || (this.#state.type === 'receiving' && this.#queue.length === 0);
    this.#silentSeconds = itsTurn ? this.#silentSeconds + 1 : 0;
    if (this.#silentSeconds > silentSeconds) this.end('The sender fell silent.');
  }

  async #until(condition: () => boolean): Promise<void> {
    for (;;) {
      this.#throwIfEnded();
      if (condition()) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #throwIfEnded(): void {
    if (this.#ended !== null) throw new Error(this.#ended);
  }

  #end(reason: string): void {
    this.#ended ??= reason;
    this.#wake();
  }
}
