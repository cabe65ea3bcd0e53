import type { HardState, LogEntry, LogIndex } from '../raft/types.ts';
import { asLogIndex } from '../raft/types.ts';
import { nodeFiles, readWhole } from './file-layer.ts';
import type { FileLayer } from './file-layer.ts';
import { listSegments, sealPath, segmentPath } from './log-directory.ts';
import { readRecords, storedEntry } from './log-records.ts';
import type { RecordReader } from './log-records.ts';
import { readSeal } from './log-seal.ts';
import { readSegmentHeader, segmentHeaderBytes } from './segment-format.ts';
import { SegmentImage } from './segment-image.ts';
import type { LogPosition } from './types.ts';

/** What can be read of a damaged log. It may have gaps, and its end may be missing: nothing to go on from. */
export interface SalvagedLog {
  /** By index, ascending. */
  readonly entries: readonly LogEntry[];
  /** The one of the highest term that was found. A later one, with a vote, may be lost. */
  readonly hardState: HardState | null;
  /** The highest index that the log is known to have reached: a repair must bring back all up to here. */
  readonly reachedIndex: LogIndex;
  /** What could not be read. */
  readonly problems: readonly string[];
}

/** Reads all that can be read of the log in `directory`, before and behind what is damaged. Changes nothing. */
export async function salvageLog(directory: string, files: FileLayer = nodeFiles): Promise<SalvagedLog> {
  const salvage = new Salvage();
  let firstSegment = 0;
  try {
    const { seal } = await readSeal(sealPath(directory), files);
    firstSegment = seal.firstSegment;
    salvage.reached(seal.lastIndex);
  } catch (error) {
    salvage.problem(sealPath(directory), 0, error);
  }
  for (const number of await listSegments(directory, files)) {
    if (number < firstSegment) continue;
    const path = segmentPath(directory, number);
    try {
      await salvageSegment(path, files, salvage);
    } catch (error) {
      salvage.problem(path, 0, error);
    }
  }
  return salvage.result();
}

async function salvageSegment(path: string, files: FileLayer, salvage: Salvage): Promise<void> {
  const bytes = await readWhole(path, files);
  const read = readSegmentHeader(bytes);
  if (read.type !== 'header') {
    salvage.problem(path, 0, read.type === 'bad' ? read.reason : `it is of format ${read.version}`);
    return;
  }
  const image = new SegmentImage(read.header, bytes);
  for (let at: number | null = segmentHeaderBytes; at !== null;) {
    const frame = image.frameAt(at, null);
    if (frame !== null) {
      try {
        readRecords(image, frame, salvage);
      } catch (error) {
        salvage.problem(path, at, error);
      }
      at = frame.end;
    } else {
      const tail = image.tailAt(at);
      if (tail.type !== 'unwritten') salvage.problem(path, at, tail.reason);
      at = image.nextFrameBehind(at);
    }
  }
}

class Salvage implements RecordReader {
  readonly #entries = new Map<number, LogEntry>();
  readonly #problems: string[] = [];
  #lastIndex = 0;
  #reachedIndex = 0;
  #hardState: HardState | null = null;

  checkpoint(isReset: boolean, last: LogPosition): void {
    if (isReset) this.#entries.clear();
    this.position(last.index);
  }

  position(lastIndex: LogIndex): void {
    this.#lastIndex = lastIndex;
    this.reached(lastIndex);
  }

  truncate(from: LogIndex): void {
    for (const index of this.#entries.keys()) if (index >= from) this.#entries.delete(index);
    this.#lastIndex = from - 1;
  }

  hardState(hardState: HardState): void {
    if (this.#hardState === null || hardState.term >= this.#hardState.term) this.#hardState = hardState;
    this.reached(hardState.commitIndex);
  }

  entry(image: SegmentImage, at: number): void {
    this.#lastIndex += 1;
    this.#entries.set(this.#lastIndex, storedEntry(image, at, asLogIndex(this.#lastIndex)));
    this.reached(this.#lastIndex);
  }

  reached(index: number): void {
    this.#reachedIndex = Math.max(this.#reachedIndex, index);
  }

  problem(path: string, offset: number, what: unknown): void {
    this.#problems.push(`${path} at byte ${offset}: ${what instanceof Error ? what.message : String(what)}`);
  }

  result(): SalvagedLog {
    return {
      entries: [...this.#entries.values()].sort((a, b) => a.index - b.index),
      hardState: this.#hardState,
      reachedIndex: asLogIndex(this.#reachedIndex),
      problems: this.#problems,
    };
  }
}
