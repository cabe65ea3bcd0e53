import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutboxDamagedError, StorageFailedError } from '../../src/storage/errors.ts';
import { openOutbox } from '../../src/storage/outbox.ts';
import type { Outbox } from '../../src/storage/types.ts';
import { failure, randomFrom, SimulatedDisk } from './simulated-disk.ts';

let root: string;
let directory: string;
let journal: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'raftpad-outbox-'));
  directory = join(root, 'outbox');
  journal = join(directory, 'journal');
});
afterEach(() => rmSync(root, { recursive: true }));

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));
const shown = (outbox: Outbox): [string, string][] =>
  [...outbox.entries()].map(([key, value]) => [key, Buffer.from(value).toString()]);

describe('the outbox', () => {
  it('keeps what was put and not deleted, in the order of the puts, over a restart', async () => {
    const outbox = await openOutbox(directory);
    await outbox.put('a', text('1'));
    await outbox.put('备注', text('二'));
    await outbox.put('c', text(''));
    await outbox.put('a', text('again'));
    await outbox.delete('c');
    await outbox.delete('never there');
    const expected = [
      ['备注', '二'],
      ['a', 'again'],
    ];
    expect(shown(outbox)).toEqual(expected);
    await outbox.close();
    const again = await openOutbox(directory);
    expect(shown(again)).toEqual(expected);
    await again.close();
    expect(statSync(journal).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('cuts off an unfinished write and goes on', async () => {
    const outbox = await openOutbox(directory);
    await outbox.put('kept', text('1'));
    const keptBytes = statSync(journal).size;
    await outbox.put('torn', text('2'));
    await outbox.close();
    truncateSync(journal, keptBytes + 9);
    const again = await openOutbox(directory);
    expect(shown(again)).toEqual([['kept', '1']]);
    await again.put('next', text('3'));
    await again.close();
    expect(shown(await openOutbox(directory))).toEqual([
      ['kept', '1'],
      ['next', '3'],
    ]);
  });

  it('refuses a journal that is damaged before its end, and leaves it as it is', async () => {
    const outbox = await openOutbox(directory);
    await outbox.put('a', text('1'));
    const firstEnd = statSync(journal).size;
    await outbox.put('b', text('2'));
    await outbox.close();
    const bytes = readFileSync(journal);
    bytes[firstEnd - 1]! ^= 1;
    writeFileSync(journal, bytes);
    await expect(openOutbox(directory)).rejects.toThrow(OutboxDamagedError);
    expect(readFileSync(journal)).toEqual(bytes);
  });

  it('does not grow without end: dead bytes are rewritten away', async () => {
    const outbox = await openOutbox(directory);
    await outbox.put('live', text('still here'));
    for (let i = 0; i < 60; i += 1) await outbox.put('same key', new Uint8Array(100_000).fill(i));
    await outbox.close();
    expect(statSync(journal).size).toBeLessThan(2_500_000);
    const again = await openOutbox(directory);
    expect(Buffer.from(again.entries().get('live')!).toString()).toBe('still here');
    expect(again.entries().get('same key')![0]).toBe(59);
    await again.close();
  });

  it('shares one sync among the puts that wait together', async () => {
    const disk = new SimulatedDisk();
    const outbox = await openOutbox('/outbox', { files: disk });
    disk.operations = [];
    await Promise.all(Array.from({ length: 50 }, (_, i) => outbox.put(`key ${i}`, text('x'))));
    expect(disk.operations).toEqual(['writeDurably']);
  });

  it('after EIO shows and accepts nothing that is not durable', async () => {
    const disk = new SimulatedDisk();
    const outbox = await openOutbox('/outbox', { files: disk });
    await outbox.put('safe', text('1'));
    disk.failOn('writeDurably', failure('EIO'));
    await expect(outbox.put('lost', text('2'))).rejects.toThrow(StorageFailedError);
    await expect(outbox.put('never', text('3'))).rejects.toThrow(StorageFailedError);
    expect(shown(outbox)).toEqual([['safe', '1']]);
    await outbox.close();
  });

  it('keeps puts waiting while the disk is full, and does them in order when there is room', async () => {
    const disk = new SimulatedDisk();
    const spaces: string[] = [];
    const outbox = await openOutbox('/outbox', {
      files: disk,
      retryAfterMs: 5,
      onSpace: (space) => spaces.push(space),
    });
    await outbox.put('safe', text('1'));
    disk.spaceBytes = 20; // part of a frame fits
    const waiting = [outbox.put('a', text('2'.repeat(50))), outbox.put('a', text('3'.repeat(50)))];
    while (!spaces.includes('full')) await new Promise((resolve) => setImmediate(resolve));
    expect(shown(outbox)).toEqual([['safe', '1']]);
    disk.spaceBytes = Infinity;
    await Promise.all(waiting);
    expect(spaces.at(-1)).toBe('ok');
    const expected = [
      ['safe', '1'],
      ['a', '3'.repeat(50)],
    ];
    expect(shown(outbox)).toEqual(expected);
    await outbox.close();
    expect(shown(await openOutbox('/outbox', { files: disk }))).toEqual(expected);
  });

  it('that is closed while the disk is full refuses what waits, and has all from before', async () => {
    const disk = new SimulatedDisk();
    let isFull = false;
    const outbox = await openOutbox('/outbox', {
      files: disk,
      retryAfterMs: 5,
      onSpace: (space) => (isFull = space === 'full'),
    });
    await outbox.put('safe', text('1'));
    disk.spaceBytes = 0;
    const refused = expect(outbox.put('a', text('2'.repeat(50)))).rejects.toThrow(StorageFailedError);
    while (!isFull) await new Promise((resolve) => setImmediate(resolve));
    await outbox.close();
    await refused;
    disk.spaceBytes = Infinity;
    expect(shown(await openOutbox('/outbox', { files: disk }))).toEqual([['safe', '1']]);
  });

  it('is whole after a death at any moment, also while it is being rewritten', async () => {
    const change = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      size: fc.nat(120),
      isDelete: fc.boolean(),
      wait: fc.boolean(),
    });
    const life = fc.record({
      changes: fc.array(change, { maxLength: 20 }),
      dieAfter: fc.noBias(fc.integer({ min: 0, max: 40 })),
      cutsPower: fc.boolean(),
    });
    let rewrites = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 8 }), fc.integer(), async (lives, seed) => {
        const disk = new SimulatedDisk(randomFrom(seed));
        let possible: string[] = ['[]']; // what may be found, from the last acknowledged change on
        let current: Map<string, string>;
        for (const { changes, dieAfter, cutsPower } of [...lives, { changes: [], dieAfter: 1e9, cutsPower: false }]) {
          disk.dieAfter(dieAfter);
          const outbox = await openOutbox('/outbox', { files: disk, compactAtDeadBytes: 300 }).catch(() => null);
          if (outbox !== null) {
            const found = shown(outbox);
            expect(possible).toContain(JSON.stringify(found));
            current = new Map(found);
            possible = [JSON.stringify(found)];
            const pending: Promise<void>[] = [];
            for (const { key, size, isDelete, wait } of changes) {
              current.delete(key);
              if (!isDelete) current.set(key, 'x'.repeat(size));
              const then = JSON.stringify([...current]);
              possible.push(then);
              const position = possible.length - 1;
              const snapshot = possible;
              const done = (isDelete ? outbox.delete(key) : outbox.put(key, text('x'.repeat(size)))).then(
                () => void snapshot.fill('-', 0, position),
                () => undefined,
              );
              pending.push(done);
              if (wait) await done;
            }
            await Promise.all(pending);
            await outbox.close().catch(() => undefined);
          }
          rewrites += disk.operations.filter((name) => name === 'rename').length;
          if (cutsPower) disk.cutPower();
          else disk.restartProcess();
        }
      }),
      { numRuns: 300 },
    );
    expect(rewrites).toBeGreaterThan(300);
  });
});
