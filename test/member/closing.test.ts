import { afterEach, expect, it } from 'vitest';
import type { MemberLine } from '../../src/api/contract.ts';
import { everyoneVotes, Laptops, leaderOf, type MemberProcess } from './harness.ts';
import { usualWriteMs } from './notes.ts';

const laptops = new Laptops();
afterEach(() => laptops.close());

const votes = (member: MemberProcess): string[] =>
  (member.status.cluster?.members ?? []).filter(({ vote }) => vote).map(({ name }) => name);

it('A vote goes with who sleeps, is lost without a word, or closes with all others, and comes back with them', async () => {
  const members = await laptops.clusterOf(['Ana', 'Bo', 'Chen'].map((name) => ({ name, awaySeconds: 1 })));
  const leader = await leaderOf(members);
  const [other, gone] = members.filter((member) => member !== leader) as [MemberProcess, MemberProcess];

  expect(await leader.call('sleep', {})).toEqual({ closing: 'resting' });
  await other.until('two vote', () => votes(other).length === 2);
  const { entries } = await other.call('log', { limit: 20 });
  expect(entries.flatMap(({ what }) => (what.type === 'configuration' ? what.changes : []))).toContainEqual(
    expect.objectContaining({ change: 'demote', because: 'resting', memberName: leader.options.name }),
  );
  await leader.call('wake', {});
  await everyoneVotes(members);

  await gone.end('SIGKILL');
  const lineOfGone = ({ cluster }: MemberProcess['status']): MemberLine | undefined =>
    cluster?.members.find(({ name }) => name === gone.options.name);
  const status = await other.until('it lost its vote', (seen) => lineOfGone(seen)?.demotedFor === 'silent');
  expect(lineOfGone(status)).toMatchObject({ vote: false, connected: false });
  expect(lineOfGone(status)?.awaySinceMs).toBeLessThan(Date.now());
  const returned = await laptops.restart(gone);
  await everyoneVotes([leader, other, returned]);

  const allowedMs = 2_500 + 20 * (await usualWriteMs(other));
  const startedMs = performance.now();
  await Promise.all([leader, other, returned].map((member) => member.end('SIGTERM')));
  console.log(`all at once: ${Math.round(performance.now() - startedMs)} ms`);
  expect(performance.now() - startedMs).toBeLessThan(allowedMs);
}, 60_000);
