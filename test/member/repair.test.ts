import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { everyoneVotes, Laptops, leaderOf, type MemberProcess } from './harness.ts';

const laptops = new Laptops();
afterEach(() => laptops.close());

/** Until it is a member again that votes and serves. */
async function repaired(member: MemberProcess): Promise<void> {
  await member.until('it is repaired', ({ phase }) => phase.type === 'member', 30_000);
}

/** Of a file in the data directory of a member that does not run. */
function damage(member: MemberProcess, file: string, change: (bytes: Buffer) => Buffer | void): void {
  const path = join(member.dataDirectory, file);
  const bytes = readFileSync(path);
  writeFileSync(path, change(bytes) ?? bytes);
}

/** The last byte that was written. */
function lastByte(bytes: Buffer): number {
  let last = bytes.length - 1;
  while (bytes[last] === 0) last--;
  return last;
}

const segment = 'log/00000001.log';

async function writeNotes(member: MemberProcess, count: number): Promise<string[]> {
  const titles = Array.from({ length: count }, (_, index) => `Note ${index}`);
  await Promise.all(titles.map((title) => member.call('notes.create', { title })));
  return titles;
}

async function titlesOn(member: MemberProcess): Promise<string[]> {
  const { notes } = await member.call('notes.list', { linearizable: true });
  return notes.map(({ title }) => title).sort();
}

describe('A member whose log is damaged', () => {
  const damages: readonly [what: string, file: string, change: (bytes: Buffer) => Buffer | void][] = [
    ['in the middle', segment, (bytes) => void (bytes[Math.floor(lastByte(bytes) / 2)]! ^= 4)],
    ['in the last record', segment, (bytes) => void (bytes[lastByte(bytes)]! ^= 1)],
    ['at its end, which is cut off', segment, (bytes) => bytes.subarray(0, Math.floor(lastByte(bytes) * 0.8))],
    ['in its seal', 'log/seal', (bytes) => void (bytes[20]! ^= 1)],
  ];
  it.each(damages)('%s is let in anew by the others, and has everything again', async (_what, file, change) => {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    const [ana, bo, chen] = members as [MemberProcess, MemberProcess, MemberProcess];
    const titles = await writeNotes(ana, 20);
    await titlesOn(chen);
    await chen.end('SIGTERM');
    damage(chen, file, change);
    const whileAway = await ana.call('notes.create', { title: 'Written meanwhile' });

    const back = await laptops.restart(chen);

    expect(back.status.phase).toMatchObject({ type: 'repairing', clusterName: 'Field team', damage: { what: 'log' } });
    await expect(back.call('notes.list', {})).rejects.toMatchObject({ code: 'damaged' });
    const keptIn = back.status.phase.type === 'repairing' ? back.status.phase.keptIn : '';
    await repaired(back);
    expect(await titlesOn(back)).toEqual([...titles, 'Written meanwhile'].sort());
    expect(await back.call('notes.read', { note: whileAway.note })).toMatchObject({ title: 'Written meanwhile' });
    await everyoneVotes([ana, bo, back]);
    expect(readdirSync(keptIn)).toContain('log');
    expect(existsSync(join(keptIn, 'log', 'seal'))).toBe(true);

    // What it acknowledges from here on counts: the other two of three are enough.
    const leader = await leaderOf([ana, bo, back]);
    const gone = [ana, bo].find((member) => member !== leader) ?? bo;
    await gone.end('SIGKILL');
    await back.call('notes.create', { title: 'After the repair' });
    await back.end('SIGKILL');
    const again = await laptops.restart(back);
    await again.until('it is a member as any', ({ phase }) => phase.type === 'member');
    expect(await titlesOn(again)).toContain('After the repair');
  });
});
