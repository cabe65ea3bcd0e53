import { vi } from 'vitest';
import type { SimulatedLaptop } from './in-process.ts';

export type End = 'power-cut' | 'killed';

/** In virtual milliseconds. */
const stepMs = 2;
const patienceMs = 120_000;
/** Nobody leaves a dead laptop alone for longer. */
const deadForMs = 3_000;
/** The system's own, also while timers are virtual. */
const realTurn = setImmediate;

/**
 * Runs laptops in one process on virtual time. Processes die at operations on their disks, and by that alone; whoever is
 * dead is started again after a while, and may die in that again.
 */
export class Scene {
  readonly laptops: readonly SimulatedLaptop[];
  readonly #end: End;
  readonly #random: () => number;
  #failure: unknown = null;
  readonly #diedAtMs = new Map<SimulatedLaptop, number>();
  /** Those that are being started. */
  readonly #starting = new Set<SimulatedLaptop>();
  deaths = 0;

  /** `random` decides who dies again while it starts. */
  constructor(make: (fail: (error: unknown) => void) => readonly SimulatedLaptop[], end: End, random: () => number) {
    this.laptops = make((error) => void (this.#failure ??= error));
    this.#end = end;
    this.#random = random;
  }

  /**
   * Runs something that one laptop does, to its end, or until that laptop dies: then it is null. Throws what it rejects with.
   */
  async run<T>(laptop: SimulatedLaptop, what: string, action: () => Promise<T>): Promise<T | null> {
    let result: { readonly value: T } | { readonly error: unknown } | null = null;
    const settled = (): typeof result => result;
    action().then(
      (value) => (result = { value }),
      (error: unknown) => (result = { error }),
    );
    const deaths = this.#deathsOf(laptop);
    for (let passedMs = 0; passedMs < patienceMs; passedMs += stepMs) {
      vi.advanceTimersByTime(stepMs);
      await new Promise((resolve) => realTurn(resolve)); // for what follows from that
      this.#buryDead();
      if (this.#failure !== null) throw new Error(`${laptop.name}: ${what}`, { cause: this.#failure });
      if (this.#deathsOf(laptop) > deaths) return null;
      const found = settled();
      if (found !== null) {
        if ('value' in found) return found.value;
        throw new Error(`${laptop.name}: ${what}`, { cause: found.error });
      }
      await this.#bringBackOthers(laptop);
    }
    throw new Error(`${laptop.name} takes for ever: ${what}`);
  }

  /** Waits until it holds; false: the laptop died before. */
  async until(laptop: SimulatedLaptop, what: string, holds: () => boolean): Promise<boolean> {
    const waiting = async (): Promise<true> => {
      while (!holds()) await new Promise((resolve) => setTimeout(resolve, stepMs));
      return true;
    };
    return (await this.run(laptop, what, waiting)) ?? false;
  }

  /** Starts it, again and again if it dies in that. */
  async start(laptop: SimulatedLaptop): Promise<void> {
    this.#starting.add(laptop);
    while (laptop.membership === null) {
      if (laptop.disk.isDead) {
        if (this.#end === 'power-cut') laptop.disk.cutPower();
        else laptop.disk.restartProcess();
        if (this.#random() < 0.4) laptop.disk.dieAfter(Math.floor(this.#random() * 40));
      }
      await this.run(laptop, 'starting', () => laptop.start());
    }
    this.#starting.delete(laptop);
  }

  /** The power fails everywhere at once. */
  die(): void {
    for (const laptop of this.laptops) laptop.disk.die();
    this.#buryDead();
  }

  #deathsOf(laptop: SimulatedLaptop): number {
    return this.#deaths.get(laptop) ?? 0;
  }
  readonly #deaths = new Map<SimulatedLaptop, number>();

  #buryDead(): void {
    for (const laptop of this.laptops) {
      if (!laptop.disk.isDead || !laptop.runs) continue;
      laptop.bury();
      this.deaths += 1;
      this.#deaths.set(laptop, this.#deathsOf(laptop) + 1);
      this.#diedAtMs.set(laptop, performance.now());
    }
  }

  async #bringBackOthers(than: SimulatedLaptop): Promise<void> {
    for (const laptop of this.laptops) {
      if (laptop === than || this.#starting.has(laptop) || !laptop.disk.isDead) continue;
      if (performance.now() - (this.#diedAtMs.get(laptop) ?? 0) > deadForMs) await this.start(laptop);
    }
  }
}
