/**
 * One long-lived stream of frames between two members. Frames sent within one turn of the event loop leave in one
 * write. When the peer takes them slower than they come, they wait in a bounded queue, and beyond it are refused.
 */
import type { Stream } from '@libp2p/interface';
import { Uint8ArrayList } from 'uint8arraylist';
import { DecodeError } from '../wire/checks.ts';
import { atEndOfTurn } from './end-of-turn.ts';
import { ProtocolError } from './errors.ts';
import { frameHeader, FrameDecoder, joinFrames } from './framing.ts';
import { tellListenersOnly } from './whole-writes.ts';
import { grantByHalves } from './window-grants.ts';

export interface FramedStreamOptions {
  readonly maxFrameBytes: number;
  readonly maxQueuedBytes: number;
  /** Throws DecodeError or ProtocolError if the frame is wrong: the stream is then reset and `onBroken` told why. */
  readonly onFrame: (frame: Uint8Array) => void;
  /** The peer broke the rules of the protocol. `onClosed` follows. */
  readonly onBroken: (reason: string) => void;
  /** Called once, whoever closed it and why. */
  readonly onClosed: () => void;
}

/** Frames are joined up to here: enough to keep the pipe full, little enough to let others on the connection through. */
const writeBytes = 256 * 1024;
/** A frame from this size on is not copied behind its length: what was given to `send` must stay as it is. */
const copiedBytes = 16 * 1024;

export class FramedStream {
  readonly #stream: Stream;
  readonly #options: FramedStreamOptions;
  readonly #decoder: FrameDecoder;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #flushPlanned = false;
  #closed = false;

  constructor(stream: Stream, options: FramedStreamOptions) {
    this.#stream = stream;
    this.#options = options;
    this.#decoder = new FrameDecoder(options.maxFrameBytes);
    grantByHalves(stream);
    tellListenersOnly(stream);
    stream.addEventListener('close', () => this.#onClose());
    stream.addEventListener('remoteCloseWrite', () => this.#onEnd());
    stream.addEventListener('drain', () => this.#flush());
    stream.addEventListener('message', ({ data }) => this.#onMessage(data));
    if (stream.status !== 'open') queueMicrotask(() => this.#onClose());
  }

  /** False if the stream is closed or its queue is full: the frame was dropped. */
  send(frame: Uint8Array): boolean {
    if (this.#closed || this.#queuedBytes + frame.byteLength > this.#options.maxQueuedBytes) return false;
    if (frame.byteLength > this.#options.maxFrameBytes) return false;
    this.#queue.push(frame);
    this.#queuedBytes += frame.byteLength;
    if (!this.#flushPlanned) {
      this.#flushPlanned = true;
      atEndOfTurn(() => {
        this.#flushPlanned = false;
        this.#flush();
      });
    }
    return true;
  }

  /** Resets the stream; what is queued is dropped. */
  close(): void {
    this.#stream.abort(new Error('closed'));
    this.#onClose();
  }

  #flush(): void {
    while (!this.#closed && this.#queue.length > 0 && !this.#stream.writableNeedsDrain) {
      const batch = this.#takeBatch();
      try {
        this.#stream.send(toWrite(batch));
      } catch {
        // It closed meanwhile, or its buffer is over its limit: both end in `close`.
        this.close();
      }
    }
  }

  #takeBatch(): readonly Uint8Array[] {
    let bytes = 0;
    let count = 0;
    for (const frame of this.#queue) {
      if (count > 0 && bytes + frame.byteLength > writeBytes) break;
      bytes += frame.byteLength;
      count += 1;
    }
    this.#queuedBytes -= bytes;
    if (count < this.#queue.length) return this.#queue.splice(0, count);
    const all = this.#queue;
    this.#queue = [];
    return all;
  }

  #onMessage(data: Uint8Array | Uint8ArrayList): void {
    if (this.#closed) return;
    // A throw in a `message` listener is an uncaught exception: right for a mistake of ours, never for a peer's.
    try {
      for (const frame of this.#decoder.push(data)) {
        this.#options.onFrame(frame);
        // The frame may have made us close the stream.
        if (this.#isClosed()) return;
      }
    } catch (error) {
      if (!(error instanceof DecodeError || error instanceof ProtocolError)) throw error;
      this.#options.onBroken(error.message);
      this.close();
    }
  }

  /** The peer sends no more. A frame cut short by this is its mistake; by a connection that broke, nobody's. */
  #onEnd(): void {
    if (!this.#closed && this.#decoder.unfinished) this.#options.onBroken('a frame was cut short');
    this.close();
  }

  #isClosed(): boolean {
    return this.#closed;
  }

  #onClose(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#options.onClosed();
  }
}

function toWrite(batch: readonly Uint8Array[]): Uint8Array | Uint8ArrayList {
  const [frame] = batch;
  if (batch.length > 1 || frame === undefined || frame.byteLength < copiedBytes) return joinFrames(batch);
  return new Uint8ArrayList(frameHeader(frame.byteLength), frame);
}
