import { asLogIndex } from '../raft/types.ts';
import type { EntryRun, LogEntry } from '../raft/types.ts';
import { storedEntry } from './log-records.ts';
import type { SegmentImage } from './segment-image.ts';

/** Where some consecutive entries lie in a segment. */
interface Part {
  readonly image: SegmentImage;
  /** Of the first `count` entries; the rest is room for more. */
  offsets: Uint32Array;
  count: number;
  /** The position of its first entry in the run. */
  readonly from: number;
}

/**
 * The entries of a log where they lie in the segments that were read: four bytes for each, and an object only while
 * somebody looks at it.
 */
export class StoredEntries implements EntryRun {
  readonly #parts: Part[];
  #indexBefore: number;
  #length: number;
  /** The part that was asked for last: most ask for one entry after the other. */
  #lastUsed = 0;

  /** @param indexBefore the index before that of the first entry */
  constructor(indexBefore = 0, parts: readonly Part[] = []) {
    this.#parts = [...parts];
    this.#indexBefore = indexBefore;
    const last = parts[parts.length - 1];
    this.#length = last === undefined ? 0 : last.from + last.count;
  }

  get length(): number {
    return this.#length;
  }

  at(position: number): LogEntry | undefined {
    const part = this.#partOf(position);
    const offset = part?.offsets[position - part.from];
    if (part === undefined || offset === undefined) return undefined;
    return storedEntry(part.image, offset, asLogIndex(this.#indexBefore + position + 1));
  }

  /** The segments that only the others lie in are not kept with it. */
  slice(from: number, to: number): StoredEntries {
    const parts = this.#parts
      .filter((part) => part.from < to && part.from + part.count > from)
      .map(({ image, offsets, count, from: start }): Part => {
        const [first, end] = [Math.max(from - start, 0), Math.min(to - start, count)];
        return { image, offsets: offsets.subarray(first, end), count: end - first, from: start + first - from };
      });
    return new StoredEntries(this.#indexBefore + from, parts);
  }

  *[Symbol.iterator](): Generator<LogEntry> {
    for (let position = 0; position < this.#length; position += 1) {
      const entry = this.at(position);
      if (entry !== undefined) yield entry;
    }
  }

  /** The next entry lies here; all of one segment are added in a row. */
  add(image: SegmentImage, offset: number): void {
    let part = this.#parts[this.#parts.length - 1];
    if (part?.image !== image) {
      part = { image, offsets: new Uint32Array(likelyCount(image)), count: 0, from: this.#length };
      this.#parts.push(part);
    }
    if (part.count === part.offsets.length) {
      const larger = new Uint32Array(2 * part.count);
      larger.set(part.offsets);
      part.offsets = larger;
    }
    part.offsets[part.count] = offset;
    part.count += 1;
    this.#length += 1;
  }

  /** Forgets all behind the first `length`. */
  truncate(length: number): void {
    while ((this.#parts[this.#parts.length - 1]?.from ?? 0) >= length && this.#parts.length > 0) this.#parts.pop();
    const last = this.#parts[this.#parts.length - 1];
    if (last !== undefined) last.count = Math.min(last.count, length - last.from);
    this.#length = length;
    this.#lastUsed = 0;
  }

  /** Forgets all: the next entry has the index behind this one. */
  clear(indexBefore: number): void {
    this.truncate(0);
    this.#indexBefore = indexBefore;
  }

  #partOf(position: number): Part | undefined {
    const last = this.#parts[this.#lastUsed];
    if (last !== undefined && position >= last.from && position < last.from + last.count) return last;
    let [low, high] = [0, this.#parts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#parts[middle]?.from ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    const part = this.#parts[low];
    if (part === undefined || position < part.from || position >= part.from + part.count) return undefined;
    this.#lastUsed = low;
    return part;
  }
}

/** As many as a segment holds of commands with a hundred bytes: room that is not used takes no memory. */
function likelyCount(image: SegmentImage): number {
  return Math.max(16, Math.floor(image.bytes.length / 128));
}
