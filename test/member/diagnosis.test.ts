import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openClusterState } from '../../src/member/cluster-state.ts';
import { diagnose, type Diagnosis } from '../../src/member/damage.ts';
import { encodeSnapshotMetadata } from '../../src/member/snapshot-metadata.ts';
import { NotesState } from '../../src/notes/state-machine.ts';
import { createCluster } from '../../src/raft/raft.ts';
import { asLogIndex, asMemberId, asTerm, type Configuration } from '../../src/raft/types.ts';
import { openDataDirectory, type DataDirectory } from '../../src/storage/data-directory.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import { openSnapshotStore } from '../../src/storage/snapshot-store.ts';
import type { MemberFile } from '../../src/storage/types.ts';

const ana = asMemberId('12D3KooWAnaAnaAna');
const bo = asMemberId('12D3KooWBoBoBo');
const addressOf = (member: string) => ({ member, name: member.slice(-2), addresses: ['/ip4/192.0.2.1/tcp/1'] });

let directory: DataDirectory;
beforeEach(async () => {
  directory = await openDataDirectory(await mkdtemp(join(tmpdir(), 'raftpad-diagnosis-')));
});
afterEach(async () => {
  await directory.release();
  await rm(directory.path, { recursive: true });
});

describe('what damage comes to', () => {
  it('is a repair from the others, where the record names some', async () => {
    await founded();
    await damageLog();
    const diagnosis = await diagnosed({ members: [addressOf(ana), addressOf(bo)] });
    expect(diagnosis).toMatchObject({ type: 'repairable', damage: { what: 'log' }, others: [addressOf(bo)] });
    expect(diagnosis?.damage.file).toBe(join(directory.logPath, '00000001.log'));
  });

  it('is a repair where the log names others, although the record does not', async () => {
    await founded({ voters: [ana, bo], votersOutgoing: [], learners: [], demoted: [] });
    await damageLog();
    expect(await diagnosed({ members: [addressOf(ana)] })).toMatchObject({
      type: 'repairable',
      others: [{ member: bo }],
    });
  });

  it('is a repair if nothing that can be read says who is in the cluster', async () => {
    await founded();
    const path = join(directory.logPath, '00000001.log');
    await writeFile(path, Buffer.alloc((await readFile(path)).length));
    expect(await diagnosed({})).toMatchObject({ type: 'repairable', others: [] });
  });

  it('is no repair if this is the only member, by its record or by its log', async () => {
    await founded();
    await damageLog();
    for (const members of [[addressOf(ana)], undefined]) {
      const diagnosis = await diagnosed({ members });
      expect(diagnosis).toMatchObject({ type: 'alone', damage: { what: 'log' } });
      expect(diagnosis?.type === 'alone' && diagnosis.salvaged.entries.map(({ index }) => index)).toEqual([1]);
    }
  });

  it('names the snapshot, where one is damaged that the log begins behind', async () => {
    const { store: log } = await openLogStore(directory.logPath);
    const last = { index: asLogIndex(7), term: asTerm(2) };
    await log.write({ resetTo: last, truncateFrom: null, entries: [], hardState: null, mustSync: true });
    await log.close();
    const { store } = await openSnapshotStore(directory.snapshotsPath);
    const configuration = { voters: [ana, bo], votersOutgoing: [], learners: [], demoted: [] };
    const metadata = { ...last, configuration, configurationIndex: last.index, sessions: [] };
    await store.write(last, encodeSnapshotMetadata(metadata), new NotesState().capture().chunks());
    await expect(openClusterState(directory).then(close)).resolves.toBeUndefined();
    const path = join(directory.snapshotsPath, '7-2.snapshot');
    const bytes = await readFile(path);
    bytes[bytes.length - 3]! ^= 1;
    await writeFile(path, bytes);
    expect(await diagnosed({ members: [addressOf(bo)] })).toMatchObject({
      type: 'repairable',
      damage: { what: 'snapshot', file: path },
    });
    await rm(path);
    expect(await diagnosed({ members: [addressOf(bo)] })).toMatchObject({ damage: { what: 'snapshot', file: null } });
  });

  it('changes nothing', async () => {
    await founded();
    await damageLog();
    const before = await readFile(join(directory.logPath, '00000001.log'));
    await diagnosed({ members: [addressOf(bo)] });
    expect(await readFile(join(directory.logPath, '00000001.log'))).toEqual(before);
    expect(await readdir(directory.logPath)).toEqual(['00000001.log', 'seal']);
  });

  it('is nothing if the opening failed with anything else', async () => {
    await founded();
    const context = { self: ana, file: fileWith({}) };
    expect(await diagnose(new Error('no such thing'), directory, context)).toBeNull();
  });
});

const close = async ({ store, outbox }: Awaited<ReturnType<typeof openClusterState>>): Promise<void> => {
  await store.close();
  await outbox.close();
};

function fileWith(fields: Partial<MemberFile>): MemberFile {
  const cluster = { id: '0'.repeat(32), name: 'Field team', introduction: null };
  return { formatVersion: 1, name: 'Ana', session: 1, cluster, removed: null, ...fields };
}

async function diagnosed(fields: Partial<MemberFile>): Promise<Diagnosis | null> {
  const error: unknown = await openClusterState(directory).then(
    () => null,
    (reason: unknown) => reason,
  );
  return await diagnose(error, directory, { self: ana, file: fileWith(fields) });
}

/** A log of one configuration and one no-op. */
async function founded(configuration?: Configuration): Promise<void> {
  const { entries, hardState } = createCluster(ana);
  const [first] = entries;
  if (first?.kind !== 'configuration') throw new Error('no configuration');
  const { store } = await openLogStore(directory.logPath);
  const write = { resetTo: null, truncateFrom: null, mustSync: true };
  await store.write({
    ...write,
    entries: [{ ...first, configuration: configuration ?? first.configuration }],
    hardState,
  });
  await store.write({ ...write, entries: [{ kind: 'no-op', index: asLogIndex(2), term: asTerm(1) }], hardState: null });
  await store.close();
}

/** A bit of the last write. */
async function damageLog(): Promise<void> {
  const path = join(directory.logPath, '00000001.log');
  const bytes = await readFile(path);
  let last = bytes.length - 1;
  while (bytes[last] === 0) last--;
  bytes[last]! ^= 1;
  await writeFile(path, bytes);
}
