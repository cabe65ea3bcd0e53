/**
 * The difference between two versions of a text as a change set, for the moment when the way between them is not
 * known. Lines are compared first and characters only within what differs, so the price follows the size of the
 * difference; beyond a limit a stretch counts as replaced. Myers, "An O(ND) Difference Algorithm", 1986.
 */
import { ChangeSet } from '@codemirror/state';
import type { Text } from '@codemirror/state';

export function diffText(before: Text, after: Text): ChangeSet {
  const whole: Hunk = { fromA: 0, fromB: 0, a: before.toString(), b: after.toString() };
  const changes = refine(whole, splitLines, 500).flatMap((hunk) => refine(hunk, splitCharacters, 200));
  return ChangeSet.of(
    changes.map(({ fromA, a, fromB, b }) => ({
      from: fromA,
      to: fromA + a.length,
      insert: after.slice(fromB, fromB + b.length),
    })),
    before.length,
  );
}

/** `a` at `fromA` became `b` at `fromB`. */
interface Hunk {
  readonly fromA: number;
  readonly fromB: number;
  readonly a: string;
  readonly b: string;
}

/** The smaller hunks that a hunk consists of, in pieces of `split`; itself when more than `limit` pieces differ. */
function refine(hunk: Hunk, split: (text: string) => string[], limit: number): Hunk[] {
  const core = trim(hunk);
  if (core.a === '' && core.b === '') return [];
  if (core.a === '' || core.b === '') return [core];
  const a = split(core.a);
  const b = split(core.b);
  const matches = commonPieces(a, b, limit);
  if (matches === null) return [core];
  const hunks: Hunk[] = [];
  let [pieceA, pieceB, fromA, fromB] = [0, 0, core.fromA, core.fromB];
  for (const [matchA, matchB] of [...matches, [a.length, b.length] as const]) {
    const textA = a.slice(pieceA, matchA).join('');
    const textB = b.slice(pieceB, matchB).join('');
    if (textA !== '' || textB !== '') hunks.push({ fromA, fromB, a: textA, b: textB });
    const matched = a[matchA]?.length ?? 0;
    [pieceA, pieceB] = [matchA + 1, matchB + 1];
    [fromA, fromB] = [fromA + textA.length + matched, fromB + textB.length + matched];
  }
  return hunks;
}

/** Without what both sides begin and end with. */
function trim({ fromA, fromB, a, b }: Hunk): Hunk {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  if (start > 0 && isHighSurrogate(a.charCodeAt(start - 1))) start--;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  if (end > 0 && isLowSurrogate(a.charCodeAt(a.length - end))) end--;
  return {
    fromA: fromA + start,
    fromB: fromB + start,
    a: a.slice(start, a.length - end),
    b: b.slice(start, b.length - end),
  };
}

/** Pairs of positions where both sides have the same piece, ascending; null if more than `limit` pieces differ. */
function commonPieces(a: readonly string[], b: readonly string[], limit: number): (readonly [number, number])[] | null {
  const furthest = new Map<number, number>([[1, 0]]);
  const rounds: Map<number, number>[] = [];
  const at = (from: ReadonlyMap<number, number>, diagonal: number): number => from.get(diagonal) ?? -1;
  for (let differing = 0; differing <= Math.min(limit, a.length + b.length); differing++) {
    rounds.push(new Map(furthest));
    for (let diagonal = -differing; diagonal <= differing; diagonal += 2) {
      const down =
        diagonal === -differing || (diagonal !== differing && at(furthest, diagonal - 1) < at(furthest, diagonal + 1));
      let x = down ? at(furthest, diagonal + 1) : at(furthest, diagonal - 1) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      furthest.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return walkBack(rounds, a.length, b.length);
    }
  }
  return null;

  function walkBack(history: readonly ReadonlyMap<number, number>[], endA: number, endB: number): [number, number][] {
    const matches: [number, number][] = [];
    let [x, y] = [endA, endB];
    for (let differing = history.length - 1; differing >= 0; differing--) {
      const before = history[differing] ?? new Map<number, number>();
      const diagonal = x - y;
      const down =
        diagonal === -differing || (diagonal !== differing && at(before, diagonal - 1) < at(before, diagonal + 1));
      const previous = down ? diagonal + 1 : diagonal - 1;
      const previousX = at(before, previous);
      const previousY = previousX - previous;
      while (x > Math.max(previousX, 0) && y > Math.max(previousY, 0)) matches.push([--x, --y]);
      [x, y] = [previousX, previousY];
    }
    return matches.reverse();
  }
}

const splitLines = (text: string): string[] => text.split(/(?<=\n)/);
const splitCharacters = (text: string): string[] => Array.from(text);
const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
