/**
 * A backup: one file with the notes of a cluster, to be kept where a person wants it.
 *
 *     file   = header · snapshot file
 *     header = "RAFTBKUP" · format version u32 · CRC-32C of the 12 bytes before u32
 *
 * Little-endian. Behind the header comes a file as snapshot-format.ts has it, with its checks over every byte. Its index is
 * that of the last entry in it, its term 0: a backup takes no part in any election. Its metadata is opaque here.
 */
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import type { LogIndex } from '../raft/types.ts';
import { asLogIndex, asTerm } from '../raft/types.ts';
import { crc32c } from './crc32c.ts';
import { DiskFullError, isDiskFull, NewerFormatError, SnapshotDamagedError } from './errors.ts';
import { nodeFiles } from './file-layer.ts';
import type { FileLayer, OpenFile } from './file-layer.ts';
import { readSnapshotData, scanSnapshotFile, writeSnapshotFile } from './snapshot-file.ts';
import { maxMetadataBytes } from './snapshot-format.ts';

const magic = 'RAFTBKUP';
const backupFormatVersion = 1;
const headerBytes = 16;

/**
 * - `not-a-backup`: it is a file of another kind.
 * - `damaged`: it is not what was written, or not all of it.
 * - `newer`: a newer Raftpad wrote it.
 */
export type BackupProblem = 'not-a-backup' | 'damaged' | 'newer';

/** A file cannot be used as a backup. Nothing was changed. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly problem: BackupProblem;

  constructor(problem: BackupProblem, message: string, cause?: unknown) {
    super(message, { cause });
    this.problem = problem;
  }
}

/** A backup whose every byte was checked. */
export interface BackupFile {
  /** The last entry that is in it. */
  readonly index: LogIndex;
  readonly metadata: Uint8Array;
  /** The length of the file. */
  readonly bytes: number;
  /** The length of the data, expanded. */
  readonly plainBytes: number;
  /** The data, piece by piece, checked again as it is read. Throws BackupError within. */
  data(): AsyncIterable<Uint8Array>;
}

/**
 * Writes a backup to `path`, mode 0600. When this resolves it is durable and was read back; a crash before leaves what
 * was at `path`, and at most a file beside it that ends in `.tmp`.
 *
 * @throws DiskFullError, or the system's error; what was at `path` is as it was
 */
export async function writeBackup(
  path: string,
  index: LogIndex,
  metadata: Uint8Array,
  data: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  files: FileLayer = nodeFiles,
): Promise<{ readonly bytes: number }> {
  if (metadata.length > maxMetadataBytes) throw new RangeError(`Metadata of ${metadata.length} bytes`);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await files.open(temporary, 'create');
    try {
      await file.write(encodeHeader(), 0);
      await writeSnapshotFile(new FileBehindHeader(file), { index, term: asTerm(0) }, metadata, data);
      await file.sync();
    } finally {
      await file.close();
    }
    const { bytes } = await readBackup(temporary, files);
    await files.rename(temporary, path);
    await files.syncDirectory(dirname(path));
    return { bytes };
  } catch (error) {
    await files.remove(temporary).catch(() => undefined); // the first error is the one to tell
    throw isDiskFull(error) ? new DiskFullError(path, error) : error;
  }
}

/**
 * Reads and checks all of a backup.
 *
 * @throws BackupError, or the system's error if the file cannot be read
 */
export async function readBackup(path: string, files: FileLayer = nodeFiles): Promise<BackupFile> {
  await checkHeader(path, files);
  const behindHeader = filesBehindHeader(files);
  const scanned = await asBackupError(path, () => scanSnapshotFile(path, behindHeader, { expands: true }));
  if (scanned.type === 'damaged') throw damaged(path, scanned.reason);
  const { id, metadata, plainBytes } = scanned.snapshot;
  return {
    index: asLogIndex(id.index),
    metadata,
    bytes: headerBytes + id.bytes,
    plainBytes,
    async *data() {
      const pieces = readSnapshotData(path, id, behindHeader)[Symbol.asyncIterator]();
      for (;;) {
        const next = await asBackupError(path, () => pieces.next());
        if (next.done === true) return;
        yield next.value;
      }
    },
  };
}

function encodeHeader(): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write(magic, 0, 8, 'latin1');
  header.writeUInt32LE(backupFormatVersion, 8);
  header.writeUInt32LE(crc32c(header.subarray(0, 12)), 12);
  return header;
}

async function checkHeader(path: string, files: FileLayer): Promise<void> {
  const header = Buffer.alloc(headerBytes);
  const file = await files.open(path, 'read');
  let length: number;
  try {
    length = await file.read(header, 0);
  } finally {
    await file.close();
  }
  const begins = header.toString('latin1', 0, Math.min(length, magic.length));
  if (length === 0 || !magic.startsWith(begins)) {
    throw new BackupError('not-a-backup', `${path} is no backup of Raftpad. Nothing was changed. Choose another file.`);
  }
  if (length < headerBytes || header.readUInt32LE(12) !== crc32c(header.subarray(0, 12))) {
    throw damaged(path, 'its header is not what was written');
  }
  const version = header.readUInt32LE(8);
  if (version > backupFormatVersion) throw newer(path, version);
  if (version < backupFormatVersion) throw damaged(path, `there is no format ${version}`);
}

/** What a snapshot file is told of it, said of a backup. */
async function asBackupError<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NewerFormatError) throw newer(path, error.found);
    if (error instanceof SnapshotDamagedError) throw damaged(path, error.reason, error);
    throw error;
  }
}

function damaged(path: string, reason: string, cause?: unknown): BackupError {
  const message = `The backup ${path} is damaged: ${reason}. Nothing was changed. Choose another backup.`;
  return new BackupError('damaged', message, cause);
}

function newer(path: string, version: number): BackupError {
  const message =
    `The backup ${path} was written by a newer Raftpad (format ${version}; this one knows up to ` +
    `${backupFormatVersion}). Nothing was changed. Update Raftpad on this laptop.`;
  return new BackupError('newer', message);
}

/** Files as they are behind their header. */
function filesBehindHeader(files: FileLayer): Pick<FileLayer, 'open'> {
  return { open: async (path, access) => new FileBehindHeader(await files.open(path, access)) };
}

class FileBehindHeader implements OpenFile {
  readonly #file: OpenFile;

  constructor(file: OpenFile) {
    this.#file = file;
  }

  async size(): Promise<number> {
    return (await this.#file.size()) - headerBytes;
  }

  read(into: Uint8Array, position: number): Promise<number> {
    return this.#file.read(into, headerBytes + position);
  }

  write(bytes: Uint8Array, position: number): Promise<void> {
    return this.#file.write(bytes, headerBytes + position);
  }

  writeDurably(bytes: Uint8Array, position: number): Promise<void> {
    return this.#file.writeDurably(bytes, headerBytes + position);
  }

  truncate(length: number): Promise<void> {
    return this.#file.truncate(headerBytes + length);
  }

  sync(): Promise<void> {
    return this.#file.sync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
