import { join } from 'node:path';
import type { LogIndex } from '../raft/types.ts';
import type { FileLayer } from './file-layer.ts';
import { readSegmentHeader, segmentHeaderBytes } from './segment-format.ts';
import type { HeaderRead } from './segment-format.ts';

/** The files of a log: `00000001.log`, `00000002.log`, … and `seal`. */
export function segmentPath(directory: string, number: number): string {
  return join(directory, `${String(number).padStart(8, '0')}.log`);
}

export function sealPath(directory: string): string {
  return join(directory, sealName);
}

/** The numbers of the segments that are there, ascending. */
export async function listSegments(directory: string, files: FileLayer): Promise<number[]> {
  const names = (await files.list(directory)).filter((name) => /^\d{8,}\.log$/.test(name));
  return names.map((name) => Number.parseInt(name, 10)).sort((a, b) => a - b);
}

export async function hasSeal(directory: string, files: FileLayer): Promise<boolean> {
  return (await files.list(directory)).includes(sealName);
}

/** Opens the file only for its header. */
export async function readHeaderOf(path: string, files: FileLayer): Promise<HeaderRead> {
  const file = await files.open(path, 'read');
  try {
    const bytes = new Uint8Array(segmentHeaderBytes);
    return readSegmentHeader(bytes.subarray(0, await file.read(bytes, 0)));
  } finally {
    await file.close();
  }
}

const sealName = 'seal';

/** The segments of a log, and which of the oldest it could do without. */
export class SegmentRow {
  readonly #segments: { readonly number: number; readonly previousIndex: LogIndex; isCutInto: boolean }[] = [];

  /** `previousIndex`: the last entry of the log when the segment was begun. */
  add(number: number, previousIndex: LogIndex): void {
    this.#segments.push({ number, previousIndex, isCutInto: false });
  }

  /** A write in the newest segment cut the log here. */
  truncated(from: LogIndex): void {
    // A log that begins with such a segment would not know the entries before the cut.
    for (const segment of this.#segments) if (from <= segment.previousIndex) segment.isCutInto = true;
  }

  clear(): void {
    this.#segments.length = 0;
  }

  get first(): number | null {
    return this.#segments[0]?.number ?? null;
  }

  /** Where the log may begin if nothing up to and including `through` is needed; null: there is nothing to drop. */
  beginBehind(through: LogIndex): number | null {
    let begin: number | null = null;
    for (const { number, previousIndex, isCutInto } of this.#segments.slice(1)) {
      if (previousIndex <= through && !isCutInto) begin = number;
    }
    return begin;
  }

  /** Forgets the segments before `number`; they are gone. */
  dropBefore(number: number): void {
    while ((this.first ?? number) < number) this.#segments.shift();
  }
}
