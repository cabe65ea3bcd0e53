import { ByteReader } from './byte-reader.ts';
import { checkRecord, readRecord } from './edit-record.ts';
import type { EditorProgress } from './note.ts';
import type { HistoryPicture } from './note-history.ts';
import { damaged } from './snapshot-error.ts';
import { historyBlockBytes } from './state-format.ts';
import { limits } from './types.ts';

/**
 * Takes the edits blocks of one note over as they are, after a look at every record: that it can be read, that its
 * change begins with the length at which the one before ended, and that it agrees with what the note knows of its editor.
 */
export class HistoryReader {
  readonly #count: number;
  readonly #version: number;
  readonly #editors: readonly EditorProgress[];
  readonly #blocks: Uint8Array[] = [];
  /** By the number of an editor, its last edit here. */
  readonly #last = new Map<number, { readonly sequence: number; readonly version: number }>();
  #read = 0;
  #weight = 0;
  /** Of the text after the edits read so far; null before the first. */
  #length: number | null = null;

  /** @param count edits that lead to `version`. */
  constructor(count: number, version: number, editors: readonly EditorProgress[]) {
    this.#count = count;
    this.#version = version;
    this.#editors = editors;
  }

  get complete(): boolean {
    return this.#read === this.#count;
  }

  /** Throws a `SnapshotError`. Copies `block`. */
  read(block: Uint8Array): void {
    const reader = new ByteReader(block);
    while (!this.complete && reader.position < historyBlockBytes && !reader.atEnd) this.#check(readRecord(reader));
    reader.end();
    if (block.length === 0 || (!this.complete && block.length < historyBlockBytes))
      throw damaged('a history has a block that is not full');
    this.#blocks.push(block.slice());
  }

  finish(textLength: number): HistoryPicture {
    if ((this.#length ?? textLength) !== textLength) throw damaged('a history does not lead to its text');
    const oldest = this.#version - this.#count;
    for (const { number, version } of this.#editors) {
      const last = this.#last.get(number)?.version;
      if (last === undefined ? version > oldest : version !== last)
        throw damaged('a history misses an edit of an editor');
    }
    return {
      version: this.#version,
      packed: { blocks: this.#blocks, count: this.#count, weight: this.#weight },
      span: { edits: [], from: 0, to: 0 },
    };
  }

  #check(record: Uint8Array): void {
    const { author, sequence, lengthBefore, lengthAfter, weight } = checkRecord(record);
    this.#read += 1;
    this.#weight += weight;
    if (this.#weight > limits.historyWeight) throw damaged('a history is too heavy');
    if (lengthAfter > limits.noteLength) throw damaged('a history has a text that is too long');
    if (lengthBefore !== (this.#length ?? lengthBefore)) throw damaged('a history has a gap');
    this.#length = lengthAfter;
    const known = this.#editors[author];
    if (
      known === undefined ||
      sequence === 0 ||
      sequence > known.sequence ||
      sequence <= (this.#last.get(author)?.sequence ?? 0)
    )
      throw damaged('a history has an edit that its editor did not make');
    this.#last.set(author, { sequence, version: this.#version - this.#count + this.#read });
  }
}
