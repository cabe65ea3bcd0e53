import { join } from 'node:path';
import { makeDirectoryDurably, removeTemporaries } from './durable-file.ts';
import { isDiskFull, OutboxDamagedError } from './errors.ts';
import { nodeFiles } from './file-layer.ts';
import type { FileLayer } from './file-layer.ts';
import { createFrameFile, frameFileHeaderBytes, FrameWriter, scanFrameFile } from './frame-file.ts';
import { GroupCommit } from './group-commit.ts';
import { Room } from './room.ts';
import type { Outbox, SpaceState } from './types.ts';

export interface OutboxOptions {
  readonly files?: FileLayer;
  /** The journal is rewritten when this much of it, and half of it, says nothing any more. */
  readonly compactAtDeadBytes?: number;
  /** Whether the disk has room: while it has none, puts wait. Called when that changes. */
  readonly onSpace?: (space: SpaceState) => void;
  /** How often a full disk is tried again. */
  readonly retryAfterMs?: number;
}

/**
 * Opens the outbox in `directory` (`outbox/` of a data directory whose lock is held), creating it if it is not there.
 *
 * One file, `journal`, of frames (frame-file.ts) whose records are
 *
 *     put    = 1 (u8) · length of key u32, little-endian · key, UTF-8 · value
 *     delete = 2 (u8) · length of key u32, little-endian · key, UTF-8
 *
 * `entries()` shows what is durable, oldest put first. What a crash left unfinished at the end is cut off.
 *
 * @throws OutboxDamagedError, NewerFormatError; nothing is changed then
 */
export async function openOutbox(
  directory: string,
  { files = nodeFiles, compactAtDeadBytes = 1024 * 1024, ...space }: OutboxOptions = {},
): Promise<Outbox> {
  await makeDirectoryDurably(directory, files);
  const path = join(directory, 'journal');
  const live = new LiveEntries();
  let writer: FrameWriter;
  if ((await files.list(directory)).includes('journal')) {
    const damaged = (offset: number, reason: string): Error => new OutboxDamagedError(path, offset, reason);
    const restore = (record: Uint8Array, offset: number): void => {
      const change = decode(record);
      if (change === null) throw damaged(offset, 'a record cannot be read');
      live.apply(change, record.length);
    };
    const { salt, end, tail } = await scanFrameFile(path, kind, files, restore, damaged);
    if (tail !== null && !tail.couldBeUnfinishedWrite) throw damaged(end, `${tail.reason}, and later writes follow`);
    const file = await files.open(path, 'write');
    if (tail !== null) await file.truncate(end);
    await file.sync(); // what a killed process wrote may still be in the system's memory only
    writer = new FrameWriter(path, file, salt, end);
  } else {
    writer = await createJournal(path, [], files);
  }
  await removeTemporaries(directory, '', files);
  await files.syncDirectory(directory);
  return new JournalOutbox(path, live, writer, files, compactAtDeadBytes, new Room(space));
}

/**
 * What can be read of a damaged outbox, up to where it is damaged. Not to be sent: of none of it is it known whether it is
 * the last that was put. Changes nothing.
 */
export async function salvageOutbox(
  directory: string,
  files: FileLayer = nodeFiles,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const live = new LiveEntries();
  const path = join(directory, 'journal');
  const damaged = (offset: number, reason: string): Error => new OutboxDamagedError(path, offset, reason);
  const restore = (record: Uint8Array, offset: number): void => {
    const change = decode(record);
    if (change === null) throw damaged(offset, 'a record cannot be read');
    live.apply(change, record.length);
  };
  try {
    await scanFrameFile(path, kind, files, restore, damaged);
  } catch (error) {
    if (!(error instanceof OutboxDamagedError)) throw error;
  }
  return live.toMap();
}

type Change =
  | { readonly type: 'put'; readonly key: string; readonly value: Uint8Array }
  | { readonly type: 'delete'; readonly key: string };

/** What the outbox holds, and how much of the journal that takes. */
class LiveEntries {
  readonly #entries = new Map<string, { readonly value: Uint8Array; readonly recordBytes: number }>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  apply(change: Change, recordBytes: number): void {
    this.#bytes -= this.#entries.get(change.key)?.recordBytes ?? 0;
    this.#entries.delete(change.key); // so that a value put again moves to the end
    if (change.type === 'delete') return;
    this.#entries.set(change.key, { value: change.value, recordBytes });
    this.#bytes += recordBytes;
  }

  toMap(): Map<string, Uint8Array> {
    return new Map([...this.#entries].map(([key, { value }]) => [key, value]));
  }
}

class JournalOutbox implements Outbox {
  readonly #path: string;
  readonly #live: LiveEntries;
  readonly #files: FileLayer;
  readonly #compactAtDeadBytes: number;
  readonly #group: GroupCommit<Uint8Array>;
  readonly #room: Room;
  #writer: FrameWriter;
  #closed: Promise<void> | null = null;

  constructor(
    path: string,
    live: LiveEntries,
    writer: FrameWriter,
    files: FileLayer,
    compactAtDeadBytes: number,
    room: Room,
  ) {
    this.#room = room;
    this.#path = path;
    this.#live = live;
    this.#writer = writer;
    this.#files = files;
    this.#compactAtDeadBytes = compactAtDeadBytes;
    this.#group = new GroupCommit(path, (records) => this.#commit(records));
  }

  entries(): ReadonlyMap<string, Uint8Array> {
    return this.#live.toMap();
  }

  put(key: string, value: Uint8Array): Promise<void> {
    return this.#submit({ type: 'put', key, value });
  }

  delete(key: string): Promise<void> {
    return this.#submit({ type: 'delete', key });
  }

  close(): Promise<void> {
    this.#room.close();
    this.#closed ??= this.#group.close().then(() => this.#writer.close());
    return this.#closed;
  }

  #submit(change: Change): Promise<void> {
    const record = encode(change);
    return this.#group.submit(record, record.length);
  }

  async #commit(records: readonly Uint8Array[]): Promise<void> {
    // Before the write, not after: these records' writers then never wait for, or hear of, a rewrite that fails once
    // their own records are safe.
    if (this.#isMostlyDead()) await this.#compact();
    await this.#room.whenThereIs(() => this.#writer.append(records));
    if (!this.#room.isThere) this.#room.tried(true);
    for (const record of records) {
      const change = decode(record);
      if (change === null) throw new Error('The outbox cannot read what it wrote');
      this.#live.apply(change, record.length);
    }
  }

  #isMostlyDead(): boolean {
    const deadBytes = this.#writer.end - frameFileHeaderBytes - this.#live.bytes;
    return deadBytes > this.#compactAtDeadBytes && deadBytes > this.#writer.end / 2;
  }

  async #compact(): Promise<void> {
    const frames = [...this.#live.toMap()].map(([key, value]) => [encode({ type: 'put', key, value })]);
    const { salt, end } = this.#writer;
    await this.#writer.close(); // first: Windows does not replace a file that is open
    try {
      this.#writer = await createJournal(this.#path, frames, this.#files);
    } catch (error) {
      // There is no room for a second one: the journal goes on as it is.
      if (!isDiskFull(error)) throw error;
      this.#writer = new FrameWriter(this.#path, await this.#files.open(this.#path, 'write'), salt, end);
    }
  }
}

const kind = { magic: 'RAFTOUT\n', number: 0 };
const putCode = 1;
const deleteCode = 2;

async function createJournal(
  path: string,
  frames: readonly (readonly Uint8Array[])[],
  files: FileLayer,
): Promise<FrameWriter> {
  const { salt, end } = await createFrameFile(path, kind, frames, files);
  return new FrameWriter(path, await files.open(path, 'write'), salt, end);
}

function encode(change: Change): Uint8Array {
  const key = Buffer.from(change.key, 'utf8');
  const head = Buffer.alloc(5);
  head.writeUInt8(change.type === 'put' ? putCode : deleteCode, 0);
  head.writeUInt32LE(key.length, 1);
  return Buffer.concat(change.type === 'put' ? [head, key, change.value] : [head, key]);
}

/** null: no record of ours. */
function decode(record: Uint8Array): Change | null {
  if (record.length < 5) return null;
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  const code = bytes.readUInt8(0);
  const valueStart = 5 + bytes.readUInt32LE(1);
  if (valueStart > bytes.length) return null;
  const key = bytes.toString('utf8', 5, valueStart);
  // A copy: a view would keep the whole chunk or batch that it was read or written with in memory.
  if (code === putCode) return { type: 'put', key, value: new Uint8Array(bytes.subarray(valueStart)) };
  if (code === deleteCode && valueStart === bytes.length) return { type: 'delete', key };
  return null;
}
