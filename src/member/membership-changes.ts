import { limits } from '../raft/limits.ts';
import type { ChangeOutcome, ConfigurationChange } from '../raft/types.ts';
import { ApiError, busyError, noMajorityError, timeoutError } from './errors.ts';
import { passes, type PassingReason } from './passing-refusals.ts';

type Refusal = Extract<ChangeOutcome, { type: 'refused' }>['reason'];

/** What someone wants changed, all of it in one step, and how it stands. */
interface Wish {
  readonly changes: readonly ConfigurationChange[];
  readonly deadlineMs: number;
  readonly settle: (error: ApiError | null) => void;
  /** Why it could not be done yet; null: it did not get its turn. */
  refusal: PassingReason | null;
  /** Whether a leader had it that lost its leadership: it may happen. */
  inDoubt: boolean;
  /** Its caller has been answered. */
  isSettled: boolean;
  /** Something in a group was refused for good: each of the group is asked for by itself, to see which. */
  alone: boolean;
}

export interface MembershipChangesOptions {
  /** Asks the leader once. Rejects with an ApiError if there is no answer in time, or never will be. */
  readonly change: (changes: readonly ConfigurationChange[], timeoutMs: number) => Promise<ChangeOutcome>;
  /** Milliseconds on a clock that only goes forward. */
  readonly clock: () => number;
}

/** A refusal that passes by itself does so within a commit, or within an election: it is asked again this soon. */
const retryMs = 50;

/**
 * What people at this laptop want changed about the membership. Raft makes one change at a time; people do not wait
 * for each other. So wishes stand in line here: those that come while one is on its way go in together, as one change,
 * and what is refused only for now is asked again for as long as its caller waits.
 */
export class MembershipChanges {
  readonly #options: MembershipChangesOptions;
  #waiting: Wish[] = [];
  #underWay: readonly Wish[] = [];
  #isRunning = false;
  #stopped: ApiError | null = null;

  constructor(options: MembershipChangesOptions) {
    this.#options = options;
  }

  /** Resolves once all of it is committed, or already is as asked. */
  make(changes: readonly ConfigurationChange[], timeoutMs: number): Promise<void> {
    if (this.#stopped !== null) return Promise.reject(this.#stopped);
    return new Promise((resolve, reject) => {
      const wish: Wish = {
        changes,
        deadlineMs: this.#options.clock() + timeoutMs,
        settle: (error) => {
          clearTimeout(timer);
          wish.isSettled = true;
          this.#waiting = this.#waiting.filter((other) => other !== wish);
          if (error === null) resolve();
          else reject(error);
        },
        refusal: null,
        inDoubt: false,
        isSettled: false,
        alone: false,
      };
      const timer = setTimeout(() => wish.settle(this.#lateError(wish, timeoutMs)), timeoutMs);
      this.#waiting.push(wish);
      if (this.#isRunning) return;
      this.#isRunning = true;
      // Not in the caller's turn: what is asked for within one turn goes in together.
      setImmediate(() => void this.#run());
    });
  }

  stop(reason: ApiError): void {
    this.#stopped = reason;
    for (const wish of [...this.#underWay, ...this.#waiting]) wish.settle(reason);
  }

  async #run(): Promise<void> {
    for (let group = this.#nextGroup(); group.length > 0; group = this.#nextGroup()) {
      this.#underWay = group;
      this.#waiting = this.#waiting.filter((wish) => !group.includes(wish));
      const mayPass = await this.#ask(group);
      this.#underWay = [];
      if (mayPass) await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
    this.#isRunning = false;
  }

  /** The longest waiting wish, with all others that go together with it: one change names nobody twice. */
  #nextGroup(): readonly Wish[] {
    const [first, ...others] = this.#waiting;
    if (first === undefined) return [];
    if (first.alone) return [first];
    const group = [first];
    const named = new Set(first.changes.map(({ member }) => member));
    for (const wish of others) {
      if (wish.alone || wish.changes.some(({ member }) => named.has(member))) continue;
      if (named.size + wish.changes.length > limits.configurationMembers) break;
      group.push(wish);
      for (const { member } of wish.changes) named.add(member);
    }
    return group;
  }

  /** Asks once, and settles the wishes or puts them back into the line. True if they are to be asked again later. */
  async #ask(group: readonly Wish[]): Promise<boolean> {
    const deadlineMs = Math.max(...group.map((wish) => wish.deadlineMs));
    const changes = group.flatMap((wish) => wish.changes);
    let outcome: ChangeOutcome;
    try {
      outcome = await this.#options.change(changes, Math.max(1, deadlineMs - this.#options.clock()));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      for (const wish of group) wish.settle(error);
      return false;
    }
    if (outcome.type !== 'refused') {
      for (const wish of group) wish.settle(null);
      return false;
    }
    const { reason } = outcome;
    if (passes(reason)) {
      for (const wish of group) {
        wish.refusal = reason;
        wish.inDoubt ||= reason === 'leadership-lost';
      }
    } else if (group.length > 1) {
      for (const wish of group) wish.alone = true;
    } else {
      for (const wish of group) wish.settle(refusedError(reason));
    }
    this.#waiting = [...group.filter((wish) => !wish.isSettled), ...this.#waiting];
    return passes(reason);
  }

  #lateError(wish: Wish, timeoutMs: number): ApiError {
    if (wish.inDoubt || this.#underWay.includes(wish)) return timeoutError('The change of membership', timeoutMs);
    return wish.refusal === 'not-leader' ? noMajorityError() : busyError();
  }
}

/** Why the cluster will not have it, now or later. */
function refusedError(reason: Exclude<Refusal, PassingReason>): ApiError {
  switch (reason) {
    case 'last-voter':
      return new ApiError('refused', 'The last laptop that votes cannot be removed: nobody would be left to decide.');
    case 'too-many-members':
      return new ApiError(
        'cluster-full',
        `A cluster has at most ${limits.members} laptops. Nothing was changed: remove one first.`,
      );
    case 'not-a-member':
      return new ApiError('unknown-member', 'That laptop is no member of this cluster. Nothing was changed.');
    case 'learner-behind':
      return new ApiError('refused', 'That laptop has not caught up yet, so it gets no vote. Nothing was changed.');
    case 'contradictory':
      return new ApiError('refused', 'One change cannot name the same laptop twice. Nothing was changed.');
    default:
      return reason satisfies never;
  }
}
