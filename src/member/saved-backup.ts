import type { ErrorCode, Results } from '../api/contract.ts';
import { SnapshotError } from '../notes/snapshot-error.ts';
import type { NotesState } from '../notes/state-machine.ts';
import { BackupError, readBackup, writeBackup, type BackupFile } from '../storage/backup-file.ts';
import { DiskFullError, errorCode } from '../storage/errors.ts';
import { decodeDescription, encodeDescription, type BackupDescription } from './backup-description.ts';
import type { BackupSource } from './backup-source.ts';
import { ApiError, messageOf } from './errors.ts';
import { stateFrom, unhurried } from './restoring.ts';
import { appVersion } from './version.ts';

/**
 * Writes a backup of the notes at this moment, beside all other work.
 *
 * @param savedBy what this laptop is called
 * @throws ApiError
 */
export async function saveBackup(source: BackupSource, path: string, savedBy: string): Promise<Results['backup.save']> {
  const { notes: state, cluster, waiting, missing } = source;
  const captured = source.capture();
  if (captured === null) {
    throw new ApiError('refused', 'This laptop has nothing of its cluster yet. Wait until it has caught up.');
  }
  const { index } = captured;
  const notes = state.notes().length;
  const description: BackupDescription = {
    savedAtMs: Date.now(),
    appVersion,
    savedBy,
    cluster: { ...cluster, members: [...cluster.members] },
    notes,
    missing: missing === null ? null : [...missing],
  };
  const data = unhurried(captured.state.forBackup().chunks());
  try {
    const { bytes } = await writeBackup(path, index, encodeDescription(description), data);
    return { path, bytes, notes, index, waiting };
  } catch (error) {
    throw fileError(error, 'file-unwritable');
  }
}

export interface OpenedBackup {
  readonly file: BackupFile;
  readonly description: BackupDescription;
}

/** Checks every byte of a backup. Throws ApiError. */
export async function openBackup(path: string): Promise<OpenedBackup> {
  try {
    const file = await readBackup(path);
    const description = decodeDescription(file.metadata);
    if (description === null) throw new BackupError('damaged', 'It does not say what is in it.');
    // A new cluster's log goes on from there, for as long as anyone writes.
    if (file.index < 1 || file.index > mostEntries) throw new BackupError('damaged', 'It ends at no entry.');
    return { file, description };
  } catch (error) {
    throw fileError(error, 'file-unreadable');
  }
}

const mostEntries = 2 ** 48;

/** The notes in a backup. `progress` hears how many of `plainBytes` were read. Throws ApiError. */
export async function notesIn(file: BackupFile, progress: (bytes: number) => void): Promise<NotesState> {
  try {
    return await stateFrom(file.data(), progress);
  } catch (error) {
    throw fileError(error, 'file-unreadable');
  }
}

/** What became of a file, as the caller hears it. `otherwise`: if it is the system's error. */
export function fileError(error: unknown, otherwise: 'file-unreadable' | 'file-unwritable'): unknown {
  if (error instanceof BackupError) return new ApiError(codeOf[error.problem], error.message);
  if (error instanceof SnapshotError) {
    return new ApiError(error.problem === 'newer-format' ? 'backup-newer' : 'backup-damaged', error.message);
  }
  if (error instanceof DiskFullError) return new ApiError('file-unwritable', error.message);
  if (errorCode(error) === null) return error;
  const what = otherwise === 'file-unwritable' ? 'The file could not be written' : 'The file could not be read';
  return new ApiError(otherwise, `${what}: ${messageOf(error)}. Nothing else was changed.`);
}

const codeOf = {
  'not-a-backup': 'not-a-backup',
  damaged: 'backup-damaged',
  newer: 'backup-newer',
} as const satisfies Record<BackupError['problem'], ErrorCode>;
