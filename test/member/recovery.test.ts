import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { everyoneVotes, idOf, Laptops, leaderOf, type MemberProcess } from './harness.ts';
import { notesHere, notesOf, writeNote } from './notes.ts';

vi.setConfig({ testTimeout: 90_000 });
const laptops = new Laptops();
afterEach(() => laptops.close());

const clusterName = 'Field team';
type Three = [MemberProcess, MemberProcess, MemberProcess];

const lostOn = (member: MemberProcess) =>
  member.until('its majority is lost', ({ cluster }) => (cluster?.lostMajority ?? null) !== null);

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
    expect(ana.status.cluster).toMatchObject({ lostMajority: null, recovery: null, elsewhere: [] });
    await expect(ana.call('recover', { clusterName })).rejects.toMatchObject({ code: 'refused' });
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
    expect((await again.now()).cluster?.recovery).toMatchObject({ by: 'Ana' });
  });
});

/** Bo's and Chen's edits of which Ana has nothing, some of them on a majority; then Ana goes on alone. */
async function goApart([ana, bo, chen]: Three): Promise<{ camp: string; list: string }> {
  const camp = await writeNote(ana, 'Camp', 'shared; ');
  const list = await writeNote(ana, 'List', 'tent');
  for (const member of [bo, chen]) await notesOf(member);
  await ana.end('SIGKILL');
  await leaderOf([bo, chen]);
  await bo.call('notes.edit', { note: camp, splices: insert('on a majority; ', 8), committed: true });
  await writeNote(chen, 'New', 'by Chen, on a majority');
  await notesOf(bo);
  await chen.end('SIGKILL');
  await lostOn(bo);
  await bo.call('notes.edit', { note: camp, splices: insert('waiting on Bo; ', 23) });
  await bo.call('notes.edit', { note: list, splices: insert(', stove', 4) });
  await bo.end('SIGKILL');
  return { camp, list };
}

describe('A laptop that was away when the cluster was recovered', () => {
  it('brings back every text that it has of its own, acknowledged or waiting, for its person to decide upon', async () => {
    const three = (await laptops.cluster('Ana', 'Bo', 'Chen')) as Three;
    const { camp, list } = await goApart(three);
    const ana = await laptops.restart(three[0]);
    await recoverOn(ana);
    await ana.call('notes.edit', { note: camp, splices: insert('after the recovery; ', 8), committed: true });

    const bo = await laptops.restart(three[1]);
    const { cluster } = await bo.until('it hears of it', (status) => status.cluster?.elsewhere.length === 1);
    expect(cluster).toMatchObject({
      leader: null,
      elsewhere: [{ type: 'behind', by: 'Ana', laptops: [{ name: 'Ana' }] }],
    });
    await ana.until('it is seen there', (status) => status.cluster?.recovery?.former.some(({ seen }) => seen) === true);
    expect(ana.status.cluster?.members).toHaveLength(1);
    await rejoin(bo, cluster!.elsewhere[0]!.epoch);
    await bo.until('it is back', ({ phase }) => phase.type === 'member');
    expect(await notesOf(bo)).toEqual([
      ['Camp', 'shared; after the recovery; '],
      ['List', 'tent'],
    ]);
    const textOf = async (member: MemberProcess): Promise<[string, string][]> => {
      const { texts } = await member.call('found.list', {});
      return await Promise.all(
        texts.map(async ({ id, title }): Promise<[string, string]> => [
          title,
          (await member.call('found.read', { id })).text,
        ]),
      );
    };
    const kept = [
      ['Camp', 'shared; on a majority; waiting on Bo; '],
      ['List', 'tent, stove'],
      ['New', 'by Chen, on a majority'],
    ];
    expect(await textOf(bo)).toEqual(kept);
    expect(bo.notices).toContainEqual(expect.objectContaining({ type: 'rejoined', found: 3 }));
    const [before] = (await bo.call('copies.list', {})).copies;
    expect(before).toMatchObject({ clusterName, cameOver: true, by: null });
    expect((await bo.call('copies.open', { copy: before!.copy })).notes).toHaveLength(3);
    expect(bo.status.waitingEdits).toBe(0);

    // Until it is decided upon it survives restarts; then it is a note, or gone.
    await bo.end('SIGKILL');
    const again = await laptops.restart(bo);
    expect(again.status.foundTexts).toBe(3);
    expect(await textOf(again)).toEqual(kept);
    const { texts } = await again.call('found.list', {});
    await everyoneVotes([ana, again]);
    for (const { id, title } of texts.slice(0, 2)) await again.call('found.add', { id, title: `${title} (from Bo)` });
    await again.call('found.add', { id: texts[2]!.id });
    await again.until('all is decided', ({ foundTexts }) => foundTexts === 0);
    expect(await notesOf(ana)).toEqual([
      ['Camp (from Bo)', 'shared; on a majority; waiting on Bo; '],
      ['Camp', 'shared; after the recovery; '],
      ['List (from Bo)', 'tent, stove'],
      ['List', 'tent'],
      ['New', 'by Chen, on a majority'],
    ]);

    await ana.until('only Chen is missing', ({ cluster: now }) => now?.recovery?.former.length === 1);

    // The third has nothing that is not there by now, and goes over too, asked of whom it knows.
    const chen = await laptops.restart(three[2]);
    const seen = await chen.until('it hears of it', (status) => status.cluster?.elsewhere[0]?.laptops.length === 2);
    await rejoin(chen, seen.cluster!.elsewhere[0]!.epoch);
    await chen.until('it is back', ({ phase }) => phase.type === 'member');
    expect((await textOf(chen)).map(([title]) => title)).toEqual(['Camp']);
    await everyoneVotes([ana, again, chen]);
    expect((await chen.call('notes.list', {})).notes.find(({ note }) => note === list)?.title).toBe('List');
    expect(idOf(chen)).toBe(idOf(three[2]));
  });

  it('stays as it was if its person takes it back, and goes on with the others of its own', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as Three;
    await writeNote(ana, 'Camp', 'shared');
    for (const member of [bo, chen]) await notesOf(member);
    await bo.end('SIGKILL');
    await chen.end('SIGKILL');
    await recoverOn(ana);

    const back = await laptops.restart(bo);
    const { cluster } = await back.until('it hears of it', (status) => status.cluster?.elsewhere.length === 1);
    await ana.end('SIGKILL');
    const notesBefore = await notesHere(back);
    await rejoin(back, cluster!.elsewhere[0]!.epoch);
    await back.call('cancelRejoin', {});
    await back.until('it is as it was', ({ phase }) => phase.type === 'member');
    expect(await notesHere(back)).toEqual(notesBefore);

    // The majority was only away: it goes on, and these are two clusters that never meet.
    const third = await laptops.restart(chen);
    await leaderOf([back, third]);
    await writeNote(back, 'Old', 'goes on');
    const recovered = await laptops.restart(ana);
    await recovered.until('it leads', (status) => status.cluster?.writable === true);
    await back.until('it is told', (status) => status.cluster?.elsewhere.length === 1);
    await writeNote(recovered, 'New', 'alone');
    expect(await notesOf(third)).toEqual([
      ['Camp', 'shared'],
      ['Old', 'goes on'],
    ]);
    expect(await notesOf(recovered)).toEqual([
      ['Camp', 'shared'],
      ['New', 'alone'],
    ]);
    expect(recovered.status.cluster?.members).toHaveLength(1);
  });
});

describe('A damaged laptop of a cluster of two', () => {
  it('is brought back by the other one, which goes on alone first', async () => {
    const [ana, bo] = (await laptops.cluster('Ana', 'Bo')) as [MemberProcess, MemberProcess];
    const note = await writeNote(ana, 'Camp', 'shared');
    await notesOf(bo);
    await ana.end('SIGKILL');
    await bo.call('notes.edit', { note, splices: insert('typed on Bo; ') });
    await bo.end('SIGKILL');
    const path = join(bo.dataDirectory, 'log', 'seal');
    const bytes = readFileSync(path);
    bytes[20]! ^= 4;
    writeFileSync(path, bytes);
    const healthy = await laptops.restart(ana);
    const damaged = await laptops.restart(bo);
    await damaged.until(
      'two are not enough',
      ({ phase }) => phase.type === 'repairing' && phase.step.type === 'no-majority',
    );
    await recoverOn(healthy);
    const { phase } = await damaged.until(
      'its person is asked',
      (status) =>
        status.phase.type === 'repairing' &&
        status.phase.step.type === 'recovered' &&
        status.phase.step.elsewhere.length > 0,
    );
    if (phase.type !== 'repairing' || phase.step.type !== 'recovered') throw new Error('it is something else by now');
    await rejoin(damaged, phase.step.elsewhere[0]!.epoch);
    await damaged.until('it is back', (status) => status.phase.type === 'member');
    expect(await notesOf(damaged)).toEqual([['Camp', 'shared']]);
    const { texts } = await damaged.call('found.list', {});
    expect(texts).toMatchObject([{ title: 'Camp', excerpt: 'typed on Bo; shared' }]);
    await everyoneVotes([healthy, damaged]);
  });
});

describe('A laptop that was removed while edits waited on it', () => {
  it('keeps their text for its person', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as Three;
    const note = await writeNote(ana, 'Camp', 'shared; ');
    await notesOf(chen);
    await ana.end('SIGKILL');
    await bo.end('SIGKILL');
    await chen.call('notes.edit', { note, splices: insert('never sent', 8) });
    await chen.end('SIGKILL');
    const others = [await laptops.restart(ana), await laptops.restart(bo)];
    await leaderOf(others);
    await others[0]!.call('remove', { members: [idOf(chen)] });
    const removed = await laptops.restart(chen);
    await removed.until(
      'it knows, and keeps it',
      ({ phase, foundTexts }) => phase.type === 'removed' && foundTexts === 1,
    );
    expect((await removed.call('found.list', {})).texts).toMatchObject([
      { title: 'Camp', excerpt: 'shared; never sent' },
    ]);
    const [text] = (await removed.call('found.list', {})).texts;
    await expect(removed.call('found.add', { id: text!.id })).rejects.toMatchObject({ code: 'not-a-member' });
    await removed.call('found.discard', { id: text!.id });
    expect((await removed.call('status', {})).foundTexts).toBe(0);
  });
});
