import { stat } from 'node:fs/promises';

/**
 * What tells one directory from a copy of it: when it was created, or its inode where the file system knows no such
 * time. Renaming keeps both. A copy, and one put back from a backup, has neither. (An inode alone would not do: its
 * number is given to the next directory as soon as it is free.)
 */
export async function markOf(directory: string): Promise<string> {
  const { ino, birthtimeNs } = await stat(directory, { bigint: true });
  return birthtimeNs > 0n ? `created ${birthtimeNs}` : `inode ${ino}`;
}

/** Marks of different kinds say nothing about each other: a newer system may know more of the same directory. */
export function isOtherDirectory(mark: string, other: string): boolean {
  return mark !== other && mark.split(' ')[0] === other.split(' ')[0];
}
