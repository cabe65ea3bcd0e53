import { watch } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readBackup } from '../../src/storage/backup-file.ts';
import type { NotesState } from '../../src/notes/state-machine.ts';
import { restoreState } from '../../src/notes/state-restorer.ts';
import { idOf, joinAt, Laptops, type MemberProcess } from './harness.ts';
import { notesOf, writeNote } from './notes.ts';

const laptops = new Laptops();
afterEach(() => laptops.close());

async function stateIn(path: string): Promise<NotesState> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await readBackup(path)).data()) pieces.push(Buffer.from(piece));
  return restoreState(pieces);
}

/** Notes and what they remember of how they came to be, without who is in the cluster. */
function historyOf(state: NotesState): unknown {
  return state
    .notes()
    .map((line) => [line, state.note(line.note), state.history(line.note, 0)])
    .sort();
}

/** Of a step that takes a while on a slow machine. */
const timeoutMs = 30_000;
const big = Array.from({ length: 30_000 }, (_, n) => `Line ${n} 帐篷 😀`).join('\n');

describe('A backup', () => {
  it('restores to a new cluster elsewhere, with the same notes and history', async () => {
    const [ana] = await laptops.cluster('Ana');
    const camp = await writeNote(ana!, 'Camp', 'tents', 'two ');
    await writeNote(ana!, 'Big', big);
    const gone = await writeNote(ana!, 'Gone', 'x');
    await ana!.call('notes.delete', { note: gone });
    await ana!.call('registers.set', { name: 'x', value: 'aGk=' });
    const path = join(await laptops.folder(), 'camp.raftpad');

    const saved = await ana!.call('backup.save', { path });

    expect(saved).toMatchObject({ path, notes: 2, index: (await ana!.now()).cluster?.appliedIndex, waiting: 0 });
    expect(saved.bytes).toBe((await readFile(path)).length);
    const bo = await laptops.start({ name: 'Bo' });
    expect(await bo.call('backup.inspect', { path })).toMatchObject({
      clusterId: ana!.status.cluster?.id,
      clusterName: 'Field team',
      members: ['Ana'],
      savedBy: 'Ana',
      notes: 2,
      index: saved.index,
      missing: null,
    });

    await bo.call('backup.restore', { path });

    expect(await notesOf(bo)).toEqual(await notesOf(ana!));
    expect(await bo.call('registers.get', { name: 'x', linearizable: true })).toEqual({ value: 'aGk=' });
    const { cluster } = await bo.call('status', {});
    expect(cluster).toMatchObject({ name: 'Field team', role: 'leader' });
    expect(cluster?.id).not.toBe(ana!.status.cluster?.id);
    expect(cluster?.members.map(({ member }) => member)).toEqual([idOf(bo)]);
    const again = join(await laptops.folder(), 'again.raftpad');
    await bo.call('backup.save', { path: again });
    expect(historyOf(await stateIn(again))).toEqual(historyOf(await stateIn(path)));

    // What is edited now is newer than all that came from the backup, and a deleted note stays so.
    await bo.call('notes.edit', { note: camp, splices: [{ from: 0, to: 0, insert: 'all ' }], committed: true });
    const { notes } = await bo.call('notes.list', { linearizable: true });
    expect(notes[0]).toMatchObject({ note: camp, preview: 'all two tents', changedBy: 'Bo' });
    await expect(bo.call('notes.create', { title: 'Gone', note: gone })).rejects.toMatchObject({
      code: 'unknown-note',
    });
  });

  it('is whole again after every restart, and brings newcomers up to date', async () => {
    const [ana] = await laptops.cluster('Ana');
    const note = await writeNote(ana!, 'Camp', 'tents');
    const path = join(await laptops.folder(), 'camp.raftpad');
    await ana!.call('backup.save', { path });
    const bo = await laptops.start({ name: 'Bo' });
    await bo.call('backup.restore', { path, clusterName: 'Second camp', name: 'Bo’s laptop' });
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      await bo.end(signal);
      await bo.start();
      expect(await notesOf(bo)).toEqual([['Camp', 'tents']]);
      expect(bo.status.cluster?.name).toBe('Second camp');
    }
    const chen = await laptops.start({ name: 'Chen' });
    await joinAt(bo, chen);
    expect(await notesOf(chen)).toEqual([['Camp', 'tents']]);
    await chen.call('notes.edit', { note, splices: [{ from: 5, to: 5, insert: '!' }], committed: true });
    expect(await notesOf(bo)).toEqual([['Camp', 'tents!']]);
  });

  it('restored on the laptop that saved it leaves nothing that blocks or doubles its edits', async () => {
    const [ana] = await laptops.cluster('Ana');
    const note = await writeNote(ana!, 'Camp', 'tents');
    const path = join(await laptops.folder(), 'camp.raftpad');
    await ana!.call('backup.save', { path });
    await ana!.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'later ' }], committed: true });
    await ana!.call('leave', {});
    await ana!.call('backup.restore', { path });
    expect(await notesOf(ana!)).toEqual([['Camp', 'tents']]);
    await ana!.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'once ' }], committed: true });
    await ana!.call('registers.set', { name: 'x', value: 'aGk=' });
    await ana!.end('SIGKILL');
    await ana!.start();
    expect(await notesOf(ana!)).toEqual([['Camp', 'once tents']]);
  });

  it('restored twice gives two clusters', async () => {
    const [ana] = await laptops.cluster('Ana');
    await writeNote(ana!, 'Camp', 'tents');
    const path = join(await laptops.folder(), 'camp.raftpad');
    await ana!.call('backup.save', { path });
    const others = await Promise.all(['Bo', 'Chen'].map((name) => laptops.start({ name })));
    await Promise.all(others.map((other) => other.call('backup.restore', { path })));
    const statuses = await Promise.all([ana!, ...others].map((member) => member.call('status', {})));
    expect(new Set(statuses.map(({ cluster }) => cluster?.id)).size).toBe(3);
  });

  it.each(['snapshots', 'log', 'member.json'])(
    'whose restoring a crash cuts short when it has come to %s leaves this laptop alone, or all of it there',
    async (come) => {
      const [ana] = await laptops.cluster('Ana');
      await writeNote(ana!, 'Camp', 'tents');
      await writeNote(ana!, 'Big', big);
      const path = join(await laptops.folder(), 'camp.raftpad');
      await ana!.call('backup.save', { path });
      const before = await notesOf(ana!);
      const bo = await laptops.start({ name: 'Bo' });
      const watcher = watch(bo.dataDirectory);
      const seen = new Promise<void>((resolve) => {
        watcher.on('change', (_event, name) => name === come && resolve());
      });
      const restoring = bo.call('backup.restore', { path }).catch(() => undefined);
      await seen;
      await bo.end('SIGKILL');
      watcher.close();
      await restoring;
      await bo.start();
      const { phase } = await bo.call('status', {});
      if (phase.type === 'alone') await bo.call('backup.restore', { path });
      else expect(phase.type).toBe('member');
      expect(await notesOf(bo)).toEqual(before);
    },
  );

  it('is saved without a majority, up to what is known here', async () => {
    const [ana, bo] = await laptops.cluster('Ana', 'Bo');
    const note = await writeNote(ana!, 'Camp', 'tents');
    await bo!.end('SIGKILL');
    await ana!.until('Bo is away', ({ cluster }) => cluster?.members.some(({ role }) => role === 'away') === true);
    await ana!.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'waiting ' }] });
    const path = join(await laptops.folder(), 'camp.raftpad');
    const saved = await ana!.call('backup.save', { path });
    expect(saved).toMatchObject({ notes: 1, index: (await ana!.now()).cluster?.appliedIndex, waiting: 1 });
    expect((await stateIn(path)).note(note)?.text).toBe('tents');
  });

  it('holds nothing that lets anyone act as a member, and no address', async () => {
    const [ana] = await laptops.cluster('Ana');
    await writeNote(ana!, 'Camp', 'tents');
    const path = join(await laptops.folder(), 'camp.raftpad');
    await ana!.call('backup.save', { path });
    const state = await stateIn(path);
    expect(state.roster()).toEqual([{ member: idOf(ana!), name: 'Ana', addresses: [] }]);
    const key = await readFile(join(ana!.dataDirectory, 'identity.key'));
    const pieces: Uint8Array[] = [await readFile(path)];
    for await (const piece of (await readBackup(path)).data()) pieces.push(Buffer.from(piece));
    const all = Buffer.concat(pieces);
    expect(all.includes(key.subarray(-32))).toBe(false);
    expect(all.includes('/ip4/')).toBe(false);
  });

  it('is neither saved over this member’s own files nor to nowhere, and a failure leaves nothing behind', async () => {
    const [ana] = await laptops.cluster('Ana');
    const folder = await laptops.folder();
    const inside = join(ana!.dataDirectory, 'identity.key');
    const before = await readFile(inside);
    await expect(ana!.call('backup.save', { path: inside })).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(await readFile(inside)).toEqual(before);
    for (const path of [join(folder, 'no such folder', 'x'), folder]) {
      await expect(ana!.call('backup.save', { path })).rejects.toMatchObject({ code: 'file-unwritable' });
    }
    await expect(ana!.call('backup.save', { path: 'camp.raftpad' })).rejects.toMatchObject({ code: 'invalid-request' });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('What is no sound backup', () => {
  it('is refused, and nothing is changed', async () => {
    const [ana] = await laptops.cluster('Ana');
    await writeNote(ana!, 'Camp', 'tents');
    const folder = await laptops.folder();
    const path = join(folder, 'camp.raftpad');
    await ana!.call('backup.save', { path });
    const sound = await readFile(path);
    const bo = await laptops.start({ name: 'Bo' });
    const files = await readdir(bo.dataDirectory);
    const damagedAt = Array.from({ length: 40 }, (_, n) => 8 + Math.floor(((sound.length - 8) / 40) * n));
    for (const at of damagedAt) {
      const damaged = Buffer.from(sound);
      damaged[at]! ^= 0x10;
      await writeFile(path, damaged);
      await expect(bo.call('backup.restore', { path })).rejects.toMatchObject({ code: 'backup-damaged' });
      await expect(ana!.call('backup.import', { path })).rejects.toMatchObject({ code: 'backup-damaged' });
    }
    await writeFile(path, 'a letter');
    await expect(bo.call('backup.inspect', { path })).rejects.toMatchObject({ code: 'not-a-backup' });
    await expect(bo.call('backup.inspect', { path: join(folder, 'none') })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    expect((await bo.call('status', {})).phase).toEqual({ type: 'alone' });
    expect(await readdir(bo.dataDirectory)).toEqual(files);
    expect(await notesOf(ana!)).toEqual([['Camp', 'tents']]);
  });

  it('is not restored by a laptop that is in a cluster, nor imported by one that is not', async () => {
    const [ana] = await laptops.cluster('Ana');
    const path = join(await laptops.folder(), 'camp.raftpad');
    await ana!.call('backup.save', { path });
    await expect(ana!.call('backup.restore', { path })).rejects.toMatchObject({ code: 'already-a-member' });
    const bo = await laptops.start({ name: 'Bo' });
    await expect(bo.call('backup.import', { path })).rejects.toMatchObject({ code: 'not-a-member' });
    await expect(bo.call('backup.save', { path })).rejects.toMatchObject({ code: 'not-a-member' });
  });
});

describe('The notes of a backup', () => {
  it('come into a cluster of three once, as new notes; what is there already is left out', async () => {
    const [ana] = await laptops.cluster('Ana');
    for (const [title, text] of [
      ['Camp', 'tents'],
      ['Same', 'alike'],
      ['Other', 'from the backup'],
      ['Big', big],
      ['Empty', ''],
    ] as const) {
      await writeNote(ana!, title, ...(text === '' ? [] : [text]));
    }
    const path = join(await laptops.folder(), 'camp.raftpad');
    await ana!.call('backup.save', { path });
    await ana!.end('SIGTERM');

    const three = await laptops.cluster('Bo', 'Chen', 'Dina');
    const [bo, chen, dina] = three as [MemberProcess, MemberProcess, MemberProcess];
    await writeNote(bo, 'Same', 'alike');
    await writeNote(bo, 'Other', 'written here');

    expect(await chen.call('backup.import', { path, mark: ' (imported)', timeoutMs })).toEqual({
      imported: 4,
      skipped: 1,
    });

    const expected = [
      ['Big', big],
      ['Camp', 'tents'],
      ['Empty', ''],
      ['Other (imported)', 'from the backup'],
      ['Other', 'written here'],
      ['Same', 'alike'],
    ].sort();
    for (const member of three) expect(await notesOf(member)).toEqual(expected);
    expect(await dina.call('backup.import', { path, mark: ' (imported)', timeoutMs })).toEqual({
      imported: 0,
      skipped: 5,
    });
    expect(await notesOf(bo)).toEqual(expected);
    expect(await readdir(join(chen.dataDirectory))).not.toContain('left');
  });

  it('do not come in without a majority, and that is said at once', async () => {
    const [ana, bo] = await laptops.cluster('Ana', 'Bo');
    await writeNote(ana!, 'Camp', 'tents');
    const path = join(await laptops.folder(), 'camp.raftpad');
    await ana!.call('backup.save', { path });
    await bo!.end('SIGKILL');
    await ana!.until('there is no leader', ({ cluster }) => cluster?.writable === false);
    await expect(ana!.call('backup.import', { path, timeoutMs: 1_000 })).rejects.toMatchObject({
      code: expect.stringMatching(/no-majority|timeout/),
    });
  });
});
