import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { NotesState } from '../notes/state-machine.ts';
import { errorCode } from '../storage/errors.ts';
import { nodeFiles } from '../storage/file-layer.ts';
import { safeFileName } from './file-names.ts';

export interface ExportOptions {
  /** What the new folder is to be called. */
  readonly name: string;
  /** What the file of a note without a title is called. */
  readonly untitled: string;
  /** What the file of a note holds; absent: its text in `notes`. */
  readonly textOf?: ((note: string) => string) | undefined;
  readonly progress: (done: number, total: number) => void;
}

/**
 * Writes each note as it is into a file of its own, `<title>.md`, in a new folder in `parent`. Nothing that is there is
 * replaced. The folder has its name only when all of it is on the disk.
 *
 * @returns the folder. Throws the system's error, and leaves nothing behind then.
 */
export async function writeNoteFiles(parent: string, notes: NotesState, options: ExportOptions): Promise<string> {
  const { name, untitled, progress } = options;
  const textOf = options.textOf ?? ((note: string): string => notes.note(note)?.text ?? '');
  const temporary = join(parent, `.${randomBytes(6).toString('hex')}.tmp`);
  await mkdir(temporary, { mode: 0o700 });
  try {
    const taken = new Set<string>();
    const summaries = notes.notes();
    for (const [done, { note, title }] of summaries.entries()) {
      progress(done, summaries.length);
      const path = join(temporary, unusedName(safeFileName(title) || safeFileName(untitled) || 'Note', taken));
      await writeNew(path, textOf(note));
    }
    await nodeFiles.syncDirectory(temporary);
    return await place(temporary, join(parent, safeFileName(name) || 'Notes'));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined); // the first error is the one to tell
    throw error;
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await nodeFiles.open(path, 'create');
  try {
    await file.write(Buffer.from(text), 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives the folder the first name that nothing has. */
async function place(temporary: string, wanted: string): Promise<string> {
  const taken = new Set((await nodeFiles.list(dirname(wanted))).map(comparable));
  for (let count = 1; ; count += 1) {
    const path = count === 1 ? wanted : `${wanted} (${count})`;
    if (taken.has(comparable(basename(path)))) continue;
    try {
      await nodeFiles.rename(temporary, path);
    } catch (error) {
      // Someone else made one of that name just now.
      if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOTDIR') continue;
      throw error;
    }
    await nodeFiles.syncDirectory(dirname(path));
    return path;
  }
}

function unusedName(stem: string, taken: Set<string>): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? `${stem}.md` : `${stem} (${count}).md`;
    if (taken.has(comparable(name))) continue;
    taken.add(comparable(name));
    return name;
  }
}

/** The same for names that some system takes for one: whatever their case, and however their accents are written. */
function comparable(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase();
}
