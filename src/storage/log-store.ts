import { join } from 'node:path';
import type { LogEntry, Restored } from '../raft/types.ts';
import { makeDirectoryDurably, removeTemporaries } from './durable-file.ts';
import { LogDamagedError } from './errors.ts';
import { nodeFiles } from './file-layer.ts';
import type { FileLayer } from './file-layer.ts';
import { createFrameFile, FrameWriter, scanFrameFile } from './frame-file.ts';
import type { FrameFileKind } from './frame-file.ts';
import { GroupCommit } from './group-commit.ts';
import { LogSequence } from './log-sequence.ts';
import type { LogStore, LogWrite } from './types.ts';

/** How one write becomes bytes; `decode` throws on anything that `encode` cannot have made. */
export interface LogCodec {
  encode(write: LogWrite): Uint8Array;
  decode(bytes: Uint8Array): LogWrite;
}

export interface LogStoreOptions {
  /** A segment that has reached this is not written further; the next write starts a new one. */
  readonly segmentBytes?: number;
  readonly files?: FileLayer;
}

/**
 * Opens the log in `directory` (`log/` of a data directory whose lock is held), creating it if it is not there.
 *
 * The log is a row of files 00000001.log, 00000002.log, … of frames (frame-file.ts); each record is one `LogWrite`, so
 * a write is there whole or not at all. What a crash left unfinished at the very end is cut off: it was never
 * acknowledged. Anything else that is wrong is damage, and then nothing on the disk is changed. One case cannot be told
 * apart: bits that flip in the last frame of all look like an unfinished write, and that frame is lost.
 *
 * @throws LogDamagedError, NewerFormatError
 */
export async function openLogStore(
  directory: string,
  codec: LogCodec,
  { segmentBytes = 8 * 1024 * 1024, files = nodeFiles }: LogStoreOptions = {},
): Promise<LogStore> {
  await makeDirectoryDurably(directory, files);
  const found = await readSegments(directory, codec, files);

  // From here on the log is known to be sound, and the disk may be changed.
  await removeTemporaries(directory, '', files);
  const writer = found.last === null ? await createSegment(directory, 1, files) : await reopen(found.last, files);
  // A process that was killed may have left a new segment's name, like its last frame, in the system's memory only.
  await files.syncDirectory(directory);
  return new SegmentedLogStore(directory, codec, segmentBytes, files, found, found.last?.number ?? 1, writer);
}

class SegmentedLogStore implements LogStore {
  readonly restored: Restored;
  readonly #directory: string;
  readonly #codec: LogCodec;
  readonly #segmentBytes: number;
  readonly #files: FileLayer;
  readonly #sequence: LogSequence;
  readonly #group: GroupCommit;
  #segment: number;
  #writer: FrameWriter;
  #closed: Promise<void> | null = null;

  constructor(
    directory: string,
    codec: LogCodec,
    segmentBytes: number,
    files: FileLayer,
    found: FoundLog,
    segment: number,
    writer: FrameWriter,
  ) {
    this.restored = { hardState: found.sequence.hardState, snapshot: null, entries: found.entries };
    this.#directory = directory;
    this.#codec = codec;
    this.#segmentBytes = segmentBytes;
    this.#files = files;
    this.#sequence = found.sequence;
    this.#segment = segment;
    this.#writer = writer;
    this.#group = new GroupCommit(directory, (records) => this.#commit(records));
  }

  write(write: LogWrite): Promise<void> {
    try {
      const late = !write.mustSync && !this.#sequence.needsSync(write);
      this.#sequence.accept(write);
      return this.#group.submit(this.#codec.encode(write), { late });
    } catch (error) {
      return Promise.reject(this.#group.fail(error)); // a write that breaks a rule must not be followed by others
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#group.close().then(() => this.#writer.close());
    return this.#closed;
  }

  async #commit(records: readonly Uint8Array[]): Promise<void> {
    if (this.#writer.end >= this.#segmentBytes) {
      const next = await createSegment(this.#directory, this.#segment + 1, this.#files);
      await this.#writer.close();
      this.#writer = next;
      this.#segment += 1;
    }
    await this.#writer.append(records);
  }
}

interface FoundSegment {
  readonly path: string;
  readonly number: number;
  readonly salt: number;
  readonly end: number;
  readonly hasUnfinishedWrite: boolean;
}
interface FoundLog {
  readonly entries: readonly LogEntry[];
  readonly sequence: LogSequence;
  readonly last: FoundSegment | null;
}

/** Reads all segments in order. Changes nothing. */
async function readSegments(directory: string, codec: LogCodec, files: FileLayer): Promise<FoundLog> {
  const names = (await files.list(directory)).filter((name) => /^\d{8,}\.log$/.test(name));
  const numbers = names.map((name) => Number.parseInt(name, 10)).sort((a, b) => a - b);
  const entries: LogEntry[] = [];
  const sequence = new LogSequence();
  let last: FoundSegment | null = null;

  for (const [position, number] of numbers.entries()) {
    const path = segmentPath(directory, number);
    if (number !== position + 1) throw new LogDamagedError(segmentPath(directory, position + 1), 0, 'it is missing');
    const damaged = (offset: number, reason: string): Error => new LogDamagedError(path, offset, reason);
    const restore = (record: Uint8Array, offset: number): void => {
      try {
        const write = codec.decode(record);
        sequence.accept(write);
        if (write.truncateFrom !== null) entries.length = write.truncateFrom - 1;
        for (const entry of write.entries) entries.push(entry);
      } catch (error) {
        throw new LogDamagedError(path, offset, error instanceof Error ? error.message : String(error), error);
      }
    };
    const { salt, end, tail } = await scanFrameFile(path, kindOf(number), files, restore, damaged);
    const isLast = position === numbers.length - 1;
    if (tail !== null && !(isLast && tail.couldBeUnfinishedWrite)) {
      throw damaged(end, `${tail.reason}, and later writes follow`);
    }
    last = { path, number, salt, end, hasUnfinishedWrite: tail !== null };
  }
  return { entries, sequence, last };
}

async function reopen({ path, salt, end, hasUnfinishedWrite }: FoundSegment, files: FileLayer): Promise<FrameWriter> {
  const file = await files.open(path, 'write');
  if (hasUnfinishedWrite) await file.truncate(end);
  // Also without a cut: a process that was killed before its sync left frames that so far are only in the system's
  // memory. The core takes what is restored for durable, so it must be.
  await file.sync();
  return new FrameWriter(file, salt, end);
}

async function createSegment(directory: string, number: number, files: FileLayer): Promise<FrameWriter> {
  const path = segmentPath(directory, number);
  const { salt, end } = await createFrameFile(path, kindOf(number), [], files);
  return new FrameWriter(await files.open(path, 'write'), salt, end);
}

function segmentPath(directory: string, number: number): string {
  return join(directory, `${String(number).padStart(8, '0')}.log`);
}

function kindOf(number: number): FrameFileKind {
  return { magic: 'RAFTLOG\n', number };
}
