/**
 * How much of a snapshot may be under way at once. What is under way waits somewhere in front of everybody else's
 * frames: in the link, in the receiver's event loop, at its disk. So the window grows only while what is sent is written
 * soon, and shrinks while nothing is: a queue that stays is ours, a single late piece may have
 * waited for anything. (Delay as the signal: RFC 6817, LEDBAT; its minimum over a while: CoDel, RFC 8289.)
 */
export interface SendWindowOptions {
  readonly mostBytes: number;
  readonly largestChunkBytes: number;
}

interface Chunk {
  readonly end: number;
  readonly bytes: number;
  readonly sentAtMs: number;
}

/** Above it the window shrinks: less than a heartbeat interval, so that a heartbeat behind it is still in time. */
const targetDelayMs = 50;
/** Up to it the window grows. What grew shows in the delay one round later, so there is room between the two. */
const shortDelayMs = 30;
/** What a link of 1 MB/s carries in a heartbeat interval. */
const fewestBytes = 64 * 1024;
const firstBytes = 256 * 1024;
const increase = 1.25;
const decrease = 0.7;
/** Several chunks in the window, else it would be empty while the last of them is being acknowledged. */
const chunksInWindow = 4;

export class SendWindow {
  readonly #options: SendWindowOptions;
  #bytes: number;
  /** What is under way, oldest first. */
  readonly #chunks: Chunk[] = [];
  #inFlightBytes = 0;
  /** A round is what is under way when the one before it ends; after each, the window changes. */
  #roundEnd = 0;
  #roundDelayMs = Infinity;

  constructor(options: SendWindowOptions) {
    this.#options = options;
    this.#bytes = Math.min(firstBytes, options.mostBytes);
  }

  /** How much may be under way now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How much to send next, in bytes; 0: nothing before more is written. */
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
      this.#roundDelayMs = Math.min(this.#roundDelayMs, nowMs - chunk.sentAtMs);
      if (chunk.end >= this.#roundEnd) this.#endRound(chunk.end);
    }
  }

  #endRound(end: number): void {
    const factor = this.#roundDelayMs <= shortDelayMs ? increase : this.#roundDelayMs > targetDelayMs ? decrease : 1;
    const wanted = this.#bytes * factor;
    const { mostBytes } = this.#options;
    this.#bytes = Math.min(mostBytes, Math.max(Math.min(fewestBytes, mostBytes), wanted));
    this.#roundEnd = this.#chunks.at(-1)?.end ?? end;
    this.#roundDelayMs = Infinity;
  }
}
