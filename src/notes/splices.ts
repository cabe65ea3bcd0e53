import { ChangeSet } from '@codemirror/state';
import { isWellFormed } from './unicode.ts';

/** Replaces `from..to` (UTF-16 offsets into the text before any splice of the same list) by `insert`. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}
export type SplicesResult =
  { readonly type: 'changes'; readonly changes: ChangeSet } | { readonly type: 'invalid'; readonly message: string };

/**
 * A script's splices as a change set. They must be in ascending order and not overlap. Line breaks are normalised to
 * `\n` here: a script, unlike an editor, keeps no text of its own that this could leave behind.
 */
export function changesFromSplices(splices: readonly Splice[], textLength: number): SplicesResult {
  let end = 0;
  for (const [i, { from, to, insert }] of splices.entries()) {
    const place = `Splice ${i} (${from}..${to})`;
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to < from)
      return invalid(`${place} is not a range.`);
    if (to > textLength) return invalid(`${place} reaches beyond the text, which has ${textLength} characters.`);
    if (from < end)
      return invalid(`${place} starts before the one ahead of it ends (${end}): splices go in ascending order.`);
    if (!isWellFormed(insert)) return invalid(`${place} inserts half of a surrogate pair.`);
    end = to;
  }
  const changes = splices.map(({ from, to, insert }) => ({ from, to, insert: insert.replace(/\r\n?/g, '\n') }));
  return { type: 'changes', changes: ChangeSet.of(changes, textLength, '\n') };
}

function invalid(message: string): SplicesResult {
  return { type: 'invalid', message };
}
