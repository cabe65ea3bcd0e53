/**
 * What becomes of local changes when a note has to be opened again: its new text is known, the way to it is not. The
 * changes are moved over the difference, so nothing that was typed is lost.
 */
import { ChangeSet } from '@codemirror/state';
import type { Text } from '@codemirror/state';
import { diffText } from './text-diff.ts';

export interface Unacknowledged {
  /** The text that the member had confirmed last. */
  readonly synced: Text;
  /** The changes made on top of it, in order. */
  readonly changes: readonly ChangeSet[];
  /** How many of them were sent and never came back in an event: one batch, kept whole or not at all. */
  readonly sent: number;
  /** Whether the member said that it kept what was sent. False: it died before it said anything. */
  readonly keptForSure: boolean;
}

export interface CarryOver {
  /** Leads from the text in the editor to `current` with `local` on top. */
  readonly toEditor: ChangeSet;
  /** What has to be sent, on top of `current`. */
  readonly local: ChangeSet;
}

export function carryOver({ synced, changes, sent, keptForSure }: Unacknowledged, current: Text): CarryOver {
  const sentChanges = composeAll(changes.slice(0, sent), synced.length);
  const unsentChanges = composeAll(changes.slice(sent), sentChanges.newLength);
  const ifLost = diffText(synced, current);
  const ifKept = sent === 0 ? ifLost : diffText(sentChanges.apply(synced), current);
  const kept = sent > 0 && (keptForSure || looksKept(sentChanges, ifLost, ifKept));
  const difference = kept ? ifKept : ifLost;
  const local = kept ? unsentChanges : sentChanges.compose(unsentChanges);
  return { toEditor: difference.map(local, true), local: local.map(difference) };
}

/**
 * Whether the new text already contains the batch of which nobody knows. Sending it twice doubles text, not sending it
 * loses text: it counts as kept only if all that it inserted is there and explains its share of the difference. What
 * it deleted needs no care, because deleting again changes nothing.
 */
function looksKept(sent: ChangeSet, ifLost: ChangeSet, ifKept: ChangeSet): boolean {
  const inserted: [from: number, to: number][] = [];
  sent.iterChangedRanges((_fromA, _toA, fromB, toB) => inserted.push([fromB, toB]));
  const missing = inserted.some(([from, to]) => deletesFrom(ifKept, from, to));
  return !missing && sizeOf(ifKept) + sizeOf(sent) <= sizeOf(ifLost);
}

function composeAll(changes: readonly ChangeSet[], length: number): ChangeSet {
  return changes.reduce((all, next) => all.compose(next), ChangeSet.empty(length));
}

function deletesFrom(changes: ChangeSet, from: number, to: number): boolean {
  const deleted: (readonly [from: number, to: number])[] = [];
  changes.iterChangedRanges((fromA, toA) => deleted.push([fromA, toA]), true);
  return deleted.some(([fromA, toA]) => fromA < toA && fromA < to && toA > from);
}

/** Characters deleted and inserted. */
function sizeOf(changes: ChangeSet): number {
  let size = 0;
  changes.iterChanges((fromA, toA, fromB, toB) => (size += toA - fromA + toB - fromB));
  return size;
}
