import { describe, expect, it } from 'vitest';
import { LogDamagedError } from '../../src/storage/errors.ts';
import { createFrameFile } from '../../src/storage/frame-file.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import type { OpenedLog } from '../../src/storage/log-store.ts';
import type { LogWrite } from '../../src/storage/types.ts';
import { append, command, hardState, noWrite, plainContents, truncateThenAppend, vote } from './log-helpers.ts';
import { ProcessDied, randomFrom, SimulatedDisk } from './simulated-disk.ts';

/** The writes stay here; the records are their numbers. */
const writes: readonly LogWrite[] = [
  vote(1, 'A'),
  append(command(1, 1, 'a'), command(2, 1, 'b'), command(3, 1, 'c')),
  truncateThenAppend(3, command(3, 2, 'C'.repeat(3000))),
  { ...noWrite, hardState: hardState(2, null, 2) },
];
const decodeVersion1 = (record: Uint8Array): LogWrite => writes[record[0]!]!;
const contents = {
  base: { index: 0, term: 0 },
  hardState: hardState(2, null, 2),
  entries: [command(1, 1, 'a'), command(2, 1, 'b'), command(3, 2, 'C'.repeat(3000))],
};

async function oldLog(random: () => number): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk(random, 512);
  await disk.makeDirectory('/log');
  const kind = (number: number): { magic: string; number: number } => ({ magic: 'RAFTLOG\n', number });
  const record = (number: number): Uint8Array[] => [Uint8Array.of(number)];
  await createFrameFile('/log/00000001.log', kind(1), [record(0), record(1)], disk);
  await createFrameFile('/log/00000002.log', kind(2), [record(2), record(3)], disk);
  await disk.syncDirectory('/');
  disk.operations = [];
  return disk;
}

describe('a log of the first format', () => {
  it('is turned into one of this format once, whole', async () => {
    const disk = await oldLog(() => 0.5);
    const { store, restored } = await openLogStore('/log', { files: disk, decodeVersion1 });
    expect(plainContents(restored)).toEqual(contents);
    await store.write(append(command(4, 2, 'd')));
    await store.close();
    expect(disk.paths()).toEqual(['/log/00000003.log', '/log/seal']);
    expect(await disk.list('/log')).not.toContain('upgrade');
    const again = await openLogStore('/log', { files: disk });
    expect(plainContents(again.restored).entries).toEqual([...contents.entries, command(4, 2, 'd')]);
  });

  it('survives a crash at every operation of that', async () => {
    for (let at = 0; ; at += 1) {
      let lived = false;
      const opened: OpenedLog[] = [];
      for (const [seed, end] of ['cut', 'cut', 'kill'].entries()) {
        const disk = await oldLog(randomFrom(100 * at + seed));
        disk.dieAfter(at);
        try {
          opened.push(await openLogStore('/log', { files: disk, decodeVersion1, segmentBytes: 1000, spareBytes: 512 }));
          lived = true;
        } catch (error) {
          expect(error instanceof ProcessDied || (error as Error).cause instanceof ProcessDied).toBe(true);
        }
        if (end === 'cut') disk.cutPower();
        else disk.restartProcess();
        const again = await openLogStore('/log', { files: disk, decodeVersion1, spareBytes: 512 });
        opened.push(again);
        expect(plainContents(again.restored), `at ${at}, seed ${seed}`).toEqual(contents);
        expect(await disk.list('/log')).not.toContain('upgrade');
      }
      // One whose disk is dead would look for room for ever.
      for (const { store } of opened) await store.close().catch(() => undefined);
      if (!lived) continue;
      expect(at).toBeGreaterThan(20);
      return;
    }
  }, 60_000);

  it('that is damaged is refused and left as it is', async () => {
    const disk = await oldLog(() => 0.5);
    const path = '/log/00000001.log';
    const bytes = new Uint8Array(disk.contentOf(path));
    bytes[30]! ^= 1;
    disk.setContent(path, bytes);
    await expect(openLogStore('/log', { files: disk, decodeVersion1 })).rejects.toThrow(LogDamagedError);
    expect(disk.paths()).toEqual(['/log/00000001.log', '/log/00000002.log']);
  });

  it('is refused by a program that cannot read it', async () => {
    const disk = await oldLog(() => 0.5);
    await expect(openLogStore('/log', { files: disk })).rejects.toThrow(/first format/);
  });
});
