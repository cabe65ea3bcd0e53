import { dirname, join } from 'node:path';
import { makeDirectoryDurably, removeTemporaries } from './durable-file.ts';
import { DiskFullError, isDiskFull, SnapshotDamagedError } from './errors.ts';
import { nodeFiles } from './file-layer.ts';
import type { FileLayer } from './file-layer.ts';
import { readSnapshotData, scanSnapshotFile, writeSnapshotFile } from './snapshot-file.ts';
import { maxMetadataBytes } from './snapshot-format.ts';
import { openSink } from './snapshot-sink.ts';
import type { LogPosition, SnapshotId, SnapshotSink, SnapshotSource, SnapshotStore, StoredSnapshot } from './types.ts';

export interface OpenedSnapshots {
  readonly store: SnapshotStore;
  /** Those that cannot be used, newest first. They are left as they are: set them aside. */
  readonly damaged: readonly SnapshotDamagedError[];
}

/**
 * Opens `snapshots/` of a data directory whose lock is held, creating it if it is not there. Files are named
 * `<index>-<term>.snapshot` (snapshot-format.ts). All are read and checked. If the newest is damaged and an older one is
 * not, whether that is enough depends on where the log begins: the caller's to decide.
 *
 * @throws NewerFormatError
 */
export async function openSnapshotStore(
  directory: string,
  { files = nodeFiles, kept = 2 }: { readonly files?: FileLayer; readonly kept?: number } = {},
): Promise<OpenedSnapshots> {
  await makeDirectoryDurably(directory, files);
  const sound: StoredSnapshot[] = [];
  const damaged: SnapshotDamagedError[] = [];
  for (const { name, index, term } of listed(await files.list(directory))) {
    const path = join(directory, name);
    const scanned = await scanSnapshotFile(path, files, { expands: false });
    if (scanned.type === 'damaged') {
      damaged.push(new SnapshotDamagedError(path, scanned.soundBytes, scanned.reason));
    } else if (scanned.snapshot.id.index !== index || scanned.snapshot.id.term !== term) {
      damaged.push(new SnapshotDamagedError(path, 0, 'its name is not what it holds'));
    } else {
      sound.push(scanned.snapshot);
    }
  }
  await removeTemporaries(directory, '', files);
  await files.syncDirectory(directory); // a killed process may not have come to it
  return { store: new DirectorySnapshotStore(directory, files, kept, sound), damaged };
}

class DirectorySnapshotStore implements SnapshotStore {
  readonly #directory: string;
  readonly #files: FileLayer;
  readonly #kept: number;
  #snapshots: readonly StoredSnapshot[];
  /** Files that are being sent, and how often. */
  readonly #sent = new Map<string, number>();
  readonly #obsolete = new Set<string>();
  #writes = 0;

  constructor(directory: string, files: FileLayer, kept: number, snapshots: readonly StoredSnapshot[]) {
    this.#directory = directory;
    this.#files = files;
    this.#kept = kept;
    this.#snapshots = snapshots;
  }

  get newest(): StoredSnapshot | null {
    return this.#snapshots[0] ?? null;
  }

  get all(): readonly StoredSnapshot[] {
    return this.#snapshots;
  }

  async write(
    position: LogPosition,
    metadata: Uint8Array,
    data: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<StoredSnapshot> {
    if (metadata.length > maxMetadataBytes) throw new RangeError(`Metadata of ${metadata.length} bytes`);
    const path = this.#pathOf(position);
    this.#writes += 1;
    const temporary = `${path}.${this.#writes}.tmp`;
    try {
      const file = await this.#files.open(temporary, 'create');
      try {
        await writeSnapshotFile(file, position, metadata, data);
        await file.sync();
      } finally {
        await file.close();
      }
      const snapshot = await proven(temporary, this.#files, { expands: true });
      await this.#place(temporary, snapshot);
      return snapshot;
    } catch (error) {
      await this.#files.remove(temporary).catch(() => undefined); // the first error is the one to tell
      throw isDiskFull(error) ? new DiskFullError(path, error) : error;
    }
  }

  read(id: SnapshotId): AsyncIterable<Uint8Array> {
    return readSnapshotData(this.#pathOf(id), id, this.#files);
  }

  async source(id: SnapshotId): Promise<SnapshotSource> {
    const path = this.#pathOf(id);
    const file = await this.#files.open(path, 'read');
    this.#sent.set(path, (this.#sent.get(path) ?? 0) + 1);
    let closed: Promise<void> | null = null;
    const close = async (): Promise<void> => {
      await file.close();
      this.#sent.set(path, (this.#sent.get(path) ?? 1) - 1);
      await this.#removeObsolete();
    };
    return {
      read: async (offset, length) => {
        const bytes = new Uint8Array(length);
        return bytes.subarray(0, await file.read(bytes, offset));
      },
      close: () => (closed ??= close()),
    };
  }

  sink(id: SnapshotId): Promise<SnapshotSink> {
    return openSink(this.#directory, id, this.#files, async (partial, proof) => {
      const snapshot = proof ?? (await proven(partial, this.#files, { expands: false }));
      const { index, term, bytes, check } = snapshot.id;
      if (index !== id.index || term !== id.term || bytes !== id.bytes || check !== id.check) {
        throw new SnapshotDamagedError(partial, 0, 'it is not the snapshot that was announced');
      }
      await this.#place(partial, snapshot);
      return snapshot;
    });
  }

  async keepOnly(id: SnapshotId): Promise<void> {
    const kept = this.#pathOf(id);
    for (const { id: other } of this.#snapshots)
      if (this.#pathOf(other) !== kept) this.#obsolete.add(this.#pathOf(other));
    this.#snapshots = this.#snapshots.filter(({ id: other }) => this.#pathOf(other) === kept);
    await this.#removeObsolete();
    await this.#files.syncDirectory(this.#directory);
  }

  /** A file that is durable and proven gets its name, durably. */
  async #place(from: string, snapshot: StoredSnapshot): Promise<void> {
    const path = this.#pathOf(snapshot.id);
    await this.#files.rename(from, path);
    await this.#files.syncDirectory(dirname(path));
    const others = this.#snapshots.filter(({ id }) => this.#pathOf(id) !== path);
    const sorted = [snapshot, ...others].sort((a, b) => newestFirst(a.id, b.id));
    this.#snapshots = sorted.slice(0, this.#kept);
    this.#obsolete.delete(path);
    for (const { id } of sorted.slice(this.#kept)) this.#obsolete.add(this.#pathOf(id));
    await this.#removeObsolete();
  }

  /** What cannot be removed now goes the next time, or after the next start. */
  async #removeObsolete(): Promise<void> {
    for (const path of this.#obsolete) {
      if ((this.#sent.get(path) ?? 0) > 0) continue;
      const isGone = await this.#files.remove(path).then(
        () => true,
        () => false,
      );
      if (isGone) this.#obsolete.delete(path);
    }
  }

  #pathOf({ index, term }: { readonly index: number; readonly term: number }): string {
    return join(this.#directory, `${index}-${term}.snapshot`);
  }
}

/** Reads all of a file back. */
async function proven(path: string, files: FileLayer, how: { readonly expands: boolean }): Promise<StoredSnapshot> {
  const scanned = await scanSnapshotFile(path, files, how);
  if (scanned.type === 'whole') return scanned.snapshot;
  throw new SnapshotDamagedError(path, scanned.soundBytes, scanned.reason);
}

interface ListedSnapshot {
  readonly name: string;
  readonly index: number;
  readonly term: number;
}

function listed(names: readonly string[]): ListedSnapshot[] {
  return names
    .flatMap((name): ListedSnapshot[] => {
      const match = /^(\d+)-(\d+)\.snapshot$/.exec(name);
      return match === null ? [] : [{ name, index: Number(match[1]), term: Number(match[2]) }];
    })
    .sort(newestFirst);
}

function newestFirst(a: { index: number; term: number }, b: { index: number; term: number }): number {
  return b.index - a.index || b.term - a.term;
}
