import { seededRandom } from '../seeded-random.ts';

/** A seeded source of chance. Its runs are repeatable with RAFTPAD_SEED. */
export class Random {
  /** Uniform in [0, 1). */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
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
