import { readdirSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idOf, Laptops } from './harness.ts';

const laptops = new Laptops();
let elsewhere: string;
beforeEach(async () => {
  elsewhere = await mkdtemp(join(tmpdir(), 'raftpad-copy-'));
});
afterEach(async () => {
  await laptops.close();
  await rm(elsewhere, { recursive: true, force: true });
});

describe('A copied data directory', () => {
  it('starts as a new laptop beside the original, keeps what it held, and says so until that is read', async () => {
    const original = await laptops.cluster('Ana').then(([ana]) => ana!);
    const { note } = await original.call('notes.create', { title: 'Camp' });
    const copyPath = join(elsewhere, 'copy');
    const filter = (path: string): boolean => !path.endsWith('.sock');
    // It stands still meanwhile: a file that it is just replacing would be gone before it is copied.
    original.child.kill('SIGSTOP');
    await cp(original.dataDirectory, copyPath, { recursive: true, preserveTimestamps: true, filter });
    original.child.kill('SIGCONT');

    const copy = await laptops.startIn(copyPath, { name: 'Ana’s copy' });

    const { phase } = await copy.call('status', {});
    expect(phase).toMatchObject({ type: 'copied' });
    expect(idOf(copy)).not.toBe(idOf(original));
    expect(await original.call('notes.read', { note, linearizable: true })).toMatchObject({ title: 'Camp' });
    await copy.end('SIGKILL');
    await copy.start();
    expect((await copy.call('status', {})).phase).toEqual(phase);
    await copy.call('dismiss', {});
    expect((await copy.call('status', {})).phase).toEqual({ type: 'alone' });

    const keptIn = phase.type === 'copied' ? phase.keptIn : '';
    expect(readdirSync(keptIn).sort()).toEqual(['identity.key', 'log', 'member.json', 'outbox', 'snapshots']);
  });
});
