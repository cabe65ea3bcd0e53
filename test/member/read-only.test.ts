import { watch } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readBackup } from '../../src/storage/backup-file.ts';
import { Laptops, type MemberProcess } from './harness.ts';
import { notesHere, notesOf, writeNote } from './notes.ts';

const laptops = new Laptops();
afterEach(() => laptops.close());

/** A bit where `part` of the file is before it; zeros at the end do not count. */
async function damage(path: string, part = 1): Promise<void> {
  const bytes = await readFile(path);
  let end = bytes.length - 1;
  while (bytes[end] === 0) end--;
  bytes[Math.floor(end * part)]! ^= 1;
  await writeFile(path, bytes);
}

async function contentOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder);
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'base64')));
  return Object.fromEntries(names.map((name, n) => [name, files[n]!]));
}

/** Ana alone with two notes and some more, of which the last write to the log is damaged. */
async function damagedAtTheEnd(): Promise<MemberProcess> {
  const [ana] = await laptops.cluster('Ana');
  await writeNote(ana!, 'Camp', 'tents', 'two ');
  await writeNote(ana!, 'Last', 'lost');
  await ana!.end('SIGTERM');
  await damage(join(ana!.dataDirectory, 'log', '00000001.log'));
  return await ana!.start();
}

describe('A laptop that is alone in its cluster and whose log is damaged', () => {
  it('is read-only, shows all that can be read and says how far, and changes nothing', async () => {
    const [ana] = await laptops.cluster('Ana');
    await writeNote(ana!, 'Camp', 'tents', ...Array.from({ length: 20 }, (_, n) => `${n} `));
    const [[, whole]] = (await notesOf(ana!)) as [[string, string]];
    await ana!.end('SIGTERM');
    const log = join(ana!.dataDirectory, 'log');
    await damage(join(log, '00000001.log'), 0.8);
    const before = await contentOf(log);

    await ana!.start();

    const { phase, cluster } = await ana!.call('status', {});
    expect(cluster).toBeNull();
    expect(phase).toMatchObject({ type: 'read-only', clusterName: 'Field team', damage: { what: 'log' } });
    if (phase.type !== 'read-only') throw new Error('not read-only');
    expect(phase.completeUpTo).toBeLessThan(phase.reached);
    const [[title, text]] = (await notesHere(ana!)) as [[string, string]];
    expect(title).toBe('Camp');
    expect(whole.endsWith(text)).toBe(true);
    expect(text.length).toBeLessThan(whole.length);
    const { notes } = await ana!.call('notes.list', {});
    expect(notes[0]?.changedBy).toBe('Ana');
    const note = notes[0]!.note;
    for (const call of [
      () => ana!.call('notes.create', { title: 'x' }),
      () => ana!.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'x' }] }),
      () => ana!.call('notes.open', { note }),
      () => ana!.call('notes.list', { linearizable: true }),
      () => ana!.call('create', { clusterName: 'Another' }),
      () => ana!.call('requestJoin', { address: '127.0.0.1:9' }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'damaged' });
    }
    await ana!.end('SIGKILL');
    await ana!.start();
    expect((await ana!.call('status', {})).phase).toEqual(phase);
    expect(await contentOf(log)).toEqual(before);
  });

  it('shows what came before and behind damage in the middle, but nothing that does not fit', async () => {
    const [ana] = await laptops.cluster('Ana');
    await writeNote(ana!, 'Before', 'here');
    const torn = await writeNote(ana!, 'Torn', 'a');
    for (let n = 0; n < 30; n += 1) {
      await ana!.call('notes.edit', {
        note: torn,
        splices: [{ from: 0, to: 0, insert: `line ${n}\n` }],
        committed: true,
      });
    }
    await writeNote(ana!, 'Behind', 'there');
    const whole = await notesOf(ana!);
    await ana!.end('SIGTERM');
    await damage(join(ana!.dataDirectory, 'log', '00000001.log'), 0.6);
    await ana!.start();
    expect((await ana!.call('status', {})).phase.type).toBe('read-only');
    const readable = await notesHere(ana!);
    expect(readable.map(([title]) => title)).toEqual(['Before', 'Behind', 'Torn']);
    expect(readable.filter(([title]) => title !== 'Torn')).toEqual(whole.filter(([title]) => title !== 'Torn'));
    // What was readable of the torn one is a state that it once had.
    const [, last] = whole.find(([title]) => title === 'Torn')!;
    const [, text] = readable.find(([title]) => title === 'Torn')!;
    expect(last.endsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(0);
  });

  it('reads on from an older snapshot when the newest is damaged too', async () => {
    const [ana] = await laptops.clusterOf([{ name: 'Ana', snapshotEntries: 20, trailingEntries: 0 }]);
    await writeNote(ana!, 'Camp', 'tents');
    for (let n = 0; n < 70; n += 1) await ana!.call('registers.set', { name: 'x', value: 'aGk=' });
    await writeNote(ana!, 'Late', 'pegs');
    await ana!.until('there are two', ({ cluster }) => (cluster?.snapshotIndex ?? 0) > 40);
    await ana!.end('SIGTERM');
    const snapshots = join(ana!.dataDirectory, 'snapshots');
    const names = (await readdir(snapshots)).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
    expect(names).toHaveLength(2);
    await damage(join(snapshots, names[1]!), 0.5);
    const segments = (await readdir(join(ana!.dataDirectory, 'log'))).filter((name) => name.endsWith('.log')).sort();
    await damage(join(ana!.dataDirectory, 'log', segments.at(-1)!));
    await ana!.start();
    const { phase } = await ana!.call('status', {});
    expect(phase.type).toBe('read-only');
    expect(await notesHere(ana!)).toContainEqual(['Camp', 'tents']);
  });

  it('saves what can be read, marked as partial, and exports it', async () => {
    const ana = await damagedAtTheEnd();
    const readable = await notesHere(ana);
    const folder = await laptops.folder();
    const path = join(folder, 'camp.raftpad');
    expect(await ana.call('backup.save', { path })).toMatchObject({ notes: 2, waiting: 0 });
    const line = await ana.call('backup.inspect', { path });
    expect(line).toMatchObject({ clusterName: 'Field team', members: ['Ana'], notes: 2 });
    expect(line.missing?.length).toBeGreaterThan(0);
    const exported = await ana.call('notes.export', { path: folder });
    expect(exported).toEqual({ folder: join(folder, 'Field team'), notes: 2 });
    expect((await readdir(exported.folder)).sort()).toEqual(['Camp.md', 'Last.md']);
    const bo = await laptops.start({ name: 'Bo' });
    await bo.call('backup.restore', { path });
    expect(await notesOf(bo)).toEqual(readable);
  });

  it('starts anew with what could be read, and keeps the damaged files', async () => {
    const ana = await damagedAtTheEnd();
    const readable = await notesHere(ana);
    const log = await contentOf(join(ana.dataDirectory, 'log'));
    const { keptIn } = await ana.call('backup.startAnew', { clusterName: 'Second camp' });
    expect((await ana.call('status', {})).cluster).toMatchObject({ name: 'Second camp', role: 'leader' });
    expect(await notesOf(ana)).toEqual(readable);
    expect((await readdir(keptIn)).sort()).toEqual(['log', 'outbox', 'readable.raftpad', 'snapshots']);
    expect(await contentOf(join(keptIn, 'log'))).toEqual(log);
    expect((await readBackup(join(keptIn, 'readable.raftpad'))).index).toBeGreaterThan(0);
    await writeNote(ana, 'New', 'x');
    await ana.end('SIGKILL');
    await ana.start();
    expect(await notesOf(ana)).toEqual([...readable, ['New', 'x']].sort());
    await expect(ana.call('backup.startAnew', {})).rejects.toMatchObject({ code: 'refused' });
  });

  it.each(['damaged', 'member.json', 'log', 'snapshots'])(
    'whose start anew a crash cuts short when it has come to %s is read-only still, or has all that could be read',
    async (come) => {
      const ana = await damagedAtTheEnd();
      const readable = await notesHere(ana);
      const watcher = watch(ana.dataDirectory);
      const seen = new Promise<void>((resolve) => {
        watcher.on('change', (_event, name) => basename(String(name)) === come && resolve());
      });
      const starting = ana.call('backup.startAnew', {}).catch(() => undefined);
      await seen;
      await ana.end('SIGKILL');
      watcher.close();
      await starting;
      await ana.start();
      const { phase } = await ana.call('status', {});
      expect(['read-only', 'member']).toContain(phase.type);
      if (phase.type === 'read-only') await ana.call('backup.startAnew', {});
      expect(await notesOf(ana)).toEqual(readable);
    },
  );

  it('can be left for another cluster, and its files are kept', async () => {
    const ana = await damagedAtTheEnd();
    const { keptIn } = await ana.call('leave', {});
    expect((await readdir(keptIn)).sort()).toEqual(['log', 'outbox', 'snapshots']);
    await ana.call('create', { clusterName: 'Another' });
    expect(await notesOf(ana)).toEqual([]);
  });
});
