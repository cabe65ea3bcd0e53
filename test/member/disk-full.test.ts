import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CallError, everyoneVotes, idOf, joinAt, Laptops, leaderOf, type MemberProcess } from './harness.ts';

const laptops = new Laptops();
const thaws: (() => void)[] = [];
afterEach(async () => {
  for (const thaw of thaws.splice(0)) thaw();
  await laptops.close();
});

const timeoutMs = 90_000;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A command for `within`: `mount` mounts on `$0`; what is mounted goes with the process. */
const withMount = (folder: string, mount: string): string[] => [
  ...['unshare', '--mount', '--propagation', 'private', 'sh', '-c', `${mount} && exec "$@"`, folder],
];
const tmpfs = 'mount -t tmpfs -o size=12m,mode=700 tmpfs "$0"';

/** A cluster whose members each have a small disk of their own. */
async function clusterOnSmallDisks(...names: string[]): Promise<MemberProcess[]> {
  const members = await Promise.all(
    names.map(async (name) => {
      const folder = await laptops.folder();
      return laptops.startIn(folder, { name, within: withMount(folder, tmpfs), ownMount: true });
    }),
  );
  const [first, ...others] = members as [MemberProcess, ...MemberProcess[]];
  await first.call('create', { clusterName: 'Field team' });
  if (others.length > 0) await joinAt(first, ...others);
  await everyoneVotes(members);
  return members;
}

const filler = (member: MemberProcess): string => join(member.seenFromOutside, 'filler');

/** Nothing more can be written there. */
async function fill(member: MemberProcess): Promise<void> {
  const file = openSync(filler(member), 'w');
  try {
    for (const size of [65_536, 4_096, 512]) {
      try {
        for (;;) writeSync(file, Buffer.alloc(size, 1));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  expect(statfsSync(member.seenFromOutside).bavail).toBe(0);
  await member.until('it knows', ({ cluster }) => cluster?.disk.state === 'full');
}

async function makeRoom(member: MemberProcess): Promise<void> {
  rmSync(filler(member));
  await member.until('it knows', ({ cluster }) => cluster?.disk.state === 'low');
}

const set = (member: MemberProcess, name: string, value: string): Promise<unknown> =>
  member.call('registers.set', { name, value: base64(value), timeoutMs: 20_000 });
const get = async (member: MemberProcess, name: string): Promise<string | null> => {
  const { value } = await member.call('registers.get', { name, linearizable: true, timeoutMs: 20_000 });
  return value === null ? null : Buffer.from(value, 'base64').toString();
};
const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'it was done',
    (error: unknown) => (error instanceof CallError ? error.code : String(error)),
  );

describe('A full disk', () => {
  it(
    'of a follower: it refuses and goes on reading and voting, the others go on writing, and it catches up by itself',
    async () => {
      const members = await clusterOnSmallDisks('Ana', 'Bo', 'Chen');
      const leader = await leaderOf(members);
      const [full, third] = members.filter((member) => member !== leader) as [MemberProcess, MemberProcess];
      const { note } = await leader.call('notes.create', { title: 'Camp' });
      await set(leader, 'before', 'kept');
      expect(await get(full, 'before')).toBe('kept');
      const pid = full.child.pid;
      await fill(full);
      expect(await refusal(set(full, 'x', 'refused'))).toBe('disk-full');
      const edit = { note, splices: [{ from: 0, to: 0, insert: 'tents' }] };
      expect(await refusal(full.call('notes.edit', edit))).toBe('disk-full');
      expect(await full.call('notes.read', { note })).toMatchObject({ title: 'Camp', text: '' });
      await leader.until('the others see it', ({ cluster }) =>
        cluster!.members.some(({ member, disk }) => member === idOf(full) && disk === 'full'),
      );
      // More than its reserve would take.
      for (let n = 0; n < 40; n += 1) await set(leader, `big ${n}`, 'y'.repeat(40_000));
      const [behind, ahead] = await Promise.all([full.now(), leader.now()]);
      expect(behind.cluster?.lastIndex).toBeLessThan(ahead.cluster!.lastIndex);
      // It still votes: with its voice alone a new leader has a majority.
      await third.call('handOver', { to: idOf(third) });
      await full.until('it follows', ({ cluster }) => cluster?.leader === idOf(third));
      await makeRoom(full);
      await set(full, 'after', 'written');
      for (let n = 0; n < 40; n += 1) expect(await get(full, `big ${n}`)).toBe('y'.repeat(40_000));
      await full.call('notes.edit', { ...edit, committed: true });
      expect(await leader.call('notes.read', { note, linearizable: true })).toMatchObject({ text: 'tents' });
      expect([full.child.pid, full.child.exitCode]).toEqual([pid, null]);
    },
    timeoutMs,
  );

  it(
    'of the leader: another takes over, and the cluster goes on writing',
    async () => {
      const members = await clusterOnSmallDisks('Ana', 'Bo', 'Chen');
      const full = await leaderOf(members);
      const [other] = members.filter((member) => member !== full) as [MemberProcess];
      await set(full, 'before', 'kept');
      await fill(full);
      await other.until(
        'another leads',
        ({ cluster }) =>
          cluster !== null && cluster.leader !== null && cluster.leader !== idOf(full) && cluster.writable,
      );
      await set(other, 'meanwhile', 'written');
      expect(await refusal(set(full, 'x', 'refused'))).toBe('disk-full');
      expect(await full.call('registers.get', { name: 'before' })).toEqual({ value: base64('kept') });
      await makeRoom(full);
      await set(full, 'after', 'written');
      expect(await get(full, 'meanwhile')).toBe('written');
      expect(await get(full, 'x')).toBeNull();
    },
    timeoutMs,
  );

  it(
    'of all: nothing is taken, everything can be read, and as soon as a majority has room writing goes on by itself',
    async () => {
      const members = await clusterOnSmallDisks('Ana', 'Bo', 'Chen');
      const [ana, bo, chen] = members as [MemberProcess, MemberProcess, MemberProcess];
      await set(ana, 'before', 'kept');
      for (const member of members) await get(member, 'before');
      for (const member of members) await fill(member);
      for (const member of members) {
        expect(await refusal(set(member, 'x', 'refused'))).toBe('disk-full');
        expect(await member.call('registers.get', { name: 'before' })).toEqual({ value: base64('kept') });
        await member.until('it says so', ({ cluster }) => cluster?.writable === false);
      }
      await makeRoom(bo);
      // One of three has room, and knows that it is not enough.
      expect(await refusal(set(bo, 'x', 'refused'))).toBe('disk-full');
      await makeRoom(chen);
      await bo.until('it may write', ({ cluster }) => cluster?.writable === true);
      await set(bo, 'after', 'written');
      expect(await get(chen, 'after')).toBe('written');
      await makeRoom(ana);
      expect([await get(ana, 'before'), await get(ana, 'after'), await get(ana, 'x')]).toEqual([
        'kept',
        'written',
        null,
      ]);
    },
    timeoutMs,
  );

  it(
    'that fills while edits are on their way loses none that was acknowledged, and keeps the others once there is room',
    async () => {
      const [ana] = (await clusterOnSmallDisks('Ana')) as [MemberProcess];
      const { note } = await ana.call('notes.create', { title: 'Camp' });
      let kept = '';
      let refused = 0;
      const piece = 'z'.repeat(90_000);
      while (refused === 0) {
        const insert = `${kept.length}${piece}`;
        const code = await refusal(
          ana.call('notes.edit', { note, splices: [{ from: kept.length, to: kept.length, insert }] }),
        );
        if (code === 'it was done') kept += insert;
        else refused += 1;
        expect(['it was done', 'disk-full', 'too-large']).toContain(code);
        if (code === 'too-large') break;
        if (kept.length > 500_000 && ana.status.cluster?.disk.state !== 'full') await fill(ana).catch(() => undefined);
      }
      expect(await ana.call('notes.read', { note, local: true })).toHaveProperty('text');
      rmSync(filler(ana), { force: true });
      await ana.until(
        'it is kept and written',
        ({ cluster, waitingEdits }) => cluster?.writable === true && waitingEdits === 0,
      );
      const { text } = await ana.call('notes.read', { note, linearizable: true });
      expect(text.startsWith(kept)).toBe(true);
    },
    timeoutMs,
  );
});

describe('A disk that stalls', () => {
  it(
    'under the leader: another takes over and the cluster goes on writing; when it answers again, it has all of it',
    async () => {
      const folder = await laptops.folder();
      const image = join(await laptops.folder(), 'image');
      execFileSync('truncate', ['--size', '64M', image]);
      execFileSync('mkfs.ext4', ['-q', image]);
      const mount = `mount -o loop ${image} "$0" && chmod 700 "$0"`;
      const slow = await laptops.startIn(folder, { name: 'Ana', within: withMount(folder, mount), ownMount: true });
      const others = await Promise.all(['Bo', 'Chen'].map((name) => laptops.start({ name })));
      await slow.call('create', { clusterName: 'Field team' });
      await joinAt(slow, ...others);
      await everyoneVotes([slow, ...others]);
      await slow.call('handOver', { to: idOf(slow) }).catch(() => undefined);
      await set(slow, 'before', 'kept');
      const freeze = (how: '-f' | '-u'): void => {
        execFileSync('nsenter', ['--mount', '--target', String(slow.child.pid), 'fsfreeze', how, folder]);
      };
      freeze('-f');
      thaws.push(() => freeze('-u'));
      const [bo] = others as [MemberProcess];
      // Its heartbeats go on; only a write shows that nothing reaches its disk.
      set(slow, 'stalled', 'late').catch(() => undefined);
      await bo.until(
        'another leads',
        ({ cluster }) => cluster !== null && cluster.leader !== null && cluster.leader !== idOf(slow),
      );
      await set(bo, 'meanwhile', 'written');
      expect(await slow.call('registers.get', { name: 'before' })).toEqual({ value: base64('kept') });
      for (const thaw of thaws.splice(0)) thaw();
      expect(await get(slow, 'meanwhile')).toBe('written');
      await set(slow, 'after', 'written');
    },
    timeoutMs,
  );
});

describe('A disk that can only be read', () => {
  it('ends the start with what a person can do about it', async () => {
    const folder = await laptops.folder();
    const within = withMount(folder, 'mount -t tmpfs -o ro tmpfs "$0"');
    await expect(laptops.startIn(folder, { name: 'Ana', within, ownMount: true })).rejects.toThrow(
      /can only be read at present/,
    );
  });

  it('so does one that has no room at all', async () => {
    const folder = await laptops.folder();
    const within = withMount(
      folder,
      'mount -t tmpfs -o size=4k,mode=700 tmpfs "$0" && ! dd if=/dev/zero of="$0/filler" bs=4k 2>/dev/null',
    );
    await expect(laptops.startIn(folder, { name: 'Ana', within, ownMount: true })).rejects.toThrow(
      /The disk is full.*Make room/,
    );
  });
});
