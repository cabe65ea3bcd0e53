import { basename, dirname, join } from 'node:path';
import type { DataDirectory } from './data-directory.ts';
import { makeDirectoryDurably } from './durable-file.ts';
import { errorCode } from './errors.ts';
import type { FileLayer } from './file-layer.ts';

/**
 * On leaving a cluster: moves `log/`, `snapshots/` and `outbox/` into `left/<clusterId>-<time>/`, durably, and returns that path.
 * Nothing is deleted. What is not there is not moved, so it may be called again after a crash.
 *
 * The stores must be closed. First write `member.json` without the cluster, then call this: the other way round a crash
 * between the two leaves a member that still takes part, but has forgotten its log and its vote. And at each start
 * without a cluster call it if `holdsClusterState`: the leaving was cut short.
 *
 * @param now Unix time in milliseconds
 */
export async function setAside(directory: DataDirectory, clusterId: string, now: number): Promise<string> {
  // It becomes part of a path.
  if (!/^[0-9A-Za-z-]{1,64}$/.test(clusterId)) throw new Error(`${JSON.stringify(clusterId)} is no cluster id`);
  return moveAll(directory, `${clusterId}-${timestamp(now)}`, clusterPaths(directory));
}

/**
 * Of a directory that is a copy: moves all that made it a member, its identity too, into `left/copied-<time>/`, durably,
 * and returns that path. Nothing is deleted. May be called again after a crash; remember the new place only after it.
 *
 * @param now Unix time in milliseconds
 */
export async function disown(directory: DataDirectory, now: number): Promise<string> {
  const { identityPath, memberFilePath } = directory;
  return moveAll(directory, `copied-${timestamp(now)}`, [identityPath, memberFilePath, ...clusterPaths(directory)]);
}

async function moveAll(directory: DataDirectory, name: string, paths: readonly string[]): Promise<string> {
  const { files } = directory;
  const destination = await unusedPath(join(directory.leftPath, name), files);
  await makeDirectoryDurably(directory.leftPath, files);
  await makeDirectoryDurably(destination, files);
  for (const path of paths) await moveIfThere(path, join(destination, basename(path)), files);
  // The new names first: a power cut in between may leave the old ones, never neither.
  await files.syncDirectory(destination);
  await files.syncDirectory(directory.path);
  return destination;
}

/** Whether a log, a snapshot or an outbox is there. */
export async function holdsClusterState(directory: DataDirectory): Promise<boolean> {
  for (const path of clusterPaths(directory)) {
    if (await isThere(path, directory.files)) return true;
  }
  return false;
}

/** What belongs to the cluster. Moved in this order, the log is the last to go. */
function clusterPaths({ outboxPath, snapshotsPath, logPath }: DataDirectory): readonly string[] {
  return [outboxPath, snapshotsPath, logPath];
}

/**
 * Where something damaged may be kept: `damaged/<time>`, which is not there yet. Whoever has to find it again after a crash
 * remembers it before `setDamagedAside`.
 *
 * @param now Unix time in milliseconds
 */
export function unusedDamagedPath(
  { damagedPath, files }: Pick<DataDirectory, 'damagedPath' | 'files'>,
  now: number,
): Promise<string> {
  return unusedPath(join(damagedPath, timestamp(now)), files);
}

/**
 * Moves what is damaged (the whole log with its directory, say, or single snapshot files) into the directory `destination`
 * of `damaged/`, durably. Nothing is deleted: what is there of that name already stays. The stores must be closed. What is
 * not there is not moved, so it may be called again after a crash.
 *
 * @param paths within the data directory
 * @param destination as `unusedDamagedPath` gave it; if the data directory was moved since, its last part counts
 */
export async function setDamagedAside(
  { damagedPath, files }: Pick<DataDirectory, 'damagedPath' | 'files'>,
  paths: readonly string[],
  destination: string,
): Promise<void> {
  const target = join(damagedPath, basename(destination));
  await makeDirectoryDurably(damagedPath, files);
  await makeDirectoryDurably(target, files);
  for (const path of paths) await moveIfThere(path, await unusedPath(join(target, basename(path)), files), files);
  await files.syncDirectory(target);
  for (const parent of new Set(paths.map((path) => dirname(path)))) {
    if (await isThere(parent, files)) await files.syncDirectory(parent);
  }
}

/** As `unusedDamagedPath`: where what belongs to a cluster may be kept that this laptop leaves, or comes into anew. */
export function unusedLeftPath(
  { leftPath, files }: Pick<DataDirectory, 'leftPath' | 'files'>,
  clusterId: string,
  now: number,
): Promise<string> {
  return unusedPath(join(leftPath, `${clusterId}-${timestamp(now)}`), files);
}

/** As `setDamagedAside`, into a directory that `unusedLeftPath` or `unusedDamagedPath` gave. */
export function setAsideInto(
  { leftPath, damagedPath, files }: Pick<DataDirectory, 'leftPath' | 'damagedPath' | 'files'>,
  paths: readonly string[],
  destination: string,
): Promise<void> {
  const isLeft = basename(dirname(destination)) === basename(leftPath);
  return setDamagedAside({ damagedPath: isLeft ? leftPath : damagedPath, files }, paths, destination);
}

async function moveIfThere(from: string, to: string, files: FileLayer): Promise<void> {
  if (await isThere(from, files)) await files.rename(from, to);
}

async function unusedPath(wanted: string, files: FileLayer): Promise<string> {
  for (let count = 1; ; count += 1) {
    const path = count === 1 ? wanted : `${wanted}-${count}`;
    if (!(await isThere(path, files))) return path;
  }
}

async function isThere(path: string, files: FileLayer): Promise<boolean> {
  try {
    return (await files.list(dirname(path))).includes(basename(path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** `20261122T030011Z`: without colons, which Windows does not take in names. */
function timestamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
}
