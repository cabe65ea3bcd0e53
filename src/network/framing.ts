/**
 * Frames on a libp2p stream: four bytes of length, big-endian, then so many bytes. A length above the limit is refused
 * as soon as it is read, so that garbage is found out at its first bytes and memory stays bounded.
 */
import type { Stream } from '@libp2p/interface';
import { Uint8ArrayList } from 'uint8arraylist';
import { ProtocolError, reasonOf, StreamLostError } from './errors.ts';

const headerBytes = 4;

/** Cuts what arrives into frames. */
export class FrameDecoder {
  readonly #maxFrameBytes: number;
  readonly #buffer = new Uint8ArrayList();

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** The frames completed by `chunk`; one that arrived in one piece is not copied. Throws ProtocolError. */
  *push(chunk: Uint8Array | Uint8ArrayList): Generator<Uint8Array> {
    this.#buffer.append(chunk);
    while (this.#buffer.byteLength >= headerBytes) {
      const length = this.#buffer.getUint32(0);
      if (length > this.#maxFrameBytes) {
        throw new ProtocolError(`a frame of ${length} bytes, above the limit of ${this.#maxFrameBytes}`);
      }
      if (this.#buffer.byteLength < headerBytes + length) return;
      const frame = this.#buffer.subarray(headerBytes, headerBytes + length);
      this.#buffer.consume(headerBytes + length);
      yield frame;
    }
  }

  /** Whether a frame has begun and not ended. */
  get unfinished(): boolean {
    return this.#buffer.byteLength > 0;
  }
}

/** What goes before a frame of `length` bytes. */
export function frameHeader(length: number): Uint8Array {
  const header = new Uint8Array(headerBytes);
  new DataView(header.buffer).setUint32(0, length);
  return header;
}

/** One buffer that holds all of `frames`, each behind its length. */
export function joinFrames(frames: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const frame of frames) size += headerBytes + frame.byteLength;
  const joined = new Uint8Array(size);
  const view = new DataView(joined.buffer);
  let at = 0;
  for (const frame of frames) {
    view.setUint32(at, frame.byteLength);
    joined.set(frame, at + headerBytes);
    at += headerBytes + frame.byteLength;
  }
  return joined;
}

/**
 * The first frame that arrives on a stream of one of the public protocols. Rejects with ProtocolError if the peer
 * ends it before or breaks the rules, with StreamLostError if it is reset, the connection breaks or `signal` aborts. Must
 * be called before the stream's next event.
 */
export function readFrame(stream: Stream, maxFrameBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const decoder = new FrameDecoder(maxFrameBytes);
    const finish = (settle: () => void): void => {
      stream.removeEventListener('message', onMessage);
      stream.removeEventListener('close', onClose);
      stream.removeEventListener('remoteCloseWrite', onEnd);
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const fail = (message: string): void => finish(() => reject(new ProtocolError(message)));
    const lose = (message: string): void => finish(() => reject(new StreamLostError(message)));
    const onMessage = ({ data }: { readonly data: Uint8Array | Uint8ArrayList }): void => {
      // A throw in here would be uncaught.
      try {
        for (const frame of decoder.push(data)) return finish(() => resolve(frame));
      } catch (error) {
        fail(reasonOf(error));
      }
    };
    const onEnd = (): void => {
      // What was sent before the end may still wait in the stream's buffer.
      if (stream.readBufferLength === 0)
        fail(decoder.unfinished ? 'a frame was cut short' : 'the stream ended without a frame');
    };
    const onClose = (): void => lose('the stream was closed');
    const onAbort = (): void => lose('no answer in time');
    stream.addEventListener('message', onMessage);
    stream.addEventListener('remoteCloseWrite', onEnd);
    stream.addEventListener('close', onClose);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else if (stream.status !== 'open' && stream.status !== 'closing' && stream.readBufferLength === 0) onClose();
  });
}

/** Sends one frame on a stream of one of the public protocols: small enough to need no waiting. */
export function writeFrame(stream: Stream, frame: Uint8Array): void {
  stream.send(joinFrames([frame]));
}

/**
 * Sends one frame and resolves with the one that comes back. Rejects as `readFrame` does, and if the stream takes nothing
 * any more.
 */
export async function exchangeFrames(
  stream: Stream,
  request: Uint8Array,
  maxFrameBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const reply = readFrame(stream, maxFrameBytes, signal);
  // If the request cannot be sent, nobody waits for the reply any more, and it fails as well.
  reply.catch(() => undefined);
  writeFrame(stream, request);
  return await reply;
}
