import { describe, expect, it } from 'vitest';
import { limits } from '../../src/notes/types.ts';
import { Machine, machineWithNote, noEffect, note, otherNote } from './commands.ts';

describe('notes', () => {
  it('a note is created empty, with its title, and listed with who changed it last', () => {
    const machine = new Machine();
    const { outcome, events } = machine.run({ type: 'create-note', note, title: 'Plan' });
    expect(outcome).toEqual({ type: 'applied' });
    expect(events).toEqual([{ type: 'note-created', note }]);
    expect(machine.note(note)).toEqual({ note, title: 'Plan', version: 0, text: '' });
    expect(machine.notes()).toEqual([
      { note, title: 'Plan', version: 0, changedIndex: 1, changedBy: 'ann', preview: '' },
    ]);
  });

  it('the list has the last changed note first', () => {
    const machine = machineWithNote();
    machine.run({ type: 'create-note', note: otherNote, title: 'Other' });
    expect(machine.notes().map(({ note: id }) => id)).toEqual([otherNote, note]);
    machine.edit('e', 1, 0, [[0, 'x']]);
    expect(machine.notes().map(({ note: id }) => id)).toEqual([note, otherNote]);
  });

  it('the preview is one line, and never ends in half an emoji', () => {
    const machine = machineWithNote();
    machine.edit('e', 1, 0, [[0, '  one', '', 'two']]);
    expect(machine.notes()[0]!.preview).toBe('one two');
    machine.edit('e', 2, 1, [[10, `${'x'.repeat(119)}😀`]]);
    expect(machine.notes()[0]!.preview).toBe('x'.repeat(119));
  });

  it('an id is used once: neither an existing nor a deleted note can be created again', () => {
    const machine = machineWithNote();
    expect(machine.run({ type: 'create-note', note, title: 'Again' })).toEqual(noEffect('note-exists'));
    machine.run({ type: 'delete-note', note });
    expect(machine.run({ type: 'create-note', note, title: 'Again' })).toEqual(noEffect('note-deleted'));
    expect(machine.note(note)).toBeNull();
  });

  it('what comes too late for a deleted note is told so', () => {
    const machine = machineWithNote();
    machine.run({ type: 'delete-note', note });
    expect(machine.edit('e', 1, 0, [[0, 'x']])).toEqual(noEffect('note-deleted'));
    expect(machine.run({ type: 'rename-note', note, title: 'x' })).toEqual(noEffect('note-deleted'));
    expect(machine.run({ type: 'delete-note', note })).toEqual(noEffect('note-deleted'));
    expect(machine.edit('e', 1, 0, [[0, 'x']], otherNote)).toEqual(noEffect('unknown-note'));
  });

  it.each(['x'.repeat(limits.titleLength + 1), 'two\nlines', 'half \ud83d'])('a bad title is refused (%#)', (title) => {
    const machine = machineWithNote();
    expect(machine.run({ type: 'create-note', note: otherNote, title })).toEqual(noEffect('bad-title'));
    expect(machine.run({ type: 'rename-note', note, title })).toEqual(noEffect('bad-title'));
    expect(machine.note(note)!.title).toBe('Plan');
  });

  it.each(['', 'A'.repeat(32), 'a'.repeat(33), '__proto__'])('a bad note id is refused (%s)', (id) => {
    expect(new Machine().run({ type: 'create-note', note: id, title: '' })).toEqual(noEffect('bad-id'));
  });

  it('there is a limit to notes, and only the latest deleted ones are remembered', () => {
    const machine = new Machine();
    const id = (n: number): string => n.toString(16).padStart(32, '0');
    for (let n = 0; n < limits.notes; n += 1) machine.run({ type: 'create-note', note: id(n), title: '' });
    expect(machine.run({ type: 'create-note', note: id(limits.notes), title: '' })).toEqual(noEffect('too-many'));
    for (let n = 0; n < limits.notes; n += 1) machine.run({ type: 'delete-note', note: id(n) });
    machine.run({ type: 'create-note', note: id(limits.notes), title: '' });
    machine.run({ type: 'delete-note', note: id(limits.notes) });
    expect(machine.run({ type: 'delete-note', note: id(0) })).toEqual(noEffect('unknown-note'));
    expect(machine.run({ type: 'delete-note', note: id(1) })).toEqual(noEffect('note-deleted'));
  });
});
