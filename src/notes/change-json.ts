import { ChangeSet } from '@codemirror/state';
import type { ChangeJson } from './types.ts';

/** `ChangeJson` as `JSON.parse` gives it. */
export type WireChange = (number | [number, ...string[]])[];

/**
 * Reads a change set that came from outside. Null if it is not one, or does not fit a text of `length` units.
 *
 * Inserted lines may hold no line break. An editor normalises `\r\n` and `\r` before it makes a change; altering them
 * here would leave the editor with another idea of its own change than everyone else's, so such a change is refused.
 */
export function parseChanges(json: unknown, length: number): ChangeSet | null {
  return isChangeJson(json) && lengthBefore(json) === length ? ChangeSet.fromJSON(json) : null;
}

/** As `parseChanges`, for a text of any length. */
export function parseChangesOfAnyLength(json: unknown): ChangeSet | null {
  return isChangeJson(json) && Number.isSafeInteger(lengthBefore(json)) ? ChangeSet.fromJSON(json) : null;
}

export function changesToJson(changes: ChangeSet): WireChange {
  // CodeMirror declares `any`; this is what it documents.
  return changes.toJSON() as WireChange;
}

/** What keeping a change costs: its inserted characters and changed places. Also bounds its JSON. */
export function weightOf(changes: ChangeSet): number {
  let weight = 0;
  changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
    weight += toB - fromB + 1;
  }, true);
  return weight;
}

/** Inserted characters, line breaks counted as one. */
export function insertedLength(changes: ChangeSet): number {
  let length = 0;
  changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
    length += toB - fromB;
  });
  return length;
}

function isChangeJson(json: unknown): json is ChangeJson {
  return Array.isArray(json) && json.every(isPart);
}

function isPart(part: unknown): boolean {
  if (typeof part === 'number') return isLength(part) && part > 0;
  if (!Array.isArray(part)) return false;
  const items: readonly unknown[] = part;
  const [deleted, ...lines] = items;
  if (!isLength(deleted) || !lines.every(isLine)) return false;
  // A part that neither deletes nor inserts is no output of an editor, and the mapping does not expect it.
  return deleted > 0 || lines.length > 1 || (lines.length === 1 && lines[0] !== '');
}

function lengthBefore(json: ChangeJson): number {
  return json.reduce<number>((length, part) => length + (typeof part === 'number' ? part : part[0]), 0);
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isLine(value: unknown): value is string {
  return typeof value === 'string' && !/[\r\n]/.test(value);
}
