import { describe, expect, it } from 'vitest';
import { limits } from '../../src/notes/types.ts';
import type { ChangeJson } from '../../src/notes/types.ts';
import { machineWithNote, noEffect, note } from './commands.ts';

describe('editing a note', () => {
  it('an edit raises the version and tells the change', () => {
    const machine = machineWithNote();
    const { outcome, events } = machine.edit('ann', 1, 0, [[0, 'a', 'b']]);
    expect(outcome).toEqual({ type: 'edited', version: 1 });
    expect(events).toEqual([
      { type: 'note-edited', note, version: 1, editor: 'ann', sequence: 1, changes: [[0, 'a', 'b']] },
    ]);
    expect(machine.text).toBe('a\nb');
  });

  it('an edit made on an older version is moved over what came in between', () => {
    const machine = machineWithNote();
    machine.edit('ann', 1, 0, [[0, 'one three']]);
    machine.edit('ben', 1, 1, [[0, 'zero '], 9]);
    const { events } = machine.edit('eve', 1, 1, [4, [0, 'two '], 5]);
    expect(machine.text).toBe('zero one two three');
    expect(events[0]).toMatchObject({ version: 3, changes: [9, [0, 'two '], 5] });
    expect(machine.history(note, 2)).toEqual([
      { version: 3, editor: 'eve', sequence: 1, changes: [9, [0, 'two '], 5] },
    ]);
  });

  it('of two insertions at one place, the one that the log has first stands first', () => {
    const machine = machineWithNote();
    machine.edit('ann', 1, 0, [[0, 'A']]);
    machine.edit('ben', 1, 0, [[0, 'B']]);
    expect(machine.text).toBe('AB');
  });

  it('a resent edit counts once, also when history has forgotten it', () => {
    const machine = machineWithNote();
    machine.edit('ann', 1, 0, [[0, 'x']]);
    expect(machine.edit('ann', 1, 0, [[0, 'x']])).toEqual(noEffect('duplicate-edit'));
    for (let n = 1; n <= limits.historyLength; n += 1) machine.edit('ben', n, n, [n, [0, 'y']]);
    expect(machine.history(note, 0)).toBeNull();
    expect(machine.history(note, 1)).toHaveLength(limits.historyLength);
    expect(machine.edit('ann', 1, 0, [[0, 'x']])).toEqual(noEffect('duplicate-edit'));
    expect(machine.edit('eve', 1, 0, [[0, 'z']])).toEqual(noEffect('base-too-old'));
    expect(machine.edit('fay', 1, 1, [1, [0, 'z']]).outcome).toEqual({
      type: 'edited',
      version: limits.historyLength + 2,
    });
  });

  it('history is bounded by weight too', () => {
    const machine = machineWithNote();
    const large = 'x'.repeat(limits.editLength);
    const edits = Math.ceil(limits.historyWeight / limits.editLength) + 1;
    for (let n = 0; n < edits; n += 1)
      machine.edit('ann', n + 1, n, n === 0 ? [[0, large]] : [[limits.editLength, large]]);
    expect(machine.history(note, 0)).toBeNull();
    expect(machine.history(note, edits - 1)).toHaveLength(1);
  });

  it('a sequence number that leaves a gap is refused and may come later', () => {
    const machine = machineWithNote();
    expect(machine.edit('ann', 2, 0, [[0, 'x']])).toEqual(noEffect('edit-out-of-order'));
    expect(machine.edit('ann', 1, 0, [[0, 'x']]).outcome.type).toBe('edited');
    expect(machine.edit('ann', 2, 1, [[0, 'y'], 1]).outcome.type).toBe('edited');
  });

  it('a refused edit uses its number up: a late copy of it cannot succeed after all', () => {
    const machine = machineWithNote();
    expect(machine.edit('ann', 1, 0, [3])).toEqual(noEffect('bad-change'));
    expect(machine.lastSequence(note, 'ann')).toBe(1);
    machine.edit('ben', 1, 0, [[0, 'abc']]);
    expect(machine.edit('ann', 1, 1, [3])).toEqual(noEffect('duplicate-edit'));
  });

  it.each([-1, 3, 0.5, Number.NaN])('a base that the note never had is refused (%s)', (base) => {
    const machine = machineWithNote();
    machine.edit('ann', 1, 0, [[0, 'x']]);
    machine.edit('ben', 1, 1, [[0, 'x'], 1]);
    expect(machine.edit('eve', 1, base, [2])).toEqual(noEffect('bad-base'));
  });

  it('a base older than the last edit of the same editor is refused', () => {
    const machine = machineWithNote();
    machine.edit('ben', 1, 0, [[0, 'b']]);
    machine.edit('ann', 1, 1, [[0, 'a'], 1]);
    expect(machine.edit('ann', 2, 1, [[0, 'x'], 1])).toEqual(noEffect('bad-base'));
  });

  it.each<[string, unknown]>([
    ['not a list', 'abc'],
    ['too short', [2]],
    ['too long', [4]],
    ['a part of nothing', [3, [0]]],
    ['an empty insertion', [3, [0, '']]],
    ['a zero', [0, 3]],
    ['a fraction', [1.5, 1.5]],
    ['a negative length', [4, -1]],
    ['a carriage return', [3, [0, 'a\r']]],
    ['a line break inside a line', [3, [0, 'a\nb']]],
    ['a number for a line', [3, [0, 7]]],
    ['half a surrogate pair', [3, [0, '\ude00']]],
    ['an insertion into a surrogate pair', [2, [0, 'x'], 1]],
    ['a deletion of half a pair', [2, [1]]],
  ])('a change that does not fit is refused: %s', (_name, changes) => {
    const machine = machineWithNote();
    machine.edit('ben', 1, 0, [[0, 'a😀']]);
    expect(machine.edit('ann', 1, 1, changes as ChangeJson)).toEqual(noEffect('bad-change'));
    expect(machine.text).toBe('a😀');
  });

  it('neither a note nor an edit grows beyond its limit', () => {
    const machine = machineWithNote();
    expect(machine.edit('ann', 1, 0, [[0, 'x'.repeat(limits.editLength + 1)]])).toEqual(noEffect('too-large'));
    expect(
      machine.edit(
        'ann',
        2,
        0,
        Array.from({ length: limits.editParts + 1 }, () => 1),
      ),
    ).toEqual(noEffect('too-large'));
    const tenth = 'x'.repeat(limits.noteLength / 10);
    for (let n = 0; n < 10; n += 1)
      machine.edit('ann', n + 3, n, n === 0 ? [[0, tenth]] : [n * tenth.length, [0, tenth]]);
    expect(machine.text).toHaveLength(limits.noteLength);
    expect(machine.edit('ann', 13, 10, [limits.noteLength, [0, 'x']])).toEqual(noEffect('too-large'));
    expect(machine.edit('ann', 14, 10, [limits.noteLength - 1, [1, 'y']]).outcome.type).toBe('edited');
  });

  it('a note remembers a limited number of editors', () => {
    const machine = machineWithNote();
    for (let n = 0; n < limits.editors; n += 1) machine.edit(`editor ${n}`, 1, n, n === 0 ? [[0, 'x']] : [n, [0, 'x']]);
    expect(machine.edit('one more', 1, 0, [[0, 'x']])).toEqual(noEffect('too-many'));
    expect(machine.edit('', 1, 0, [[0, 'x']])).toEqual(noEffect('bad-id'));
    expect(machine.edit('editor 0', 2, 1, [1, [0, 'y']]).outcome.type).toBe('edited');
  });
});
