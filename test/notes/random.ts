/** A seeded source of chance (mulberry32). Its runs are repeatable with RAFTPAD_SEED. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

/** The seeds of a randomised test: those of RAFTPAD_SEED (commas between them), else `count` new ones. */
export function seeds(count: number): number[] {
  const given = process.env['RAFTPAD_SEED'];
  if (given !== undefined) return given.split(',').map(Number);
  return Array.from({ length: count }, () => Math.floor(Math.random() * 2 ** 32));
}
