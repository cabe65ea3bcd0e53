import type { MemberId } from '../raft/types.ts';
import { crc32c } from './crc32c.ts';
import {
  frameHeaderBytes,
  headerChecksum,
  mask,
  padByte,
  padOf,
  sectorBytes,
  segmentHeaderBytes,
} from './segment-format.ts';
import type { Pad, SegmentHeader } from './segment-format.ts';

export interface Frame {
  /** Where its payload lies in the image. */
  readonly start: number;
  readonly end: number;
  readonly check: number;
}

/**
 * What a place that holds no valid frame is. `unwritten`: nothing but zeros from there on. `torn`: a write that a crash
 * cut short, and that nobody was told of. `damaged`: something that was durable is not what it was.
 */
export type Tail =
  | { readonly type: 'unwritten' }
  | { readonly type: 'torn'; readonly reason: string }
  | { readonly type: 'damaged'; readonly reason: string };

/** A whole segment in memory, unmasked. The entries that were read stay views of it. */
export class SegmentImage {
  readonly header: SegmentHeader;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** What the segment calls them, as far as it was read. */
  readonly members = new Map<number, MemberId>();
  readonly #pad: Pad;

  /** Takes over `bytes`, which start at a multiple of 4 in memory. */
  constructor(header: SegmentHeader, bytes: Uint8Array) {
    this.header = header;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#pad = padOf(header.salt);
    mask(bytes.subarray(segmentHeaderBytes), segmentHeaderBytes, this.#pad);
  }

  /** The frame at `at`, if a valid one is there that goes on from `previousCheck` (any, if that is null). */
  frameAt(at: number, previousCheck: number | null): Frame | null {
    const length = this.#payloadLengthAt(at);
    if (length === null) return null;
    const start = at + frameHeaderBytes;
    const end = start + length;
    if (end > this.bytes.length) return null;
    const previous = this.view.getUint32(at + 4, true);
    if (previousCheck !== null && previous !== previousCheck) return null;
    const check = crc32c(this.bytes.subarray(start, end), previous);
    return check === this.view.getUint32(at + 8, true) ? { start, end, check } : null;
  }

  /**
   * What is at `at`, where no valid frame is. One frame is written only when the one before is durable, and a power cut
   * takes or leaves whole sectors. So it is a torn write only if no frame follows, and part of it was never written:
   * there a whole sector's share is zeros, or the file ends. A flipped bit never looks like that.
   */
  tailAt(at: number): Tail {
    const size = this.bytes.length;
    if (this.#isUnwritten(at, size)) return { type: 'unwritten' };
    if (this.nextFrameBehind(at) !== null) {
      return { type: 'damaged', reason: 'a write cannot be read, and later writes follow' };
    }
    const length = this.#payloadLengthAt(at);
    // Without a sound header only the header's own place is known: for each of its sectors, up to the sector's end.
    const end = at + frameHeaderBytes + (length ?? 0);
    if (end > size) return { type: 'torn', reason: 'the file ends within a write' };
    for (let from = at; from < end;) {
      const sectorEnd = (Math.floor(from / sectorBytes) + 1) * sectorBytes;
      const to = Math.min(sectorEnd, length === null ? size : end);
      if (this.#isUnwritten(from, to)) return { type: 'torn', reason: 'a sector of the last write is missing' };
      from = sectorEnd;
    }
    return { type: 'damaged', reason: 'the last write was all there, but its checksum is wrong' };
  }

  /** Where the next frame begins that is valid in itself, behind one that is not; null: there is none. */
  nextFrameBehind(at: number): number | null {
    for (let next = at + 8; next + frameHeaderBytes <= this.bytes.length; next += 8) {
      if (this.frameAt(next, null) !== null) return next;
    }
    return null;
  }

  /** null: no sound frame header is there. */
  #payloadLengthAt(at: number): number | null {
    if (at + frameHeaderBytes > this.bytes.length) return null;
    const stated = this.view.getUint32(at + 12, true);
    if (headerChecksum(this.bytes.subarray(at, at + frameHeaderBytes), this.header.salt) !== stated) return null;
    const length = this.view.getUint32(at, true);
    return length > 0 && length % 8 === 0 ? length : null;
  }

  #isUnwritten(from: number, to: number): boolean {
    for (let at = from; at < to; at += 1) if (this.bytes[at] !== padByte(this.#pad, at)) return false;
    return true;
  }
}
