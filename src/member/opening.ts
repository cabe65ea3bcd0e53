import type { MemberId } from '../raft/types.ts';
import { openDataDirectory, type DataDirectory } from '../storage/data-directory.ts';
import { MemberFileDamagedError } from '../storage/errors.ts';
import { loadIdentity } from '../storage/identity.ts';
import { readMemberFile } from '../storage/member-file.ts';
import { findPlace, settlePlace } from '../storage/place.ts';
import { disown, holdsClusterState } from '../storage/set-aside.ts';
import { openClusterState, type ClusterState } from './cluster-state.ts';
import { diagnose, type Diagnosis } from './damage.ts';
import { checkIdentity, generateIdentity, IdentityMissingError } from './identity-key.ts';
import { MemberRecord } from './member-record.ts';

/** What of a member is in its data directory, whatever cluster it is in. */
export interface OpenedMember {
  /** Locked. Release it when all else is closed. */
  readonly directory: DataDirectory;
  readonly privateKey: Uint8Array;
  readonly record: MemberRecord;
}

/**
 * Opens a data directory, or makes one of a new member. One that was copied starts as a new member.
 *
 * @throws DataDirectoryInUseError, DataDirectoryUnsafeError, IdentityDamagedError, IdentityMissingError,
 *   MemberFileDamagedError, NewerFormatError
 */
export async function openMember(path: string, nameIfNew: string): Promise<OpenedMember> {
  const directory = await openDataDirectory(path);
  try {
    const copied = await disownCopy(directory);
    const privateKey = await loadIdentity(directory.identityPath, () => newIdentity(directory), checkIdentity);
    await requireRecord(directory);
    const record = await MemberRecord.open(directory.memberFilePath, nameIfNew);
    if (copied !== null) await record.save({ copied });
    await settlePlace(directory.path);
    return { directory, privateKey, record };
  } catch (error) {
    await directory.release();
    throw error;
  }
}

/**
 * Opens what the directory holds of the cluster that its record names, or says what to do about its damage.
 *
 * @throws NewerFormatError, and what the system says of files that cannot be read at all
 */
export async function openClusterOf(
  self: MemberId,
  { directory, record }: Pick<OpenedMember, 'directory' | 'record'>,
): Promise<{ readonly type: 'sound'; readonly state: ClusterState } | Diagnosis> {
  try {
    return { type: 'sound', state: await openClusterState(directory) };
  } catch (error) {
    const diagnosis = await diagnose(error, directory, { self, file: record.file });
    if (diagnosis === null) throw error;
    return diagnosis;
  }
}

/**
 * A copied directory has forgotten what the original has promised since: what made it a member is set aside, and it
 * starts as a new one. Returns where that is kept; null: it is no copy.
 */
async function disownCopy(directory: DataDirectory): Promise<string | null> {
  const place = await findPlace(directory.path);
  return place.type === 'copied' ? disown(directory, Date.now()) : null;
}

/** A key for a new member. A folder that belongs to a member already gets none: it would silently become another's. */
async function newIdentity({ identityPath, memberFilePath }: DataDirectory): Promise<Uint8Array> {
  if ((await readMemberFile(memberFilePath)) !== null) throw new IdentityMissingError(identityPath);
  return await generateIdentity();
}

/** Without its record a member would not know what it is in, and would number its commands from the start. */
async function requireRecord(directory: DataDirectory): Promise<void> {
  if ((await readMemberFile(directory.memberFilePath)) !== null || !(await holdsClusterState(directory))) return;
  throw new MemberFileDamagedError(directory.memberFilePath, 'it is missing');
}
