import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { raftpad } from '../../src/wire/generated/raftpad.js';
import { fill } from './filled-log.ts';
import { joinAt, Laptops, type MemberProcess } from './harness.ts';

const laptops = new Laptops();
afterEach(() => laptops.close());

const policy = { snapshotEntries: 40, trailingEntries: 5 };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** So many writes to registers, a few under way at a time. */
async function write(member: MemberProcess, from: number, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, n) => from + n);
  await Promise.all(
    numbers.map((n) => member.call('registers.set', { name: `register ${n % 7}`, value: base64(String(n)) })),
  );
}

async function registers(member: MemberProcess): Promise<(string | null)[]> {
  const names = Array.from({ length: 7 }, (_, n) => `register ${n}`);
  const values = await Promise.all(names.map((name) => member.call('registers.get', { name, linearizable: true })));
  return values.map(({ value }) => value);
}

const compacted = (member: MemberProcess, from = 2): Promise<unknown> =>
  member.until('the log is cut', ({ cluster }) => (cluster?.firstIndex ?? 0) >= from);

describe('A member that takes snapshots', () => {
  it('cuts its log, and has all of it after a restart and after SIGKILL', async () => {
    const [member] = await laptops.clusterOf([{ name: 'Ana', ...policy }]);
    const { note } = await member!.call('notes.create', { title: 'Camp' });
    await member!.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'tents' }], committed: true });
    await write(member!, 0, 100);
    await compacted(member!);
    const before = await registers(member!);
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await member!.end(signal);
      await member!.start();
      expect(await registers(member!)).toEqual(before);
      expect(await member!.call('notes.read', { note })).toMatchObject({ title: 'Camp', text: 'tents' });
      expect(member!.status.cluster?.snapshotIndex).toBeGreaterThan(0);
    }
    // And its commands go on being numbered behind those that the snapshot's client table knows.
    await write(member!, 100, 100);
    expect((await registers(member!)).filter((value, n) => value === before[n])).toEqual([]);
    expect(readdirSync(join(member!.dataDirectory, 'snapshots')).length).toBeLessThanOrEqual(2);
  });

  it('brings a newcomer up to date by a snapshot, with what all wrote before', async () => {
    const [first] = await laptops.clusterOf([{ name: 'Ana', ...policy }]);
    const { note } = await first!.call('notes.create', { title: 'Camp' });
    await first!.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'tents 帐篷' }], committed: true });
    await write(first!, 0, 100);
    await compacted(first!, 20);
    const newcomer = await laptops.start({ name: 'Bo', ...policy });
    await joinAt(first!, newcomer);
    await newcomer.until('it has a snapshot', ({ cluster }) => (cluster?.snapshotIndex ?? 0) > 0);
    expect(await registers(newcomer)).toEqual(await registers(first!));
    expect(await newcomer.call('notes.read', { note })).toMatchObject({ title: 'Camp', text: 'tents 帐篷' });
    await newcomer.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'two ' }], committed: true });
    expect(await first!.call('notes.read', { note, linearizable: true })).toMatchObject({ text: 'two tents 帐篷' });
  });

  it('that was away for longer than the log reaches catches up by a snapshot, and keeps its waiting edits', async () => {
    const options = ['Ana', 'Bo', 'Chen'].map((name) => ({ name, ...policy }));
    const [ana, bo, chen] = (await laptops.clusterOf(options)) as [MemberProcess, MemberProcess, MemberProcess];
    const { note } = await ana.call('notes.create', { title: 'Camp' });
    await ana.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'tents' }], committed: true });
    await chen.call('notes.read', { note, linearizable: true });
    await chen.end('SIGTERM');
    const alone = await laptops.startIn(chen.dataDirectory, { ...chen.options, within: ['unshare', '-n'] });
    await alone.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'waiting ' }] });
    await alone.end('SIGTERM');
    await write(bo, 0, 200);
    await ana.call('notes.edit', { note, splices: [{ from: 5, to: 5, insert: ' and pegs' }], committed: true });
    await compacted(ana, 100);
    await chen.start();
    await chen.until('it has a snapshot and nothing waits', ({ cluster, waitingEdits }) => {
      return (cluster?.snapshotIndex ?? 0) > 100 && waitingEdits === 0;
    });
    expect(await registers(chen)).toEqual(await registers(ana));
    expect(await ana.call('notes.read', { note, linearizable: true })).toMatchObject({
      text: 'waiting tents and pegs',
    });
  });

  it('takes none of notes that could not apply a command of a newer version', async () => {
    const [member] = await laptops.clusterOf([{ name: 'Ana' }]);
    await member!.end('SIGTERM');
    const set = (n: number) => ({ type: 'set-register', name: `register ${n}`, value: Uint8Array.of(n) }) as const;
    const newer = raftpad.CommandEnvelope.encode({ version: 1_000, body: Uint8Array.of(1) });
    const commands = Array.from({ length: 100 }, (_, n) => set(n));
    await fill(member!, [...commands.slice(0, 50), newer, ...commands.slice(50)]);
    await expect(laptops.startIn(member!.dataDirectory, { name: 'Ana', ...policy })).rejects.toThrow(/Update Raftpad/);
    expect(readdirSync(join(member!.dataDirectory, 'snapshots'))).toEqual([]);
  });
});
