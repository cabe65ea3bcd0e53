import { ChangeSet } from '@codemirror/state';
import type { Text } from '@codemirror/state';

/**
 * Characters beyond the basic plane (emoji, rare Han) are two UTF-16 units. Half of one has no UTF-8 form: it would
 * become U+FFFD on its way to another member, and the members' texts would differ. So the notes hold whole pairs only.
 */
const loneSurrogate = /\p{Surrogate}/u;

/** Whether `text` has no half of a surrogate pair. (`String.prototype.isWellFormed` came with Node 20.) */
export function isWellFormed(text: string): boolean {
  return !loneSurrogate.test(text);
}

/** Whether a change leaves the (well-formed) `text` it applies to well-formed: cuts no pair, inserts no half. */
export function keepsPairs(changes: ChangeSet, text: Text): boolean {
  let wellFormed = !cutsPair(changes, text);
  changes.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => {
    wellFormed &&= isWellFormed(inserted.toString());
  });
  return wellFormed;
}

/**
 * The same edit with its ranges widened to whole pairs: an editor that turns 😀 into 😁 may replace the second half
 * only. Both texts are well-formed; `after` is `before` with the changes applied.
 */
export function widenToPairs(changes: ChangeSet, before: Text, after: Text): ChangeSet {
  if (!cutsPair(changes, before)) return changes;
  const splices: { from: number; to: number; insert: Text }[] = [];
  changes.iterChangedRanges((fromA, toA, fromB, toB) => {
    const left = isLowAt(before, fromA) ? 1 : 0;
    const right = isLowAt(before, toA) ? 1 : 0;
    splices.push({ from: fromA - left, to: toA + right, insert: after.slice(fromB - left, toB + right) });
  });
  return ChangeSet.of(splices, before.length);
}

/**
 * What removes the halves of pairs that `changes` left in `after`; null if there are none. Two windows that each
 * replace the second half of one emoji leave one half too many, and neither did anything wrong.
 */
export function removeLoneHalves(changes: ChangeSet, after: Text): ChangeSet | null {
  const lone = new Set<number>();
  changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
    // Only the units next to the change can have lost their other half. One more on each side tells whether they did.
    const start = Math.max(0, fromB - 2);
    const end = Math.min(after.length, toB + 2);
    for (const { index } of after.sliceString(start, end).matchAll(/\p{Surrogate}/gu)) {
      const position = start + index;
      if (position >= fromB - 1 && position <= toB) lone.add(position);
    }
  });
  if (lone.size === 0) return null;
  const positions = [...lone].sort((a, b) => a - b);
  return ChangeSet.of(
    positions.map((position) => ({ from: position, to: position + 1 })),
    after.length,
  );
}

/** The largest length up to `length` at which `text` can be cut without cutting a pair. */
export function wholePairsLength(text: string, length: number): number {
  return length > 0 && length < text.length && isLow(text.charCodeAt(length)) ? length - 1 : length;
}

function cutsPair(changes: ChangeSet, text: Text): boolean {
  let cuts = false;
  changes.iterChangedRanges((from, to) => {
    cuts ||= isLowAt(text, from) || isLowAt(text, to);
  });
  return cuts;
}

function isLowAt(text: Text, position: number): boolean {
  return position < text.length && isLow(text.sliceString(position, position + 1).charCodeAt(0));
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
