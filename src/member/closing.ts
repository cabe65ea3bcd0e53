import { setTimeout as delay } from 'node:timers/promises';
import { quorumOf } from '../raft/configuration.ts';
import type { MemberId, RaftStatus } from '../raft/types.ts';

export interface ClosingOptions {
  readonly self: MemberId;
  readonly raft: () => Pick<RaftStatus, 'rest' | 'configuration'>;
  /** Those that are connected. */
  readonly connected: ReadonlySet<MemberId>;
  /** Tells the core whether this laptop wants to give up its vote. */
  readonly rest: (resting: boolean) => void;
  readonly clock: () => number;
}

/**
 * How it came to an end. `resting`: the others decide without this laptop from here on. `last`: it was the last one there.
 * `alone`: too few are connected to decide anything. `late`: there was no time; the others find out that it is gone.
 */
export type Closing = 'resting' | 'last' | 'alone' | 'late';

/** A change of membership is committed within milliseconds, a hand-over before it too; this is for a disk that is slow. */
export const closingLimitMs = 2_000;
const lookMs = 10;

/**
 * This laptop closes: it gives up its vote before it goes, and the lead before that, so that the others can go on without
 * it. What happens then is decided by the core (`src/raft/attendance.ts`); here it is asked for and waited for.
 */
export class ClosingInOrder {
  readonly #options: ClosingOptions;
  #wakeTimer: NodeJS.Timeout | null = null;

  constructor(options: ClosingOptions) {
    this.#options = options;
  }

  /** Resolves as soon as this laptop may go, and at the latest after `limitMs`. It wants no vote until `wake`. */
  async begin(limitMs = closingLimitMs): Promise<Closing> {
    const { raft, rest, clock } = this.#options;
    const deadlineMs = clock() + limitMs;
    this.#cancelWake();
    rest(true);
    for (;;) {
      const state = raft().rest;
      if (state === 'resting' || state === 'last') return state;
      // A core that is stopped already takes no wish.
      if (state === 'awake' || !this.#mayDecide()) return 'alone';
      if (clock() >= deadlineMs) return 'late';
      await delay(lookMs, undefined, { ref: false });
    }
  }

  /** As `begin`, for a laptop that falls asleep: should it turn out to be awake all the same, it wants its vote back. */
  async sleep(limitMs: number, awakeAgainMs: number): Promise<Closing> {
    const closing = await this.begin(limitMs);
    this.#wakeTimer = setTimeout(() => this.wake(), awakeAgainMs);
    return closing;
  }

  /** It votes again as soon as it has caught up. */
  wake(): void {
    this.#cancelWake();
    this.#options.rest(false);
  }

  stop(): void {
    this.#cancelWake();
  }

  #mayDecide(): boolean {
    const { self, raft, connected } = this.#options;
    return quorumOf(raft().configuration).outcome((voter) => voter === self || connected.has(voter)) === 'won';
  }

  #cancelWake(): void {
    if (this.#wakeTimer !== null) clearTimeout(this.#wakeTimer);
    this.#wakeTimer = null;
  }
}
