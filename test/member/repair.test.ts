import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addressOf, everyoneVotes, idOf, joinAt, Laptops, leaderOf, type MemberProcess } from './harness.ts';

// Members are let in anew no more often than every ten seconds.
vi.setConfig({ testTimeout: 90_000 });
const laptops = new Laptops();
afterEach(() => laptops.close());

/** Until it is a member again that votes and serves. */
async function repaired(member: MemberProcess): Promise<void> {
  await member.until('it is repaired', ({ phase }) => phase.type === 'member');
}

/** Of a file in the data directory of a member that does not run. */
function damage(member: MemberProcess, file: string, change: (bytes: Buffer) => Buffer): void {
  const path = join(member.dataDirectory, file);
  writeFileSync(path, change(readFileSync(path)));
}

/** The last byte that was written. */
function lastByte(bytes: Buffer): number {
  let last = bytes.length - 1;
  while (bytes[last] === 0) last--;
  return last;
}

const flip =
  (position: (bytes: Buffer) => number) =>
  (bytes: Buffer): Buffer => {
    bytes[position(bytes)]! ^= 4;
    return bytes;
  };
const segment = 'log/00000001.log';
const lastWritten = flip(lastByte);

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
  const damages: readonly [what: string, file: string, change: (bytes: Buffer) => Buffer][] = [
    ['in the middle', segment, flip((bytes) => Math.floor(lastByte(bytes) / 2))],
    ['in the last record', segment, lastWritten],
    ['at its end, which is cut off', segment, (bytes) => bytes.subarray(0, Math.floor(lastByte(bytes) * 0.8))],
    ['in its seal', 'log/seal', flip(() => 20)],
  ];
  // Two of them in each run, drawn; RAFTPAD_DAMAGE=full takes all.
  const first = Math.floor(Math.random() * damages.length);
  const drawn = damages.filter((_, at) => at === first || at === (first + 2) % damages.length);
  const chosen = process.env['RAFTPAD_DAMAGE'] === 'full' ? damages : drawn;
  it.each(chosen)('%s is let in anew by the others, and has everything again', async (_what, file, change) => {
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

describe('A member whose log is gone altogether', () => {
  it('is no newcomer, although it founded the cluster: it knows whom to ask, and comes back', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as [
      MemberProcess,
      MemberProcess,
      MemberProcess,
    ];
    const titles = await writeNotes(bo, 5);
    // It writes down who is in soon after that changed.
    const record = join(ana.dataDirectory, 'member.json');
    await vi.waitFor(
      () => {
        expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({ members: [{}, {}, {}] });
      },
      { timeout: 30_000 },
    );
    await ana.end('SIGKILL');
    rmSync(join(ana.dataDirectory, 'log'), { recursive: true });
    rmSync(join(ana.dataDirectory, 'snapshots'), { recursive: true });
    const back = await laptops.restart(ana);
    expect(back.status.phase).toMatchObject({ type: 'repairing', damage: { what: 'log' } });
    await repaired(back);
    expect(await titlesOn(back)).toEqual([...titles].sort());
    await everyoneVotes([back, bo, chen]);
  });
});

describe('A member that needs a snapshot which is damaged', () => {
  it('is let in anew too', async () => {
    const options = { snapshotEntries: 20, trailingEntries: 0 };
    const [ana, bo] = (await laptops.clusterOf([
      { name: 'Ana', ...options },
      { name: 'Bo', ...options },
    ])) as [MemberProcess, MemberProcess];
    const titles = await writeNotes(ana, 60);
    await ana.until('its log is cut', ({ cluster }) => (cluster?.firstIndex ?? 0) > 1);
    // It gets a snapshot, and its log begins behind that.
    const chen = await laptops.start({ name: 'Chen', snapshotEntries: 10_000 });
    await joinAt(ana, chen);
    await everyoneVotes([ana, bo, chen]);
    expect(await titlesOn(chen)).toEqual([...titles].sort());
    await chen.end('SIGKILL');
    const [snapshot] = readdirSync(join(chen.dataDirectory, 'snapshots'));
    damage(
      chen,
      join('snapshots', snapshot!),
      flip((bytes) => Math.floor(bytes.length / 2)),
    );

    const back = await laptops.restart(chen);

    expect(back.status.phase).toMatchObject({ type: 'repairing', damage: { what: 'snapshot' } });
    await repaired(back);
    expect(await titlesOn(back)).toEqual([...titles].sort());
  });
});

describe('Edits that waited on a member whose log is damaged', () => {
  it('come into the note once, after the repair', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as [
      MemberProcess,
      MemberProcess,
      MemberProcess,
    ];
    const { note } = await ana.call('notes.create', { title: 'Camp' });
    await chen.call('notes.read', { note, linearizable: true });
    await chen.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'shared; ' }], committed: true });
    await ana.end('SIGKILL');
    await bo.end('SIGKILL');
    // One is on its way to a majority that is not there, the other waits behind it.
    await chen.call('notes.edit', { note, splices: [{ from: 8, to: 8, insert: 'kept; ' }] });
    await chen.call('notes.edit', { note, splices: [{ from: 14, to: 14, insert: 'typed behind it' }] });
    await chen.end('SIGKILL');
    damage(chen, segment, lastWritten);

    const back = await laptops.restart(chen);
    expect(back.status.phase).toMatchObject({ type: 'repairing', step: { type: 'looking', known: ['Ana', 'Bo'] } });
    const others = [await laptops.restart(ana), await laptops.restart(bo)];
    await repaired(back);

    await back.until('nothing waits', ({ waitingEdits }) => waitingEdits === 0);
    for (const member of [back, ...others]) {
      const { text } = await member.call('notes.read', { note, linearizable: true });
      expect(text).toBe('shared; kept; typed behind it');
    }
  });
});

describe('A repair', () => {
  it('goes on after a crash in any of its steps', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as [
      MemberProcess,
      MemberProcess,
      MemberProcess,
    ];
    const titles = await writeNotes(ana, 20);
    await chen.end('SIGKILL');
    damage(chen, segment, lastWritten);
    await ana.end('SIGKILL');
    await bo.end('SIGKILL');
    const looking = await laptops.restart(chen);
    expect(looking.status.phase).toMatchObject({ type: 'repairing', step: { type: 'looking' } });
    await looking.end('SIGKILL');

    const others = [await laptops.restart(ana), await laptops.restart(bo)];
    await leaderOf(others);
    const asking = await laptops.restart(looking);
    expect(asking.status.phase.type).toBe('repairing');
    // From there to a vote is so short that its status may not show it.
    await asking.until(
      'it is let in',
      ({ phase }) => phase.type === 'member' || (phase.type === 'repairing' && phase.step.type === 'catching-up'),
    );
    await Promise.all([asking, ...others].map((member) => member.end('SIGKILL')));

    const catchingUp = await laptops.restart(asking);
    // Let in, and nobody is there to bring it the rest. On a fast machine it may have had all before it was killed.
    if (catchingUp.status.phase.type !== 'member') {
      expect(catchingUp.status.phase).toMatchObject({ type: 'repairing', step: { type: 'catching-up' } });
      await expect(catchingUp.call('notes.list', {})).rejects.toMatchObject({ code: 'damaged' });
      await expect(catchingUp.call('notes.create', { title: 'Too early' })).rejects.toMatchObject({ code: 'damaged' });
    }
    const again = [await laptops.restart(ana), await laptops.restart(bo)];
    await repaired(catchingUp);
    expect(await titlesOn(catchingUp)).toEqual([...titles].sort());
    await everyoneVotes([catchingUp, ...again]);
  });

  it('begins anew if what it brought is damaged in its turn', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as [
      MemberProcess,
      MemberProcess,
      MemberProcess,
    ];
    const titles = await writeNotes(ana, 5);
    let member = chen;
    const keptIn: string[] = [];
    for (let times = 0; times < 2; times++) {
      await member.end('SIGTERM');
      damage(member, segment, lastWritten);
      member = await laptops.restart(member);
      if (member.status.phase.type === 'repairing') keptIn.push(member.status.phase.keptIn);
      await repaired(member);
    }
    expect(new Set(keptIn).size).toBe(2);
    expect(await titlesOn(member)).toEqual([...titles].sort());
    await everyoneVotes([ana, bo, member]);
  });

  it('does not help to elect a leader that lacks what the damaged member had acknowledged', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as [
      MemberProcess,
      MemberProcess,
      MemberProcess,
    ];
    await ana.call('handOver', { to: idOf(ana) });
    await bo.end('SIGKILL');
    // On Ana and Chen: a majority, and Bo lacks it.
    await ana.call('notes.create', { title: 'Acknowledged by two' });
    await ana.end('SIGKILL');
    await chen.end('SIGKILL');
    damage(chen, segment, lastWritten);

    const behind = await laptops.restart(bo);
    const damaged = await laptops.restart(chen);
    const { phase } = await damaged.until(
      'it hears that they are too few',
      (status) => status.phase.type === 'repairing' && status.phase.step.type === 'no-majority',
    );
    expect((await behind.now()).cluster?.leader).toBeNull();
    expect(phase).toMatchObject({ step: { by: 'Bo' } });

    const back = await laptops.restart(ana);
    await repaired(damaged);
    for (const member of [back, behind, damaged]) expect(await titlesOn(member)).toEqual(['Acknowledged by two']);
  });

  it('tells a member so that was removed while it was away', async () => {
    const [ana, , chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as [MemberProcess, MemberProcess, MemberProcess];
    await chen.end('SIGTERM');
    await ana.call('remove', { members: [idOf(chen)] });
    damage(chen, segment, lastWritten);
    const back = await laptops.restart(chen);
    await back.until('it knows', ({ phase }) => phase.type === 'removed');
    expect(back.status.phase).toMatchObject({ clusterName: 'Field team', by: 'Ana' });
    expect(readdirSync(join(back.dataDirectory, 'damaged'))).toHaveLength(1);
  });

  it('can be given up, and the laptop ask to join as any other', async () => {
    const [ana, bo] = (await laptops.cluster('Ana', 'Bo')) as [MemberProcess, MemberProcess];
    await bo.end('SIGKILL'); // closed in order, it would leave Ana its vote
    damage(bo, segment, lastWritten);
    const back = await laptops.restart(bo);
    await back.until(
      'two are not enough without one',
      ({ phase }) => phase.type === 'repairing' && phase.step.type === 'no-majority',
    );
    await expect(back.call('create', { clusterName: 'Another' })).rejects.toMatchObject({ code: 'damaged' });
    await back.call('leave', { force: true });
    expect((await back.call('status', {})).phase).toEqual({ type: 'alone' });
    await back.call('requestJoin', { address: addressOf(ana) });
    await ana.until('a person is asked', ({ joinRequests }) => joinRequests.length === 1);
  });
});

describe('A damaged member that is', () => {
  it('alone with its notes is read-only, and nothing is changed', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    await ana.call('notes.create', { title: 'Camp' });
    await ana.end('SIGTERM');
    damage(ana, segment, lastWritten);
    const back = await laptops.restart(ana);
    expect(back.status.phase.type).toBe('read-only');
    expect(existsSync(join(ana.dataDirectory, 'damaged'))).toBe(false);
  });

  it('without its outbox goes on, and shows the edits that can be read', async () => {
    const [ana, bo] = (await laptops.cluster('Ana', 'Bo')) as [MemberProcess, MemberProcess];
    const { note } = await bo.call('notes.create', { title: 'Camp' });
    await bo.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: 'one' }], committed: true });
    await ana.end('SIGKILL');
    await bo.call('notes.edit', { note, splices: [{ from: 3, to: 3, insert: ' and what waits' }] });
    await bo.call('notes.edit', { note, splices: [{ from: 18, to: 18, insert: ', and more' }] });
    await bo.end('SIGTERM');
    damage(bo, 'outbox/journal', lastWritten);
    const back = await laptops.restart(bo);
    await laptops.restart(ana);
    expect(back.status.phase.type).toBe('member');
    expect(back.notices).toMatchObject([
      { type: 'edit-lost', note, title: 'Camp', reason: 'damaged', text: ' and what waits' },
      { type: 'set-aside', what: 'outbox' },
    ]);
    expect(await back.call('notes.edit', { note, splices: [{ from: 3, to: 3, insert: ' two' }], committed: true }));
    expect(await back.call('notes.read', { note })).toMatchObject({ text: 'one two' });
  });

  it.each(['member.json', 'identity.key'])('without %s refuses, and says what can be done', async (file) => {
    const [, bo] = (await laptops.cluster('Ana', 'Bo')) as [MemberProcess, MemberProcess];
    await bo.end('SIGTERM');
    damage(
      bo,
      file,
      flip(() => 40),
    );
    const refused = await laptops.restart(bo).catch(String);
    expect(refused).toContain(join(bo.dataDirectory, file));
    expect(refused).toMatch(/move the whole data directory away/i);
    expect(existsSync(join(bo.dataDirectory, 'log', 'seal'))).toBe(true);
  });
});
