/**
 * True once `condition` has held for `delayMs` without a break. An edit is kept here for a few milliseconds on its way
 * to a majority: saying so each time would flicker beside someone who types.
 */
export class Steady {
  #holds = $state(false);

  /** To be made while a component is set up. */
  constructor(condition: () => boolean, delayMs: number) {
    $effect(() => {
      if (!condition()) {
        this.#holds = false;
        return undefined;
      }
      const timer = setTimeout(() => (this.#holds = true), delayMs);
      return () => clearTimeout(timer);
    });
  }

  get holds(): boolean {
    return this.#holds;
  }
}
