import { errorCode } from '../storage/errors.ts';

/** What a person can do about a disk that does not take what is written; null: the error is about something else. */
export function diskAdvice(error: unknown, path: string): string | null {
  switch (errorCode(error) ?? '') {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: ${path} has no room for the little that Raftpad writes at its start. What is there is kept. Make room, then start Raftpad again.`;
    case 'EROFS':
      return `The disk with ${path} can only be read at present: the system may have found a fault in it. What is there is kept. Check the disk, or have it mounted for writing, then start Raftpad again.`;
    case 'EACCES':
    case 'EPERM':
      return `Raftpad may not write in ${path}. What is there is kept. Give this account the right to, or choose another data directory, then start Raftpad again.`;
    default:
      return null;
  }
}

/** The data directory cannot be written. Nothing was changed. */
export class DiskNotWritableError extends Error {
  override readonly name = 'DiskNotWritableError';
}
