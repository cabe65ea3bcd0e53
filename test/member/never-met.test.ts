import { afterEach, beforeEach, expect, it } from 'vitest';
import { idOf, joinAt, Laptops, type MemberProcess } from './harness.ts';

let laptops: Laptops;

beforeEach(() => (laptops = new Laptops()));
afterEach(() => laptops.close());

it('a laptop that was away accepts a leader that it never met, though nobody that it knows is there any more', async () => {
  const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as [MemberProcess, MemberProcess, MemberProcess];
  await chen.end('SIGKILL');
  const newcomers = await Promise.all(['Dana', 'Emil'].map((name) => laptops.start({ name })));
  const [dana] = newcomers as [MemberProcess, MemberProcess];
  await joinAt(ana, ...newcomers);
  const votes = (members: readonly MemberProcess[], count: number): Promise<unknown> =>
    Promise.all(
      members.map((member) =>
        member.until(
          `${count} are in, and the newcomers vote`,
          ({ cluster }) =>
            cluster?.members.length === count &&
            newcomers.every((each) => cluster.members.some((line) => line.member === idOf(each) && line.vote)),
        ),
      ),
    );
  await votes([bo, ...newcomers], 5);
  await ana.call('leave', {});
  await votes([bo, ...newcomers], 4);
  await bo.call('leave', {});
  await votes(newcomers, 3);
  await Promise.all([ana.end('SIGTERM'), bo.end('SIGTERM')]);
  await dana.call('notes.create', { title: 'Without Ana and Bo' });

  const back = await laptops.restart(chen);
  const { cluster } = await back.until(
    'it has caught up with those that it never met',
    (status) =>
      status.cluster?.members.length === 3 && status.cluster.reachable === 3 && status.cluster.leader !== null,
  );
  expect(newcomers.map(idOf)).toContain(cluster?.leader);
  const { notes } = await back.call('notes.list', { linearizable: true });
  expect(notes.map(({ title }) => title)).toEqual(['Without Ana and Bo']);
});
