import type { LockHolder } from './types.ts';

/** Another member runs in this data directory. Nothing was changed. */
export class DataDirectoryInUseError extends Error {
  override readonly name = 'DataDirectoryInUseError';
  readonly path: string;
  readonly holder: LockHolder;

  constructor(path: string, holder: LockHolder, advice: string) {
    const since = new Date(holder.startedAtMs).toISOString();
    super(
      `The data directory ${path} is in use by process ${holder.pid} on ${holder.host} since ${since}. ` +
        `Nothing was changed. ${advice}`,
    );
    this.path = path;
    this.holder = holder;
  }
}

/** The data directory belongs to another account and is open to others, or is not a directory. Nothing was changed. */
export class DataDirectoryUnsafeError extends Error {
  override readonly name = 'DataDirectoryUnsafeError';
}

/** `identity.key` is there, but cannot be used. It was neither changed nor replaced. */
export class IdentityDamagedError extends Error {
  override readonly name = 'IdentityDamagedError';
  readonly path: string;

  constructor(path: string, reason: string, cause?: unknown) {
    super(
      `The identity of this laptop in ${path} cannot be used: ${reason}. Nothing was changed. Put the file back from a ` +
        'backup. Without one, move the whole data directory away: this laptop then starts as a new member, and the ' +
        'others should remove the old one from the cluster.',
      { cause },
    );
    this.path = path;
  }
}

/** A file was written by a newer Raftpad. Nothing was changed. */
export class NewerFormatError extends Error {
  override readonly name = 'NewerFormatError';
  readonly path: string;
  readonly found: number;
  readonly supported: number;

  constructor(path: string, found: number, supported: number) {
    super(
      `${path} was written by a newer Raftpad (format ${found}; this one knows up to ${supported}). ` +
        'Nothing was changed. Update Raftpad on this laptop.',
    );
    this.path = path;
    this.found = found;
    this.supported = supported;
  }
}

/** `member.json` is there, but is not what was written. Nothing was changed. */
export class MemberFileDamagedError extends Error {
  override readonly name = 'MemberFileDamagedError';
  readonly path: string;

  constructor(path: string, reason: string, cause?: unknown) {
    super(`${path} is damaged: ${reason}. Nothing was changed. Put the file back from a backup.`, { cause });
    this.path = path;
  }
}

/** The log holds something that no crash can have left behind. Nothing was changed. */
export class LogDamagedError extends Error {
  override readonly name = 'LogDamagedError';
  readonly file: string;
  readonly offset: number;

  constructor(file: string, offset: number, reason: string, cause?: unknown) {
    super(
      `The log is damaged in ${file} at byte ${offset}: ${reason}. Nothing was changed. This member must not go on ` +
        'with part of its log: put the data directory back from a backup, or move it away and join the cluster again.',
      { cause },
    );
    this.file = file;
    this.offset = offset;
  }
}

/** The journal of unsent edits holds something that no crash can have left behind. Nothing was changed. */
export class OutboxDamagedError extends Error {
  override readonly name = 'OutboxDamagedError';
  readonly file: string;
  readonly offset: number;

  constructor(file: string, offset: number, reason: string) {
    super(
      `The edits waiting on this laptop are damaged in ${file} at byte ${offset}: ${reason}. Nothing was changed. Put ` +
        'the file back from a backup, or move it away: the edits in it that no other member has are then lost.',
    );
    this.file = file;
    this.offset = offset;
  }
}

/**
 * A write or sync failed, or the store is closed. What was acknowledged before is safe; nothing further is accepted,
 * because after a failed sync nobody can say what is on the disk. Open the store again to go on.
 */
export class StorageFailedError extends Error {
  override readonly name = 'StorageFailedError';
  /** The system's name for what happened (`ENOSPC`, `EIO`, …); null if it gave none. */
  readonly code: string | null;

  constructor(path: string, cause: unknown) {
    const code = errorCode(cause);
    const advice = code === 'ENOSPC' || code === 'EDQUOT' ? 'The disk is full: make room' : 'Check the disk';
    super(
      `Could not write to ${path}: ${cause instanceof Error ? cause.message : String(cause)}. ` +
        `What was saved before is kept; nothing more is accepted. ${advice}, then start Raftpad again.`,
      { cause },
    );
    this.code = code;
  }
}

/** The system's code of a file error (`ENOENT`), or null. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
