import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { MemberStatus, Notice } from '../../src/api/contract.ts';
import { decodeSnapshotMetadata } from '../../src/member/snapshot-metadata.ts';
import { restoreState } from '../../src/member/restoring.ts';
import { openSnapshotStore } from '../../src/storage/snapshot-store.ts';
import {
  addressOf,
  CallError,
  everyoneVotes,
  idOf,
  joinAt,
  Laptops,
  leaderOf,
  type MemberOptions,
  type MemberProcess,
} from './harness.ts';

const laptops = new Laptops();
afterEach(() => laptops.close());

/** Nobody gets a snapshot only because its log is behind: that would put its notes right. */
const policy = { snapshotEntries: 30, trailingEntries: 1_000, digestCommands: 10 };
/** Members of many processes, started again and again, on a machine that does other things too. */
const timeoutMs = 60_000;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** So many writes to registers. */
async function write(member: MemberProcess, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, n) => n);
  await Promise.all(
    numbers.map((n) => member.call('registers.set', { name: `register ${n % 7}`, value: base64(String(n)) })),
  );
}

/** A cluster with a note, and snapshots. */
async function clusterOf(
  names: readonly string[],
  options: Partial<MemberOptions> = {},
): Promise<{ members: MemberProcess[]; note: string }> {
  const members = await laptops.clusterOf(names.map((name) => ({ name, ...policy, ...options })));
  const { note } = await members[0]!.call('notes.create', { title: 'Camp' });
  await members[0]!.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'tents' }], committed: true });
  await write(members[0]!, 60);
  await Promise.all(
    members.map((member) => member.until('a snapshot', ({ cluster }) => (cluster?.snapshotIndex ?? 0) > 0)),
  );
  return { members, note };
}

const compared = (member: MemberProcess, behind = 0): Promise<MemberStatus> =>
  member.until(
    'a comparison is decided',
    ({ cluster }) => cluster !== null && cluster.agreement.comparedIndex > behind,
  );

/** Starts a member again that has ended. */
function restart(member: MemberProcess, options: Partial<MemberOptions> = {}): Promise<MemberProcess> {
  const listen = addressOf(member).replace(/\/p2p\/.*/, '');
  return laptops.startIn(member.dataDirectory, { ...member.options, listen, ...options });
}

/** Changes the notes in the newest snapshot of a member that does not run, with all checks right. */
async function falsify(member: MemberProcess, note: string): Promise<void> {
  const { store } = await openSnapshotStore(join(member.dataDirectory, 'snapshots'));
  const newest = store.newest!;
  const { index } = decodeSnapshotMetadata(newest.metadata);
  const state = await restoreState(store, newest);
  expect(state.apply({ type: 'rename-note', note, title: 'Wrong' }, { index, member: 'x' }).outcome.type).toBe(
    'applied',
  );
  await store.write(decodeSnapshotMetadata(newest.metadata), newest.metadata, state.capture().chunks());
}

/** Ends a member with a snapshot behind all marks: what its notes are is found out by the next one, and not before. */
async function endBehindMarks(member: MemberProcess): Promise<void> {
  await member.end('SIGTERM');
  const again = await restart(member, { snapshotEntries: 1 });
  const isOfNow = ({ cluster }: MemberStatus): boolean => cluster?.snapshotIndex === cluster?.appliedIndex;
  await again.call('registers.set', { name: 'one more', value: '' });
  // What comes while one is being taken waits for the next.
  while ((await again.until('a snapshot of now', isOfNow, 1_000).catch(() => null)) === null) {
    await again.call('registers.set', { name: 'one more', value: '' });
  }
  await again.end('SIGTERM');
}

/** Waits until this run of a member has told people that. */
function told(member: MemberProcess, type: Notice['type']): Promise<Notice> {
  return new Promise((resolve, reject) => {
    const found = (): Notice | undefined => member.notices.find((notice) => notice.type === type);
    const before = found();
    if (before !== undefined) return resolve(before);
    const timer = setTimeout(
      () => reject(new Error(`${member.options.name} never said ${type}, but ${JSON.stringify(member.notices)}`)),
      20_000,
    );
    const stop = member.client.on('notice', (notice) => {
      if (notice.type !== type) return;
      clearTimeout(timer);
      stop();
      resolve(notice);
    });
  });
}

const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'it was done',
    (error: unknown) => (error instanceof CallError ? error.code : String(error)),
  );

const agreesOn = (member: MemberProcess, who: MemberProcess): Promise<unknown> =>
  member.until('all agree', ({ cluster }) => {
    const line = cluster?.members.find((each) => each.member === idOf(who));
    return cluster?.agreement.state === 'agreed' && line?.differs === false;
  });

describe('A member whose notes differ from those of the majority', () => {
  it(
    'shows none of them, also after a restart, until it has those of the others; its log and votes count meanwhile',
    async () => {
      const { members, note } = await clusterOf(['Ana', 'Bo', 'Chen']);
      const [ana] = members as [MemberProcess, MemberProcess, MemberProcess];
      await members[1]!.end('SIGTERM');
      // No snapshot any more: a comparison comes behind the last one.
      const bo = await restart(members[1]!, { snapshotEntries: 100_000 });
      await write(ana, 12);
      await compared(bo, bo.status.cluster?.snapshotIndex);
      await bo.end('SIGTERM');
      await falsify(bo, note);
      // Its own log holds what the others reported: it finds out within its start, with nobody there to help.
      const alone = await laptops.startIn(bo.dataDirectory, { ...bo.options, within: ['unshare', '-n'] });
      for (const attempt of ['found', 'remembered']) {
        await alone.until(`it knows: ${attempt}`, ({ cluster }) => cluster?.agreement.state === 'reloading');
        expect(await refusal(alone.call('notes.read', { note }))).toBe('diverged');
        expect(await refusal(alone.call('notes.list', {}))).toBe('diverged');
        expect(await refusal(alone.call('registers.get', { name: 'register 1' }))).toBe('diverged');
        const edit = { note, splices: [{ from: 0, to: 0, insert: 'x' }] };
        expect(await refusal(alone.call('notes.edit', edit))).toBe('diverged');
        await alone.end('SIGTERM');
        if (attempt === 'found') await alone.start();
      }
      const comparedIndex = ana.status.cluster?.agreement.comparedIndex;
      const back = await restart(bo);
      await agreesOn(back, back);
      expect(await back.call('notes.read', { note })).toMatchObject({ title: 'Camp', text: 'tents' });
      expect(readdirSync(join(bo.dataDirectory, 'snapshots'))).toHaveLength(1);
      await told(back, 'own-notes-reloaded');
      // It asked for a comparison, in which it is as the others.
      await compared(ana, comparedIndex);
      await agreesOn(ana, bo);
      expect(ana.notices.filter(({ type }) => type === 'notes-disputed')).toEqual([]);
      await back.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'two ' }], committed: true });
      expect(await ana.call('notes.read', { note, linearizable: true })).toMatchObject({ text: 'two tents' });
    },
    timeoutMs,
  );

  it(
    'is found by the next comparison while it runs: everyone is told whose they are, and it loads them anew',
    async () => {
      const { members, note } = await clusterOf(['Ana', 'Bo', 'Chen']);
      const [ana, bo, chen] = members as [MemberProcess, MemberProcess, MemberProcess];
      await endBehindMarks(bo);
      await falsify(bo, note);
      const back = await restart(bo);
      await write(ana, 30);
      expect(await told(ana, 'notes-differ')).toMatchObject({ memberName: 'Bo', member: idOf(bo) });
      await Promise.all([told(chen, 'notes-differ'), told(back, 'own-notes-differ')]);
      await told(back, 'own-notes-reloaded');
      expect(await back.call('notes.read', { note, linearizable: true })).toMatchObject({ title: 'Camp' });
      await Promise.all([ana, back, chen].map((member) => agreesOn(member, bo)));
      expect([...ana.notices, ...chen.notices].filter(({ type }) => type === 'own-notes-differ')).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'hands over if it leads, and gives no newcomer what it holds',
    async () => {
      const { members, note } = await clusterOf(['Ana', 'Bo', 'Chen'], { trailingEntries: 5 });
      const leader = await leaderOf(members);
      const others = members.filter((member) => member !== leader);
      await leader.end('SIGTERM');
      await falsify(leader, note);
      const back = await restart(leader);
      await back.until(
        'it votes, or was found out',
        ({ cluster }) => cluster?.role === 'follower' || cluster?.agreement.state === 'reloading',
      );
      await back.call('handOver', { to: idOf(leader) }).catch(() => undefined); // it may be found out before
      await write(others[0]!, 30);
      await told(others[0]!, 'notes-differ');
      await told(back, 'own-notes-reloaded');
      await agreesOn(back, back);
      const newcomer = await laptops.start({ name: 'Dana', ...policy });
      await joinAt(back, newcomer);
      await newcomer.until('it has a snapshot', ({ cluster }) => (cluster?.snapshotIndex ?? 0) > 0);
      expect(await newcomer.call('notes.read', { note, linearizable: true })).toMatchObject({ title: 'Camp' });
      expect(await back.call('notes.read', { note, linearizable: true })).toMatchObject({ title: 'Camp' });
    },
    timeoutMs,
  );
});

describe('Members that hold different notes, none of them those of a majority', () => {
  it(
    'all say so, accuse nobody, and go on',
    async () => {
      const { members, note } = await clusterOf(['Ana', 'Bo']);
      const [ana, bo] = members as [MemberProcess, MemberProcess];
      await endBehindMarks(bo);
      await falsify(bo, note);
      const back = await restart(bo);
      // It was closed in order: until it has its vote back, what Ana holds is the majority's.
      await everyoneVotes([ana, back]);
      await write(ana, 30);
      await Promise.all([ana, back].map((member) => told(member, 'notes-disputed')));
      for (const member of [ana, back]) {
        await member.until('disputed', ({ cluster }) => cluster?.agreement.state === 'disputed');
        expect(member.status.cluster?.members.filter(({ differs }) => differs)).toEqual([]);
      }
      expect(await ana.call('notes.read', { note })).toMatchObject({ title: 'Camp' });
      expect(await back.call('notes.read', { note })).toMatchObject({ title: 'Wrong' });
    },
    timeoutMs,
  );
});
