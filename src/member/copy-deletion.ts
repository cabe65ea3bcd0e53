import { basename, join } from 'node:path';
import type { DataDirectory } from '../storage/data-directory.ts';
import { emptyHidden, hiddenFolders, hiddenPath, hideLeft, removeHidden } from '../storage/left-deletion.ts';
import type { KeptCopyRecord, MemberFile } from '../storage/types.ts';
import { ApiError, messageOf } from './errors.ts';
import type { MemberRecord } from './member-record.ts';

/**
 * Deletes what is in `left/<folder>` for good, and takes it off the record. A crash before the rename has deleted nothing,
 * one behind it is made good by `finishDeletions` at the next start.
 *
 * @param hidden called once it is out of sight
 * @returns where files are that could not be removed: the next start tries again; null: there are none
 * @throws ApiError `copy-in-use`, `copy-not-deleted`: nothing was deleted
 */
export async function deleteCopy(
  directory: Pick<DataDirectory, 'leftPath' | 'files'>,
  record: MemberRecord,
  folder: string,
  hidden: () => void,
): Promise<string | null> {
  if (isInUse(record.file, folder)) {
    throw new ApiError('copy-in-use', 'This laptop still moves or needs the files of this copy. Nothing was deleted.');
  }
  let isThere: boolean;
  try {
    isThere = await hideLeft(directory, folder);
  } catch (error) {
    const keptIn = join(directory.leftPath, folder);
    throw new ApiError(
      'copy-not-deleted',
      `The copy could not be deleted, and nothing of it was: all of it is still in ${keptIn}. (${messageOf(error)})`,
    );
  }
  hidden();
  if (!isThere) {
    await record.save((file) => without(file, [folder]));
    return null;
  }
  try {
    // Before the record is written: on a full disk only that makes room for it.
    await emptyHidden(directory, folder).catch(() => undefined); // what is left of it is tried again below
    await record.save((file) => without(file, [folder]));
    await removeHidden(directory, folder);
    return null;
  } catch (error) {
    const remainsIn = hiddenPath(directory, folder);
    console.error(`raftpad: not all of a deleted copy could be removed from ${remainsIn}: ${messageOf(error)}`);
    return remainsIn;
  }
}

/** At a start: what was deleted and is not gone yet. Resolves when it is off the record; its files go meanwhile. */
export async function finishDeletions(
  directory: Pick<DataDirectory, 'leftPath' | 'files'>,
  record: MemberRecord,
): Promise<void> {
  const folders = await hiddenFolders(directory);
  if (folders.length === 0) return;
  const isListed = record.file.kept?.some(({ folder }) => folders.includes(folder)) === true;
  if (isListed) await record.save((file) => without(file, folders));
  for (const folder of folders) {
    void removeHidden(directory, folder).catch((error: unknown) => {
      console.error(`raftpad: a deleted copy could not be removed: ${messageOf(error)}`);
    });
  }
}

/** Whoever deletes the copy of the cluster that this laptop was removed from has read that it was. */
function without(file: MemberFile, folders: readonly string[]): Partial<MemberFile> {
  const isDeleted = ({ folder }: KeptCopyRecord): boolean => folders.includes(folder);
  const { kept = [], removed } = file;
  const last = kept.at(-1);
  const isOfRemoval = last !== undefined && isDeleted(last);
  return { kept: kept.filter((each) => !isDeleted(each)), removed: isOfRemoval ? null : removed };
}

/** The files are not all there yet, or texts that only this laptop has are still to be found in them. */
function isInUse({ leaving, kept, repair }: MemberFile, folder: string): boolean {
  const last = leaving === true ? kept?.at(-1)?.folder : undefined;
  return last === folder || (repair !== undefined && basename(repair.keptIn) === folder);
}
