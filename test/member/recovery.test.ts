import { afterEach, describe, expect, it, vi } from 'vitest';
import { everyoneVotes, Laptops, type MemberProcess } from './harness.ts';
import { notesHere, notesOf, writeNote } from './notes.ts';

vi.setConfig({ testTimeout: 90_000 });
const laptops = new Laptops();
afterEach(() => laptops.close());

const clusterName = 'Field team';
type Three = [MemberProcess, MemberProcess, MemberProcess];

const lostOn = (member: MemberProcess) =>
  member.until('its majority is lost', ({ cluster }) => (cluster?.lostMajority ?? null) !== null, 20_000);

/** Of Ana, who is the only one left. */
async function recoverOn(ana: MemberProcess): Promise<void> {
  await lostOn(ana);
  await ana.call('recover', { clusterName });
  await ana.until('it leads alone', ({ cluster }) => cluster?.writable === true && cluster.members.length === 1);
}

async function rejoin(member: MemberProcess, epoch: number): Promise<void> {
  const begun = member.until('it goes over', ({ phase }) => phase.type === 'rejoining');
  await member.call('rejoin', { epoch });
  await begun;
}

const insert = (text: string, at = 0) => [{ from: at, to: at, insert: text }];

describe('A laptop whose majority is lost', () => {
  it('says who is missing, goes on alone when its person says so, and sends what waited', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as Three;
    const note = await writeNote(ana, 'Camp', 'shared; ');
    const before = Date.now();
    await bo.end('SIGKILL');
    await chen.end('SIGKILL');
    const { cluster } = await lostOn(ana);
    expect(cluster?.lostMajority?.missing.map(({ name }) => name).sort()).toEqual(['Bo', 'Chen']);
    for (const { sinceMs } of cluster?.lostMajority?.missing ?? []) expect(sinceMs).toBeGreaterThanOrEqual(before);
    await ana.call('notes.edit', { note, splices: insert('kept meanwhile', 8) });
    expect(await notesHere(ana)).toEqual([['Camp', 'shared; ']]);
    await expect(ana.call('recover', { clusterName: 'Field tea' })).rejects.toMatchObject({ code: 'refused' });

    await recoverOn(ana);

    await ana.until('nothing waits', ({ waitingEdits }) => waitingEdits === 0);
    expect(await notesOf(ana)).toEqual([['Camp', 'shared; kept meanwhile']]);
    const { recovery } = (await ana.until('everyone can know', ({ cluster: now }) => (now?.recovery ?? null) !== null))
      .cluster!;
    expect(recovery).toMatchObject({ by: 'Ana', bySelf: true });
    expect(recovery?.former.map(({ name }) => name).sort()).toEqual(['Bo', 'Chen']);

    await ana.end('SIGKILL');
    const again = await laptops.restart(ana);
    await again.until('it leads again', ({ cluster: now }) => now?.writable === true);
    expect(await notesOf(again)).toEqual([['Camp', 'shared; kept meanwhile']]);
    expect(again.status.cluster?.recovery).toMatchObject({ by: 'Ana' });
  });

  it('is not recovered while there is a leader, or nobody is missing', async () => {
    const [ana] = await laptops.cluster('Ana', 'Bo');
    await expect(ana!.call('recover', { clusterName })).rejects.toMatchObject({ code: 'refused' });
    expect(ana!.status.cluster?.lostMajority).toBeNull();
    expect(ana!.status.cluster?.recovery).toBeNull();
  });
});

describe('A laptop that was away when the cluster was recovered', () => {
  it('never mixes with it, says so, and comes back when its person says so', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as Three;
    await writeNote(ana, 'Camp', 'shared');
    await notesOf(bo);
    await bo.end('SIGKILL');
    await chen.end('SIGKILL');
    await recoverOn(ana);
    await writeNote(ana, 'After', 'the recovery');

    const back = await laptops.restart(bo);
    const seen = await back.until('it hears of the recovery', ({ cluster }) => cluster?.elsewhere.length === 1, 20_000);
    expect(seen.phase.type).toBe('member');
    expect(seen.cluster?.elsewhere).toMatchObject([{ type: 'behind', by: 'Ana', laptops: [{ name: 'Ana' }] }]);
    await ana.until('it is seen there', ({ cluster }) => cluster?.recovery?.former.some((each) => each.seen) === true);
    expect(ana.status.cluster?.members).toHaveLength(1);
    expect(back.status.cluster?.leader).toBeNull();

    await rejoin(back, seen.cluster!.elsewhere[0]!.epoch);
    await back.until('it is back', ({ phase }) => phase.type === 'member', 30_000);
    await everyoneVotes([ana, back]);
    expect(await notesOf(back)).toEqual([
      ['After', 'the recovery'],
      ['Camp', 'shared'],
    ]);
    await ana.until('only Chen is missing', ({ cluster }) => cluster?.recovery?.former.length === 1);
    expect(ana.status.joinRequests).toEqual([]);
  });
});
