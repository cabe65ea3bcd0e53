import { rebaseUpdates } from '@codemirror/collab';
import type { ChangeSet } from '@codemirror/state';

/** A change and who made it. */
export interface AuthoredChange {
  readonly clientID: string;
  readonly changes: ChangeSet;
}

/**
 * Moves `updates` over what was accepted since they were made, one accepted update at a time.
 *
 * Everyone who rebases (the state machine, a laptop's waiting edits, the local text, a window) must go in these same
 * steps: mapping over `a` and then over `b` can put an insertion elsewhere than mapping over `a` and `b` composed, when
 * `b` deletes part of what `a` inserted. Two who cut the steps differently would end with different texts.
 *
 * Where an accepted update has the client id of the first of `updates`, that one is taken as accepted and dropped.
 */
export function rebaseOneByOne(
  updates: readonly AuthoredChange[],
  over: readonly AuthoredChange[],
): readonly AuthoredChange[] {
  let rebased = updates;
  for (const accepted of over) {
    if (rebased.length === 0) break;
    rebased = rebaseUpdates(rebased, [accepted]);
  }
  return rebased;
}

/** `changes` as it applies after `accepted`, which came first in the log. */
export function rebaseOver(changes: ChangeSet, accepted: ChangeSet): ChangeSet {
  const [rebased] = rebaseUpdates([{ clientID: 'rebased', changes }], [{ clientID: 'accepted', changes: accepted }]);
  if (rebased === undefined) throw new Error('rebasing over a change of someone else dropped the change');
  return rebased.changes;
}
