import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asLogIndex } from '../../src/raft/types.ts';
import type { Restored } from '../../src/raft/types.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import type { LogStore, LogWrite } from '../../src/storage/types.ts';
import { afterWrites, command, emptyLog, hardState, jsonCodec } from './log-helpers.ts';
import { randomFrom, SimulatedDisk } from './simulated-disk.ts';

/** One wish; made into a write that fits the log it meets. */
interface Wish {
  readonly kind: 'append' | 'truncate' | 'vote' | 'commit-hint';
  readonly size: number;
  /** Whether to wait for this write before the next. */
  readonly wait: boolean;
}
interface Life {
  readonly wishes: readonly Wish[];
  readonly dieAfter: number;
  readonly end: 'power-cut' | 'killed';
}

const wish: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constantFrom('append', 'append', 'append', 'truncate', 'vote', 'commit-hint'),
  size: fc.nat(60),
  wait: fc.boolean(),
});
const life: fc.Arbitrary<Life> = fc.record({
  wishes: fc.array(wish, { maxLength: 25 }),
  dieAfter: fc.noBias(fc.integer({ min: 0, max: 90 })),
  end: fc.constantFrom('power-cut', 'power-cut', 'killed'),
});

describe('a member that dies at any moment', () => {
  it('finds every acknowledged write whole, none by half, and can go on', async () => {
    let deaths = 0;
    let unfinished = 0;
    let tornEnds = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 8 }), fc.integer(), async (lives, seed) => {
        const disk = new SimulatedDisk(randomFrom(seed));
        let known: Restored = emptyLog; // certainly durable
        let issued: LogWrite[] = []; // since then
        let acknowledged = 0; // of these

        for (const { wishes, dieAfter, end } of [...lives, { wishes: [], dieAfter: 1e9, end: 'killed' } as const]) {
          disk.dieAfter(dieAfter);
          let store: LogStore | null = null;
          try {
            store = await openLogStore('/log', jsonCodec, { segmentBytes: 600, files: disk });
          } catch (error) {
            expect((error as Error).constructor.name).toBe('ProcessDied');
          }
          if (store !== null) {
            const found = store.restored;
            const possible = issued
              .map((_, count) => count + 1)
              .concat(0)
              .filter((count) => count >= acknowledged);
            const match = possible.find((count) => isSame(afterWrites(known, issued.slice(0, count)), found));
            if (match === undefined) {
              expect(found).toEqual(afterWrites(known, issued)); // fails, and shows the difference
            }
            known = found; // the core takes what is restored for durable: it must not vanish after that
            issued = [];
            acknowledged = 0;

            const pending: Promise<void>[] = [];
            for (const next of wishes) {
              const write = fit(next, afterWrites(known, issued));
              issued.push(write);
              const count = issued.length;
              const done = store.write(write).then(
                () => {
                  if (write.mustSync) acknowledged = Math.max(acknowledged, count);
                },
                () => undefined,
              );
              pending.push(done);
              if (next.wait) await done;
            }
            await Promise.all(pending);
            if (end === 'killed') disk.dieAfter(0); // without a chance to write what is late
            await store.close().catch(() => undefined);
          }
          deaths += 1;
          if (acknowledged < issued.length) unfinished += 1;
          if (end === 'power-cut') disk.cutPower();
          else disk.restartProcess();
        }
        tornEnds += disk.operations.filter((name) => name === 'truncate').length;
      }),
      { numRuns: 300 },
    );
    expect(unfinished).toBeGreaterThan(deaths / 10); // the deaths did hit writes
    expect(tornEnds).toBeGreaterThan(0); // and tore some
  });
});

function fit({ kind, size }: Wish, log: Restored): LogWrite {
  const { hardState: state } = log;
  const last = log.entries.length;
  const lastTerm = log.entries[last - 1]?.term ?? 1;
  const nothing: LogWrite = { truncateFrom: null, entries: [], hardState: null, mustSync: true };
  const entry = (index: number) => command(index, Math.max(lastTerm, state.term, 1), 'x'.repeat(size));
  switch (kind) {
    case 'append':
      return { ...nothing, entries: Array.from({ length: 1 + (size % 3) }, (_, i) => entry(last + 1 + i)) };
    case 'truncate': {
      const from = Math.max(state.commitIndex + 1, last - (size % 4));
      if (from > last) return { ...nothing, entries: [entry(last + 1)] };
      return {
        truncateFrom: asLogIndex(from),
        entries: [entry(from)],
        hardState: hardState(state.term + 1, 'B', state.commitIndex),
        mustSync: true,
      };
    }
    case 'vote':
      return { ...nothing, hardState: hardState(state.term + 1, 'C', state.commitIndex) };
    case 'commit-hint':
      return {
        ...nothing,
        hardState: { ...state, commitIndex: asLogIndex(Math.max(state.commitIndex, last - (size % 5))) },
        mustSync: false,
      };
  }
}

function isSame(a: Restored, b: Restored): boolean {
  return Buffer.from(jsonCodec.encode({ ...a, truncateFrom: null, mustSync: true })).equals(
    Buffer.from(jsonCodec.encode({ ...b, truncateFrom: null, mustSync: true })),
  );
}
