import { describe, expect, it } from 'vitest';
import { NoteSession } from '../../src/notes/note-session.ts';
import type { NotesEvent } from '../../src/notes/types.ts';
import { machineWithNote, note } from './commands.ts';
import { Random, seeds } from './random.ts';

const keystrokes = 3_000;

describe('a laptop that comes back', () => {
  it.each([
    ['in one place', 0],
    ['in a hundred places', 100],
  ])(`${keystrokes} keystrokes made away, %s, and as many of others merge within a second`, (_name, places) => {
    const random = new Random(seeds(1)[0]!);
    const machine = machineWithNote();
    machine.edit('base', 1, 0, [[0, 'x'.repeat(5_000)]]);
    const result = NoteSession.open(machine, { note, editor: 'me', epoch: '', kept: null });
    if (result.type !== 'open') throw new Error(result.type);
    const { session } = result;
    let at = 2_500;
    const typingStartMs = cpuMs();
    for (let n = 0; n < keystrokes; n += 1) {
      if (places > 0 && n % (keystrokes / places) === 0) at = random.below(session.text.length);
      session.edit([{ from: at, to: at, insert: 'm' }]);
      at += 1;
    }
    const typingMs = cpuMs() - typingStartMs;
    const events: NotesEvent[] = [];
    for (let n = 0; n < keystrokes; n += 1) {
      const length = 5_000 + n;
      const from = random.below(length - 1) + 1;
      events.push(...machine.edit('other', n + 1, n + 1, [from, [0, 'o'], length - from]).events);
    }

    const startMs = cpuMs();
    for (const event of events) if (event.type === 'note-edited') session.applied(event);
    const caughtUpMs = cpuMs() - startMs;
    const command = session.takeForSending()!;
    const own = machine.run(command).events[0]!;
    if (own.type === 'note-edited') session.applied(own);
    const totalMs = cpuMs() - startMs;
    console.info(
      `${places} places: typed in ${typingMs.toFixed(0)} ms, caught up in ${caughtUpMs.toFixed(0)} ms, merged in ${totalMs.toFixed(0)} ms`,
    );

    expect(session.text.toString()).toBe(machine.text);
    expect(machine.text).toHaveLength(5_000 + 2 * keystrokes);
    expect(totalMs).toBeLessThan(1_000);
  });

  it('the worst case, every keystroke at a place of its own and in flight all the while, takes seconds at most', () => {
    const machine = machineWithNote();
    machine.edit('base', 1, 0, [[0, 'x'.repeat(5_000)]]);
    for (let n = 0; n < keystrokes; n += 1) machine.edit('other', n + 1, n + 1, [2_500, [0, 'o'], 2_500 + n]);
    const changes = Array.from({ length: keystrokes }, () => [1, [0, 'm']] as [number, [number, string]]).flat();
    const startMs = cpuMs();
    const { outcome } = machine.edit('me', 1, 1, [...changes, 5_000 - keystrokes]);
    const mergedMs = cpuMs() - startMs;
    console.info(`${keystrokes} scattered keystrokes over ${keystrokes} edits: ${mergedMs.toFixed(0)} ms`);
    expect(outcome.type).toBe('edited');
    expect(mergedMs).toBeLessThan(8_000);
  });
});

/** Processor time of this process: other tests may run on the same machine. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
