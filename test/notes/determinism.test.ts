import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotesState } from '../../src/notes/state-machine.ts';
import { drafts, fitted, ids } from './random-commands.ts';
import { seeds } from './random.ts';
import { snapshotOf } from './snapshots.ts';

describe('apply', () => {
  it('never throws, and two members that apply the same commands have the same bytes and say the same', () => {
    const seed = seeds(1)[0]!;
    let edited = 0;
    fc.assert(
      fc.property(drafts, (chosen) => {
        const [one, two] = [new NotesState(), new NotesState()];
        const commands: unknown[] = [...ids.map((note) => ({ type: 'create-note', note, title: '' })), ...chosen];
        commands.forEach((draft, i) => {
          const command = fitted(draft, one);
          const result = one.apply(command, { index: i + 1, member: 'm' });
          expect(two.apply(command, { index: i + 1, member: 'm' })).toEqual(result);
          if (result.outcome.type === 'edited') edited += 1;
        });
        expect(snapshotOf(two).equals(snapshotOf(one))).toBe(true);
        expect(two.digest()).toBe(one.digest());
        for (const { note } of one.notes()) expect(/\p{Surrogate}|\r/u.test(one.note(note)!.text)).toBe(false);
      }),
      { seed, numRuns: 300 },
    );
    expect(edited).toBeGreaterThan(300);
  });
});
