import type { MemberId, TransferOutcome } from '../raft/types.ts';
import { ApiError, busyError, noMajorityError, timeoutError } from './errors.ts';
import { passes, type PassingReason } from './passing-refusals.ts';

type Refusal = Extract<TransferOutcome, { type: 'refused' }>['reason'];

export interface LeadershipOptions {
  /** Asks the leader once. Rejects with an ApiError if there is no answer in time, or never will be. */
  readonly transfer: (to: MemberId | null, timeoutMs: number) => Promise<TransferOutcome>;
  readonly clock: () => number;
}

/** A hand-over is done, or given up, within an election timeout. */
const retryMs = 50;
/** A laptop that is busy may miss it once. No more often: nobody's edits are committed meanwhile. */
const mostAttemptsToElect = 2;

/** Handing leadership over because someone asked for it (dissertation §3.10); any member may ask. */
export class Leadership {
  readonly #options: LeadershipOptions;

  constructor(options: LeadershipOptions) {
    this.#options = options;
  }

  /** Resolves with who leads then. `to` null: whoever is furthest. */
  async handOver(to: MemberId | null, timeoutMs: number): Promise<MemberId> {
    const { transfer, clock } = this.#options;
    const deadlineMs = clock() + timeoutMs;
    let attemptsToElect = 0;
    for (;;) {
      const outcome = await transfer(to, Math.max(1, deadlineMs - clock()));
      if (outcome.type === 'transferred') return outcome.leader;
      if (outcome.type === 'already') return already(to);
      const { reason } = outcome;
      if (reason === 'timeout') attemptsToElect += 1;
      const isOver = clock() + retryMs >= deadlineMs;
      if (passes(reason)) {
        if (isOver) throw lateError(reason, timeoutMs);
      } else if (isOver || reason !== 'timeout' || attemptsToElect === mostAttemptsToElect) throw failedError(reason);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

function already(to: MemberId | null): MemberId {
  if (to === null) throw new Error('who is asked to choose another cannot answer that it leads already');
  return to;
}

function lateError(reason: PassingReason, timeoutMs: number): ApiError {
  switch (reason) {
    case 'not-leader':
      return noMajorityError();
    case 'leadership-lost':
      return timeoutError('The hand-over', timeoutMs);
    case 'change-in-progress':
    case 'term-not-yet-committed':
    case 'transfer-in-progress':
      return busyError();
    default:
      return reason satisfies never;
  }
}

/** Why it came to nothing. In every case the leader leads on, or the others elect one. */
function failedError(reason: Exclude<Refusal, PassingReason>): ApiError {
  switch (reason) {
    case 'not-a-voter':
      return new ApiError('not-a-voter', 'That laptop has no vote, so it cannot lead. Nothing was changed.');
    case 'no-voter-present':
      return new ApiError('no-successor', 'No other laptop that votes can be reached: nobody could take over.');
    case 'target-unreachable':
      return new ApiError(
        'successor-unreachable',
        'The leader does not reach that laptop, and leads on. Choose another, or try again once it is back.',
      );
    case 'target-behind':
      return new ApiError(
        'successor-behind',
        'That laptop did not have the whole log in time, so the leader leads on. Try again once it has caught up.',
      );
    case 'timeout':
      return new ApiError(
        'not-elected',
        'That laptop was told to take over, but was not elected in time. The leader leads on; try again.',
      );
    case 'superseded':
      return new ApiError('busy', 'Someone had leadership handed over to another laptop meanwhile.');
    default:
      return reason satisfies never;
  }
}
