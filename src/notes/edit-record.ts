import { ChangeSet } from '@codemirror/state';
import type { ByteReader } from './byte-reader.ts';
import { ByteReader as Reader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { changesToJson } from './change-json.ts';
import type { WireChange } from './change-json.ts';
import { damaged } from './snapshot-error.ts';
import { limits } from './types.ts';

/** An edit of a note's history. */
export interface KeptEdit {
  /** Which of the note's editors made it, counted from 0 in the order in which the note met them. */
  readonly author: number;
  readonly sequence: number;
  readonly changes: ChangeSet;
}

/** What a record says without being made a `ChangeSet`. Lengths in UTF-16 units; weight as `weightOf`. */
export interface EditShape {
  readonly author: number;
  readonly sequence: number;
  readonly lengthBefore: number;
  readonly lengthAfter: number;
  readonly weight: number;
}

/** The longest record: as many parts as a text of the largest size can have, and all that one edit may insert. */
export const maximumRecordBytes = 8 * limits.noteLength + 3 * limits.editLength + 64;

const kinds = { keep: 0, delete: 1, replace: 2 } as const;

const body = new ByteWriter();

/**
 * Appends an edit as a record, a tenth of what its `ChangeSet` takes in memory:
 *
 *     record  = bytes (of what follows), author, sequence, part*
 *     part    = length * 4 + kind, and for `replace` the inserted text, which is not empty
 *     kind    = 0 keep | 1 delete | 2 replace (deletes `length` units, which may be 0)
 */
export function writeEdit(writer: ByteWriter, edit: KeptEdit): void {
  const record = editBody(edit);
  writer.number(record.length);
  writer.bytes(record);
}

/** The record without its length; valid until the next call. */
export function editBody({ author, sequence, changes }: KeptEdit): Uint8Array {
  body.clear();
  body.number(author);
  body.number(sequence);
  for (const part of changesToJson(changes)) {
    if (typeof part === 'number') body.number(part * 4 + kinds.keep);
    else if (part.length === 1) body.number(part[0] * 4 + kinds.delete);
    else {
      const [deleted, ...lines] = part;
      body.number(deleted * 4 + kinds.replace);
      body.text(lines.join('\n'));
    }
  }
  return body.view();
}

/** The bytes of the next record, without its length. */
export function readRecord(reader: ByteReader): Uint8Array {
  return reader.bytes(reader.number(maximumRecordBytes));
}

/** Checks all that `readEdit` relies on. Throws a `SnapshotError`. */
export function checkRecord(record: Uint8Array): EditShape {
  const reader = new Reader(record);
  const author = reader.number();
  const sequence = reader.number();
  let lengthBefore = 0;
  let lengthAfter = 0;
  let inserted = 0;
  let places = 0;
  while (!reader.atEnd) {
    const head = reader.number(limits.noteLength * 4 + 3);
    const length = Math.floor(head / 4);
    const kind = head % 4;
    if (kind === kinds.replace) {
      const units = reader.skipText();
      if (units === 0) throw damaged('a change inserts nothing');
      inserted += units;
      lengthAfter += units;
    } else {
      if (kind !== kinds.keep && kind !== kinds.delete) throw damaged('a change has a part of no known kind');
      if (length === 0) throw damaged('a change has a part of nothing');
      if (kind === kinds.keep) lengthAfter += length;
    }
    if (kind !== kinds.keep) places += 1;
    lengthBefore += length;
  }
  if (inserted > limits.editLength) throw damaged('a change inserts too much');
  return { author, sequence, lengthBefore, lengthAfter, weight: inserted + places };
}

/** A record that was checked. */
export function readEdit(record: Uint8Array): KeptEdit {
  const reader = new Reader(record);
  const author = reader.number();
  const sequence = reader.number();
  const json: WireChange = [];
  while (!reader.atEnd) {
    const head = reader.number();
    const length = Math.floor(head / 4);
    const kind = head % 4;
    if (kind === kinds.keep) json.push(length);
    else if (kind === kinds.delete) json.push([length]);
    else json.push([length, ...reader.text().split('\n')]);
  }
  return { author, sequence, changes: ChangeSet.fromJSON(json) };
}
