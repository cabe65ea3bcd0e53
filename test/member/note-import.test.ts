import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/member/errors.ts';
import { importNotes } from '../../src/member/note-import.ts';
import { NotesState } from '../../src/notes/state-machine.ts';
import { limits, type Command } from '../../src/notes/types.ts';

type Target = Parameters<typeof importNotes>[0];

/** A cluster of one whose log takes a command at once, or refuses it with what `refuse` says. */
function cluster(notes: NotesState, refuse: (command: Command) => ApiError | null = () => null): Target {
  let index = 1_000;
  const apply = (command: Command) => {
    const refusal = refuse(command);
    if (refusal !== null) throw refusal;
    index += 1;
    return { index, outcome: notes.apply(command, { index, member: 'bo' }).outcome };
  };
  return {
    notes,
    read: () => Promise.resolve(),
    run: async (command: Command) => apply(command),
    documents: {
      edit: async (note: string, [splice]: readonly [{ insert: string }]) => {
        const lines = splice.insert.split('\n') as [string, ...string[]];
        return apply({ type: 'edit-note', note, base: 0, editor: 'bo', sequence: 1, changes: [[0, ...lines]] }).index;
      },
    },
  } as unknown as Target;
}

function notesOf(...notes: readonly (readonly [title: string, text: string])[]): NotesState {
  const state = new NotesState();
  for (const [n, [title, text]] of notes.entries()) {
    const note = String(n).padStart(32, '0');
    state.apply({ type: 'create-note', note, title }, { index: 2 * n + 1, member: 'ana' });
    const changes = [[0, text]] as const;
    const edit = { type: 'edit-note', note, base: 0, editor: 'ana', sequence: 1, changes } as const;
    if (text !== '') state.apply(edit, { index: 2 * n + 2, member: 'ana' });
  }
  return state;
}

const listed = (state: NotesState): [string, string][] =>
  state.notes().map(({ note, title }): [string, string] => [title, state.note(note)?.text ?? '']);
const options = { mark: ' (imported)', timeoutMs: 1_000, progress: () => undefined };

describe('Notes that are imported', () => {
  it('come in the order in which they were changed', async () => {
    const source = notesOf(['a', '1'], ['b', '2'], ['c', '3']);
    const here = new NotesState();
    await importNotes(cluster(here), source, options);
    expect(listed(here)).toEqual(listed(source));
  });

  it('all come in, also where two of them have one title, and all are known again', async () => {
    const source = notesOf(['Camp', '1'], ['Camp', '2'], ['', '3'], ['', '4'], ['Camp', '1']);
    const here = new NotesState();
    expect(await importNotes(cluster(here), source, options)).toEqual({ imported: 5, skipped: 0 });
    expect(await importNotes(cluster(here), source, options)).toEqual({ imported: 0, skipped: 5 });
    expect(listed(here).sort()).toEqual(listed(source).sort());
  });

  it('are left out under any title if the note itself is here, unchanged', async () => {
    const source = notesOf(['Camp', '1']);
    const here = notesOf(['Renamed since', '1']);
    expect(await importNotes(cluster(here), source, options)).toEqual({ imported: 0, skipped: 1 });
  });

  it('keep their title where another has it, but for a mark, however long it is', async () => {
    const long = '😀'.repeat(limits.titleLength / 2);
    const here = notesOf(['x', ''], [long, 'mine'], ['', 'mine']);
    expect(await importNotes(cluster(here), notesOf([long, 'yours'], ['', 'yours']), options)).toEqual({
      imported: 2,
      skipped: 0,
    });
    const titles = listed(here).filter(([, text]) => text === 'yours');
    expect(titles.map(([title]) => title).sort()).toEqual(['', `${'😀'.repeat(94)} (imported)`]);
  });

  it('stop where the cluster refuses one, and say how far it came; what is here is left out the next time', async () => {
    const source = notesOf(...Array.from({ length: 50 }, (_, n): [string, string] => [`note ${n}`, `text ${n}`]));
    const here = new NotesState();
    const refuse = (command: Command): ApiError | null =>
      command.type === 'create-note' && command.title === 'note 30' ? new ApiError('timeout', 'No answer.') : null;
    const stopped = importNotes(cluster(here, refuse), source, options);
    await expect(stopped).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/^\d+ of 50 notes/),
    });
    const arrived = here.notes().length;
    expect(arrived).toBeGreaterThan(0);
    expect(arrived).toBeLessThan(50);
    expect(await importNotes(cluster(here), source, options)).toEqual({ imported: 50 - arrived, skipped: arrived });
    expect(listed(here).sort()).toEqual(listed(source).sort());
  });

  it('tell how many are done', async () => {
    const seen: [number, number][] = [];
    const progress = (done: number, total: number): void => void seen.push([done, total]);
    await importNotes(cluster(new NotesState()), notesOf(['a', '1'], ['b', '2']), { ...options, progress });
    expect(seen).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });
});
