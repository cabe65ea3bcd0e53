import type { Text } from '@codemirror/state';
import { ChangeSet } from '@codemirror/state';
import { changesToJson } from './change-json.ts';
import { wholePairsLength } from './unicode.ts';

interface Place {
  readonly from: number;
  readonly to: number;
  readonly insert: Text;
}

/**
 * Cuts a change in two, the first of which inserts at most `maximumInserted` characters at not too many places:
 * applying `first` and then `rest` gives the same text as the whole. `rest` is null if all of it fits.
 */
export function splitChanges(
  changes: ChangeSet,
  maximumInserted: number,
  maximumParts: number,
): { readonly first: ChangeSet; readonly rest: ChangeSet | null } {
  // Each place can take two parts of the JSON, itself and the unchanged text behind it; one more may lead.
  const maximumPlaces = Math.max(1, Math.floor((maximumParts - 1) / 2));
  const first: Place[] = [];
  const rest: Place[] = [];
  let room = maximumInserted;
  let shift = 0; // from positions of the old text to positions after `first`
  changes.iterChanges((from, to, _fromB, _toB, insert) => {
    const full = rest.length > 0 || first.length >= maximumPlaces;
    const taken = full ? 0 : wholeLength(insert, room);
    if (!full && taken === insert.length) {
      first.push({ from, to, insert });
      room -= insert.length;
      shift += insert.length - (to - from);
    } else if (taken > 0) {
      first.push({ from, to, insert: insert.slice(0, taken) });
      shift += taken - (to - from);
      rest.push({ from: to + shift, to: to + shift, insert: insert.slice(taken) });
    } else {
      rest.push({ from: from + shift, to: to + shift, insert });
    }
  });
  if (rest.length === 0 && changesToJson(changes).length <= maximumParts) return { first: changes, rest: null };
  // Built anew, changes that touch each other become one part.
  const firstChanges = ChangeSet.of(first, changes.length);
  if (rest.length === 0) return { first: firstChanges, rest: null };
  return { first: firstChanges, rest: ChangeSet.of(rest, firstChanges.newLength) };
}

/** How much of `insert` fits into `room` without cutting a surrogate pair. */
function wholeLength(insert: Text, room: number): number {
  if (insert.length <= room) return insert.length;
  return wholePairsLength(insert.sliceString(0, room + 1), room);
}
