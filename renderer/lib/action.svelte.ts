import { failureCode } from './failure.ts';
import type { FailureCode } from './rpc.ts';

/** One thing a person asked for: whether it is under way, and why it failed. Asked twice, it runs once. */
export class Action {
  #busy = $state(false);
  #failure = $state.raw<FailureCode | null>(null);

  get busy(): boolean {
    return this.#busy;
  }

  get failure(): FailureCode | null {
    return this.#failure;
  }

  /** Answers whether it went well. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    this.#failure = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.#failure = failureCode(error);
      return false;
    } finally {
      this.#busy = false;
    }
  }

  clear(): void {
    this.#failure = null;
  }
}
