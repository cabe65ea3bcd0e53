import type { NewerVersion } from '../api/newer-version.ts';
import { SnapshotError } from '../notes/snapshot-error.ts';
import { NewerFormatError } from '../storage/errors.ts';
import { ApiError } from './errors.ts';

/** A newer Raftpad wrote something that this one does not know. This member ends, and starting it again changes nothing. */
export class UpdateNeededError extends ApiError {
  readonly newer: NewerVersion;

  constructor(newer: NewerVersion) {
    super('update-needed', newer.detail);
    this.newer = newer;
  }
}

/** What is known of the laptop that wrote it; `own`: this one did, with a newer Raftpad. */
export type Writer = 'own' | { readonly name: string | null; readonly appVersion: string | null };

export function newerCommand(version: number, writer: Writer): UpdateNeededError {
  const byOwn = writer === 'own';
  const { name: by, appVersion: byVersion } = byOwn ? { name: null, appVersion: null } : writer;
  const named = `${by ?? 'Another laptop'}${byVersion === null ? '' : ` (Raftpad ${byVersion})`}`;
  const detail =
    `${byOwn ? 'A newer Raftpad on this laptop' : named} wrote a command of version ${version} into the log, which this ` +
    'Raftpad does not know. Nothing was lost, and nothing behind it was applied here. Update Raftpad on this laptop.';
  return new UpdateNeededError({ type: 'command', by, byVersion, byOwn, detail });
}

/** Null: the error is about something else. `dataDirectory`: for one that names no file. */
export function newerFile(error: unknown, dataDirectory: string): UpdateNeededError | null {
  if (error instanceof NewerFormatError) {
    return new UpdateNeededError({ type: 'file', path: error.path, detail: error.message });
  }
  if (error instanceof SnapshotError && error.problem === 'newer-format') {
    const detail = `${error.message} Nothing was changed.`;
    return new UpdateNeededError({ type: 'file', path: dataDirectory, detail });
  }
  return null;
}
