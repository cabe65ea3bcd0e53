import { join } from 'node:path';
import { DiskFullError, isDiskFull, SnapshotDamagedError } from './errors.ts';
import type { FileLayer, OpenFile } from './file-layer.ts';
import { scanSnapshotFile } from './snapshot-file.ts';
import { maxSnapshotBytes } from './snapshot-format.ts';
import type { SnapshotId, SnapshotSink, StoredSnapshot } from './types.ts';

/**
 * Receives a snapshot into `<index>-<term>.<check>.partial`. What a crash left of it is checked chunk by chunk, and the
 * transfer goes on behind the last one that is right.
 *
 * @param place checks the file as a whole and moves it into its place
 * @throws RangeError: it is larger than any snapshot may be
 */
export async function openSink(
  directory: string,
  id: SnapshotId,
  files: FileLayer,
  place: (partial: string) => Promise<StoredSnapshot>,
): Promise<SnapshotSink> {
  for (const number of [id.index, id.term, id.bytes, id.check]) {
    if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`${number} names no snapshot`);
  }
  if (id.bytes > maxSnapshotBytes) throw new RangeError(`A snapshot of ${id.bytes} bytes is too large`);
  const name = `${id.index}-${id.term}.${id.check}-${id.bytes}.partial`;
  const path = join(directory, name);
  let isThere = false;
  for (const other of await files.list(directory)) {
    if (other === name) isThere = true;
    else if (other.endsWith('.partial')) await files.remove(join(directory, other));
  }
  const offset = isThere ? await soundBytesOf(path, files) : 0;
  const file = await files.open(path, isThere ? 'write' : 'create');
  try {
    await file.truncate(offset);
    await file.sync();
    await files.syncDirectory(directory);
  } catch (error) {
    await file.close();
    throw error;
  }
  return new PartialFile(path, file, id, offset, files, place);
}

class PartialFile implements SnapshotSink {
  readonly #path: string;
  readonly #file: OpenFile;
  readonly #id: SnapshotId;
  readonly #files: FileLayer;
  readonly #place: (partial: string) => Promise<StoredSnapshot>;
  #offset: number;
  #unsyncedBytes = 0;
  #closed: Promise<void> | null = null;

  constructor(
    path: string,
    file: OpenFile,
    id: SnapshotId,
    offset: number,
    files: FileLayer,
    place: (partial: string) => Promise<StoredSnapshot>,
  ) {
    this.#path = path;
    this.#file = file;
    this.#id = id;
    this.#offset = offset;
    this.#files = files;
    this.#place = place;
  }

  get offset(): number {
    return this.#offset;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#offset + bytes.length > this.#id.bytes) {
      throw new RangeError(`More than the ${this.#id.bytes} bytes that were announced`);
    }
    try {
      await this.#file.write(bytes, this.#offset);
    } catch (error) {
      throw isDiskFull(error) ? new DiskFullError(this.#path, error) : error;
    }
    this.#offset += bytes.length;
    this.#unsyncedBytes += bytes.length;
    if (this.#unsyncedBytes < syncEveryBytes) return;
    this.#unsyncedBytes = 0;
    await this.#file.sync(); // so that a crash does not take all of a long transfer
  }

  async finish(): Promise<StoredSnapshot> {
    if (this.#offset !== this.#id.bytes) {
      throw new SnapshotDamagedError(this.#path, this.#offset, `it ends before its ${this.#id.bytes} bytes`);
    }
    await this.#file.sync();
    await this.close(); // first: Windows does not rename a file that is open
    try {
      return await this.#place(this.#path);
    } catch (error) {
      if (error instanceof SnapshotDamagedError) await this.#files.remove(this.#path);
      throw error;
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#file.close();
    return this.#closed;
  }
}

const syncEveryBytes = 8 * 1024 * 1024;

async function soundBytesOf(path: string, files: FileLayer): Promise<number> {
  const scanned = await scanSnapshotFile(path, files, { expands: false });
  return scanned.type === 'whole' ? scanned.snapshot.id.bytes : scanned.soundBytes;
}
