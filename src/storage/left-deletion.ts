import { join } from 'node:path';
import type { DataDirectory } from './data-directory.ts';
import { errorCode } from './errors.ts';

type LeftDirectory = Pick<DataDirectory, 'leftPath' | 'files'>;

/*
 * `left/<folder>` is deleted in three steps: one rename takes it out of sight, all of it at once; then what is in it is
 * removed; then the empty directory, which until then tells the next start what was to be deleted. Nothing outside of
 * `left/` is touched, and no link is followed.
 */

/** False: there is no such folder. */
export async function hideLeft(directory: LeftDirectory, folder: string): Promise<boolean> {
  const { leftPath, files } = directory;
  const hidden = hiddenPath(directory, folder);
  try {
    await files.rename(join(leftPath, folder), hidden);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
  await files.syncDirectory(leftPath);
  return true;
}

export async function emptyHidden(directory: LeftDirectory, folder: string): Promise<void> {
  const hidden = hiddenPath(directory, folder);
  for (const name of await directory.files.list(hidden)) await directory.files.removeTree(join(hidden, name));
}

/** The last step; empties it too, if that was not done. */
export async function removeHidden(directory: LeftDirectory, folder: string): Promise<void> {
  await directory.files.removeTree(hiddenPath(directory, folder));
}

/** The folders that were to be deleted, and are not wholly. */
export async function hiddenFolders({ leftPath, files }: LeftDirectory): Promise<string[]> {
  try {
    const names = await files.list(leftPath);
    return names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])).filter(isFolder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

export function hiddenPath({ leftPath }: Pick<DataDirectory, 'leftPath'>, folder: string): string {
  if (!isFolder(folder)) throw new Error(`${JSON.stringify(folder)} is no folder of ${leftPath}`);
  return join(leftPath, `${prefix}${folder}`);
}

const prefix = 'deleting-';

/** A name, and no way out of the directory that it is in. */
function isFolder(name: string): boolean {
  return /^[0-9A-Za-z-]{1,120}$/.test(name) && !name.startsWith(prefix);
}
