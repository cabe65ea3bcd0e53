import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeCommand } from '../../src/member/command-codec.ts';
import { readNotes, type ReadableNotes } from '../../src/member/readable-notes.ts';
import type { Command } from '../../src/notes/types.ts';
import { asLogIndex, asMemberId, asSequence, asTerm, type LogEntry } from '../../src/raft/types.ts';
import { raftpad } from '../../src/wire/generated/raftpad.js';

const ana = asMemberId('12D3KooWAnaAnaAna');
const camp = 'a'.repeat(32);
const late = 'b'.repeat(32);
const create = (note: string, title: string): Command => ({ type: 'create-note', note, title });
const insert = (note: string, base: number, editor: string, sequence: number, text: string): Command => ({
  type: 'edit-note',
  note,
  base,
  editor,
  sequence,
  changes: [[0, text]],
});
const at = (index: number, command: Command | Uint8Array, number = index): LogEntry => ({
  kind: 'command',
  index: asLogIndex(index),
  term: asTerm(1),
  member: ana,
  sequence: asSequence(2 ** 32 + number),
  payload: command instanceof Uint8Array ? command : encodeCommand(command),
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'raftpad-readable-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const read = (entries: LogEntry[], reached = 0): Promise<ReadableNotes> =>
  readNotes(join(folder, 'snapshots'), { entries, hardState: null, reachedIndex: asLogIndex(reached), problems: [] });

describe('What can be read of a damaged log', () => {
  it('is all of it, where nothing is missing', async () => {
    const entries = [at(1, create(camp, 'Camp')), at(2, insert(camp, 0, 'ana', 1, 'tents'))];
    const { notes, index, completeUpTo, reached, missing } = await read(entries);
    expect(notes.note(camp)).toMatchObject({ title: 'Camp', text: 'tents' });
    expect({ index, completeUpTo, reached, missing }).toEqual({ index: 2, completeUpTo: 2, reached: 2, missing: [] });
  });

  it('has a command once that is in it twice', async () => {
    const set = at(1, { type: 'set-register', name: 'x', value: Uint8Array.of(1) });
    const entries = [set, at(2, { type: 'set-register', name: 'x', value: Uint8Array.of(2) }, 2)];
    const { notes } = await read([...entries, { ...set, index: asLogIndex(3) }]);
    expect(notes.register('x')).toEqual(Uint8Array.of(2));
  });

  it('leaves out edits behind a gap of what is not whole, whoever made them, and has what begins there', async () => {
    const { notes, index, completeUpTo, reached, missing } = await read(
      [
        at(1, create(camp, 'Camp')),
        at(2, insert(camp, 0, 'ana', 1, 'tents')),
        // 3 is missing: an edit of the note, perhaps.
        at(4, insert(camp, 1, 'bo', 1, 'does not fit ')),
        at(5, create(late, 'Late')),
        at(6, insert(late, 0, 'ana', 1, 'pegs')),
        at(7, { type: 'rename-note', note: camp, title: 'Camp 2' }),
        at(8, { type: 'compare-and-set-register', name: 'x', expected: null, value: Uint8Array.of(1) }),
        at(9, { type: 'set-register', name: 'y', value: Uint8Array.of(1) }),
      ],
      12,
    );
    expect(notes.note(camp)).toMatchObject({ title: 'Camp 2', text: 'tents' });
    expect(notes.note(late)).toMatchObject({ text: 'pegs' });
    expect([notes.register('x'), notes.register('y')]).toEqual([null, Uint8Array.of(1)]);
    expect({ index, completeUpTo, reached }).toEqual({ index: 9, completeUpTo: 2, reached: 12 });
    expect(missing.join()).toMatch(/entries 3 to 12 .* 2 changes/);
  });

  it('knows no more what a note is that began between two gaps', async () => {
    const entries = [at(2, create(late, 'Late')), at(4, insert(late, 0, 'ana', 1, 'pegs'))];
    const { notes, completeUpTo } = await read(entries);
    expect(notes.note(late)).toMatchObject({ title: 'Late', text: '' });
    expect(completeUpTo).toBe(0);
  });

  it('goes on behind a command of a newer version as behind a gap', async () => {
    const newer = raftpad.CommandEnvelope.encode({ version: 1_000, body: Uint8Array.of(1) });
    const entries = [at(1, create(camp, 'Camp')), at(2, newer), at(3, insert(camp, 0, 'ana', 1, 'tents'))];
    const { notes, completeUpTo, missing } = await read([...entries, at(4, create(late, 'Late'))]);
    expect(notes.notes().map(({ title }) => title)).toEqual(['Late', 'Camp']);
    expect(notes.note(camp)?.text).toBe('');
    expect(completeUpTo).toBe(1);
    expect(missing).toHaveLength(1);
  });

  it('is nothing at all, if so, and that is said', async () => {
    const { notes, index, completeUpTo, missing } = await read([], 7);
    expect(notes.notes()).toEqual([]);
    expect({ index, completeUpTo }).toEqual({ index: 1, completeUpTo: 0 });
    expect(missing).toHaveLength(1);
  });
});
