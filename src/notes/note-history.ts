import { ByteReader } from './byte-reader.ts';
import { weightOf } from './change-json.ts';
import { editBody, readEdit, readRecord } from './edit-record.ts';
import type { KeptEdit } from './edit-record.ts';
import { EditWindow } from './edit-window.ts';
import type { EditSpan } from './edit-window.ts';
import { addHashes, Hasher, subtractHashes, zeroHash } from './hash128.ts';
import type { Hash128 } from './hash128.ts';
import { limits } from './types.ts';

/** Edits as the records of a snapshot, checked but not read. */
export interface PackedEdits {
  readonly blocks: readonly Uint8Array[];
  readonly count: number;
  readonly weight: number;
}

/** The history at one moment; what happens to the note afterwards does not change it. */
export interface HistoryPicture {
  /** The version after the last edit. */
  readonly version: number;
  /** The older edits, still as they were in the snapshot that the note came from. */
  readonly packed: PackedEdits;
  readonly span: EditSpan<KeptEdit>;
}

const nothingPacked: PackedEdits = { blocks: [], count: 0, weight: 0 };
export const emptyHistory: HistoryPicture = {
  version: 0,
  packed: nothingPacked,
  span: { edits: [], from: 0, to: 0 },
};

/** The sum of the hashes of the edits up to version `upTo` that are still kept. */
interface HistorySum {
  readonly sum: Hash128;
  readonly upTo: number;
}

/**
 * A note's latest edits, to rebase late ones over. After a restart they stay packed until a late edit or a reader needs
 * them, or the window is full and the oldest must go: most notes are not edited again, and a `ChangeSet` takes ten
 * times the memory of its record.
 */
export class NoteHistory {
  #packed: PackedEdits;
  #window: EditWindow<KeptEdit>;
  #summed: HistorySum | null = null;

  constructor(picture: HistoryPicture) {
    const { version, packed, span } = picture;
    this.#packed = packed;
    this.#window = windowAt(version - (span.to - span.from));
    for (let i = span.from; i < span.to; i += 1) this.#window.push(at(span.edits, i));
  }

  /** Counts the accepted edits. */
  get version(): number {
    return this.#window.version;
  }

  get oldestVersion(): number {
    return this.#window.oldestVersion - this.#packed.count;
  }

  push(edit: KeptEdit): void {
    if (this.#packed.count > 0 && this.#overflowsWith(edit)) this.#unpack();
    let gone = this.oldestVersion;
    for (const dropped of this.#window.push(edit)) {
      gone += 1;
      this.#forget(gone, dropped);
    }
  }

  /** The edits that lead from `version` to the present; null if they are not all here, or there was no such version. */
  since(version: number): readonly KeptEdit[] | null {
    if (!Number.isSafeInteger(version) || version < this.oldestVersion || version > this.version) return null;
    if (version < this.#window.oldestVersion) this.#unpack();
    return this.#window.since(version);
  }

  picture(): HistoryPicture {
    return { version: this.version, packed: this.#packed, span: this.#window.span() };
  }

  /**
   * A hash of the edits that are kept now, made when it is called. It is a sum over (version, edit), so that it costs
   * only the edits that are new since it was last made; a long window is not read again.
   */
  hashing(): () => Generator<void, Hash128> {
    const picture = this.picture();
    const known = this.#summed;
    const oldest = this.oldestVersion;
    const made = (sum: Hash128): void => {
      // What was dropped meanwhile would have to be taken out again, and a newer sum is of more use.
      const isLate = this.oldestVersion !== oldest || (this.#summed?.upTo ?? 0) > picture.version;
      if (!isLate) this.#summed = { sum, upTo: picture.version };
    };
    return function* () {
      const sum = yield* sumOf(picture, known);
      made(sum);
      return sum;
    };
  }

  #overflowsWith(edit: KeptEdit): boolean {
    const weight = this.#packed.weight + this.#window.weight + weightOf(edit.changes);
    return this.version - this.oldestVersion >= limits.historyLength || weight > limits.historyWeight;
  }

  #forget(version: number, edit: KeptEdit): void {
    if (this.#summed === null) return;
    if (version > this.#summed.upTo) this.#summed = { ...this.#summed, upTo: version };
    else this.#summed = { ...this.#summed, sum: subtractHashes(this.#summed.sum, hashOf(version, editBody(edit))) };
  }

  #unpack(): void {
    if (this.#packed.count === 0) return;
    const { edits, from, to } = this.#window.span();
    const window = windowAt(this.oldestVersion);
    for (const record of packedRecords(this.#packed)) window.push(readEdit(record));
    for (let i = from; i < to; i += 1) window.push(at(edits, i));
    this.#window = window;
    this.#packed = nothingPacked;
  }
}

/** The sum of the hashes of all edits in the picture, of which the first are in `known` already. */
function* sumOf({ version, packed, span }: HistoryPicture, known: HistorySum | null): Generator<void, Hash128> {
  const windowOldest = version - (span.to - span.from);
  const oldest = windowOldest - packed.count;
  let { sum, upTo } = known ?? { sum: zeroHash, upTo: oldest };
  let bytesInStep = 0;
  const add = (at: number, record: Uint8Array): boolean => {
    sum = addHashes(sum, hashOf(at, record));
    bytesInStep += record.length + recordCostBytes;
    if (bytesInStep < bytesPerStep) return false;
    bytesInStep = 0;
    return true;
  };
  let next = oldest;
  for (const record of packedRecords(upTo > oldest ? nothingPacked : packed)) {
    next += 1;
    if (add(next, record)) yield;
  }
  upTo = Math.max(upTo, windowOldest);
  for (next = upTo + 1; next <= version; next += 1)
    if (add(next, editBody(at(span.edits, span.to - (version - next) - 1)))) yield;
  return sum;
}
/** What is hashed in one step: a fraction of a millisecond's work. */
const bytesPerStep = 131_072;
/** About what it takes to find and to begin a record, as bytes. */
const recordCostBytes = 128;

function* packedRecords(packed: PackedEdits): Generator<Uint8Array> {
  for (const block of packed.blocks) {
    const reader = new ByteReader(block);
    while (!reader.atEnd) yield readRecord(reader);
  }
}

function windowAt(version: number): EditWindow<KeptEdit> {
  return new EditWindow<KeptEdit>(limits.historyLength, limits.historyWeight, version);
}

/** One for all: a window has thousands of small edits. */
const hasher = new Hasher();

function hashOf(version: number, record: Uint8Array): Hash128 {
  return hasher.number(version).bytes(record).finish();
}

function at(edits: readonly KeptEdit[], index: number): KeptEdit {
  const edit = edits[index];
  if (edit === undefined) throw new Error('a history span reaches beyond its list');
  return edit;
}
