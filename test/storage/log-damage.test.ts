import { describe, expect, it } from 'vitest';
import { asLogIndex } from '../../src/raft/types.ts';
import { LogDamagedError } from '../../src/storage/errors.ts';
import { salvageLog } from '../../src/storage/log-salvage.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import { append, command, hardState, noWrite, plain, plainContents, truncateThenAppend, vote } from './log-helpers.ts';
import { failure, randomFrom, SimulatedDisk } from './simulated-disk.ts';

type Files = ReadonlyMap<string, Uint8Array>;
interface Damage {
  readonly file: string;
  readonly kind: 'flip' | 'zero' | 'truncate';
  readonly from: number;
  readonly length: number;
}

/** A small log with all that a log has: several segments, dropped ones, a cut, votes, torn nowhere, sealed by its close. */
async function makeFiles(): Promise<Files> {
  const disk = new SimulatedDisk(() => 0.5, 512);
  const { store } = await openLogStore('/log', { files: disk, segmentBytes: 500, spareBytes: 256 });
  await store.write({ ...append(command(1, 1, 'a')), hardState: hardState(1, 'A') });
  await store.write(append(command(2, 1, 'b'.repeat(300)), command(3, 1, 'c')));
  await store.write({ ...truncateThenAppend(3, command(3, 2, 'C')), hardState: hardState(2, 'B') });
  await store.write(append(command(4, 2, 'd'.repeat(600))));
  await store.compact(asLogIndex(2));
  await store.write(append(command(5, 2, 'e'.repeat(20))));
  await store.write({ ...noWrite, hardState: hardState(2, 'B', 5) });
  await store.write(append(command(6, 2, 'f'.repeat(700))));
  await store.write(vote(3, 'C'));
  // In the same segment: what only the seal knows to have been durable.
  await store.write(append(command(7, 3, 'g')));
  await store.write(append(command(8, 3, 'h'.repeat(40))));
  await store.close();
  return new Map(disk.paths().map((path) => [path, disk.contentOf(path)]));
}

async function diskWith(files: Files): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk(() => 0.5, 512);
  await disk.makeDirectory('/log');
  for (const [path, content] of files) {
    await (await disk.open(path, 'create')).close();
    disk.setContent(path, content);
  }
  return disk;
}

function damaged(files: Files, damages: readonly Damage[]): Map<string, Uint8Array> {
  const result = new Map(files);
  for (const { file, kind, from, length } of damages) {
    const bytes = new Uint8Array(result.get(file)!);
    if (kind === 'flip') bytes[from]! ^= 1 << (length % 8);
    if (kind === 'zero') bytes.fill(0, from, from + length);
    result.set(file, kind === 'truncate' ? bytes.subarray(0, from) : bytes);
  }
  return result;
}

/** Opens it: all is there, or it is refused and left as it is. Returns which. */
async function outcome(files: Files, whole: unknown): Promise<'recovered' | 'refused'> {
  const disk = await diskWith(files);
  try {
    const { restored } = await openLogStore('/log', { files: disk });
    expect(plainContents(restored)).toEqual(whole);
    return 'recovered';
  } catch (error) {
    if (!(error instanceof LogDamagedError)) throw error;
    for (const [path, content] of files) expect(Buffer.from(disk.contentOf(path)).equals(content)).toBe(true);
    return 'refused';
  }
}

const files = await makeFiles();
const whole = plainContents((await openLogStore('/log', { files: await diskWith(files) })).restored);
const all = [...files].map(([file, { length }]) => ({ file, length }));

describe('a log that was closed, and then damaged at rest', () => {
  it('holds what the damage must not take', () => {
    expect(whole.entries.length).toBeGreaterThan(2);
    expect(whole.hardState).toMatchObject({ term: 3, votedFor: 'C' });
    expect(files.size).toBeGreaterThan(3);
  });

  it('any flipped bit: all is there, or it is refused', async () => {
    const seen = { recovered: 0, refused: 0 };
    for (const { file, length } of all) {
      for (let from = 0; from < length; from += 1) {
        // Between the slots of the seal lies nothing.
        if (file.endsWith('seal') && from % 4096 > 80 && from % 97 !== 0) continue;
        seen[await outcome(damaged(files, [{ file, kind: 'flip', from, length: from }]), whole)] += 1;
      }
    }
    expect(seen.refused).toBeGreaterThan(2000);
  });

  it.each(['zero', 'truncate'] as const)('%s, any range: all is there, or it is refused', async (kind) => {
    const seen = { recovered: 0, refused: 0 };
    for (const { file, length } of all) {
      for (let from = 0; from < length; from += file.endsWith('seal') ? 61 : 4) {
        for (const range of kind === 'zero' ? [1, 8, 64, 512, length] : [length]) {
          seen[await outcome(damaged(files, [{ file, kind, from, length: range }]), whole)] += 1;
        }
      }
    }
    expect(seen.refused).toBeGreaterThan(100);
  });

  it('two damages at once: all is there, or it is refused', async () => {
    const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    const random = randomFrom(seed);
    for (let round = 0; round < 1500; round += 1) {
      const pair = [0, 1].map((): Damage => {
        const { file, length } = all[Math.floor(random() * all.length)]!;
        const kind = (['flip', 'zero', 'truncate'] as const)[Math.floor(random() * 3)]!;
        return { file, kind, from: Math.floor(random() * length), length: Math.floor(random() ** 3 * length) + 1 };
      });
      try {
        await outcome(damaged(files, pair), whole);
      } catch (error) {
        throw new Error(`SEED=${seed}, round ${round}: ${JSON.stringify(pair)}`, { cause: error });
      }
    }
  });
});

it('a sector that the disk cannot read is damage', async () => {
  for (let nth = 0; nth < 2; nth += 1) {
    const disk = await diskWith(files);
    disk.failOn('read', failure('EIO'), nth);
    await expect(openLogStore('/log', { files: disk })).rejects.toThrow(LogDamagedError);
  }
});

describe('a log that was not closed', () => {
  it('a flipped bit in the last write is damage, not a torn write, even before the seal', async () => {
    const disk = new SimulatedDisk(() => 0.5, 512);
    const { store } = await openLogStore('/log', { files: disk, spareBytes: 256 });
    await store.write(append(command(1, 1, 'a')));
    const [log] = disk.paths();
    const before = disk.contentOf(log!);
    await store.write(append(command(2, 1, 'b'.repeat(700))));
    const after = disk.contentOf(log!);
    const start = before.findIndex((byte, at) => byte !== after[at]);
    const contents = new Map(disk.paths().map((path) => [path, disk.contentOf(path)]));
    const last = plainContents((await openLogStore('/log', { files: await diskWith(contents) })).restored);
    expect(last.entries).toHaveLength(2);
    const end = start + 16 + 700;
    for (let from = start; from < end; from += 1) {
      const flipped = damaged(contents, [{ file: log!, kind: 'flip', from, length: from }]);
      expect(await outcome(flipped, last), `byte ${from}`).toBe('refused');
    }
  });

  it('without its last sectors it is torn: that write is cut off, and the log goes on', async () => {
    const disk = new SimulatedDisk(() => 0.5, 512);
    const { store } = await openLogStore('/log', { files: disk, spareBytes: 256 });
    await store.write(append(command(1, 1, 'a')));
    await store.write(append(command(2, 1, 'b'.repeat(1500))));
    const contents = new Map(disk.paths().map((path) => [path, disk.contentOf(path)]));
    const [log] = disk.paths();
    for (const damage of [
      { file: log!, kind: 'zero', from: 512, length: 512 },
      { file: log!, kind: 'truncate', from: 700, length: 0 },
    ] as const) {
      const torn = await diskWith(damaged(contents, [damage]));
      const opened = await openLogStore('/log', { files: torn });
      expect(plainContents(opened.restored).entries).toEqual([command(1, 1, 'a')]);
      await opened.store.write(append(command(2, 1, 'again')));
      torn.cutPower();
      const again = await openLogStore('/log', { files: torn });
      expect(plainContents(again.restored).entries).toEqual([command(1, 1, 'a'), command(2, 1, 'again')]);
    }
  });
});

describe('what can be read of a damaged log', () => {
  it('is all but what the damage took, before and behind it', async () => {
    const disk = new SimulatedDisk(() => 0.5, 512);
    const { store } = await openLogStore('/log', { files: disk, spareBytes: 256, segmentBytes: 2000 });
    const entries = Array.from({ length: 8 }, (_, i) => command(i + 1, 1, `entry ${i}`.padEnd(600, 'x')));
    for (const entry of entries) await store.write(append(entry));
    await store.write(vote(4, 'D'));
    await store.close();
    const contents = new Map(disk.paths().map((path) => [path, disk.contentOf(path)]));
    const bytes = new Uint8Array(contents.get('/log/00000001.log')!);
    const third = 96 + 2 * 650; // within the third frame or near it
    bytes.fill(0, third, third + 100);
    const torn = await diskWith(new Map([...contents, ['/log/00000001.log', bytes]]));
    await expect(openLogStore('/log', { files: torn })).rejects.toThrow(LogDamagedError);
    const salvaged = await salvageLog('/log', torn);
    const readable = plain(salvaged.entries);
    expect(readable.length).toBeGreaterThanOrEqual(6);
    expect(readable.length).toBeLessThan(8);
    for (const entry of readable) expect(entry).toEqual(entries[entry.index - 1]);
    expect(salvaged.hardState).toMatchObject({ term: 4, votedFor: 'D' });
    expect(salvaged.reachedIndex).toBe(8);
    expect(salvaged.problems.join()).toMatch(/00000001\.log/);
    expect(torn.contentOf('/log/00000001.log')).toBe(bytes);
  });

  it('of a sound one is all of it', async () => {
    const { entries, hardState: state, problems } = await salvageLog('/log', await diskWith(files));
    expect(plain(entries)).toEqual(whole.entries);
    expect(state).toEqual(whole.hardState);
    expect(problems).toEqual([]);
  });
});
