import { afterEach, describe, expect, it } from 'vitest';
import { StorageFailedError } from '../../src/storage/errors.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import type { OpenedLog } from '../../src/storage/log-store.ts';
import type { SpaceState } from '../../src/storage/types.ts';
import { append, command, plain, reset, vote } from './log-helpers.ts';
import { SimulatedDisk } from './simulated-disk.ts';

const entry = (index: number, size = 100): ReturnType<typeof command> => command(index, 1, 'x'.repeat(size));

/** A store whose disk is full looks for room until it is closed. */
const opened: OpenedLog[] = [];
afterEach(async () => {
  for (const { store } of opened.splice(0)) await store.close().catch(() => undefined);
});

async function open(disk: SimulatedDisk, seen: SpaceState[] = [], segmentBytes = 1e6): Promise<OpenedLog> {
  const onSpace = (space: SpaceState): void => void seen.push(space);
  const log = await openLogStore('/log', { files: disk, spareBytes: 4096, retryAfterMs: 2, segmentBytes, onSpace });
  opened.push(log);
  return log;
}

async function entriesAfterPowerCut(disk: SimulatedDisk): Promise<number[]> {
  disk.cutPower();
  const { restored } = await openLogStore('/log', { files: disk });
  return plain(restored.entries).map(({ index }) => index);
}

describe('a full disk', () => {
  it('tells first that the reserve is in use, and still takes terms and votes', async () => {
    const disk = new SimulatedDisk();
    const seen: SpaceState[] = [];
    const { store } = await open(disk, seen);
    disk.spaceBytes = 0;
    let index = 0;
    while (store.space === 'ok') await store.write(append(entry(++index)));
    expect(seen).toEqual(['reserve']);
    for (let term = 2; term < 12; term += 1) await store.write(vote(term, 'B')); // acknowledged
    disk.cutPower();
    const { restored } = await openLogStore('/log', { files: disk });
    expect(restored.hardState.term).toBe(11);
    expect(restored.entries).toHaveLength(index);
  });

  it('when the reserve is gone too, writes wait, and go on by themselves when there is room: none is lost or doubled', async () => {
    const disk = new SimulatedDisk();
    const seen: SpaceState[] = [];
    const { store } = await open(disk, seen);
    disk.spaceBytes = 100;
    let acknowledged = 0;
    const writes = Array.from({ length: 100 }, async (_, i) => {
      await store.write(append(entry(i + 1, 1000)));
      acknowledged += 1;
    });
    await expect.poll(() => store.space).toBe('full');
    await new Promise((resolve) => setTimeout(resolve, 20)); // several attempts
    expect(acknowledged).toBeLessThan(100);
    disk.spaceBytes = 1e6;
    await Promise.all(writes);
    expect(store.space).toBe('ok');
    expect(seen).toContain('full');
    expect(await entriesAfterPowerCut(disk)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });

  it('that is full for a new segment lets the one before go on', async () => {
    const disk = new SimulatedDisk();
    const { store } = await open(disk, [], 500);
    disk.spaceBytes = 50;
    await store.write(append(entry(1, 400)));
    await store.write(append(entry(2, 400)));
    expect(store.space).toBe('reserve');
    disk.spaceBytes = 1e6;
    await expect.poll(() => store.space).toBe('ok');
    await store.write(append(entry(3, 400)));
    expect(disk.paths()).toContain('/log/00000002.log');
    expect(await entriesAfterPowerCut(disk)).toEqual([1, 2, 3]);
  });

  it('a reset waits for room for its segment', async () => {
    const disk = new SimulatedDisk();
    const { store } = await open(disk);
    await store.write(append(entry(1)));
    disk.spaceBytes = 50;
    const replaced = store.write(reset(70, 1, entry(71)));
    await expect.poll(() => store.space).toBe('full');
    disk.spaceBytes = 1e6;
    await replaced;
    expect(await entriesAfterPowerCut(disk)).toEqual([71]);
  });

  it('a file system that needs room to overwrite: what it took of a write is cut off again', async () => {
    const disk = new SimulatedDisk();
    const { store } = await open(disk);
    await store.write(append(entry(1)));
    disk.copiesOnWrite = true;
    disk.spaceBytes = 70; // less than the frame
    const waiting = store.write(append(entry(2, 300)));
    await expect.poll(() => store.space).toBe('full');
    disk.spaceBytes = 1e6;
    await waiting;
    expect(await entriesAfterPowerCut(disk)).toEqual([1, 2]);
  });

  it('what waits when the store is closed is refused, and what was acknowledged is there', async () => {
    const disk = new SimulatedDisk();
    const { store } = await open(disk);
    await store.write(append(entry(1)));
    disk.spaceBytes = 0;
    const waiting = store.write(append(entry(2, 20_000)));
    const refused = expect(waiting).rejects.toThrow(/full/);
    await expect.poll(() => store.space).toBe('full');
    await store.close();
    await refused;
    await expect(waiting).rejects.toMatchObject({ name: StorageFailedError.name, code: 'ENOSPC' });
    disk.spaceBytes = 1e6;
    expect(await entriesAfterPowerCut(disk)).toEqual([1]);
  });
});
