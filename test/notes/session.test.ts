import { ChangeSet, Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import type { DocumentChange } from '../../src/notes/note-session.ts';
import { NoteSession } from '../../src/notes/note-session.ts';
import { limits } from '../../src/notes/types.ts';
import type { Command, NotesEvent } from '../../src/notes/types.ts';
import { WaitingEdits } from '../../src/notes/waiting-edits.ts';
import type { Machine } from './commands.ts';
import { machineWithNote, note } from './commands.ts';

type Edited = Extract<NotesEvent, { type: 'note-edited' }>;

function open(machine: Machine, kept: unknown = null, editor = 'me'): NoteSession {
  const result = NoteSession.open(machine, { note, editor, epoch: 'e1', kept });
  if (result.type !== 'open' || result.lost !== null) throw new Error(`not opened: ${JSON.stringify(result)}`);
  return result.session;
}

function type(session: NoteSession, at: number, insert: string): DocumentChange {
  const result = session.edit([{ from: at, to: at, insert }]);
  if (result.type !== 'accepted') throw new Error(result.message);
  return result.change;
}

/** Commits a command and tells the session. */
function commit(machine: Machine, session: NoteSession | null, command: Command | null) {
  const { outcome, events } = machine.run(command!);
  for (const event of events) session?.applied(event as Edited);
  return outcome;
}

function others(machine: Machine, session: NoteSession | null, at: number, insert: string) {
  const version = machine.note(note)!.version;
  const changes = ChangeSet.of({ from: at, insert }, machine.text.length).toJSON();
  return commit(machine, session, {
    type: 'edit-note',
    note,
    base: version,
    editor: 'other',
    sequence: machine.lastSequence(note, 'other') + 1,
    changes,
  });
}

describe('waiting edits', () => {
  it('one batch is in flight; what is typed meanwhile is composed into the next', () => {
    const machine = machineWithNote();
    const session = open(machine);
    type(session, 0, 'a');
    const first = session.takeForSending();
    expect(first).toEqual({ type: 'edit-note', note, base: 0, editor: 'me', sequence: 1, changes: [[0, 'a']] });
    type(session, 1, 'b');
    type(session, 2, 'c');
    expect(session.takeForSending()).toBeNull();
    expect(session.resend()).toEqual(first);
    commit(machine, session, first);
    expect(session.takeForSending()).toEqual({
      type: 'edit-note',
      note,
      base: 1,
      editor: 'me',
      sequence: 2,
      changes: [1, [0, 'bc']],
    });
  });

  it('what waits is marked in the local text until it is confirmed', () => {
    const machine = machineWithNote();
    const session = open(machine);
    expect(type(session, 0, 'mine').pending).toEqual([[0, 4]]);
    others(machine, session, 0, 'theirs ');
    expect(session.state()).toMatchObject({ text: 'theirs mine', pending: [[7, 11]], confirmedVersion: 1 });
    commit(machine, session, session.takeForSending());
    expect(session.state()).toMatchObject({ text: 'theirs mine', pending: [], confirmedVersion: 2 });
    expect(machine.text).toBe('theirs mine');
    expect(session.isWaiting).toBe(false);
  });

  it('edits kept over a restart arrive once, whether or not their batch was committed meanwhile', () => {
    for (const committed of [true, false]) {
      const machine = machineWithNote();
      const before = open(machine);
      type(before, 0, 'abc');
      const sent = before.takeForSending();
      type(before, 3, 'def');
      const kept: unknown = JSON.parse(JSON.stringify(before.toKeep()));
      others(machine, null, 0, 'zero ');
      if (committed) commit(machine, null, sent);

      const after = open(machine, kept, 'another id');
      expect(after.editor).toBe('me');
      expect(after.text.toString()).toBe('zero abcdef');
      const resent = after.resend();
      expect(resent).toEqual(committed ? null : sent);
      if (!committed) commit(machine, after, resent);
      commit(machine, after, after.takeForSending());
      expect(machine.text).toBe('zero abcdef');
    }
  });

  it('a session waits for the log if its edits were made on a version that is not back yet', () => {
    const machine = machineWithNote();
    const session = open(machine);
    others(machine, session, 0, 'x');
    type(session, 1, 'y');
    expect(NoteSession.open(machineWithNote(), { note, editor: 'me', epoch: '', kept: session.toKeep() })).toEqual({
      type: 'behind',
      version: 1,
    });
  });

  it('kept edits that were not the last ones kept are handed back as text: what came after may be in the note', () => {
    const machine = machineWithNote();
    const session = open(machine);
    type(session, 0, 'one');
    const first = session.takeForSending();
    type(session, 3, ' two');
    const old: unknown = JSON.parse(JSON.stringify(session.toKeep()));
    commit(machine, session, first);
    commit(machine, session, session.takeForSending());
    expect(machine.note(note)!.text).toBe('one two');
    const result = NoteSession.open(machine, { note, editor: 'me', epoch: '', kept: old });
    expect(result).toMatchObject({ type: 'open', lost: { reason: 'damaged', text: 'one two' } });
    expect(result.type === 'open' && result.session.isWaiting).toBe(false);
  });

  it('kept edits whose base history has forgotten are handed back as text', () => {
    const machine = machineWithNote();
    const session = open(machine);
    type(session, 0, 'precious');
    const kept = session.toKeep();
    for (let n = 0; n <= limits.historyLength; n += 1) others(machine, null, 0, 'x');
    const result = NoteSession.open(machine, { note, editor: 'me', epoch: '', kept });
    expect(result).toMatchObject({ type: 'open', lost: { reason: 'base-too-old', text: 'precious' } });
  });

  it.each([
    7,
    'x',
    {},
    { note, editor: 'me', version: 0, sequence: 0, inFlight: null, waiting: ['?'] },
    { note, editor: 'me', version: 0, sequence: 0, inFlight: null, waiting: [9, [0, 'x']] },
  ])('damaged kept edits do not keep a note from opening (%#)', (kept) => {
    const result = NoteSession.open(machineWithNote(), { note, editor: 'me', epoch: '', kept });
    expect(result).toMatchObject({ type: 'open', lost: { reason: 'damaged' } });
  });

  it('a batch too old for the history goes again, rebased, under the next number, and nothing is lost', () => {
    const machine = machineWithNote();
    const session = open(machine);
    type(session, 0, 'late');
    const sent = session.takeForSending();
    for (let n = 0; n <= limits.historyLength; n += 1) others(machine, session, 0, 'x');
    expect(commit(machine, session, sent)).toEqual({ type: 'no-effect', reason: 'base-too-old' });
    expect(session.refused(1, 'base-too-old')).toMatchObject({ resend: true, lost: null });
    const again = session.resend();
    expect(again).toMatchObject({ sequence: 2, base: limits.historyLength + 1 });
    expect(commit(machine, session, sent)).toEqual({ type: 'no-effect', reason: 'duplicate-edit' });
    expect(session.refused(1, 'duplicate-edit')).toMatchObject({ resend: false, lost: null });
    commit(machine, session, again);
    expect(machine.text.endsWith('late')).toBe(true);
    expect(session.isWaiting).toBe(false);
  });

  it('edits refused for good are taken out of the local text and handed back', () => {
    const machine = machineWithNote();
    others(machine, null, 0, 'kept');
    const session = open(machine);
    type(session, 4, ' lost');
    session.takeForSending();
    type(session, 0, 'also ');
    const { change, lost, resend } = session.refused(1, 'too-large');
    expect(lost).toEqual({ reason: 'too-large', text: 'also \n lost' });
    expect(resend).toBe(false);
    expect(session.text.toString()).toBe('kept');
    expect(change).toMatchObject({ updates: [{ clientId: 'cluster' }], pending: [] });
  });

  it('an edit of ours that we do not remember is taken as it is, and ours goes again under a free number', () => {
    const machine = machineWithNote();
    const session = open(machine);
    type(session, 0, 'new');
    const collided = session.takeForSending();
    const { events } = machine.edit('me', 1, 0, [[0, 'old ']]);
    expect(session.applied(events[0] as Edited).resend).toBe(true);
    expect(session.text.toString()).toBe('old new');
    expect(commit(machine, session, collided)).toEqual({ type: 'no-effect', reason: 'duplicate-edit' });
    expect(session.refused(1, 'duplicate-edit').resend).toBe(false);
    commit(machine, session, session.resend());
    expect(machine.text).toBe('old new');
  });

  it('more than one command holds is sent as several', () => {
    const machine = machineWithNote();
    const session = open(machine);
    const text = `${'x'.repeat(limits.editLength - 1)}😀${'y'.repeat(limits.editLength)}\nend`;
    type(session, 0, text);
    let batches = 0;
    for (let command = session.takeForSending(); command !== null; command = session.takeForSending()) {
      expect(commit(machine, session, command).type).toBe('edited');
      batches += 1;
    }
    expect(batches).toBe(3);
    expect(machine.text).toBe(text);
    // More places than one command may have.
    const splices = Array.from({ length: limits.editParts }, (_, n) => ({ from: n * 2, to: n * 2 + 1, insert: '' }));
    for (const half of [
      splices.slice(0, splices.length / 2),
      splices
        .slice(splices.length / 2)
        .map(({ from, to }) => ({ from: from - splices.length / 2, to: to - splices.length / 2, insert: '' })),
    ]) {
      session.edit(half);
    }
    batches = 0;
    for (let command = session.takeForSending(); command !== null; command = session.takeForSending()) {
      expect(commit(machine, session, command).type).toBe('edited');
      batches += 1;
    }
    expect(batches).toBe(3);
    expect(machine.text).toBe(session.text.toString());
    expect(machine.text).toHaveLength(text.length - limits.editParts);
  });

  it('a local text that went wrong is found and repaired', () => {
    const machine = machineWithNote();
    others(machine, null, 0, 'abcdef');
    const session = open(machine);
    type(session, 6, '!');
    expect(session.verify(machine.document(note)!.text)).toBeNull();
    const repair = session.verify(Text.of(['abXdef']));
    expect(repair!.updates[0]!.changes).toEqual([2, [1, 'X'], 4]);
    expect(session.text.toString()).toBe('abXdef!');
  });

  it('a deleted note gives back what waited', () => {
    const session = open(machineWithNote());
    type(session, 0, 'unsent');
    expect(session.deleted()).toEqual({ reason: 'note-deleted', text: 'unsent' });
  });

  it('an edit out of turn is an error of the caller', () => {
    const waiting = WaitingEdits.fresh(note, 'me', 3, 0);
    expect(() => waiting.applied({ version: 5, editor: 'x', sequence: 1, changes: [] }, ChangeSet.empty(0))).toThrow(
      /version 3/,
    );
  });
});

describe('a session whose note moved on by a snapshot', () => {
  it('brings its waiting edits along, and hears that its batch was accepted meanwhile', () => {
    const machine = machineWithNote();
    const session = open(machine);
    type(session, 0, 'mine');
    const sent = session.takeForSending();
    type(session, 4, ' more');
    others(machine, null, 0, 'theirs ');
    commit(machine, null, sent);
    others(machine, null, 0, '> ');

    const { changes, resend, lost } = session.caughtUp(machine);

    expect(changes.flatMap(({ updates }) => updates)).toHaveLength(2); // its own it has already
    expect(lost).toBeNull();
    expect(resend).toBe(true);
    expect(session.text.toString()).toBe('> theirs mine more');
    commit(machine, session, session.takeForSending());
    expect(machine.text).toBe('> theirs mine more');
    expect(session.isWaiting).toBe(false);
  });

  it('sends a batch again that was refused meanwhile, under a number that is not used', () => {
    const machine = machineWithNote();
    const session = open(machine);
    type(session, 0, 'mine');
    const sent = session.takeForSending();
    const refused = machine.run({ ...sent!, changes: [[0, 'x'], 99] } as Command); // its number is used up
    expect(refused.outcome.type).toBe('no-effect');
    session.caughtUp(machine);
    const again = machine.run(session.resend()!);
    expect(again.outcome).toMatchObject({ reason: 'duplicate-edit' });
    expect(session.refused(1, 'duplicate-edit').resend).toBe(true);
    commit(machine, session, session.resend());
    expect(machine.text).toBe('mine');
  });

  it('hands back what waits if the note has forgotten too much, and shows the text as it is', () => {
    const machine = machineWithNote();
    const session = open(machine);
    others(machine, session, 0, 'old');
    type(session, 3, ' lost');
    for (let n = 0; n <= limits.historyLength; n += 1) others(machine, null, 0, 'x');

    const { changes, resend, lost } = session.caughtUp(machine);

    expect(lost).toEqual({ reason: 'base-too-old', text: ' lost' });
    expect(resend).toBe(false);
    expect(changes).toHaveLength(1);
    expect(session.text.toString()).toBe(machine.text);
    expect(session.isWaiting).toBe(false);
    type(session, 0, 'new ');
    commit(machine, session, session.takeForSending());
    expect(machine.text.startsWith('new x')).toBe(true);
  });
});
