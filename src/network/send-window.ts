/**
 * How much of a snapshot may be under way at once. What is under way waits somewhere in front of everybody else's
 * frames: in the link, in the receiver's event loop, at its disk. So the window grows only while all of it is written
 * within `targetDelayMs` of being sent, and shrinks when that takes longer (additive increase, multiplicative decrease).
 */
export interface SendWindowOptions {
  readonly mostBytes: number;
  readonly largestChunkBytes: number;
}

/** Less than a heartbeat interval, so that a heartbeat that has to wait its turn is still in time. */
const targetDelayMs = 50;
/** What a link of 1 MB/s carries in a heartbeat interval. */
const fewestBytes = 64 * 1024;
const firstBytes = 256 * 1024;
const decrease = 0.7;
/** Several chunks in the window, else it would be empty while the last of them is being acknowledged. */
const chunksInWindow = 4;

export class SendWindow {
  readonly #options: SendWindowOptions;
  #bytes: number;
  /** What is under way, oldest first. */
  readonly #chunks: { readonly end: number; readonly bytes: number; readonly sentAtMs: number }[] = [];
  #inFlightBytes = 0;
  /** The window shrinks once for all that was under way when it was found too large. */
  #ignoreDelayUpTo = 0;

  constructor(options: SendWindowOptions) {
    this.#options = options;
    this.#bytes = Math.min(firstBytes, options.mostBytes);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** How much to send next, in bytes; 0: nothing before more is acknowledged. */
  get chunkBytes(): number {
    const chunk = Math.min(Math.floor(this.#bytes / chunksInWindow), this.#options.largestChunkBytes);
    return this.#inFlightBytes + chunk <= this.#bytes ? chunk : 0;
  }

  /** `bytes` that end at offset `end` are sent. `nowMs` is on any clock that does not go back. */
  sent(end: number, bytes: number, nowMs: number): void {
    this.#chunks.push({ end, bytes, sentAtMs: nowMs });
    this.#inFlightBytes += bytes;
  }

  /** Everything before `offset` has been written. */
  written(offset: number, nowMs: number): void {
    for (;;) {
      const [chunk] = this.#chunks;
      if (chunk === undefined || chunk.end > offset) return;
      this.#chunks.shift();
      this.#inFlightBytes -= chunk.bytes;
      if (nowMs - chunk.sentAtMs <= targetDelayMs) this.#grow(chunk.bytes);
      else if (chunk.end > this.#ignoreDelayUpTo) this.#shrink(chunk.end);
    }
  }

  /** By one chunk for each window that was written in time. */
  #grow(bytes: number): void {
    this.#bytes = Math.min(this.#options.mostBytes, this.#bytes + bytes / chunksInWindow);
  }

  #shrink(end: number): void {
    this.#bytes = Math.max(Math.min(fewestBytes, this.#options.mostBytes), this.#bytes * decrease);
    this.#ignoreDelayUpTo = this.#chunks.reduce((last, chunk) => Math.max(last, chunk.end), end);
  }
}
