import type { HardState } from '../raft/types.ts';
import type { LockHolder, LogPosition } from './types.ts';

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
    // Not an old one put back: it would number this laptop's commands as it did before, and they would count as repeated.
    super(
      `The record of this laptop, ${path}, is damaged: ${reason}. Nothing was changed. Move the whole data directory ` +
        'away: this laptop then starts as a new member and can join again, and the others should remove the old one. What ' +
        'only this laptop has stays in that directory.',
      { cause },
    );
    this.path = path;
  }
}

/** What of a log is known in spite of its damage. */
export interface KnownOfDamagedLog {
  /** Up to here all entries can be read; null: none. */
  readonly soundUpTo: LogPosition | null;
  /** The last one that can be read before the damage. A later one may be lost, and with it a vote. */
  readonly hardState: HardState | null;
}

/**
 * The log holds something that no crash can have left behind: what was durable is not what it was. Nothing was changed.
 * This member must neither vote nor acknowledge anything with what is left: `salvageLog` reads that, for an export or
 * until the others have repaired it.
 */
export class LogDamagedError extends Error {
  override readonly name = 'LogDamagedError';
  readonly file: string;
  readonly offset: number;
  readonly reason: string;
  readonly known: KnownOfDamagedLog;

  constructor(file: string, offset: number, reason: string, known: KnownOfDamagedLog = nothingKnown, cause?: unknown) {
    super(
      `The log is damaged in ${file} at byte ${offset}: ${reason}. Nothing was changed. This member must not go on ` +
        'with part of its log: put the data directory back from a backup, or move it away and join the cluster again.',
      { cause },
    );
    this.file = file;
    this.offset = offset;
    this.reason = reason;
    this.known = known;
  }
}
const nothingKnown: KnownOfDamagedLog = { soundUpTo: null, hardState: null };

/** A snapshot file is not what was written, or not all of it. Nothing was changed. */
export class SnapshotDamagedError extends Error {
  override readonly name = 'SnapshotDamagedError';
  readonly file: string;
  readonly offset: number;
  readonly reason: string;

  constructor(file: string, offset: number, reason: string, cause?: unknown) {
    super(`The snapshot ${file} is damaged at byte ${offset}: ${reason}. Nothing was changed.`, { cause });
    this.file = file;
    this.offset = offset;
    this.reason = reason;
  }
}

/** There is no room on the disk. What was there before is as it was; try again when there is room. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError';
  readonly code = 'ENOSPC';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`The disk is full: ${path} could not be written. What was saved before is kept. Make room.`, { cause });
    this.path = path;
  }
}

/** Whether a file error says that there is no room, or that this user may use no more of it. */
export function isDiskFull(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
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
    const advice = isDiskFull(cause) ? 'The disk is full: make room' : 'Check the disk';
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
