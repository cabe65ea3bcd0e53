/** When a member that died is started again: soon, then later and later, and not for ever. */

const firstDelayMs = 250;
const longestDelayMs = 8_000;
/** This many deaths within `windowMs` are too many. */
const mostDeaths = 6;
const windowMs = 60_000;

export class RestartPolicy {
  #deathsMs: number[] = [];

  /** Counts a death at `nowMs`. Answers after how many ms to start again, or null: not again by itself. */
  died(nowMs: number): number | null {
    this.#deathsMs = [...this.#deathsMs.filter((atMs) => nowMs - atMs < windowMs), nowMs];
    if (this.#deathsMs.length > mostDeaths) return null;
    return Math.min(longestDelayMs, firstDelayMs * 2 ** (this.#deathsMs.length - 1));
  }

  /** Forgets the deaths: a person asked to try again. */
  reset(): void {
    this.#deathsMs = [];
  }
}
