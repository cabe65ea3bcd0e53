import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { nodeFiles } from './file-layer.ts';
import type { FileLayer } from './file-layer.ts';

/**
 * Puts `bytes` at `path`, mode 0600, so that after a crash at any moment the name holds either all of the old or all of
 * the new content; resolves once the new one is durable. What it leaves behind if it is cut short ends in `.tmp`.
 */
export async function writeFileDurably(path: string, bytes: Uint8Array, files: FileLayer = nodeFiles): Promise<void> {
  const temporary = await writeTemporary(path, bytes, files);
  try {
    await files.rename(temporary, path);
  } catch (error) {
    await files.remove(temporary).catch(() => undefined); // the first error is the one to tell
    throw error;
  }
  await files.syncDirectory(dirname(path));
}

/** Writes and syncs a new file beside `path` under a name of its own, and returns that name. */
export async function writeTemporary(path: string, bytes: Uint8Array, files: FileLayer): Promise<string> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await files.open(temporary, 'create');
  try {
    try {
      await file.write(bytes, 0);
      // Before the rename: otherwise the name may reach the disk before the content, and a power cut leaves it empty.
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await files.remove(temporary).catch(() => undefined);
    throw error;
  }
  return temporary;
}

/** Creates a directory, mode 0700, whose name survives a crash once this resolves. */
export async function makeDirectoryDurably(path: string, files: FileLayer = nodeFiles): Promise<void> {
  await files.makeDirectory(path);
  await files.syncDirectory(dirname(path));
}

/** Removes what an interrupted write of a file whose name starts with `prefix` left in a directory. */
export async function removeTemporaries(
  directory: string,
  prefix: string,
  files: FileLayer = nodeFiles,
): Promise<void> {
  for (const name of await files.list(directory)) {
    if (name.startsWith(prefix) && name.endsWith('.tmp')) await files.remove(join(directory, name));
  }
}
