import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogLine, Notice } from '../../src/api/contract.ts';
import { askAt, everyoneVotes, idOf, joinAt, Laptops, leaderOf, CallError, type MemberProcess } from './harness.ts';
import { missingOrDoubled, Writer } from './writer.ts';

type Trio = [MemberProcess, MemberProcess, MemberProcess];
type ConfigurationWhat = Extract<LogLine['what'], { type: 'configuration' }>;

let laptops: Laptops;
beforeEach(() => {
  laptops = new Laptops();
});
afterEach(() => laptops.close());

const newcomers = async (...names: string[]): Promise<MemberProcess[]> =>
  await Promise.all(names.map((name) => laptops.start({ name })));

/** The changes of membership in the log, oldest first, as “add-learner Bo, add-learner Chen”. */
async function changesIn(member: MemberProcess): Promise<string[]> {
  const { entries } = await member.call('log', { limit: 200 });
  return entries
    .map(({ what }) => what)
    .filter((what): what is ConfigurationWhat => what.type === 'configuration')
    .map(({ changes, joint }) => {
      const said = changes.map(({ change, memberName }) => `${change} ${memberName}`).join(', ');
      return joint === null ? said : `joint ${joint}: ${said}`;
    })
    .reverse();
}

/** A note that each of these members has. */
async function noteOf(members: readonly [MemberProcess, ...MemberProcess[]]): Promise<string> {
  const { note } = await members[0].call('notes.create', { title: 'Field trip' });
  await Promise.all(members.map((member) => member.call('notes.read', { note, linearizable: true })));
  return note;
}

/** Every word that anyone was told is on a majority is in the note of each of these members, once. */
async function expectAllThere(
  writers: readonly Writer[],
  members: readonly MemberProcess[],
  note: string,
): Promise<void> {
  for (const member of members) {
    const { text } = await member.call('notes.read', { note, linearizable: true });
    expect(missingOrDoubled(writers, text)).toEqual([]);
  }
}

describe('letting in several at once', () => {
  it('is one change of membership, after which all of them vote', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    const others = await newcomers('Bo', 'Chen', 'Dana');
    await askAt(ana, ...others);
    const members = others.map(idOf);
    expect(await ana.call('approve', { members })).toEqual({ approved: members });
    await everyoneVotes([ana, ...others]);
    const [created, added, ...promoted] = await changesIn(ana);
    expect(created).toBe('create Ana');
    expect(added).toBe('add-learner Bo, add-learner Chen, add-learner Dana');
    expect(
      promoted
        .filter((change) => !change.startsWith('joint begins'))
        .join()
        .match(/promote (Bo|Chen|Dana)/g)
        ?.sort(),
    ).toEqual(['promote Bo', 'promote Chen', 'promote Dana']);
  });

  it('works from the windows of several members at the same moment, each approving another', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as Trio;
    const [dana, emil, fatma] = (await newcomers('Dana', 'Emil', 'Fatma')) as Trio;
    await Promise.all([askAt(ana, dana), askAt(bo, emil), askAt(chen, fatma)]);
    await Promise.all(
      [ana, bo, chen].map((member) => member.until('all ask', ({ joinRequests }) => joinRequests.length === 3)),
    );
    await Promise.all([
      ana.call('approve', { members: [idOf(fatma)] }),
      bo.call('approve', { members: [idOf(dana)] }),
      chen.call('approve', { members: [idOf(emil)] }),
    ]);
    await everyoneVotes([ana, bo, chen, dana, emil, fatma]);
  });

  it('lets a laptop in once that two members approve at the same moment', async () => {
    const [ana, bo] = (await laptops.cluster('Ana', 'Bo')) as [MemberProcess, MemberProcess];
    const [chen] = (await newcomers('Chen')) as [MemberProcess];
    await askAt(ana, chen);
    await bo.until('Bo sees it', ({ joinRequests }) => joinRequests.length === 1);
    const approvals = await Promise.allSettled(
      [ana, bo, bo].map((member) => member.call('approve', { members: [idOf(chen)] })),
    );
    expect(approvals.some(({ status }) => status === 'fulfilled')).toBe(true);
    await everyoneVotes([ana, bo, chen]);
    expect((await changesIn(ana)).filter((change) => change.includes('Chen'))).toEqual([
      'add-learner Chen',
      'promote Chen',
    ]);
  });

  it('lets in who still asks, and says who that is', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    const [bo, chen] = (await newcomers('Bo', 'Chen')) as [MemberProcess, MemberProcess];
    await askAt(ana, bo, chen);
    await chen.call('cancelJoin', {});
    await ana.until('one asks', ({ joinRequests }) => joinRequests.length === 1);
    expect(await ana.call('approve', { members: [idOf(bo), idOf(chen)] })).toEqual({ approved: [idOf(bo)] });
    await expect(ana.call('approve', { members: [idOf(chen)] })).rejects.toMatchObject({ code: 'unknown-member' });
    await everyoneVotes([ana, bo]);
  });
});

describe('handing leadership over', () => {
  it('works from any member, to any other, while everyone goes on writing', async () => {
    const members = (await laptops.cluster('Ana', 'Bo', 'Chen')) as Trio;
    const [ana, bo, chen] = members;
    const note = await noteOf(members);
    const writers = members.map((member) => new Writer(member.client, note, member.options.name));
    for (const [asking, successor] of [
      [ana, bo], // the leader gives it away
      [chen, ana], // a third one asks
      [bo, bo], // the successor takes it
      [chen, chen],
    ] as const) {
      expect(await asking.call('handOver', { to: idOf(successor) })).toEqual({ leader: idOf(successor) });
      await Promise.all(members.map((member) => member.until('it leads', ledBy(successor))));
      await Promise.all(writers.map((writer) => writer.more(3)));
    }
    await Promise.all(writers.map((writer) => writer.stop()));
    for (const { longestGapMs, allowedGapMs } of writers) expect(longestGapMs).toBeLessThan(allowedGapMs);
    report('handing over four times', writers);
    await expectAllThere(writers, members, note);
  });

  it('goes to another one if nobody is named, and does nothing for the one who leads', async () => {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    const leader = await leaderOf(members);
    expect(await members[1]!.call('handOver', { to: idOf(leader) })).toEqual({ leader: idOf(leader) });
    const { leader: next } = await leader.call('handOver', {});
    expect(members.map(idOf).filter((member) => member !== idOf(leader))).toContain(next);
  });

  it('says why it cannot be: no such member, in no cluster, asleep, away, no majority', async () => {
    const members = (await laptops.cluster('Ana', 'Bo', 'Chen')) as Trio;
    const [ana] = members;
    const [stranger] = (await newcomers('Dana')) as [MemberProcess];
    await expect(ana.call('handOver', { to: idOf(stranger) })).rejects.toMatchObject({ code: 'unknown-member' });
    await expect(stranger.call('handOver', {})).rejects.toMatchObject({ code: 'not-a-member' });

    const leader = await leaderOf(members);
    const [second, third] = members.filter((member) => member !== leader) as [MemberProcess, MemberProcess];
    const codeOf = async (asking: MemberProcess, to: MemberProcess, timeoutMs: number): Promise<string> => {
      const outcome = asking.call('handOver', { to: idOf(to), timeoutMs }).then(() => 'handed over');
      return await outcome.catch((error: unknown) => (error instanceof CallError ? error.code : String(error)));
    };
    // Asleep, its connection is open but it does not answer; the leader gives up, and leads on.
    third.child.kill('SIGSTOP');
    expect(await codeOf(leader, third, 5_000)).toMatch(/^(successor-behind|not-elected|successor-unreachable)$/);
    await second.call('registers.set', { name: 'x', value: 'aGk=' });
    await third.end('SIGKILL');
    await leader.until('it is away', ({ cluster }) => cluster?.reachable === 2);
    expect(await codeOf(second, third, 5_000)).toMatch(/^(successor-behind|not-elected|successor-unreachable)$/);
    await leader.end('SIGKILL');
    expect(await codeOf(second, second, 1_000)).toMatch(/^(no-majority|timeout)$/);
  });

  it('finds no successor in a cluster of one', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    await expect(ana.call('handOver', {})).rejects.toMatchObject({ code: 'no-successor' });
    expect(await ana.call('handOver', { to: idOf(ana) })).toEqual({ leader: idOf(ana) });
  });
});

describe('a leader that goes', () => {
  it('by another’s decision hands over first: writing stops for less than two seconds, and it reads who removed it', async () => {
    const members = (await laptops.cluster('Ana', 'Bo', 'Chen')) as Trio;
    const leader = await leaderOf(members);
    const others = members.filter((member) => member !== leader) as [MemberProcess, MemberProcess];
    const note = await noteOf(members);
    const notices: Notice[] = [];
    leader.client.on('notice', (notice) => notices.push(notice));
    const writers = members.map((member) => new Writer(member.client, note, member.options.name));
    await Promise.all(writers.map((writer) => writer.more(3)));
    await others[0].call('remove', { members: [idOf(leader)] });
    const { phase } = await leader.until('it reads so', (status) => status.phase.type === 'removed');
    expect(phase).toMatchObject({ clusterName: 'Field team', by: others[0].options.name });
    const stayed = writers.filter((_, at) => members[at] !== leader);
    await Promise.all(stayed.map((writer) => writer.more(5)));
    await Promise.all(writers.map((writer) => writer.stop()));
    for (const { longestGapMs, allowedGapMs } of stayed) expect(longestGapMs).toBeLessThan(allowedGapMs);
    report('the leader is removed', stayed);
    await everyoneVotes(others);
    // The others may still have tried to reach it: nobody is accused of that.
    expect(notices).toEqual([]);
    await expectAllThere(writers, others, note);
  });

  it('by itself hands over first: writing stops for less than two seconds', async () => {
    const members = (await laptops.cluster('Ana', 'Bo', 'Chen')) as Trio;
    const leader = await leaderOf(members);
    const others = members.filter((member) => member !== leader);
    const note = await noteOf(members);
    const writers = others.map((member) => new Writer(member.client, note, member.options.name));
    await Promise.all(writers.map((writer) => writer.more(3)));
    const termBefore = (await leader.call('status', {})).cluster?.term ?? 0;
    await leader.call('leave', {});
    await leader.until('it is alone', ({ phase }) => phase.type === 'alone');
    await Promise.all(writers.map((writer) => writer.more(5)));
    await Promise.all(writers.map((writer) => writer.stop()));
    for (const { longestGapMs, allowedGapMs } of writers) expect(longestGapMs).toBeLessThan(allowedGapMs);
    report('the leader leaves', writers);
    await everyoneVotes(others);
    await expectAllThere(writers, others, note);
    // When it asked to be removed, another one led already: the others waited for no election timeout.
    const { entries } = await others[0]!.call('log', { limit: 200 });
    const removal = entries.find(({ what }) => what.type === 'configuration' && what.changes[0]?.change === 'remove');
    expect(removal?.term).toBeGreaterThan(termBefore);
  });

  it('leaves a cluster of two to the other one', async () => {
    const [ana, bo] = (await laptops.cluster('Ana', 'Bo')) as [MemberProcess, MemberProcess];
    const leader = await leaderOf([ana, bo]);
    const other = leader === ana ? bo : ana;
    await leader.call('leave', {});
    await other.until('it leads alone', ({ cluster }) => cluster?.role === 'leader' && cluster.members.length === 1);
    await other.call('registers.set', { name: 'x', value: 'aGk=' });
  });
});

describe('removing several at once', () => {
  it('is one step by way of a joint configuration, and the rest write on', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as Trio;
    const [dana] = (await newcomers('Dana')) as [MemberProcess];
    await joinAt(bo, dana);
    await everyoneVotes([ana, bo, chen, dana]);
    const leader = await leaderOf([ana, bo, chen, dana]);
    const [stays, ...go] = [ana, bo, chen, dana].filter((member) => member !== leader) as Trio;
    await stays.call('remove', { members: go.map(idOf) });
    for (const member of go) await member.until('it reads so', ({ phase }) => phase.type === 'removed');
    await stays.call('registers.set', { name: 'x', value: 'aGk=' });
    const [begins, ends] = (await changesIn(stays)).slice(-2);
    const names = go.map((member) => member.options.name);
    expect(begins).toMatch(/^joint begins: remove \w+, remove \w+$/);
    expect(ends).toMatch(/^joint ends: remove \w+, remove \w+$/);
    for (const name of names) expect(`${begins} ${ends}`.split(name)).toHaveLength(3);
  });
});

function ledBy(member: MemberProcess): (status: MemberProcess['status']) => boolean {
  return ({ cluster }) => cluster?.leader === idOf(member);
}

/** For a person who reads the output: how long the longest wait was. */
function report(what: string, writers: readonly Writer[]): void {
  const gapMs = Math.max(...writers.map(({ longestGapMs }) => longestGapMs));
  const words = writers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  console.log(`${what}: ${words} edits acknowledged, none later than ${Math.round(gapMs)} ms after the one before`);
}
