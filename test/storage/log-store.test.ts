import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asLogIndex, asMemberId, asSequence, asTerm } from '../../src/raft/types.ts';
import type { LogEntry } from '../../src/raft/types.ts';
import { crc32c } from '../../src/storage/crc32c.ts';
import { LogDamagedError, NewerFormatError, StorageFailedError } from '../../src/storage/errors.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import type { LogStore, LogWrite } from '../../src/storage/types.ts';
import {
  append,
  command,
  emptyLog,
  hardState,
  noWrite,
  plain,
  plainContents,
  reset,
  truncateThenAppend,
  vote,
} from './log-helpers.ts';
import { failure, SimulatedDisk } from './simulated-disk.ts';

let root: string;
let log: string;
const stores: LogStore[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'raftpad-log-'));
  log = join(root, 'log');
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  rmSync(root, { recursive: true });
});

async function open(segmentBytes = 1e6): Promise<LogStore> {
  const { store } = await openLogStore(log, { segmentBytes, spareBytes: 4096 });
  stores.push(store);
  return store;
}
async function writeAndClose(writes: LogWrite[], segmentBytes?: number): Promise<void> {
  const store = await open(segmentBytes);
  for (const write of writes) await store.write(write);
  await store.close();
}
async function restored(): Promise<typeof emptyLog> {
  const opened = await openLogStore(log);
  stores.push(opened.store);
  return plainContents(opened.restored);
}
const segments = (): string[] => readdirSync(log).filter((name) => name.endsWith('.log'));
const path = (name: string): string => join(log, name);

describe('a log that is closed and opened again', () => {
  it('starts empty, in term 0, without a vote', async () => {
    expect(await restored()).toEqual(emptyLog);
  });

  it('has its entries of every kind, and its hard state', async () => {
    const [a, b, c] = [asMemberId('A'), asMemberId('B'), asMemberId('C')];
    const configuration: LogEntry = {
      kind: 'configuration',
      index: asLogIndex(2),
      term: asTerm(1),
      configuration: { voters: [a, b], learners: [c], votersOutgoing: [a], demoted: [c] },
      changes: [
        ...(['create', 'recover', 'add-learner', 'promote', 'demote', 'remove'] as const).map((type) => ({
          type,
          member: b,
        })),
        { type: 'demote', member: c, because: 'resting' },
        { type: 'demote', member: a, because: 'silent' },
      ],
      requestedBy: a,
    };
    const entries: LogEntry[] = [
      { kind: 'no-op', index: asLogIndex(1), term: asTerm(1) },
      configuration,
      command(3, 2, ''),
      { ...command(4, 2 ** 40, 'far'), sequence: asSequence(2 ** 52 + 1) },
      command(5, 2 ** 40, 'x'.repeat(100_000)),
    ];
    const state = { ...hardState(2 ** 40, 'C', 4), epoch: 3 };
    await writeAndClose([vote(1, 'A'), { ...noWrite, entries, hardState: state }]);
    expect(await restored()).toEqual({ ...emptyLog, entries, hardState: state });
  });

  it('has what replaced a truncated end, and nothing that was cut', async () => {
    await writeAndClose([
      append(command(1, 1, 'a'), command(2, 1, 'b'), command(3, 1, 'c')),
      truncateThenAppend(2, command(2, 2, 'B')),
      append(command(3, 2, 'C')),
    ]);
    expect((await restored()).entries).toEqual([command(1, 1, 'a'), command(2, 2, 'B'), command(3, 2, 'C')]);
  });

  it('goes on over many segments, each with a name in order', async () => {
    const entries = Array.from({ length: 30 }, (_, i) => command(i + 1, 1, `entry ${i}`));
    await writeAndClose(
      entries.map((entry) => append(entry)),
      300,
    );
    expect(segments().length).toBeGreaterThan(5);
    expect(segments()[0]).toBe('00000001.log');
    expect((await restored()).entries).toEqual(entries);
    await writeAndClose([append(command(31, 1, 'more'))], 300);
    expect((await restored()).entries).toHaveLength(31);
  });

  it('has a late commit hint that was written before the close', async () => {
    await writeAndClose([
      append(command(1, 1, 'a')),
      { ...noWrite, hardState: hardState(0, null, 1), mustSync: false },
    ]);
    expect((await restored()).hardState.commitIndex).toBe(1);
  });

  it('is readable by its owner alone', async () => {
    await writeAndClose([vote(1, 'A')]);
    expect(statSync(log).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(log)) expect(statSync(path(name)).mode & 0o777).toBe(0o600);
  });

  it('an interrupted new segment is cleared away', async () => {
    await writeAndClose([append(command(1, 1, 'kept'))]);
    writeFileSync(path('00000002.log.0123456789ab.tmp'), 'half');
    expect((await restored()).entries).toHaveLength(1);
    expect(readdirSync(log).sort()).toEqual(['00000001.log', 'seal']);
  });

  it('opened without a change it writes nothing', async () => {
    const disk = new SimulatedDisk();
    const { store } = await openLogStore('/log', { files: disk });
    await store.write(vote(1, 'A'));
    await store.close();
    disk.operations = [];
    await (await openLogStore('/log', { files: disk })).store.close();
    expect(disk.operations.filter((name) => name.startsWith('write'))).toEqual([]);
  });

  it('opens 300,000 small entries with less than two seconds of processor time', async () => {
    const store = await open(8e6);
    const writes: Promise<void>[] = [];
    for (let i = 0; i < 300_000; i += 1000) {
      writes.push(store.write(append(...Array.from({ length: 1000 }, (_, k) => command(i + k + 1, 1, 'payload')))));
    }
    await Promise.all(writes);
    await store.close();
    const start = process.cpuUsage(); // not the clock's: the machine may be busy
    const again = await openLogStore(log);
    stores.push(again.store);
    const { user, system } = process.cpuUsage(start);
    expect(again.restored.entries).toHaveLength(300_000);
    expect((user + system) / 1e6).toBeLessThan(2);
  });
});

describe('a log that is cut behind a snapshot', () => {
  const entries = Array.from({ length: 40 }, (_, i) => command(i + 1, 1, `entry ${i}`));

  async function filled(): Promise<LogStore> {
    const store = await open(300);
    for (const entry of entries) await store.write(append(entry));
    await store.write(vote(2, 'B'));
    return store;
  }

  it('drops whole segments, begins where it says, and keeps all that is behind', async () => {
    const store = await filled();
    const before = segments();
    await store.compact(asLogIndex(20));
    expect(segments()[0]).not.toBe(before[0]);
    expect(segments().length).toBeLessThan(before.length);
    await store.write(append(command(41, 2, 'more')));
    await store.close();
    const { base, entries: found, hardState: state } = await restored();
    expect(base.index).toBeGreaterThan(10);
    expect(base.index).toBeLessThanOrEqual(20);
    expect(base.term).toBe(1);
    expect(found).toEqual([...entries.slice(base.index), command(41, 2, 'more')]);
    expect(state).toEqual(hardState(2, 'B'));
  });

  it('never drops the segment that is being written', async () => {
    const store = await filled();
    await store.compact(asLogIndex(40));
    await store.compact(asLogIndex(40));
    expect(segments()).toHaveLength(1);
    await store.close();
    expect((await restored()).hardState).toEqual(hardState(2, 'B'));
  });

  it('keeps what lies before a cut that reaches behind the start of a segment', async () => {
    const store = await open(120);
    for (const entry of entries.slice(0, 4)) await store.write(append(entry));
    expect(segments().length).toBeGreaterThan(2);
    await store.write(truncateThenAppend(2, command(2, 2, 'B'), command(3, 2, 'C'), command(4, 2, 'D')));
    await store.compact(asLogIndex(3));
    await store.close();
    const found = await restored();
    expect(plain(found.entries).slice(-3)).toEqual([command(2, 2, 'B'), command(3, 2, 'C'), command(4, 2, 'D')]);
  });

  it('that was replaced by a snapshot goes on behind it', async () => {
    const store = await filled();
    await store.write({ ...reset(100, 3, command(101, 3, 'next')), hardState: hardState(3, null, 101) });
    await store.close();
    expect(segments()).toHaveLength(1);
    expect(await restored()).toEqual({
      base: { index: 100, term: 3 },
      hardState: hardState(3, null, 101),
      entries: [command(101, 3, 'next')],
    });
  });
});

describe('a log that no crash can have left behind is refused', () => {
  it('a newer format is told apart from damage', async () => {
    await writeAndClose([vote(1, null)]);
    const bytes = readFileSync(path('00000001.log'));
    bytes.writeUInt32LE(3, 8);
    bytes.writeUInt32LE(crc32c(bytes.subarray(0, 20)), 20);
    writeFileSync(path('00000001.log'), bytes);
    await expect(open()).rejects.toThrow(NewerFormatError);
    await expect(open()).rejects.toThrow(/Update Raftpad/);
  });

  it('so is a seal of a newer format', async () => {
    await writeAndClose([vote(1, null)]);
    const bytes = readFileSync(path('seal'));
    for (const at of [0, 4096]) {
      bytes.writeUInt32LE(2, at + 8);
      bytes.writeUInt32LE(crc32c(bytes.subarray(at, at + 64)), at + 64);
    }
    writeFileSync(path('seal'), bytes);
    await expect(open()).rejects.toThrow(NewerFormatError);
  });

  it.each<[string, (names: string[]) => string]>([
    ['the first', (names) => names[0]!],
    ['one in the middle', (names) => names[1]!],
    ['the last', (names) => names[names.length - 1]!],
  ])('a missing segment: %s', async (_name, choose) => {
    await writeAndClose(
      [1, 2, 3, 4].map((index) => append(command(index, 1, 'a'.repeat(100)))),
      100,
    );
    expect(segments().length).toBeGreaterThan(2);
    const missing = choose(segments());
    rmSync(path(missing));
    const error: unknown = await open().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LogDamagedError);
    expect((error as LogDamagedError).file).toBe(path(missing));
  });

  it('a missing seal', async () => {
    await writeAndClose([vote(1, null)]);
    rmSync(path('seal'));
    await expect(open()).rejects.toThrow(/seal is missing/);
  });

  it('a segment in the place of another', async () => {
    await writeAndClose(
      [1, 2, 3].map((index) => append(command(index, 1, 'a'.repeat(100)))),
      100,
    );
    writeFileSync(path('00000002.log'), readFileSync(path('00000001.log')));
    await expect(open()).rejects.toThrow(/the header says number 1/);
  });

  it('says what it knows up to there', async () => {
    await writeAndClose(
      [append(command(1, 1, 'a'), command(2, 1, 'b')), vote(5, 'C'), append(command(3, 5, 'c'.repeat(300)))],
      120,
    );
    const last = path(segments().pop()!);
    const bytes = readFileSync(last);
    bytes[100]! ^= 4;
    writeFileSync(last, bytes);
    const error = (await open().catch((reason: unknown) => reason)) as LogDamagedError;
    expect(error.known).toEqual({ soundUpTo: { index: 2, term: 1 }, hardState: hardState(5, 'C') });
    expect(error.message).toMatch(/Nothing was changed/);
  });
});

describe('writes that wait together', () => {
  it('share one sync, in order', async () => {
    const disk = new SimulatedDisk();
    const { store } = await openLogStore('/log', { files: disk });
    disk.operations = [];
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => store.write(append(command(i + 1, 1, 'a'))).then(() => order.push(i))),
    );
    expect(disk.operations).toEqual(['writeDurably']);
    expect(order).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('that arrive during a sync share the next one', async () => {
    const disk = new SimulatedDisk();
    const { store } = await openLogStore('/log', { files: disk });
    disk.operations = [];
    const first = store.write(append(command(1, 1, 'a')));
    await Promise.resolve(); // the first write is on its way now
    await Promise.resolve();
    const others = [2, 3, 4].map((index) => store.write(append(command(index, 1, 'a'))));
    await Promise.all([first, ...others]);
    expect(disk.operations).toEqual(['writeDurably', 'writeDurably']);
  });

  it('a commit hint costs no sync of its own, but waits for the writes before it', async () => {
    const disk = new SimulatedDisk();
    const { store } = await openLogStore('/log', { files: disk });
    disk.operations = [];
    const order: string[] = [];
    const hint = (index: number): LogWrite => ({ ...noWrite, hardState: hardState(0, null, index), mustSync: false });
    const entry = store.write(append(command(1, 1, 'a'))).then(() => order.push('entry'));
    const late = store.write(hint(1)).then(() => order.push('hint'));
    await Promise.all([entry, late]);
    await store.write(hint(1));
    await store.write(append(command(2, 1, 'b')));
    expect(order).toEqual(['entry', 'hint']);
    expect(disk.operations).toEqual(['writeDurably', 'writeDurably']);
  });

  it.each([
    ['vote', vote(3, 'B')],
    ['new epoch', { ...noWrite, hardState: { ...hardState(0), epoch: 1 } }],
  ])('a %s is synced even if the caller says it need not be', async (_name, write) => {
    const disk = new SimulatedDisk(() => 0);
    const { store } = await openLogStore('/log', { files: disk });
    await store.write({ ...write, mustSync: false });
    disk.cutPower();
    expect((await openLogStore('/log', { files: disk })).restored.hardState).toEqual(write.hardState);
  });

  it('a reset among them parts them, and all are there', async () => {
    const { store } = await openLogStore('/log', { files: new SimulatedDisk() });
    await Promise.all([
      store.write(append(command(1, 1, 'a'))),
      store.write(reset(50, 1, command(51, 1, 'b'))),
      store.write(append(command(52, 1, 'c'))),
    ]);
    await store.close();
  });
});

describe('the room that is made ahead', () => {
  it('is made before it is needed, and given back when a segment is complete', async () => {
    const store = await open(20_000);
    for (let index = 1; index <= 40; index += 1) await store.write(append(command(index, 1, 'x'.repeat(1000))));
    await store.close();
    const sizes = segments().map((name) => statSync(path(name)).size);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes[0]).toBeLessThan(22_000);
    expect((await restored()).entries).toHaveLength(40);
  });
});

describe('a disk that fails', () => {
  it('a failed sync is never retried: what waited and all that comes is refused', async () => {
    const disk = new SimulatedDisk();
    const { store } = await openLogStore('/log', { files: disk });
    await store.write(append(command(1, 1, 'safe')));
    disk.failOn('writeDurably', failure('EIO'));
    disk.operations = [];
    const writing = store.write(append(command(2, 1, 'lost')));
    await Promise.resolve();
    await Promise.resolve();
    const waiting = store.write(append(command(3, 1, 'never')));
    await expect(writing).rejects.toThrow(StorageFailedError);
    await expect(waiting).rejects.toThrow(StorageFailedError);
    await expect(store.write(append(command(4, 1, 'never')))).rejects.toThrow(StorageFailedError);
    expect(disk.operations).toEqual(['writeDurably']);
    await store.close();
  });

  it('so is a seal that cannot be written: the log says no more', async () => {
    const disk = new SimulatedDisk();
    const { store } = await openLogStore('/log', { files: disk, sealAfterMs: 1 });
    await store.write(append(command(1, 1, 'safe')));
    disk.failOn('writeDurably', failure('EIO')); // the seal's
    await expect
      .poll(() =>
        store.write(vote(1, null)).then(
          () => 'written',
          (error: unknown) => (error as Error).name,
        ),
      )
      .toBe('StorageFailedError');
  });

  it('so is room ahead that the disk fails to make, also for a write that needs none of it', async () => {
    const disk = new SimulatedDisk();
    const { store } = await openLogStore('/log', { files: disk, spareBytes: 4096 });
    disk.failOn('writeDurably', failure('EIO'), 1); // not the frame, but what is made when little is left
    disk.operations = [];
    await store.write(append(command(1, 1, 'x'.repeat(2500))));
    await expect.poll(() => disk.operations).toEqual(['writeDurably', 'writeDurably']);
    await expect(store.write(append(command(2, 1, 'never')))).rejects.toThrow(StorageFailedError);
    await store.close();
    disk.cutPower();
    expect((await openLogStore('/log', { files: disk })).restored.entries).toHaveLength(1);
  });

  it('a new segment that cannot be made fails the store too', async () => {
    const disk = new SimulatedDisk();
    const { store } = await openLogStore('/log', { files: disk, segmentBytes: 50 });
    disk.failOn('syncDirectory', failure('EIO'));
    await expect(store.write(append(command(1, 1, 'lost')))).rejects.toThrow(StorageFailedError);
    await expect(store.write(append(command(2, 1, 'never')))).rejects.toThrow(StorageFailedError);
  });

  it('a segment whose name was not synced when its process died is safe before anything is acknowledged in it', async () => {
    const disk = new SimulatedDisk(() => 0); // a power cut keeps nothing that was not synced
    const { store } = await openLogStore('/log', { files: disk, segmentBytes: 50 });
    await store.write(append(command(1, 1, 'second segment')));
    disk.failOn('syncDirectory', failure('EIO'));
    await expect(store.write(append(command(2, 1, 'lost')))).rejects.toThrow(StorageFailedError);
    disk.restartProcess();
    const second = await openLogStore('/log', { files: disk });
    const found = second.restored.entries.length;
    await second.store.write(append(command(found + 1, 1, 'more')));
    disk.cutPower();
    expect((await openLogStore('/log', { files: disk })).restored.entries).toHaveLength(found + 1);
  });

  it('a write that breaks the rules of the log never reaches the disk', async () => {
    const disk = new SimulatedDisk();
    const { store } = await openLogStore('/log', { files: disk });
    disk.operations = [];
    await expect(store.write(append(command(2, 1, 'gap')))).rejects.toThrow(/entry 2 follows entry 0/);
    await expect(store.write(append(command(1, 1, 'fine')))).rejects.toThrow(StorageFailedError);
    expect(disk.operations).toEqual([]);
  });

  it.each<[string, LogWrite[], RegExp]>([
    ['a term that goes back', [append(command(1, 2, 'a')), append(command(2, 1, 'b'))], /of term 1 follows one of/],
    ['a term of the hard state that goes back', [vote(2, null), vote(1, null)], /goes back from 2 to 1/],
    ['a second vote in one term', [vote(2, 'A'), vote(2, 'B')], /vote of term 2 changes/],
    ['a cut beyond the end', [append(command(1, 1, 'a')), truncateThenAppend(3)], /a cut at 3/],
    ['a cut before the base', [reset(5, 1, command(6, 1, 'a')), truncateThenAppend(5)], /a cut at 5/],
    ['a commit index beyond the end', [{ ...vote(1, null), hardState: hardState(1, null, 5) }], /entry 5 is committed/],
  ])('nor does %s', async (_name, writes, message) => {
    const { store } = await openLogStore('/log', { files: new SimulatedDisk() });
    for (const write of writes.slice(0, -1)) await store.write(write);
    await expect(store.write(writes[writes.length - 1]!)).rejects.toThrow(message);
  });

  it('a closed store refuses writes', async () => {
    const store = await open();
    await store.close();
    await store.close();
    await expect(store.write(vote(1, null))).rejects.toThrow(/closed/);
  });

  it('commands that were read are views, whose fields are those that were written', async () => {
    await writeAndClose([append(command(1, 7, 'text'))]);
    const opened = await openLogStore(log);
    stores.push(opened.store);
    const [entry] = opened.restored.entries;
    expect(entry).toMatchObject({ index: 1, term: 7, kind: 'command', member: 'A', sequence: 1 });
    expect(plain([entry!])).toEqual([command(1, 7, 'text')]);
  });
});
