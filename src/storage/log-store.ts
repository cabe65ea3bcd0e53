import { makeDirectoryDurably, removeTemporaries } from './durable-file.ts';
import { DiskFullError, LogDamagedError } from './errors.ts';
import type { HardState, LogIndex } from '../raft/types.ts';
import { nodeFiles } from './file-layer.ts';
import type { FileLayer } from './file-layer.ts';
import { GroupCommit } from './group-commit.ts';
import { sealPath, segmentPath } from './log-directory.ts';
import type { SegmentRow } from './log-directory.ts';
import { logVersionIn, readLog } from './log-reader.ts';
import type { FoundLog, FoundSegment } from './log-reader.ts';
import { LogKeeper } from './log-keeper.ts';
import { FrameEncoder, MemberNumbers } from './log-records.ts';
import { SealFile } from './log-seal.ts';
import type { Seal } from './log-seal.ts';
import type { LogSequence } from './log-sequence.ts';
import { removeUpgradeDirectory, upgradeFromVersion1 } from './log-version1.ts';
import { Room } from './room.ts';
import { SegmentWriter } from './segment-writer.ts';
import type { SegmentWriterOptions } from './segment-writer.ts';
import type { LogContents, LogPosition, LogStore, LogWrite, SpaceState } from './types.ts';

export interface LogStoreOptions {
  /** A segment that has reached this is not written further; the next write starts a new one. */
  readonly segmentBytes?: number;
  /** How much room is made ahead of the log at a time; at least half of it is the reserve for a full disk. */
  readonly spareBytes?: number;
  readonly files?: FileLayer;
  /** Whether the disk has room for the log; called when that changes. */
  readonly onSpace?: (space: SpaceState) => void;
  /** How long after a write its end is sealed. */
  readonly sealAfterMs?: number;
  /** How often a full disk is tried again. */
  readonly retryAfterMs?: number;
  /** Reads a record of the first format, to upgrade a log once. Without it such a log is refused. */
  readonly decodeVersion1?: (record: Uint8Array) => LogWrite;
  /** A log that is not there is damage, and not a new one. */
  readonly mustExist?: boolean;
  /** The number of the first segment of a new log. */
  readonly firstSegment?: number;
}

export interface OpenedLog {
  readonly store: LogStore;
  /** What was found, durable. It belongs to the caller: the store keeps nothing of it. */
  readonly restored: LogContents;
}

/**
 * Opens the log in `directory` (`log/` of a data directory whose lock is held), creating it if it is not there.
 *
 * The log is a row of segments (segment-format.ts), whose frames hold records (log-records.ts); a write is there whole
 * or not at all. What a crash left unfinished at the very end is cut off: it was never acknowledged. Anything else that
 * is wrong is damage. The seal (log-seal.ts) tells whether what was durable is all there.
 *
 * @throws LogDamagedError, NewerFormatError; nothing on the disk is changed then
 */
export async function openLogStore(directory: string, options: LogStoreOptions = {}): Promise<OpenedLog> {
  const { files = nodeFiles } = options;
  await makeDirectoryDurably(directory, files);
  const version = await logVersionIn(directory, files);
  if (version === 1) {
    const openNew = (path: string, firstSegment: number): Promise<OpenedLog> =>
      openLogStore(path, { ...options, firstSegment });
    await upgradeFromVersion1(directory, options.decodeVersion1 ?? null, openNew, files);
  }
  if (version === 'none' && options.mustExist === true) {
    throw new LogDamagedError(sealPath(directory), 0, 'the log is missing');
  }
  if (version === 'none') {
    // Before the first segment: from then on a segment without a seal is damage.
    const seal = await SealFile.create(sealPath(directory), emptySeal(options.firstSegment ?? 1), files);
    await seal.close();
  }
  const found = await readLog(directory, files);

  // From here on the log is known to be sound, and the disk may be changed.
  await removeTemporaries(directory, '', files);
  await removeUpgradeDirectory(directory, files);
  const store = await SegmentedLogStore.start(directory, found, options, files);
  const { sequence, entries } = found;
  return { store, restored: { base: sequence.base, hardState: sequence.hardState, entries } };
}

/** A write on its way to the disk, and where the log stands after it. */
interface PlacedWrite {
  readonly write: LogWrite;
  readonly last: LogPosition;
  readonly hardState: HardState;
}

class SegmentedLogStore implements LogStore {
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #writerOptions: SegmentWriterOptions;
  readonly #encoder: FrameEncoder;
  readonly #group: GroupCommit<PlacedWrite>;
  readonly #keeper: LogKeeper;
  readonly #row: SegmentRow;
  readonly #room: Room;
  /** Ahead of the disk: what all writes that were asked for come to. */
  readonly #sequence: LogSequence;
  /** Where the log stands on the disk. */
  #durable: { readonly last: LogPosition; readonly hardState: HardState };
  #writer: SegmentWriter;
  #members: MemberNumbers;
  #closed: Promise<void> | null = null;

  static async start(
    directory: string,
    found: FoundLog,
    options: LogStoreOptions,
    files: FileLayer,
  ): Promise<LogStore> {
    const room = new Room(options);
    const writerOptions: SegmentWriterOptions = {
      files,
      spareBytes: options.spareBytes ?? 512 * 1024,
      onRoom: (hasRoom) => room.tried(hasRoom),
    };
    const encoder = new FrameEncoder();
    const members = new MemberNumbers(found.last?.image.members);
    const { sequence, row, last } = found;
    let writer: SegmentWriter;
    if (last === null) {
      const number = found.seal.seal.firstSegment;
      const frame = encoder.encode({ isReset: false, last: sequence.last, hardState: sequence.hardState }, [], members);
      writer = await SegmentWriter.create(segmentPath(directory, number), number, 0, frame, writerOptions);
      row.add(number, sequence.last.index);
    } else {
      writer = await reopen(last, writerOptions);
      // A killed process may have left a new segment's name, like its last frame, in the system's memory only.
      await files.syncDirectory(directory);
    }
    const seal = await SealFile.open(sealPath(directory), found.seal, files);
    const keeper = new LogKeeper(directory, seal, files, options.sealAfterMs ?? 200);
    const store = new SegmentedLogStore(
      directory,
      found,
      { writer, members, encoder, writerOptions, room },
      keeper,
      options,
    );
    keeper.obsolete(found.obsolete);
    await keeper.tidy();
    return store;
  }

  private constructor(
    directory: string,
    { sequence, row }: FoundLog,
    parts: {
      readonly writer: SegmentWriter;
      readonly members: MemberNumbers;
      readonly encoder: FrameEncoder;
      readonly writerOptions: SegmentWriterOptions;
      readonly room: Room;
    },
    keeper: LogKeeper,
    options: LogStoreOptions,
  ) {
    this.#directory = directory;
    this.#segmentBytes = options.segmentBytes ?? 8 * 1024 * 1024;
    this.#writerOptions = parts.writerOptions;
    this.#encoder = parts.encoder;
    this.#writer = parts.writer;
    this.#members = parts.members;
    this.#room = parts.room;
    this.#keeper = keeper;
    this.#row = row;
    this.#sequence = sequence;
    this.#durable = { last: sequence.last, hardState: sequence.hardState };
    this.#group = new GroupCommit(directory, (batch) => this.#commit(batch));
    this.#room.onRetry = () => this.#writer.makeRoom({ always: true });
    this.#keeper.attach({ end: () => this.#sealed(), failed: (error) => this.#group.fail(error) });
  }

  get space(): SpaceState {
    return this.#room.space;
  }

  write(write: LogWrite): Promise<void> {
    try {
      const late = !write.mustSync && !this.#sequence.needsSync(write);
      this.#sequence.accept(write);
      const { last, hardState } = this.#sequence;
      return this.#group.submit({ write, last, hardState }, sizeOf(write), { late });
    } catch (error) {
      return Promise.reject(this.#group.fail(error)); // a write that breaks a rule must not be followed by others
    }
  }

  compact(through: LogIndex): Promise<void> {
    const begin = this.#row.beginBehind(through);
    if (begin === null) return Promise.resolve();
    this.#dropBefore(begin);
    return this.#keeper.tidy();
  }

  close(): Promise<void> {
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  async #finish(): Promise<void> {
    this.#room.close();
    await this.#group.close();
    await this.#keeper.close();
    await this.#writer.close();
  }

  async #commit(batch: readonly PlacedWrite[]): Promise<void> {
    for (const run of splitAtResets(batch)) await this.#room.whenThereIs(() => this.#writeRun(run));
    this.#keeper.sealSoon();
  }

  /** One frame with all these writes; only the first may be a reset. */
  async #writeRun(run: readonly PlacedWrite[]): Promise<void> {
    const writes = run.map(({ write }) => write);
    const after = run[run.length - 1];
    const resetTo = writes[0]?.resetTo ?? null;
    if (resetTo !== null) {
      await this.#beginSegment(resetTo, true, writes);
      this.#dropBefore(this.#writer.number);
      void this.#keeper.tidy().catch(() => undefined); // what stays goes the next time
    } else if (this.#writer.end.end < this.#segmentBytes || !(await this.#hasBegunSegment(writes))) {
      await this.#append(writes);
    }
    for (const { truncateFrom } of writes) if (truncateFrom !== null) this.#row.truncated(truncateFrom);
    if (after !== undefined) this.#durable = { last: after.last, hardState: after.hardState };
  }

  async #append(writes: readonly LogWrite[]): Promise<void> {
    const namedBefore = this.#members.count;
    try {
      await this.#writer.append(this.#encoder.encode(this.#durable.last.index, writes, this.#members));
    } catch (error) {
      this.#members.forgetFrom(namedBefore);
      throw error;
    }
  }

  /** False: the disk is full, and the segment before goes on for now, as far as its own room goes. */
  async #hasBegunSegment(writes: readonly LogWrite[]): Promise<boolean> {
    if (!this.#room.isThere) return false;
    try {
      await this.#beginSegment(this.#durable.last, false, writes);
      return true;
    } catch (error) {
      if (!(error instanceof DiskFullError)) throw error;
      this.#room.tried(false);
      return false;
    }
  }

  async #beginSegment(last: LogPosition, isReset: boolean, writes: readonly LogWrite[]): Promise<void> {
    const members = new MemberNumbers();
    const frame = this.#encoder.encode({ isReset, last, hardState: this.#durable.hardState }, writes, members);
    const before = this.#writer;
    const number = before.number + 1;
    const path = segmentPath(this.#directory, number);
    this.#writer = await SegmentWriter.create(path, number, before.end.check, frame, this.#writerOptions);
    this.#members = members;
    this.#row.add(number, last.index);
    this.#keeper.whenQuiet(() => before.close({ giveBack: true }));
  }

  /** Segment `number` is the first from now on. */
  #dropBefore(number: number): void {
    const dropped: number[] = [];
    for (let old = this.#row.first ?? number; old < number; old += 1) dropped.push(old);
    this.#row.dropBefore(number);
    this.#keeper.obsolete(dropped);
  }

  /** What a seal of now says: no more than is durable. */
  #sealed(): Seal {
    const { last, hardState } = this.#durable;
    return {
      firstSegment: this.#row.first ?? this.#writer.number,
      segment: this.#writer.number,
      ...this.#writer.end,
      lastIndex: last.index,
      lastTerm: last.term,
      term: hardState.term,
    };
  }
}

async function reopen(found: FoundSegment, options: SegmentWriterOptions): Promise<SegmentWriter> {
  const file = await options.files.open(found.path, 'write');
  if (found.isTorn) await file.truncate(found.end.end);
  // Also without a cut: a process that was killed before its sync left frames that so far are only in the system's
  // memory. The core takes what is restored for durable, so it must be.
  await file.sync();
  const length = found.isTorn ? found.end.end : found.length;
  return new SegmentWriter(found.path, file, found.header, found.end, length, options);
}

/** A reset starts a new segment, so it starts a new frame. */
function splitAtResets(batch: readonly PlacedWrite[]): readonly (readonly PlacedWrite[])[] {
  if (batch.every(({ write }) => write.resetTo === null)) return [batch];
  const runs: PlacedWrite[][] = [];
  for (const placed of batch) {
    const run = runs[runs.length - 1];
    if (run === undefined || placed.write.resetTo !== null) runs.push([placed]);
    else run.push(placed);
  }
  return runs;
}

/** About what a write takes on the disk, in bytes. */
function sizeOf({ entries }: LogWrite): number {
  let bytes = 64;
  for (const entry of entries) bytes += 32 + (entry.kind === 'command' ? entry.payload.length : 256);
  return bytes;
}

function emptySeal(firstSegment: number): Seal {
  return { firstSegment, segment: 0, end: 0, check: 0, lastIndex: 0, lastTerm: 0, term: 0 };
}
