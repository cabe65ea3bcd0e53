import * as fs from 'node:fs';
import { promisify } from 'node:util';

export interface FreeSpace {
  /** What this user may still write, in bytes. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** The room on the disk that holds `path`. */
export async function freeSpace(path: string): Promise<FreeSpace> {
  const { bavail, blocks, bsize } = await statfs(path);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

const statfs = promisify<string, fs.StatsFs>((path, done) => fs.statfs(path, done));
