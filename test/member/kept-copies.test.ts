import { watch } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CopyLine, CopyState } from '../../src/api/copies.ts';
import { addressOf, idOf, joinAt, Laptops, leaderOf, type MemberProcess } from './harness.ts';
import { notesHere, notesOf, writeNote } from './notes.ts';

const laptops = new Laptops();
afterEach(() => laptops.close());

/** Title, text and, in brackets, what waits of each note of the last copy. */
async function copiedNotes(member: MemberProcess): Promise<[string, string, string][]> {
  const { copy, notes } = await lastCopy(member);
  const read = await Promise.all(notes.map(({ note }) => member.call('copies.read', { copy, note })));
  return read
    .map(({ title, text, pending }): [string, string, string] => [
      title,
      text,
      pending.map(([from, to]) => text.slice(from, to)).join('|'),
    ])
    .sort();
}

async function lastCopy(member: MemberProcess): Promise<CopyState> {
  const { copies } = await member.call('copies.list', {});
  return await member.call('copies.open', { copy: copies[0]!.copy });
}

/** Chen leads Ana and Bo, is cut off with an edit that waits in its log, and is removed meanwhile by Ana. */
async function removedWithWaitingEdit(): Promise<MemberProcess> {
  const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as [MemberProcess, MemberProcess, MemberProcess];
  await writeNote(ana, 'Last', 'as it was');
  const note = await writeNote(ana, 'Camp', 'shared; ');
  await ana.call('handOver', { to: idOf(chen) });
  await notesOf(chen);
  await Promise.all([ana.end('SIGKILL'), bo.end('SIGKILL')]);
  await chen.call('notes.edit', { note, splices: [{ from: 8, to: 8, insert: 'never sent' }] });
  // It stops leading soon, on a slow machine sooner: then the edit waits beside the log, and is shown alike.
  await chen.until(
    'it is in its log',
    ({ cluster }) => cluster?.leader === null || (cluster?.lastIndex ?? 0) > (cluster?.commitIndex ?? 0),
  );
  await chen.end('SIGKILL');
  const others = [await laptops.restart(ana), await laptops.restart(bo)];
  await leaderOf(others);
  await others[0]!.call('remove', { members: [idOf(chen)] });
  const removed = await laptops.restart(chen);
  await removed.until('it is told', ({ phase, foundTexts }) => phase.type === 'removed' && foundTexts === 1);
  return removed;
}

describe('A laptop that was removed', () => {
  it('shows its notes as they last were with the edits that still waited, saves them, and keeps them for good', async () => {
    const chen = await removedWithWaitingEdit();
    const expected = [
      ['Camp', 'shared; never sent', 'never sent'],
      ['Last', 'as it was', ''],
    ];
    expect(await copiedNotes(chen)).toEqual(expected);
    const { notes, ...state } = await lastCopy(chen);
    expect(state).toMatchObject({ clusterName: 'Field team', by: 'Ana', missing: [] });
    expect(notes.map(({ title, waiting }) => [title, waiting])).toContainEqual(['Camp', true]);
    expect((await chen.call('found.list', {})).texts).toMatchObject([{ excerpt: 'shared; never sent' }]);
    const { phase } = chen.status;
    expect(phase).toMatchObject({ type: 'removed', by: 'Ana', copy: state.copy });

    await chen.end('SIGKILL');
    await chen.start();
    expect((await chen.call('status', {})).phase).toEqual(phase);
    expect(await copiedNotes(chen)).toEqual(expected);

    const { copy } = state;
    const folder = await laptops.folder();
    const path = join(folder, 'camp.raftpad');
    expect(await chen.call('backup.save', { path, copy })).toMatchObject({ notes: 2, waiting: 1 });
    expect((await chen.call('backup.inspect', { path })).missing).toBeNull();
    const exported = await chen.call('notes.export', { path: folder, copy });
    expect(await readFile(join(exported.folder, 'Camp.md'), 'utf8')).toBe('shared; never sent');

    await chen.call('create', { clusterName: 'Second camp' });
    expect((await chen.call('status', {})).phase).toEqual({ type: 'member' });
    expect(await notesOf(chen)).toEqual([]);
    expect(await copiedNotes(chen)).toEqual(expected);
    await chen.call('leave', {});
    const [second] = (await chen.call('copies.list', {})).copies;
    for (const each of [second!.copy, copy]) await chen.call('copies.delete', { copy: each });
    expect(await chen.call('copies.list', {})).toEqual({ copies: [] });
    expect(await readdir(join(chen.dataDirectory, 'left'))).toEqual([]);
    const dana = await laptops.start({ name: 'Dana' });
    await dana.call('backup.restore', { path });
    expect(await notesOf(dana)).toEqual([
      ['Camp', 'shared; '],
      ['Last', 'as it was'],
    ]);
  }, 120_000);

  it('goes on showing it when it asks to come back and is refused', async () => {
    const [ana, bo] = (await laptops.cluster('Ana', 'Bo')) as [MemberProcess, MemberProcess];
    await ana.call('remove', { members: [idOf(bo)] });
    const { phase } = await bo.until('it is told', (status) => status.phase.type === 'removed');
    // At once, while Ana is just letting go of it.
    await bo.call('requestJoin', { address: addressOf(ana) });
    await ana.until('the request shows', ({ joinRequests }) => joinRequests.length === 1);
    await ana.call('refuse', { member: idOf(bo) });
    await bo.until('it was refused', (status) => status.phase.type === 'refused');
    await bo.call('dismiss', {});
    expect((await bo.call('status', {})).phase).toEqual(phase);
    const [{ copy }] = (await bo.call('copies.list', {})).copies as [CopyLine];
    await bo.call('copies.delete', { copy });
    expect((await bo.call('status', {})).phase).toEqual({ type: 'alone' });
    expect((await bo.call('copies.list', {})).copies).toEqual([]);
  });
});

describe('A laptop that left by itself', () => {
  it('keeps such a copy too, also when it is let in again', async () => {
    const [ana, bo] = (await laptops.cluster('Ana', 'Bo')) as [MemberProcess, MemberProcess];
    await writeNote(ana, 'Camp', 'tents');
    await notesOf(bo);
    const { keptIn } = await bo.call('leave', {});
    expect(await lastCopy(bo)).toMatchObject({ clusterName: 'Field team', by: null, keptIn });
    await writeNote(ana, 'Later', 'written without Bo');
    await joinAt(ana, bo);
    expect(await notesOf(bo)).toHaveLength(2);
    expect(await copiedNotes(bo)).toEqual([['Camp', 'tents', '']]);
    await bo.call('leave', {});
    const { copies } = await bo.call('copies.list', {});
    expect(copies).toHaveLength(2);
    expect((await lastCopy(bo)).notes).toHaveLength(2);

    // Deleting one deletes that one, in a cluster and out of it.
    await joinAt(ana, bo);
    const [later, earlier] = copies as [CopyLine, CopyLine];
    expect(await bo.call('copies.delete', { copy: earlier.copy })).toEqual({ remainsIn: null });
    expect((await bo.call('copies.list', {})).copies).toEqual([later]);
    expect(await readdir(join(bo.dataDirectory, 'left'))).toEqual([later.copy]);
    expect((await lastCopy(bo)).notes).toHaveLength(2);
    expect(await notesOf(bo)).toHaveLength(2);
    await expect(bo.call('copies.delete', { copy: '../log' })).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(bo.call('copies.delete', { copy: earlier.copy })).rejects.toMatchObject({ code: 'unknown-copy' });
    await bo.end('SIGKILL');
    await bo.start();
    expect((await bo.call('copies.list', {})).copies).toEqual([later]);
  });

  it.each(['member.json', 'left'])('and dies when it has come to %s has all of it in the copy', async (come) => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    await writeNote(ana, 'Camp', 'tents');
    const watcher = watch(ana.dataDirectory);
    const seen = new Promise<void>((resolve) => {
      watcher.on('change', (_event, name) => basename(String(name)) === come && resolve());
    });
    const leaving = ana.call('leave', {}).catch(() => undefined);
    await seen;
    await ana.end('SIGKILL');
    watcher.close();
    await leaving;
    await ana.start();
    if ((await ana.call('status', {})).phase.type === 'member') await ana.call('leave', {});
    expect(await copiedNotes(ana)).toEqual([['Camp', 'tents', '']]);
    expect((await readdir(ana.dataDirectory)).filter((name) => ['log', 'outbox', 'snapshots'].includes(name))).toEqual(
      [],
    );
  });
});

describe('A copy', () => {
  it('of which a file is damaged shows what can be read, and says that something is missing', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    await writeNote(ana, 'Camp', 'tents');
    await writeNote(ana, 'Last', ...Array.from({ length: 20 }, (_, n) => `${n} `));
    const whole = await notesHere(ana);
    const { keptIn } = await ana.call('leave', {});
    const log = join(keptIn, 'log', '00000001.log');
    const bytes = await readFile(log);
    let end = bytes.length - 1;
    while (bytes[end] === 0) end -= 1;
    bytes[Math.floor(end * 0.8)]! ^= 1;
    await writeFile(log, bytes);
    const { missing, completeUpTo, reached } = await lastCopy(ana);
    expect(missing.length).toBeGreaterThan(0);
    expect(completeUpTo).toBeLessThan(reached);
    const [camp, last] = await copiedNotes(ana);
    expect(camp).toEqual(['Camp', 'tents', '']);
    expect(whole[1]![1].endsWith(last![1])).toBe(true);
    expect(whole[1]![1]).not.toBe(last![1]);
  });

  it('whose files are gone says so, and is there again when they are put back', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    await writeNote(ana, 'Camp', 'tents');
    const { keptIn } = await ana.call('leave', {});
    await rename(keptIn, `${keptIn}-elsewhere`);
    const [line] = (await ana.call('copies.list', {})).copies;
    await expect(ana.call('copies.open', { copy: line!.copy })).rejects.toThrow(keptIn);
    await expect(ana.call('copies.open', { copy: line!.copy })).rejects.toMatchObject({ code: 'copy-unreadable' });
    expect(await readdir(ana.dataDirectory)).toContain('left');
    await rename(`${keptIn}-elsewhere`, keptIn);
    expect(await copiedNotes(ana)).toEqual([['Camp', 'tents', '']]);
  });

  it('is found by its id only', async () => {
    const ana = await laptops.start({ name: 'Ana' });
    expect(await ana.call('copies.list', {})).toEqual({ copies: [] });
    await expect(ana.call('copies.open', { copy: 'none' })).rejects.toMatchObject({ code: 'unknown-copy' });
    for (const copy of ['../left', 'a/b', '', 'x'.repeat(121)]) {
      await expect(ana.call('copies.open', { copy })).rejects.toMatchObject({ code: 'invalid-request' });
    }
    await expect(ana.call('backup.save', { path: '/tmp/x', copy: 'none' })).rejects.toMatchObject({
      code: 'unknown-copy',
    });
  });
});
