import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkLength } from '../../src/notes/state-capture.ts';
import { SnapshotError } from '../../src/notes/snapshot-error.ts';
import { finished } from '../../src/notes/state-digest.ts';
import { NotesState } from '../../src/notes/state-machine.ts';
import { restoreState, StateRestorer } from '../../src/notes/state-restorer.ts';
import type { Command } from '../../src/notes/types.ts';
import { limits } from '../../src/notes/types.ts';
import { Machine, machineWithNote, note, noEffect, otherNote } from './commands.ts';
import { drafts, fitted, ids } from './random-commands.ts';
import { seeds } from './random.ts';
import { bytesOf, snapshotOf } from './snapshots.ts';

/** All that a state tells, but for what it does next. */
function everything(state: NotesState): unknown {
  return {
    notes: state.notes(),
    texts: state.notes().map(({ note: id }) => state.note(id)),
    histories: state
      .notes()
      .map(({ note: id, version }) => Array.from({ length: version + 1 }, (_, from) => state.history(id, from))),
    sequences: ids.map((id) => ['ann', 'ben', 'eve', 'nobody'].map((editor) => state.lastSequence(id, editor))),
    deleted: ids.map((id) => state.isDeleted(id)),
    roster: state.roster(),
    clusterName: state.clusterName(),
    snapshot: snapshotOf(state).toString('hex'),
    digest: state.digest(),
  };
}

describe('a restored state', () => {
  it('holds on to nothing of the pieces that it came in', () => {
    const original = new Machine();
    const value = (register: number): Uint8Array => new Uint8Array(6_000).fill(register);
    for (let register = 0; register < 100; register += 1)
      original.run({ type: 'set-register', name: `r${register}`, value: value(register) });
    const restored = restoreState([...original.capture().chunks()]);
    for (let register = 0; register < 100; register += 1)
      expect(restored.register(`r${register}`)).toEqual(value(register));
  });

  it('is the captured one: it tells the same, and decides on all that follows in the same way', () => {
    const seed = seeds(1)[0]!;
    let editedAfter = 0;
    let packedLateEdits = 0;
    fc.assert(
      fc.property(
        drafts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        (chosen, at, digested, piece) => {
          const original = new NotesState();
          const commands: unknown[] = [...ids.map((id) => ({ type: 'create-note', note: id, title: '' })), ...chosen];
          let capture: ReturnType<NotesState['capture']> | null = null;
          let bytesThen: Buffer = Buffer.alloc(0);
          const after: { command: Command; index: number; result: unknown }[] = [];
          commands.forEach((draft, i) => {
            if (i === Math.floor(at * commands.length)) {
              if (digested) original.digest();
              capture = original.capture();
              bytesThen = bytesOf(capture);
            }
            const command = fitted(draft, original);
            const result = original.apply(command, { index: i + 1, member: 'm' });
            if (capture !== null) after.push({ command, index: i + 1, result });
          });
          capture ??= original.capture();
          // The capture was not touched by what was applied since.
          if (after.length > 0) expect(bytesOf(capture).equals(bytesThen)).toBe(true);

          const restorer = new StateRestorer();
          const bytes = bytesOf(capture);
          for (let from = 0; from < bytes.length; from += piece) restorer.push(bytes.subarray(from, from + piece));
          const restored = restorer.finish();
          if (digested) restored.digest();
          for (const { command, index, result } of after) {
            expect(restored.apply(command, { index, member: 'm' })).toEqual(result);
            if ((result as { outcome: { type: string } }).outcome.type !== 'edited') continue;
            editedAfter += 1;
            if (command.type === 'edit-note' && command.base < (restored.document(command.note)?.version ?? 0) - 1)
              packedLateEdits += 1;
          }
          expect(restored.digest()).toBe(original.digest()); // with the packed edits still packed
          expect(everything(restored)).toEqual(everything(original));
        },
      ),
      { seed, numRuns: 500 },
    );
    expect(editedAfter).toBeGreaterThan(300);
    expect(packedLateEdits).toBeGreaterThan(50);
  });

  it('drops from a full history, and refuses what is too old, as the captured one does', () => {
    const original = machineWithNote();
    for (let n = 0; n < limits.historyLength; n += 1)
      original.edit(n % 2 === 0 ? 'ann' : 'ben', Math.floor(n / 2) + 1, n, n === 0 ? [[0, 'x']] : [n, [0, '中']]);
    const restored = restoreState(original.capture().chunks());
    const length = limits.historyLength;
    const commands: Command[] = [
      { type: 'edit-note', note, base: length, editor: 'eve', sequence: 1, changes: [length, [0, 'new']] },
      { type: 'edit-note', note, base: 0, editor: 'fay', sequence: 1, changes: [[0, 'too old']] },
      { type: 'edit-note', note, base: 1, editor: 'fay', sequence: 2, changes: [[0, 'old'], 1] },
      { type: 'edit-note', note, base: 1, editor: 'ann', sequence: 1, changes: [[0, 'again'], 1] },
    ];
    const outcomes = commands.map((command, i) => {
      const context = { index: length + 2 + i, member: 'm' };
      const result = original.apply(command, context);
      expect(restored.apply(command, context)).toEqual(result);
      expect(restored.digest()).toBe(original.digest());
      return result;
    });
    expect(outcomes[1]).toEqual(noEffect('base-too-old'));
    expect(outcomes[2]!.outcome.type).toBe('edited');
    expect(outcomes[3]).toEqual(noEffect('duplicate-edit'));
    expect(restored.history(note, 3)).toEqual(original.history(note, 3));
    expect(snapshotOf(restored).equals(snapshotOf(original))).toBe(true);
    // What was dropped is no longer part of the digest: one that starts from what is left has the same.
    expect(restoreState(original.capture().chunks()).digest()).toBe(original.digest());
  });
});

describe('a snapshot', () => {
  it('of the largest note goes out in chunks of one length, and comes back', () => {
    const machine = machineWithNote();
    const piece = '😀'.repeat(50_000);
    for (let n = 0; n < 10; n += 1) machine.edit('ann', n + 1, n, n === 0 ? [[0, piece]] : [n * 100_000, [0, piece]]);
    const bulk = Array.from({ length: 5_000 }, (_, i): number | [number, string] =>
      i % 2 === 0 ? 100 : [100, 'y'.repeat(100)],
    );
    for (let n = 10; n < 22; n += 1) machine.edit('ann', n + 1, n, [...bulk, 500_000]);
    const chunks = [...machine.capture().chunks()];
    expect(chunks.slice(0, -1).every(({ length }) => length === chunkLength)).toBe(true);
    expect(chunks.length).toBeGreaterThan(50);
    const restored = restoreState(chunks);
    expect(restored.note(note)).toEqual(machine.note(note));
    expect(snapshotOf(restored).equals(Buffer.concat(chunks))).toBe(true);
  });

  it('that ends early is incomplete, wherever it ends', () => {
    const bytes = snapshotOf(small());
    for (let end = 0; end < bytes.length; end += 1) {
      const restorer = new StateRestorer();
      restorer.push(bytes.subarray(0, end));
      expect(() => restorer.finish()).toThrow(expect.objectContaining({ problem: 'incomplete' }));
    }
  });

  it('of another kind, of a newer format, or with more behind it is refused with the reason', () => {
    const bytes = snapshotOf(small());
    const newer = Buffer.from(bytes);
    newer[7] = 2;
    const problem = (given: Uint8Array): unknown => {
      const restorer = new StateRestorer();
      try {
        restorer.push(given);
      } catch (error) {
        expect(() => restorer.push(bytes)).toThrow(SnapshotError);
        return (error as { problem: unknown }).problem;
      }
      return null;
    };
    expect(problem(Buffer.from('{"format":1}'))).toBe('not-a-snapshot');
    expect(problem(newer)).toBe('newer-format');
    expect(problem(Buffer.concat([bytes, Buffer.of(0)]))).toBe('damaged');
    expect(problem(Buffer.concat([bytes.subarray(0, 8), Buffer.of(255, 255, 255, 255)]))).toBe('damaged');
  });

  it('with any one byte changed is refused, or is a good snapshot of another state', () => {
    const original = small();
    const bytes = snapshotOf(original);
    const digests = new Set([original.digest()]);
    let restoredCount = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      for (const flip of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ flip;
        let restored: NotesState;
        try {
          restored = restoreState([changed]);
        } catch (error) {
          expect(error).toMatchObject({ name: 'SnapshotError' });
          continue;
        }
        restoredCount += 1;
        // One state has one form and one digest.
        expect(snapshotOf(restored).equals(changed)).toBe(true);
        digests.add(restored.digest());
        expect(digests.size).toBe(restoredCount + 1);
        // What was let in cannot make the state machine throw.
        for (const { note: id, version, title } of restored.notes()) {
          expect(title.length).toBeLessThanOrEqual(limits.titleLength);
          for (let from = 0; from <= version && version < 100; from += 1) {
            const since = restored.history(id, from);
            if (since === null) continue;
            const text = restored.document(id)!.text.length;
            const length = since[0]?.changes.reduce<number>((sum, p) => sum + (typeof p === 'number' ? p : p[0]), 0);
            const keep = length ?? text;
            const changes = keep > 0 ? [keep, [0, 'z'] as [number, string]] : [[0, 'z'] as [number, string]];
            const sequence = restored.lastSequence(id, 'probe') + 1;
            restored.apply(
              { type: 'edit-note', note: id, base: from, editor: 'probe', sequence, changes },
              { index: 99, member: 'm' },
            );
          }
        }
      }
    }
    expect(restoredCount).toBeGreaterThan(500);
  });

  it('of made-up bytes never crashes the reader', () => {
    const bytes = snapshotOf(small());
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length), fc.nat(6), fc.uint8Array({ maxLength: 6 })), {
          minLength: 1,
          maxLength: 4,
        }),
        (splices) => {
          let changed = Buffer.from(bytes);
          for (const [at, removed, added] of splices)
            changed = Buffer.concat([changed.subarray(0, at), added, changed.subarray(at + removed)]);
          try {
            restoreState([changed]);
          } catch (error) {
            expect(error).toMatchObject({ name: 'SnapshotError' });
          }
        },
      ),
      { seed: seeds(1)[0]!, numRuns: 2_000 },
    );
  });
});

describe('the digest', () => {
  it('tells every state on the way from every other', () => {
    const seen = new Set<string>();
    const machine = new Machine();
    const steps = small((state) => seen.add(state.digest())).steps;
    expect(seen.size).toBe(steps);
    expect(seen.has(machine.digest())).toBe(false);
  });

  it('is of the moment when it was captured, however late it is made and whatever is applied meanwhile', () => {
    const seed = seeds(1)[0]!;
    fc.assert(
      fc.property(drafts, fc.array(fc.nat(12), { minLength: 1, maxLength: 40 }), (chosen, delays) => {
        const state = new NotesState();
        const twin = new NotesState();
        const underWay: { readonly expected: string; readonly steps: Generator<void, string>; due: number }[] = [];
        const commands: unknown[] = [...ids.map((id) => ({ type: 'create-note', note: id, title: '' })), ...chosen];
        const go = (all: boolean): void => {
          for (const capture of [...underWay]) {
            capture.due -= 1;
            const step =
              capture.due > 0 && !all ? capture.steps.next() : { done: true, value: finished(capture.steps) };
            if (step.done !== true) continue;
            expect(step.value).toBe(capture.expected);
            underWay.splice(underWay.indexOf(capture), 1);
          }
        };
        commands.forEach((draft, i) => {
          const command = fitted(draft, state);
          for (const each of [state, twin]) each.apply(command, { index: i + 1, member: 'm' });
          const due = delays[i % delays.length]!;
          const steps = state.captureDigest().steps();
          // The twin never has a hash from before: it is made anew from its snapshot.
          underWay.push({ expected: restoreState(twin.capture().chunks()).digest(), steps, due });
          go(false);
        });
        go(true);
        expect(state.digest()).toBe(restoreState(twin.capture().chunks()).digest());
      }),
      { seed, numRuns: 300 },
    );
  });

  it('does not count what a full history dropped while it was made', () => {
    const machine = machineWithNote();
    const edit = (n: number): void => {
      machine.edit('ann', n + 1, n, n === 0 ? [[0, 'x']] : [n, [0, 'y']]);
    };
    for (let n = 0; n < limits.historyLength; n += 1) edit(n);
    const expected = restoreState(machine.capture().chunks()).digest();
    const late = machine.captureDigest().steps();
    late.next();
    for (let n = limits.historyLength; n < limits.historyLength + 600; n += 1) edit(n);
    expect(finished(late)).toBe(expected);
    expect(machine.digest()).toBe(restoreState(machine.capture().chunks()).digest());
  });
});

/** A state with some of everything. `each` sees it after every command. */
function small(each: (state: Machine) => void = () => {}): Machine & { steps: number } {
  const machine = Object.assign(new Machine(), { steps: 0 });
  const third = 'c'.repeat(32);
  const run = (command: Command): void => {
    machine.run(command);
    machine.steps += 1;
    each(machine);
  };
  const edit = (editor: string, sequence: number, base: number, changes: (number | [number, ...string[]])[]): void =>
    run({ type: 'edit-note', note, base, editor, sequence, changes });
  run({ type: 'name-cluster', name: 'Room 4' });
  run({ type: 'create-note', note, title: 'Plan' });
  run({ type: 'create-note', note: otherNote, title: '' });
  run({ type: 'create-note', note: third, title: 'gone' });
  run({ type: 'delete-note', note: third });
  edit('ann', 1, 0, [[0, 'one', 'two 😀', '']]);
  edit('ben', 1, 1, [3, [1, ' é中 '], 7]);
  edit('ann', 2, 1, [[3], 8]);
  edit('ann', 3, 3, [2]); // refused
  edit('eve', 1, 3, [[0, 'a'], 5, [2, 'b'], 5]);
  run({ type: 'set-register', name: 'r', value: Uint8Array.of(1, 2, 3) });
  run({ type: 'set-register', name: 'empty', value: new Uint8Array(0) });
  run({
    type: 'introduce-member',
    member: 'm1',
    name: 'Ann',
    addresses: ['/ip4/10.0.0.1/tcp/1', '/ip4/10.0.0.1/tcp/2'],
  });
  run({ type: 'introduce-member', member: 'm2', name: 'Ben', addresses: [] });
  run({ type: 'rename-note', note, title: 'Plan B' });
  return machine;
}
