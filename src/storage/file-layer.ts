import * as fs from 'node:fs';
import { promisify } from 'node:util';
import { errorCode } from './errors.ts';

/**
 * The few things storage asks of a disk. A data directory has it for all that a member keeps there, so that tests can put
 * a disk beneath that loses power, fills up or lies. (The lock and the identity want more of the system than this.)
 */
export interface FileLayer {
  /** Creates a directory, mode 0700, and its parents; resolves also if it is there. Durable only after `syncDirectory` on the parent. */
  makeDirectory(path: string): Promise<void>;
  /** The names in a directory. Rejects with code ENOENT if it is missing. */
  list(path: string): Promise<string[]>;
  open(path: string, access: FileAccess): Promise<OpenFile>;
  /** Replaces what is at `to`. Durable only after `syncDirectory` on both directories. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Removes an empty directory. */
  removeDirectory(path: string): Promise<void>;
  /** Removes a file, or a directory with all that is in it. Follows no link; resolves also if there is nothing. */
  removeTree(path: string): Promise<void>;
  /** Makes the names in a directory durable. */
  syncDirectory(path: string): Promise<void>;
}

/** `create` makes a new file, mode 0600, and rejects with code EEXIST if the name is taken. */
export type FileAccess = 'read' | 'write' | 'create';

export interface OpenFile {
  size(): Promise<number>;
  /** Fills `into` from `position` on; resolves with fewer bytes only at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** Writes all of `bytes`; durable after the next `sync`. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Writes all of `bytes` and resolves once they are durable. Says nothing about earlier plain writes. */
  writeDurably(bytes: Uint8Array, position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The bytes of a file, in memory of their own. Rejects with code ENOENT if there is none. */
export async function readWhole(path: string, files: FileLayer): Promise<Uint8Array> {
  const file = await files.open(path, 'read');
  try {
    const bytes = new Uint8Array(await file.size());
    const length = await file.read(bytes, 0);
    if (length < bytes.length) throw new Error(`${path} ended at byte ${length} while it was read`);
    return bytes;
  } finally {
    await file.close();
  }
}

/** The machine's own disk. */
export const nodeFiles: FileLayer = {
  async makeDirectory(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  list: (path) => readdir(path),
  async open(path, access) {
    return new NodeFile(await open(path, flagsOf(access), 0o600), syncsOnWrite && access === 'write');
  },
  rename: (from, to) => rename(from, to),
  remove: (path) => unlink(path),
  removeDirectory: (path) => rmdir(path),
  removeTree: (path) => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  async syncDirectory(path) {
    // Windows cannot open a directory for syncing; NTFS journals names, and a rename there is not lost alone.
    if (process.platform === 'win32') return;
    const fd = await open(path, 'r', 0);
    try {
      await fsync(fd);
    } catch (error) {
      // Some network and FUSE file systems do not know it. Nothing better can be done there.
      if (errorCode(error) !== 'EINVAL' && errorCode(error) !== 'ENOTSUP') throw error;
    } finally {
      await close(fd);
    }
  },
};

const open = promisify(fs.open);
const close = promisify(fs.close);
const fsync = promisify(fs.fsync);
const fdatasync = promisify(fs.fdatasync);
const fstat = promisify(fs.fstat);
const ftruncate = promisify(fs.ftruncate);
const mkdir = promisify(fs.mkdir);
const readdir = promisify<string, string[]>((path, done) => fs.readdir(path, done));
const rename = promisify(fs.rename);
const unlink = promisify(fs.unlink);
const rm = promisify((path: string, options: fs.RmOptions, done: fs.NoParamCallback) => fs.rm(path, options, done));
const rmdir = promisify((path: string, done: fs.NoParamCallback) => fs.rmdir(path, done));
/**
 * On Linux files are written through a descriptor with O_DSYNC: one trip through libuv's thread pool for each durable
 * write, where write + fdatasync need two. Measured (Node 24, ext4, 1,500 appends of 200 B, p50 / p99):
 * O_DSYNC 0.133 / 0.286 ms, write + fdatasync 0.161 / 0.354 ms; `node test/storage/measure-sync.ts` repeats it.
 * Not on macOS, where only fsync (F_FULLFSYNC in libuv) empties the drive's own cache, nor on Windows, which has no
 * such flag in Node.
 */
const syncsOnWrite = process.platform === 'linux';

function flagsOf(access: FileAccess): number {
  const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_DSYNC } = fs.constants;
  switch (access) {
    case 'read':
      return O_RDONLY;
    case 'write':
      return syncsOnWrite ? O_RDWR | O_DSYNC : O_RDWR;
    case 'create':
      return O_RDWR | O_CREAT | O_EXCL;
    default: {
      const impossible: never = access;
      throw new Error(`Unknown access ${String(impossible)}`);
    }
  }
}

class NodeFile implements OpenFile {
  readonly #fd: number;
  readonly #syncsOnWrite: boolean;

  constructor(fd: number, syncsItsWrites: boolean) {
    this.#fd = fd;
    this.#syncsOnWrite = syncsItsWrites;
  }

  async size(): Promise<number> {
    return (await fstat(this.#fd)).size;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const count = await readSome(this.#fd, into, done, position + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    let done = 0;
    // A disk that is nearly full takes part of a write; the next attempt then says ENOSPC.
    while (done < bytes.length) {
      const count = await writeSome(this.#fd, bytes, done, position + done);
      if (count === 0) throw new Error('The disk took none of the bytes');
      done += count;
    }
  }

  async writeDurably(bytes: Uint8Array, position: number): Promise<void> {
    await this.write(bytes, position);
    if (!this.#syncsOnWrite) await fdatasync(this.#fd);
  }

  truncate(length: number): Promise<void> {
    return ftruncate(this.#fd, length);
  }

  sync(): Promise<void> {
    return fsync(this.#fd);
  }

  close(): Promise<void> {
    return close(this.#fd);
  }
}

function readSome(fd: number, into: Uint8Array, offset: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(fd, into, offset, into.length - offset, position, (error, count) =>
      error === null ? resolve(count) : reject(error),
    );
  });
}

function writeSome(fd: number, bytes: Uint8Array, offset: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.write(fd, bytes, offset, bytes.length - offset, position, (error, count) =>
      error === null ? resolve(count) : reject(error),
    );
  });
}
