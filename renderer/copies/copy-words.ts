import type { CopyLine } from '../../src/api/copies.ts';
import type { CopiesMessages } from '../lib/messages/copies-en.ts';

export function titleOf(words: CopiesMessages, { clusterName, cameOver, by }: CopyLine): string {
  if (cameOver) return words.overTitle(clusterName);
  return by === null ? words.leftTitle(clusterName) : words.removedTitle(clusterName);
}

/** How and when this laptop came out of the cluster. */
export function howItCame(words: CopiesMessages, { cameOver, by }: CopyLine, time: string): string {
  if (cameOver) return words.over(time);
  if (by === null) return words.left(time);
  return by === '' ? words.removed(time) : words.removedBy(by, time);
}
