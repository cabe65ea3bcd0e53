/** A few frames to and fro on a stream of one of the public protocols, one after the other. */
import type { Stream } from '@libp2p/interface';
import type { Uint8ArrayList } from 'uint8arraylist';
import { ProtocolError, reasonOf, StreamLostError } from './errors.ts';
import { FrameDecoder, writeFrame } from './framing.ts';

interface Waiting {
  readonly resolve: (frame: Uint8Array) => void;
  readonly reject: (error: ProtocolError | StreamLostError) => void;
}

/**
 * Keeps at most one frame that nobody has read yet: either side speaks in its turn, so a second one is against the rules,
 * and what comes after it is not kept.
 */
export class FrameConversation {
  readonly #stream: Stream;
  readonly #decoder: FrameDecoder;
  #unread: Uint8Array | null = null;
  #waiting: Waiting | null = null;
  #ended: ProtocolError | StreamLostError | null = null;
  #onEnd: (() => void) | null = null;

  /** Must be made before the stream's next event. */
  constructor(stream: Stream, maxFrameBytes: number) {
    this.#stream = stream;
    this.#decoder = new FrameDecoder(maxFrameBytes);
    stream.addEventListener('message', ({ data }) => this.#onMessage(data));
    stream.addEventListener('close', () => this.#lost());
    stream.addEventListener('remoteCloseWrite', () => {
      // What was sent before the end may still wait in the stream's buffer.
      if (stream.readBufferLength === 0) this.#finished();
    });
    if (stream.status !== 'open' && stream.status !== 'closing' && stream.readBufferLength === 0) this.#lost();
  }

  /** Throws if the stream takes nothing any more. */
  send(frame: Uint8Array): void {
    writeFrame(this.#stream, frame);
  }

  /**
   * The next frame of the other side. Rejects with ProtocolError if that ends before or breaks the rules, with
   * StreamLostError if the stream is reset, the connection breaks or `signal` aborts.
   */
  next(signal: AbortSignal): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting = null;
        reject(new StreamLostError('no answer in time'));
      };
      const settled = (): void => signal.removeEventListener('abort', abort);
      if (this.#unread !== null) {
        resolve(this.#unread);
        this.#unread = null;
      } else if (this.#ended !== null) reject(this.#ended);
      else if (signal.aborted) abort();
      else {
        signal.addEventListener('abort', abort);
        this.#waiting = {
          resolve: (frame) => {
            settled();
            resolve(frame);
          },
          reject: (error) => {
            settled();
            reject(error);
          },
        };
      }
    });
  }

  /** The other side has nothing more to say: `onEnd` is called once it says something all the same, or ends. */
  expectEnd(onEnd: () => void): void {
    if (this.#ended !== null || this.#unread !== null) onEnd();
    else this.#onEnd = onEnd;
  }

  #onMessage(data: Uint8Array | Uint8ArrayList): void {
    if (this.#ended !== null) return;
    // A throw in here would be uncaught.
    try {
      for (const frame of this.#decoder.push(data)) this.#take(frame);
    } catch (error) {
      this.#end(new ProtocolError(reasonOf(error)));
    }
  }

  #take(frame: Uint8Array): void {
    if (this.#onEnd !== null || this.#unread !== null) throw new ProtocolError('a frame came out of turn');
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null) this.#unread = frame;
    else waiting.resolve(frame);
  }

  #finished(): void {
    this.#end(
      new ProtocolError(this.#decoder.unfinished ? 'a frame was cut short' : 'the stream ended without a frame'),
    );
  }

  #lost(): void {
    this.#end(new StreamLostError('the stream was closed'));
  }

  #end(error: ProtocolError | StreamLostError): void {
    if (this.#ended !== null) return;
    this.#ended = error;
    this.#waiting?.reject(error);
    this.#waiting = null;
    this.#onEnd?.();
  }
}
