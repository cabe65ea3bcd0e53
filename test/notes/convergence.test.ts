import { describe, expect, it } from 'vitest';
import { NotesState } from '../../src/notes/state-machine.ts';
import { Random, seeds } from './random.ts';
import { noteId, Room } from './room.ts';
import { snapshotOf } from './snapshots.ts';

const commands = 1_000;

describe('five laptops with two windows each, over a network that loses, doubles and reorders, with restarts', () => {
  it.each(seeds(1))(
    'all end with the same text, in which nothing kept is lost or doubled (RAFTPAD_SEED=%i)',
    (seed) => {
      const room = new Room(new Random(seed), 5);
      while (room.log.length < commands) room.step();
      room.settle();

      const text = room.laptops[0]!.state.note(noteId)!.text;
      const bytes = snapshotOf(room.laptops[0]!.state);
      const digest = room.laptops[0]!.state.digest();
      for (const laptop of room.laptops) {
        expect(laptop.state.note(noteId)!.text).toBe(text);
        expect(snapshotOf(laptop.state).equals(bytes)).toBe(true);
        expect(laptop.state.digest()).toBe(digest);
        expect(laptop.session.text.toString()).toBe(text);
        expect(laptop.lost).toEqual([]);
        for (const window of laptop.windows) expect(window.doc.toString()).toBe(text);
      }

      const counts = new Map<string, number>();
      for (const token of text) counts.set(token, (counts.get(token) ?? 0) + 1);
      counts.delete('\n');
      expect([...counts].filter(([, count]) => count > 1)).toEqual([]);
      const missing = [...room.tokens.kept].filter((token) => !room.tokens.deleted.has(token) && !counts.has(token));
      expect(missing).toEqual([]);
      expect(room.tokens.kept.size).toBeGreaterThan(200);

      // A state machine that sees the log only afterwards comes to the same.
      const late = new NotesState();
      room.log.forEach(({ command, member }, i) => late.apply(command, { index: i + 1, member }));
      expect(snapshotOf(late).equals(bytes)).toBe(true);
      expect(late.digest()).toBe(digest);
    },
    60_000, // the machine may be busy
  );
});
