import { seededRandom } from '../seeded-random.ts';

/** Uniform numbers that are the same for the same seed on every machine and engine. */
export class Random {
  /** In [0, 1). */
  readonly next: () => number;

  constructor(seed: number) {
    // Neighbouring seeds start far apart.
    this.next = seededRandom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.floor(seed / 2 ** 32));
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  /** From the least to the most, small ones as likely as large ones: the cube leans towards the least. */
  leaning(least: number, most: number): number {
    const part = this.next();
    return least + part * part * part * (most - least);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('there is something to pick from');
    return item;
  }

  /** Another stream of numbers: what is drawn from one does not shift the other. */
  fork(): Random {
    return new Random(Math.floor(this.next() * 2 ** 32));
  }
}
