/** A token bucket for each of many strangers, itself bounded: the least recently seen are forgotten. */
export class RateLimit {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #capacity: number;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(options: { readonly burst: number; readonly perSecond: number; readonly capacity?: number }) {
    this.#burst = options.burst;
    this.#perSecond = options.perSecond;
    this.#capacity = options.capacity ?? 1_000;
  }

  /** Takes a token of `key`'s; false if there is none left. `nowMs` is on any clock that does not go back. */
  take(key: string, nowMs: number): boolean {
    const tokens = this.#tokens(key, nowMs);
    this.#set(key, tokens >= 1 ? tokens - 1 : tokens, nowMs);
    return tokens >= 1;
  }

  /** Takes so many tokens of `key`'s away, or all that it has. */
  fine(key: string, count: number, nowMs: number): void {
    this.#set(key, Math.max(0, this.#tokens(key, nowMs) - count), nowMs);
  }

  #tokens(key: string, nowMs: number): number {
    const { tokens, atMs } = this.#buckets.get(key) ?? { tokens: this.#burst, atMs: nowMs };
    return Math.min(this.#burst, tokens + ((nowMs - atMs) / 1000) * this.#perSecond);
  }

  #set(key: string, tokens: number, nowMs: number): void {
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens, atMs: nowMs });
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= this.#capacity) break;
      this.#buckets.delete(oldest);
    }
  }
}
