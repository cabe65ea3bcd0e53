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
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, atMs: nowMs };
    this.#buckets.delete(key);
    const tokens = Math.min(this.#burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * this.#perSecond);
    this.#buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs });
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= this.#capacity) break;
      this.#buckets.delete(oldest);
    }
    return tokens >= 1;
  }
}
