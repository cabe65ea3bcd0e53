import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { safeFileName } from '../../src/member/file-names.ts';
import { writeNoteFiles } from '../../src/member/note-files.ts';
import { NotesState } from '../../src/notes/state-machine.ts';

function notesOf(...notes: readonly (readonly [title: string, text: string])[]): NotesState {
  const state = new NotesState();
  for (const [n, [title, text]] of notes.entries()) {
    const note = String(n).padStart(32, '0');
    const context = { index: 2 * n + 1, member: 'ana' };
    state.apply({ type: 'create-note', note, title }, context);
    const changes = [[0, ...text.split('\n')]] as const;
    if (text !== '') state.apply({ type: 'edit-note', note, base: 0, editor: 'ana', sequence: 1, changes }, context);
  }
  return state;
}

describe('The name of a file', () => {
  it.each([
    ['Camp', 'Camp'],
    ['实验记录 · 第三组 😀', '实验记录 · 第三组 😀'],
    ['a/b\\c: "d" <e>|f?*', 'a b c d e f'],
    ['../../etc/passwd', 'etc passwd'],
    ['.hidden', 'hidden'],
    ['ends with dots... ', 'ends with dots'],
    ['con', '_con'],
    ['NUL.txt', '_NUL.txt'],
    ['COM¹', '_COM¹'],
    ['console', 'console'],
    ['a\u0000b\u202ecod.exe', 'a b cod.exe'],
    ['line\nbreak\ttab', 'line break tab'],
    ['e\u0301', 'é'],
    ['', ''],
    ['...', ''],
    ['???', ''],
  ])('of a note called %j is %j', (title, name) => {
    expect(safeFileName(title)).toBe(name);
  });

  it('is never too long for a disk, and no character of it is cut', () => {
    for (const character of ['x', '中', '😀']) {
      const name = safeFileName(character.repeat(200));
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
      expect(name.replaceAll(character, '')).toBe('');
    }
  });
});

describe('Notes as text files', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'raftpad-export-'));
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));
  const options = { name: 'Field team', untitled: 'Untitled', progress: () => undefined };

  it('are there as they were written, each under a name of its own on every system', async () => {
    const notes = notesOf(['Camp', 'tents\n帐篷'], ['camp', 'two'], ['CAMP (2)', 'three'], ['', 'four'], ['?', '']);
    const folder = await writeNoteFiles(parent, notes, options);
    expect(folder).toBe(join(parent, 'Field team'));
    const names = (await readdir(folder)).sort();
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    expect(texts.sort()).toEqual(['', 'four', 'tents\n帐篷', 'three', 'two']);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(5);
    expect(names).toContain('Untitled (2).md');
  });

  it('never take the place of what is there', async () => {
    await mkdir(join(parent, 'field TEAM'));
    const notes = notesOf(['Camp', 'tents']);
    expect(await writeNoteFiles(parent, notes, options)).toBe(join(parent, 'Field team (2)'));
    expect(await writeNoteFiles(parent, notes, options)).toBe(join(parent, 'Field team (3)'));
    expect(await readdir(parent)).toHaveLength(3);
  });

  it('are all there or not at all', async () => {
    const progress = (done: number): void => {
      if (done === 2) throw new Error('stopped');
    };
    const notes = notesOf(['a', '1'], ['b', '2'], ['c', '3']);
    await expect(writeNoteFiles(parent, notes, { ...options, progress })).rejects.toThrow('stopped');
    expect(await readdir(parent)).toEqual([]);
  });
});
