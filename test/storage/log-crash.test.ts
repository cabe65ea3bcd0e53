import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asLogIndex } from '../../src/raft/types.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import type { OpenedLog } from '../../src/storage/log-store.ts';
import type { LogContents, LogStore, LogWrite } from '../../src/storage/types.ts';
import {
  afterWrites,
  append,
  command,
  emptyLog,
  hardState,
  noWrite,
  plain,
  reset,
  truncateThenAppend,
} from './log-helpers.ts';
import { ProcessDied, randomFrom, SimulatedDisk } from './simulated-disk.ts';

/** Small, so that a short run passes through everything: segments, room ahead, frames of many sectors. */
const options = { segmentBytes: 3000, spareBytes: 2048, sealAfterMs: 0 };
const payload = (index: number, size: number): string => `${index}:`.padEnd(size, 'x');
const entry = (index: number, term: number, size = 40): ReturnType<typeof command> =>
  command(index, term, payload(index, size));
const hint = (term: number, vote: string | null, commitIndex: number): LogWrite => ({
  ...noWrite,
  hardState: hardState(term, vote, commitIndex),
  mustSync: false,
});

/** `together`: in one turn. `pause`: what runs on timers (seals) has its time. */
type Step = { readonly together: readonly LogWrite[] } | { readonly compact: number } | { readonly pause: true };

/** Passes through everything that a log does. */
const script: readonly Step[] = [
  { together: [{ ...noWrite, hardState: hardState(1, 'A') }, append(entry(1, 1), entry(2, 1))] },
  { pause: true },
  { together: [append(entry(3, 1, 700)), append(entry(4, 1, 700)), hint(1, 'A', 2)] },
  { together: [append(entry(5, 1, 1500))] },
  { together: [hint(1, 'A', 3)] },
  { together: [{ ...truncateThenAppend(5, entry(5, 2, 900)), hardState: hardState(2, 'B', 3) }] },
  { pause: true },
  { together: [append(entry(6, 2, 800), entry(7, 2)), append(entry(8, 2, 600)), append(entry(9, 2, 10))] },
  { together: [append(entry(10, 2, 2000))] },
  { together: [hint(2, 'B', 10)] },
  { compact: 8 },
  { together: [append(entry(11, 2, 1200)), append(entry(12, 2, 1200))] },
  { together: [{ ...noWrite, hardState: hardState(3, null, 12) }] },
  { compact: 12 },
  { pause: true },
  {
    together: [
      append(entry(13, 3)),
      { ...reset(40, 3, entry(41, 3, 100), entry(42, 3, 700)), hardState: hardState(4, 'C', 41) },
      append(entry(43, 4, 30)),
    ],
  },
  { together: [append(entry(44, 4, 2000)), append(entry(45, 4, 600))] },
  { pause: true },
  { together: [reset(60, 4)] },
  { together: [append(entry(61, 4, 5))] },
  { together: [hint(4, 'C', 61)] },
];

/** What a run came to: everything that was asked for, and how much of it was acknowledged. */
interface Run {
  readonly issued: LogWrite[];
  acknowledged: number;
  /** Up to here the entries may have been dropped. */
  compacted: number;
}

async function play(store: LogStore, run: Run, steps = script): Promise<void> {
  for (const step of steps) {
    if ('pause' in step) {
      await vi.advanceTimersByTimeAsync(150);
    } else if ('compact' in step) {
      run.compacted = step.compact;
      await store.compact(asLogIndex(step.compact)).catch(() => undefined);
    } else {
      await Promise.all(
        step.together.map((write) => {
          const count = run.issued.push(write);
          return store.write(write).then(
            () => {
              if (write.mustSync) run.acknowledged = Math.max(run.acknowledged, count);
            },
            () => undefined,
          );
        }),
      );
    }
  }
}

function expectFits(run: Run, found: LogContents, start = emptyLog): void {
  const prefixes = run.issued.map((_, count) => count + 1).concat(0);
  const matches = prefixes.filter((count) => {
    const expected = afterWrites(start, run.issued.slice(0, count));
    const { base } = found;
    if (JSON.stringify(expected.hardState) !== JSON.stringify(found.hardState)) return false;
    // What was compacted may be there or not; nothing else may be missing.
    if (base.index !== expected.base.index && base.index > run.compacted) return false;
    return isSame(
      [...expected.entries].filter(({ index }) => index > base.index),
      found.entries,
    );
  });
  const best = Math.max(-1, ...matches);
  if (best >= run.acknowledged) return;
  expect({ acknowledged: run.acknowledged, matches, ...found, entries: plain(found.entries) }).toEqual(
    afterWrites(start, run.issued),
  );
}

function isSame(a: LogContents['entries'], b: LogContents['entries']): boolean {
  const text = (entries: LogContents['entries']): string =>
    [...entries]
      .map((e) => `${e.index}.${e.term}${e.kind === 'command' ? Buffer.from(e.payload).toString() : ''}`)
      .join();
  return text(a) === text(b);
}

async function openOrDie(disk: SimulatedDisk): Promise<OpenedLog | null> {
  try {
    return await openLogStore('/log', { ...options, files: disk });
  } catch (error) {
    if (error instanceof ProcessDied) return null;
    throw error;
  }
}

/** Dies at operation `at`, is opened again, dies at once or not, and must have everything; returns false if it lived. */
async function dieAt(at: number, end: 'power-cut' | 'killed', seed: number): Promise<boolean> {
  const random = randomFrom(seed);
  const disk = new SimulatedDisk(random, 512);
  const run: Run = { issued: [], acknowledged: 0, compacted: 0 };
  disk.dieAfter(at);
  const opened = await openOrDie(disk);
  if (opened !== null) {
    await play(opened.store, run);
    const lived = disk.operations.length < at;
    if (lived) await opened.store.close().catch(() => undefined);
    else void opened.store.close().catch(() => undefined);
    if (lived && disk.operations.length < at) return false;
  }
  // Opening again may die too, several times.
  for (;;) {
    if (end === 'power-cut') disk.cutPower();
    else disk.restartProcess();
    if (random() < 0.3) disk.dieAfter(Math.floor(random() * 12));
    const again = await openOrDie(disk);
    if (again === null) continue;
    const found = { ...again.restored, entries: plain(again.restored.entries) };
    expectFits(run, found);
    // What was found is durable: it must be there after a power cut, and the log goes on from it.
    disk.restartProcess();
    disk.cutPower();
    const third = await openLogStore('/log', { ...options, files: disk });
    expect({ ...third.restored, entries: plain(third.restored.entries) }).toEqual(found);
    const last = found.entries[found.entries.length - 1] ?? found.base;
    const next = entry(last.index + 1, Math.max(last.term, found.hardState.term, 1));
    await third.store.write(append(next));
    disk.cutPower();
    const fourth = await openLogStore('/log', { ...options, files: disk });
    expect(plain(fourth.restored.entries)).toEqual([...found.entries, next]);
    return true;
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a member that dies at every single operation of a run', () => {
  it.each(['power-cut', 'killed'] as const)(
    'by a %s: finds all that was acknowledged, and no damage',
    async (end) => {
      const seeds = Number(process.env['SEEDS'] ?? (end === 'power-cut' ? 4 : 1));
      let operations = 0;
      for (let at = 0; ; at += 1) {
        let someDied = false;
        for (let seed = 0; seed < seeds; seed += 1) {
          try {
            someDied = (await dieAt(at, end, 1000 * at + seed)) || someDied;
          } catch (error) {
            throw new Error(`dying at operation ${at} with seed ${seed}`, { cause: error });
          }
        }
        if (!someDied) break;
        operations += 1;
      }
      expect(operations).toBeGreaterThan(60);
    },
    120_000,
  );
});
