import type { EntryRun, HardState, LogIndex, Term } from '../raft/types.ts';
import { errorCode, LogDamagedError, NewerFormatError } from './errors.ts';
import { readWhole } from './file-layer.ts';
import type { FileLayer } from './file-layer.ts';
import { hasSeal, listSegments, readHeaderOf, sealPath, SegmentRow, segmentPath } from './log-directory.ts';
import { readRecords } from './log-records.ts';
import type { RecordReader } from './log-records.ts';
import { readSeal } from './log-seal.ts';
import type { FoundSeal, Seal } from './log-seal.ts';
import { LogSequence } from './log-sequence.ts';
import { logFormatVersion, readSegmentHeader, segmentHeaderBytes } from './segment-format.ts';
import type { SegmentHeader } from './segment-format.ts';
import { SegmentImage } from './segment-image.ts';
import type { SegmentEnd } from './segment-writer.ts';
import { StoredEntries } from './stored-entries.ts';
import type { LogPosition } from './types.ts';

/** A log as it was found, sound. */
export interface FoundLog {
  readonly entries: EntryRun;
  readonly sequence: LogSequence;
  readonly row: SegmentRow;
  readonly seal: FoundSeal;
  /** null: there is no segment yet. */
  readonly last: FoundSegment | null;
  /** Numbers of segments that the log does without; a crash came before they were dropped. */
  readonly obsolete: readonly number[];
}
export interface FoundSegment {
  readonly path: string;
  readonly header: SegmentHeader;
  readonly end: SegmentEnd;
  readonly length: number;
  /** Behind `end` lies what a crash left of a write. */
  readonly isTorn: boolean;
  readonly image: SegmentImage;
}

/** What the files are: a log of this format, one of the first format that is still to be upgraded, or nothing yet. */
export async function logVersionIn(directory: string, files: FileLayer): Promise<'none' | 1 | 2> {
  if (await hasSeal(directory, files)) return 2;
  const [first] = await listSegments(directory, files);
  if (first === undefined) return 'none';
  const header = await readHeaderOf(segmentPath(directory, first), files);
  if (header.type === 'other-version') return checkedVersion(segmentPath(directory, first), header.version);
  throw new LogDamagedError(sealPath(directory), 0, 'the seal is missing');
}

/**
 * Reads a log of this format, from the seal's first segment to the last. Changes nothing.
 *
 * @throws LogDamagedError, NewerFormatError
 */
export async function readLog(directory: string, files: FileLayer): Promise<FoundLog> {
  const found = await readSeal(sealPath(directory), files);
  const { seal } = found;
  const numbers = await listSegments(directory, files);
  const obsolete = numbers.filter((number) => number < seal.firstSegment);
  const present = numbers.filter((number) => number >= seal.firstSegment);
  const lastNumber = Math.max(seal.segment, ...present);
  const reader = new LogReader();
  let last: FoundSegment | null = null;
  let reading = startReading(directory, seal.firstSegment, present, files);

  for (let number = seal.firstSegment; number <= lastNumber; number += 1) {
    const path = segmentPath(directory, number);
    if (!present.includes(number)) throw reader.damage(path, 0, 'the segment is missing');
    const read = await reading;
    // The disk is at the next one while this one is looked through.
    reading = startReading(directory, number + 1, present, files);
    const image = imageOf(path, number, read, reader);
    if (last !== null && image.header.previousCheck !== last.end.check) {
      throw reader.damage(last.path, last.end.end, 'the next segment goes on from something else');
    }
    last = readSegment(path, image, reader, { seal, isFirst: last === null, isLast: number === lastNumber });
  }
  if (reader.row.first !== null && reader.row.first > seal.firstSegment) {
    obsolete.push(...present.filter((number) => number < (reader.row.first ?? 0)));
  }
  return { entries: reader.entries, sequence: reader.sequence, row: reader.row, seal: found, last, obsolete };
}

type FileRead = { readonly bytes: Uint8Array } | { readonly error: unknown };

/** Never rejects: nobody may come to wait for it. */
function startReading(
  directory: string,
  number: number,
  present: readonly number[],
  files: FileLayer,
): Promise<FileRead> {
  if (!present.includes(number)) return Promise.resolve({ error: new Error(`there is no segment ${number}`) });
  return readWhole(segmentPath(directory, number), files).then(
    (bytes) => ({ bytes }),
    (error: unknown) => ({ error }),
  );
}

function imageOf(path: string, number: number, file: FileRead, reader: LogReader): SegmentImage {
  if ('error' in file) {
    if (errorCode(file.error) !== 'EIO') throw file.error;
    throw reader.damage(path, 0, 'the disk cannot read it', file.error); // a sector is gone
  }
  const { bytes } = file;
  const read = readSegmentHeader(bytes);
  switch (read.type) {
    case 'header':
      if (read.header.number === number) return new SegmentImage(read.header, bytes);
      throw reader.damage(path, 0, `the header says number ${read.header.number}, the name says ${number}`);
    case 'other-version':
      checkedVersion(path, read.version);
      throw reader.damage(path, 0, `it is of format ${read.version}`);
    case 'bad':
      throw reader.damage(path, 0, read.reason);
    default:
      return read satisfies never;
  }
}

function checkedVersion(path: string, version: number): 1 | 2 {
  if (version > logFormatVersion) throw new NewerFormatError(path, version, logFormatVersion);
  return version === logFormatVersion ? 2 : 1;
}

interface Place {
  readonly seal: Seal;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function readSegment(
  path: string,
  image: SegmentImage,
  reader: LogReader,
  { seal, isFirst, isLast }: Place,
): FoundSegment {
  const { header } = image;
  let end = segmentHeaderBytes;
  let check = header.salt;
  let isSealFound = seal.segment !== header.number;
  reader.beginSegment(header.number, isFirst);
  for (let frame = image.frameAt(end, check); frame !== null; frame = image.frameAt(end, check)) {
    try {
      readRecords(image, frame, reader);
      reader.endFrame();
    } catch (error) {
      throw reader.damage(path, end, error instanceof Error ? error.message : String(error), error);
    }
    end = frame.end;
    check = frame.check;
    if (end === seal.end && check === seal.check) isSealFound = true;
  }
  const tail = image.tailAt(end);
  if (tail.type === 'damaged') throw reader.damage(path, end, tail.reason);
  if (!isSealFound) throw reader.damage(path, end, `it was durable up to byte ${seal.end}, and is not any more`);
  // A segment's first frame comes with its name, and a segment is complete when the next one has a name.
  if (end === segmentHeaderBytes) throw reader.damage(path, end, 'the checkpoint is missing');
  if (tail.type === 'torn' && !isLast) throw reader.damage(path, end, `${tail.reason}, and another segment follows`);
  return { path, header, end: { end, check }, length: image.bytes.length, isTorn: tail.type === 'torn', image };
}

/** Puts together what the frames say. */
class LogReader implements RecordReader {
  readonly entries = new StoredEntries();
  readonly sequence = new LogSequence();
  readonly row = new SegmentRow();
  #segment = 0;
  #beginsLog = false;
  #expectsCheckpoint = false;

  damage(path: string, offset: number, reason: string, cause?: unknown): LogDamagedError {
    const soundUpTo = this.entries.length === 0 ? null : this.sequence.last;
    const hardState = this.row.first === null ? null : this.sequence.hardState;
    return new LogDamagedError(path, offset, reason, { soundUpTo, hardState }, cause);
  }

  beginSegment(number: number, isFirst: boolean): void {
    this.#segment = number;
    this.#beginsLog = isFirst;
    this.#expectsCheckpoint = true;
  }

  checkpoint(isReset: boolean, last: LogPosition): void {
    if (!this.#expectsCheckpoint) throw new Error('a checkpoint stands within a segment');
    this.#expectsCheckpoint = false;
    if (isReset || this.#beginsLog) {
      this.sequence.reset(last);
      this.entries.clear(last.index);
      this.row.clear();
    } else {
      const { index, term } = this.sequence.last;
      if (last.index !== index || last.term !== term) {
        throw new Error(`the segment goes on from entry ${last.index}, but the one before ends with entry ${index}`);
      }
    }
    this.row.add(this.#segment, last.index);
  }

  position(lastIndex: LogIndex): void {
    if (this.#expectsCheckpoint) throw new Error('the segment does not begin with a checkpoint');
    if (lastIndex !== this.sequence.last.index) {
      throw new Error(`a write goes on from entry ${lastIndex}, but the log ends with ${this.sequence.last.index}`);
    }
  }

  truncate(from: LogIndex): void {
    this.sequence.truncate(from);
    this.row.truncated(from);
    this.entries.truncate(from - 1 - this.sequence.base.index);
  }

  hardState(hardState: HardState): void {
    this.sequence.setHardState(hardState);
  }

  entry(image: SegmentImage, at: number, term: Term): void {
    this.sequence.append(this.sequence.nextIndex, term);
    this.entries.add(image, at);
  }

  endFrame(): void {
    if (this.#expectsCheckpoint) throw new Error('the segment does not begin with a checkpoint');
    this.sequence.endWrite();
  }
}
