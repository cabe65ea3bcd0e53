import { join } from 'node:path';
import { DiskFullError, isDiskFull, SnapshotDamagedError } from './errors.ts';
import type { FileLayer, OpenFile } from './file-layer.ts';
import { readSnapshotData, scanSnapshotFile } from './snapshot-file.ts';
import { maxSnapshotBytes } from './snapshot-format.ts';
import type { SnapshotId, SnapshotSink, StoredSnapshot } from './types.ts';

/**
 * Receives a snapshot into `<index>-<term>.<check>.partial`. What a crash left of it is checked chunk by chunk, and the
 * transfer goes on behind the last one that is right.
 *
 * @param place moves the file, which is durable, into its place; checks it as a whole before, if there is no `proof` of it
 * @throws RangeError: it is larger than any snapshot may be
 */
export async function openSink(
  directory: string,
  id: SnapshotId,
  files: FileLayer,
  place: Place,
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

type Place = (partial: string, proof: StoredSnapshot | null) => Promise<StoredSnapshot>;

class PartialFile implements SnapshotSink {
  readonly #path: string;
  readonly #file: OpenFile;
  readonly #id: SnapshotId;
  readonly #files: FileLayer;
  readonly #place: Place;
  #offset: number;
  #unsyncedBytes = 0;
  /** Tells the reader of `data` that more is there, or that no more will come. */
  #wake = (): void => undefined;
  /** What `data` found: that all of it is right, or that something is not. */
  #proof: StoredSnapshot | null = null;
  #damage: SnapshotDamagedError | null = null;
  #closed: Promise<void> | null = null;

  constructor(path: string, file: OpenFile, id: SnapshotId, offset: number, files: FileLayer, place: Place) {
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
    this.#wake();
    this.#unsyncedBytes += bytes.length;
    // Now and then, so that a crash does not take all of a long transfer; and all of it, beside the rest of the reading.
    if (this.#unsyncedBytes < syncEveryBytes && this.#offset < this.#id.bytes) return;
    this.#unsyncedBytes = 0;
    await this.#file.sync();
  }

  async *data(): AsyncGenerator<Uint8Array> {
    try {
      yield* readSnapshotData(this.#path, this.#id, this.#files, {
        until: (bytes) => this.#until(bytes),
        proven: (snapshot) => {
          this.#proof = snapshot;
        },
      });
    } catch (error) {
      if (error instanceof SnapshotDamagedError) this.#damage = error;
      throw error;
    }
  }

  async finish(): Promise<StoredSnapshot> {
    if (this.#offset !== this.#id.bytes) {
      throw new SnapshotDamagedError(this.#path, this.#offset, `it ends before its ${this.#id.bytes} bytes`);
    }
    await this.#file.sync();
    await this.close(); // first: Windows does not rename a file that is open
    if (this.#damage !== null) throw this.#damage;
    try {
      return await this.#place(this.#path, this.#proof);
    } catch (error) {
      if (error instanceof SnapshotDamagedError) await this.#files.remove(this.#path);
      throw error;
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    this.#wake();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#file.close();
    // What is there is not what was announced, and no more bytes would make it so.
    if (this.#damage !== null) await this.#files.remove(this.#path);
  }

  async #until(bytes: number): Promise<void> {
    for (;;) {
      if (this.#closed !== null) throw new Error('The snapshot did not come to its end.');
      if (this.#offset >= bytes) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

const syncEveryBytes = 8 * 1024 * 1024;

async function soundBytesOf(path: string, files: FileLayer): Promise<number> {
  const scanned = await scanSnapshotFile(path, files, { expands: false });
  return scanned.type === 'whole' ? scanned.snapshot.id.bytes : scanned.soundBytes;
}
