import type { ChangeOutcome, TransferOutcome } from '../raft/types.ts';

type Reason = Extract<ChangeOutcome | TransferOutcome, { type: 'refused' }>['reason'];

const passing = [
  'not-leader', // no leader is known, or the one that was asked no longer is it
  'term-not-yet-committed',
  'change-in-progress',
  'transfer-in-progress',
  'leadership-lost', // it may have happened all the same: asking again finds out
] as const satisfies readonly Reason[];

/** Why the leader does not do something now, although it will: asked again after a while, it is. */
export type PassingReason = (typeof passing)[number];

export function passes<R extends Reason>(reason: R): reason is R & PassingReason {
  return passing.some((each) => each === reason);
}
