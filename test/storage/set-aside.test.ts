import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataDirectory } from '../../src/storage/data-directory.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import { openOutbox } from '../../src/storage/outbox.ts';
import { asLogIndex, asTerm } from '../../src/raft/types.ts';
import { freeSpace } from '../../src/storage/free-space.ts';
import {
  disown,
  holdsClusterState,
  setAside,
  setDamagedAside,
  unusedDamagedPath,
} from '../../src/storage/set-aside.ts';
import { openSnapshotStore } from '../../src/storage/snapshot-store.ts';
import { append, command } from './log-helpers.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'raftpad-left-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const clusterId = '0123456789abcdef0123456789abcdef';
const now = Date.UTC(2026, 10, 22, 3, 0, 11);

describe('leaving a cluster', () => {
  it('moves log and outbox away whole, and leaves room for another cluster', async () => {
    const directory = await openDataDirectory(join(root, 'data'));
    const { store: log } = await openLogStore(directory.logPath);
    await log.write(append(command(1, 1, 'kept')));
    await log.close();
    const outbox = await openOutbox(directory.outboxPath);
    await outbox.put('edit', Uint8Array.of(1));
    await outbox.close();
    expect(await holdsClusterState(directory)).toBe(true);

    const left = await setAside(directory, clusterId, now);

    expect(left).toBe(join(directory.leftPath, `${clusterId}-20261122T030011Z`));
    expect(await holdsClusterState(directory)).toBe(false);
    expect((await openLogStore(join(left, 'log'))).restored.entries).toHaveLength(1);
    expect((await openOutbox(join(left, 'outbox'))).entries().size).toBe(1);
    expect((await openLogStore(directory.logPath)).restored.entries).toHaveLength(0);
    await directory.release();
  });

  it('twice in the same second keeps both', async () => {
    const directory = await openDataDirectory(join(root, 'data'));
    await (await openLogStore(directory.logPath)).store.close();
    const first = await setAside(directory, clusterId, now);
    await (await openLogStore(directory.logPath)).store.close();
    const second = await setAside(directory, clusterId, now);
    expect(second).not.toBe(first);
    expect(readdirSync(first)).toEqual(['log']);
    expect(readdirSync(second)).toEqual(['log']);
    await directory.release();
  });

  it('refuses a cluster id that would lead elsewhere', async () => {
    const directory = await openDataDirectory(join(root, 'data'));
    await expect(setAside(directory, '../../x', now)).rejects.toThrow(/no cluster id/);
    expect(existsSync(directory.leftPath)).toBe(false);
    await directory.release();
  });
});

describe('disowning a copy', () => {
  it('moves all that made it a member, and can be finished after a crash in the middle', async () => {
    const directory = await openDataDirectory(join(root, 'data'));
    writeFileSync(directory.identityPath, 'key');
    const first = await disown(directory, now);
    expect(first).toBe(join(directory.leftPath, 'copied-20261122T030011Z'));
    writeFileSync(directory.memberFilePath, '{}');
    await (await openLogStore(directory.logPath)).store.close();
    const second = await disown(directory, now);
    expect(readdirSync(first)).toEqual(['identity.key']);
    expect(readdirSync(second).sort()).toEqual(['log', 'member.json']);
    expect(readdirSync(directory.path).sort()).toEqual(['left', 'lock']);
    await directory.release();
  });
});

describe('before a repair', () => {
  it('what is damaged is moved away whole, and nothing else', async () => {
    const directory = await openDataDirectory(join(root, 'data'));
    await (await openLogStore(directory.logPath)).store.close();
    const { store: snapshots } = await openSnapshotStore(directory.snapshotsPath);
    for (const index of [1, 2]) {
      await snapshots.write({ index: asLogIndex(index), term: asTerm(1) }, new Uint8Array(), [Uint8Array.of(1)]);
    }
    const damaged = join(directory.snapshotsPath, '2-1.snapshot');
    const aside = await unusedDamagedPath(directory, now);
    await setDamagedAside(directory, [directory.logPath, damaged], aside);
    expect(aside).toBe(join(directory.damagedPath, '20261122T030011Z'));
    expect(readdirSync(aside).sort()).toEqual(['2-1.snapshot', 'log']);
    expect(readdirSync(directory.snapshotsPath)).toEqual(['1-1.snapshot']);
    expect(existsSync(directory.logPath)).toBe(false);
    await directory.release();
  });

  it('a second time, after a crash, keeps what was moved the first time too', async () => {
    const directory = await openDataDirectory(join(root, 'data'));
    const aside = await unusedDamagedPath(directory, now);
    for (const what of ['damaged', 'unfinished']) {
      mkdirSync(directory.logPath);
      writeFileSync(join(directory.logPath, what), '');
      await setDamagedAside(directory, [directory.logPath, directory.snapshotsPath], aside);
    }
    expect(readdirSync(aside).sort()).toEqual(['log', 'log-2']);
    expect(readdirSync(join(aside, 'log'))).toEqual(['damaged']);
    await directory.release();
  });
});

it('the room on the disk is known', async () => {
  const { freeBytes, totalBytes } = await freeSpace(root);
  expect(freeBytes).toBeGreaterThan(0);
  expect(totalBytes).toBeGreaterThanOrEqual(freeBytes);
});
