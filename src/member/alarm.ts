import { atEndOfTurn } from '../network/end-of-turn.ts';

/**
 * Rings at the time that was set last. That moves with nearly every message: a follower's election is put off by its
 * leader, and a notice of a commit by the next command. So a timer that runs is left alone as long as it is not too late,
 * and looks at the time when it fires: setting one costs more than that, and ringing in vain more than both.
 */
export class Alarm {
  readonly #clock: () => number;
  readonly #ring: () => void;
  #dueMs: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #firesAtMs = 0;
  /** It is time, and it rings at the end of this turn. */
  #isAboutToRing = false;

  /** @param clock in milliseconds; as of `set` */
  constructor(clock: () => number, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** null: not at all. */
  set(dueMs: number | null): void {
    this.#dueMs = dueMs;
    if (dueMs === null || this.#isAboutToRing) return;
    if (this.#timer === null || this.#firesAtMs > dueMs) this.#arm(dueMs);
  }

  stop(): void {
    this.#dueMs = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #arm(dueMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#firesAtMs = dueMs;
    // Rounded up: a timer that fires a fraction of a millisecond early would only be set again.
    const delayMs = Math.max(0, Math.ceil(dueMs - this.#clock()));
    this.#timer = setTimeout(() => this.#onTimer(), delayMs);
  }

  #onTimer(): void {
    this.#timer = null;
    if (this.#dueMs === null) return;
    if (this.#dueMs > this.#clock()) return this.#arm(this.#dueMs);
    // After whatever waits on the sockets: a process that had to wait for its turn must hear the leader before it finds
    // it silent.
    this.#isAboutToRing = true;
    atEndOfTurn(() => {
      this.#isAboutToRing = false;
      if (this.#dueMs !== null) this.#ring();
    });
  }
}
