import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { removeTemporaries } from './durable-file.ts';
import { DataDirectoryUnsafeError, errorCode } from './errors.ts';
import { nodeFiles } from './file-layer.ts';
import type { FileLayer } from './file-layer.ts';
import { takeLock } from './lock.ts';
import type { LogStoreOptions } from './log-store.ts';
import type { LockHolder } from './types.ts';

/** One member's folder, locked for this process until `release`. All paths are absolute. */
export interface DataDirectory {
  readonly path: string;
  readonly identityPath: string;
  readonly memberFilePath: string;
  readonly logPath: string;
  readonly outboxPath: string;
  readonly snapshotsPath: string;
  /** What was set aside on leaving a cluster. */
  readonly leftPath: string;
  /** What was set aside because it is damaged. */
  readonly damagedPath: string;
  /** Texts that only this laptop has, for its person to decide upon. */
  readonly foundPath: string;
  readonly holder: LockHolder;
  /** The disk that it is on. */
  readonly files: FileLayer;
  /** How its log is cut into files; what is not given is as the log store finds right. */
  readonly logSizes: Pick<LogStoreOptions, 'segmentBytes' | 'spareBytes'>;
  /** Close the stores first. May be called again. */
  release(): Promise<void>;
}

export interface DataDirectoryOptions {
  readonly logSizes?: DataDirectory['logSizes'];
  /** How long to wait for another member to let the directory go, in milliseconds; 0 if not given. */
  readonly lockWaitMs?: number;
}

/**
 * Opens a data directory, creating it with mode 0700, and takes its lock. A directory of ours that others may enter is
 * closed to them; one of another account that others may enter is refused.
 *
 * @throws DataDirectoryInUseError, DataDirectoryUnsafeError
 */
export async function openDataDirectory(
  path: string,
  { lockWaitMs = 0, logSizes = {} }: DataDirectoryOptions = {},
): Promise<DataDirectory> {
  const root = resolve(path);
  await createPrivately(root);
  const lock = await takeLock(root, { waitMs: lockWaitMs });
  await removeTemporaries(root, 'member.json.');
  return {
    path: root,
    identityPath: join(root, 'identity.key'),
    memberFilePath: join(root, 'member.json'),
    logPath: join(root, 'log'),
    outboxPath: join(root, 'outbox'),
    snapshotsPath: join(root, 'snapshots'),
    leftPath: join(root, 'left'),
    damagedPath: join(root, 'damaged'),
    foundPath: join(root, 'found'),
    holder: lock.holder,
    files: nodeFiles,
    logSizes,
    release: () => lock.release(),
  };
}

async function createPrivately(path: string): Promise<void> {
  let firstCreated: string | undefined;
  try {
    firstCreated = await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST' && errorCode(error) !== 'ENOTDIR') throw error;
    throw new DataDirectoryUnsafeError(`${path} cannot be the data directory: there is a file of that name.`);
  }
  if (firstCreated !== undefined) await syncUpTo(path, dirname(firstCreated));
  if (process.platform === 'win32') return; // the profile folder's access list protects it there
  const { mode, uid } = await stat(path);
  if ((mode & 0o077) === 0) return;
  if (uid !== process.getuid?.()) {
    throw new DataDirectoryUnsafeError(
      `${path} cannot be the data directory: it belongs to another account and others may enter it. ` +
        'Nothing was changed. Choose another directory, or make it yours alone (chmod 700).',
    );
  }
  await chmod(path, mode & 0o7700);
}

/** Makes a new directory's name durable, and the names of the parents that were created with it. */
async function syncUpTo(path: string, stop: string): Promise<void> {
  for (let parent = dirname(path); ; parent = dirname(parent)) {
    await nodeFiles.syncDirectory(parent);
    if (parent === stop || parent === dirname(parent)) return;
  }
}
