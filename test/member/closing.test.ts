import { afterEach, expect, it } from 'vitest';
import type { MemberLine } from '../../src/api/contract.ts';
import { everyoneVotes, Laptops, leaderOf, type MemberProcess } from './harness.ts';

const laptops = new Laptops();
afterEach(() => laptops.close());

/** Writes on one member all the time, and measures how long it ever had to wait. */
class Writing {
  readonly #member: MemberProcess;
  readonly #ended: Promise<void>;
  #ends = false;
  written = 0;
  longestMs = 0;

  constructor(member: MemberProcess) {
    this.#member = member;
    this.#ended = this.#write();
  }

  async end(): Promise<void> {
    this.#ends = true;
    await this.#ended;
  }

  async #write(): Promise<void> {
    while (!this.#ends) {
      const startedMs = performance.now();
      const value = Buffer.from(`${this.written}`).toString('base64');
      await this.#member.call('registers.set', { name: 'count', value, timeoutMs: 20_000 });
      this.longestMs = Math.max(this.longestMs, performance.now() - startedMs);
      this.written += 1;
    }
  }
}

const votes = (member: MemberProcess): string[] =>
  (member.status.cluster?.members ?? []).filter(({ vote }) => vote).map(({ name }) => name);

it('Five laptops that close one after the other hold up nobody who writes; when they are back, all vote again', async () => {
  const members = await laptops.cluster('Ana', 'Bo', 'Chen', 'Dana', 'Eli');
  const leader = await leaderOf(members);
  const last = members.find((member) => member !== leader)!;
  const closing = [leader, ...members.filter((member) => member !== leader && member !== last)];
  const writing = new Writing(last);
  const tookMs: number[] = [];
  for (const member of closing) {
    const startedMs = performance.now();
    await member.end('SIGTERM');
    tookMs.push(Math.round(performance.now() - startedMs));
  }
  await last.until('it votes alone', () => votes(last).length === 1);
  const { entries } = await last.call('log', { limit: 200 });
  expect(entries.flatMap(({ what }) => (what.type === 'configuration' ? what.changes : []))).toContainEqual(
    expect.objectContaining({ change: 'demote', because: 'resting', memberName: leader.options.name }),
  );
  const before = writing.written;
  await expect.poll(() => writing.written).toBeGreaterThan(before + 10);
  const reopened: MemberProcess[] = [];
  for (const member of closing) reopened.push(await laptops.restart(member));
  await everyoneVotes([last, ...reopened]);
  await writing.end();
  console.log(
    `closing took ${tookMs.join(', ')} ms; the longest of ${writing.written} writes ${Math.round(writing.longestMs)} ms`,
  );
  expect(writing.longestMs).toBeLessThan(2_000);
  expect(Math.max(...tookMs)).toBeLessThan(2_000);
  const { value } = await reopened[0]!.call('registers.get', { name: 'count', linearizable: true });
  expect(Buffer.from(value!, 'base64').toString()).toBe(`${writing.written - 1}`);
}, 60_000);

it('A vote goes with who sleeps, is lost without a word, or closes with all others, and comes back with them', async () => {
  const members = await laptops.clusterOf(['Ana', 'Bo', 'Chen'].map((name) => ({ name, awaySeconds: 1 })));
  const leader = await leaderOf(members);
  const [other, gone] = members.filter((member) => member !== leader) as [MemberProcess, MemberProcess];

  expect(await leader.call('sleep', {})).toEqual({ closing: 'resting' });
  await other.until('two vote', () => votes(other).length === 2);
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

  const startedMs = performance.now();
  await Promise.all([leader, other, returned].map((member) => member.end('SIGTERM')));
  console.log(`all at once: ${Math.round(performance.now() - startedMs)} ms`);
  expect(performance.now() - startedMs).toBeLessThan(2_500);
}, 60_000);
