import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressOf, askAt, everyoneVotes, idOf, joinAt, Laptops, leaderOf, type MemberProcess } from './harness.ts';
import { usualWriteMs } from './notes.ts';

let laptops: Laptops;
beforeEach(() => {
  laptops = new Laptops();
});
afterEach(() => laptops.close());

const textOf = async (member: MemberProcess, note: string): Promise<string> =>
  (await member.call('notes.read', { note, linearizable: true })).text;

const append = async (member: MemberProcess, note: string, insert: string): Promise<void> => {
  const { text } = await member.call('notes.read', { note, local: true, linearizable: true });
  await member.call('notes.edit', { note, splices: [{ from: text.length, to: text.length, insert }], committed: true });
};

describe('one member', () => {
  it('makes a cluster of its own, writes, and has it all back after a crash', async () => {
    const [ana] = await laptops.cluster('Ana');
    const { note } = await ana!.call('notes.create', { title: 'Field trip' });
    await append(ana!, note, 'Check the tents.');
    await ana!.call('registers.set', { name: 'x', value: 'aGk=' });
    await ana!.end('SIGKILL');

    const again = await laptops.startIn(ana!.dataDirectory, { name: 'ignored: it has a name' });
    expect(again.status.self.member).toBe(ana!.status.self.member);
    expect(again.status.self.name).toBe('Ana');
    expect(again.status.cluster?.name).toBe('Field team');
    expect((await again.call('notes.list', { linearizable: true })).notes).toMatchObject([
      { note, title: 'Field trip', preview: 'Check the tents.' },
    ]);
    expect(await again.call('registers.get', { name: 'x', linearizable: true })).toEqual({ value: 'aGk=' });
    await append(again, note, ' And the stove.');
    expect(await textOf(again, note)).toBe('Check the tents. And the stove.');
  });

  it('serves a socket that only its owner may use', async () => {
    const ana = await laptops.start({ name: 'Ana' });
    const { mode } = await stat(join(ana.dataDirectory, 'control.sock'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('does not start with a damaged identity, and leaves the file as it is', async () => {
    const ana = await laptops.start({ name: 'Ana' });
    await ana.end('SIGTERM');
    const path = join(ana.dataDirectory, 'identity.key');
    const damaged = (await readFile(path, 'utf8')).replace(/[a-zA-Z](?=[^\n]*\n[0-9a-f]{64})/, '!');
    await writeFile(path, damaged);
    await expect(laptops.restart(ana)).rejects.toThrow(/identity\.key/);
    expect(await readFile(path, 'utf8')).toBe(damaged);
  });

  it('does not make a new identity for a folder whose key is gone', async () => {
    const ana = await laptops.start({ name: 'Ana' });
    await ana.end('SIGTERM');
    await rm(join(ana.dataDirectory, 'identity.key'));
    await expect(laptops.restart(ana)).rejects.toThrow(/missing/);
  });

  it('opens a damaged log for reading only, says where it is damaged, and changes nothing', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    for (let i = 0; i < 20; i++) await ana.call('registers.set', { name: 'x', value: 'aGk=' });
    await ana.end('SIGTERM');
    const path = join(ana.dataDirectory, 'log', '00000001.log');
    const bytes = await readFile(path);
    bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
    await writeFile(path, bytes);
    const { status } = await laptops.restart(ana);
    expect(status.phase).toMatchObject({ type: 'read-only', damage: { what: 'log' } });
    expect(JSON.stringify(status.phase)).toContain('00000001.log');
    expect(await readFile(path)).toEqual(bytes);
  });

  it('takes in a paste of any script that is bigger than one log entry', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    const { note } = await ana.call('notes.create', { title: 'A long one' });
    for (const insert of ['备'.repeat(300_000), '\n'.repeat(150_000)]) {
      await ana.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert }], committed: true });
    }
    expect((await ana.call('notes.read', { note })).text).toBe('\n'.repeat(150_000) + '备'.repeat(300_000));
  });

  it('is renamed while it makes its cluster, and forgets neither', async () => {
    const ana = await laptops.start({ name: 'Ana' });
    await Promise.all([
      ana.call('create', { clusterName: 'Field team' }),
      ...['A', 'B', 'C', 'D'].map((name) => ana.call('setName', { name })),
    ]);
    await ana.end('SIGTERM');
    const again = await laptops.restart(ana);
    expect(again.status.cluster?.name).toBe('Field team');
    expect(again.status.self.name).toBe('D');
  });

  it('has nothing waiting for a note that is gone', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    for (let i = 0; i < 40; i++) {
      const { note } = await ana.call('notes.create', { title: `Note ${i}` });
      await append(ana, note, 'Text.');
      if (i % 2 === 0) await ana.call('notes.delete', { note });
    }
    for (const { note } of (await ana.call('notes.list', {})).notes) await ana.call('notes.delete', { note });
    await ana.end('SIGKILL');
    expect((await laptops.restart(ana)).status.waitingEdits).toBe(0);
  });

  it('answers calls that need a cluster by saying so', async () => {
    const ana = await laptops.start({ name: 'Ana' });
    await expect(ana.call('notes.create', { title: 'x' })).rejects.toMatchObject({ code: 'not-a-member' });
    await expect(ana.call('leave', {})).rejects.toMatchObject({ code: 'not-a-member' });
    await expect(ana.client.request('formatDisk', {})).rejects.toMatchObject({ code: 'unknown-method' });
  });

  it.each(['not an address', 'host:99999', '/ip4/1.2.3', '', '/ip4/127.0.0.1/udp/5'])(
    'says what is wrong with the address “%s”',
    async (address) => {
      const ana = await laptops.start({ name: 'Ana' });
      await expect(ana.call('requestJoin', { address })).rejects.toMatchObject({
        code: address === '' ? 'invalid-request' : 'bad-address',
      });
    },
  );

  it('says so if nobody answers at an address', async () => {
    const ana = await laptops.start({ name: 'Ana' });
    await expect(ana.call('requestJoin', { address: '127.0.0.1:9' })).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('refuses a data directory that is in use, and names the process that has it', async () => {
    const ana = await laptops.start({ name: 'Ana' });
    await expect(laptops.startIn(ana.dataDirectory, { name: 'Ana again' })).rejects.toThrow(String(ana.child.pid));
    expect((await ana.call('status', {})).phase.type).toBe('alone');
  });
});

describe('a cluster of three', () => {
  it('shows on every member what is written on any', async () => {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    const { note } = await members[0]!.call('notes.create', { title: 'Field trip' });
    for (const member of members) await append(member, note, `${member.options.name}. `);
    for (const member of members) expect(await textOf(member, note)).toBe('Ana. Bo. Chen. ');
    for (const member of members) {
      const { cluster } = await member.now();
      expect(cluster?.members.map(({ name }) => name).sort()).toEqual(['Ana', 'Bo', 'Chen']);
    }
  });

  it('goes on writing within 3 s after its leader is killed, which catches up when it is back', async () => {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    const leader = await leaderOf(members);
    const others = members.filter((member) => member !== leader);
    const { note } = await leader.call('notes.create', { title: 'Field trip' });
    const allowedMs = 3_000 + 20 * (await usualWriteMs(others[0]!));
    await leader.end('SIGKILL');
    const killedAtMs = performance.now();
    await others[0]!.call('registers.set', { name: 'x', value: 'aGk=' });
    expect(performance.now() - killedAtMs).toBeLessThan(allowedMs);
    await append(others[1]!, note, 'Written without the leader.');

    const back = await laptops.restart(leader);
    expect(await textOf(back, note)).toBe('Written without the leader.');
  });

  it('keeps what is typed without a majority, across a crash too, and brings it in later', async () => {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    const [ana, bo, chen] = members as [MemberProcess, MemberProcess, MemberProcess];
    const { note } = await ana.call('notes.create', { title: 'Field trip' });
    await append(ana, note, 'Together. ');
    await textOf(chen, note);
    // Closed in order, they would leave it their votes.
    await Promise.all([ana.end('SIGKILL'), bo.end('SIGKILL')]);
    await chen.until('it is alone', ({ cluster }) => cluster?.reachable === 1);
    const kept = await chen.call('notes.edit', { note, splices: [{ from: 10, to: 10, insert: 'Alone. ' }] });
    expect(kept.index).toBeNull();
    await chen.until('an edit waits', ({ waitingEdits }) => waitingEdits === 1);
    await chen.end('SIGKILL');

    const chenBack = await laptops.restart(chen);
    expect(chenBack.status.waitingEdits).toBe(1);
    expect((await chenBack.call('notes.read', { note, local: true })).text).toBe('Together. Alone. ');
    expect((await chenBack.call('notes.read', { note })).text).toBe('Together. ');
    const boBack = await laptops.restart(bo);
    await chenBack.until('nothing waits', ({ waitingEdits }) => waitingEdits === 0);
    expect(await textOf(boBack, note)).toBe('Together. Alone. ');
  });

  it('has everything back after all were closed', async () => {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    const { note } = await members[1]!.call('notes.create', { title: 'Field trip' });
    await append(members[2]!, note, 'Kept.');
    await Promise.all(members.map((member) => member.end('SIGTERM')));
    const back = await Promise.all(members.map((member) => laptops.restart(member)));
    for (const member of back) {
      expect(await textOf(member, note)).toBe('Kept.');
      expect(member.status.cluster?.members).toHaveLength(3);
    }
  });

  it('swaps a register only if it is as expected, whoever asks', async () => {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    const attempts = await Promise.all(
      members.map((member) =>
        member.call('registers.compareAndSet', {
          name: 'lock',
          expected: null,
          value: Buffer.from(member.options.name).toString('base64'),
        }),
      ),
    );
    expect(attempts.filter(({ swapped }) => swapped)).toHaveLength(1);
    const winner = attempts.find(({ swapped }) => swapped)!.current;
    for (const attempt of attempts) expect(attempt.current).toBe(winner);
    for (const member of members)
      expect(await member.call('registers.get', { name: 'lock', linearizable: true })).toEqual({ value: winner });
  });

  it('answers a linearizable call without a majority with a timeout, in time', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as [
      MemberProcess,
      MemberProcess,
      MemberProcess,
    ];
    await Promise.all([bo.end('SIGKILL'), chen.end('SIGKILL')]);
    await expect(ana.call('registers.get', { name: 'x', linearizable: true, timeoutMs: 700 })).rejects.toMatchObject({
      code: 'timeout',
    });
    await expect(ana.call('registers.set', { name: 'x', value: 'aGk=', timeoutMs: 700 })).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(await ana.call('registers.get', { name: 'x' })).toEqual({ value: null });
  });
});

describe('coming and going', () => {
  it('shows a request on every member; one refuses, and the asker reads who', async () => {
    const [ana, bo] = (await laptops.cluster('Ana', 'Bo')) as [MemberProcess, MemberProcess];
    const dana = await laptops.start({ name: 'Dana' });
    await dana.call('requestJoin', { address: addressOf(ana) });
    const asking = await dana.until('it asks', ({ phase }) => phase.type === 'asking');
    expect(asking.phase).toMatchObject({ clusterName: 'Field team' });
    const asked = await bo.until('Bo sees it too', ({ joinRequests }) => joinRequests.length === 1);
    expect(asked.joinRequests[0]).toMatchObject({
      name: 'Dana',
      member: dana.status.self.member,
      fingerprint: dana.status.self.fingerprint,
    });
    // Both screens show the same six digits, and Bo's window those that Ana's laptop agreed on.
    const agreed = await dana.until('it shows digits', ({ phase }) => phase.type === 'asking' && phase.code !== null);
    expect(agreed.phase).toMatchObject({ code: asked.joinRequests[0]?.code });
    expect(asked.joinRequests[0]?.code).toMatch(/^[0-9]{6}$/);
    await bo.call('refuse', { member: dana.status.self.member });
    const refused = await dana.until('it was refused', ({ phase }) => phase.type === 'refused');
    expect(refused.phase).toEqual({ type: 'refused', clusterName: 'Field team', by: 'Bo' });
    await ana.until('the request is gone', ({ joinRequests }) => joinRequests.length === 0);
    await dana.call('dismiss', {});
    await dana.until('it may try again', ({ phase }) => phase.type === 'alone');
  });

  it('lets nobody in for digits that are not those of the request', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    const dana = await laptops.start({ name: 'Dana' });
    await askAt(ana, dana);
    const code = ana.status.joinRequests[0]?.code ?? '';
    const members = [idOf(dana)];
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    await expect(ana.call('approve', { members, codes: { [idOf(dana)]: wrong } })).rejects.toThrow('wrong-code');
    expect(ana.status.cluster?.members).toHaveLength(1);
    expect(ana.status.joinRequests).toHaveLength(1);
    const withGap = `${code.slice(0, 3)} ${code.slice(3)}`;
    await ana.call('approve', { members, codes: { [idOf(dana)]: withGap } });
    await everyoneVotes([ana, dana]);
  });

  it('takes a request back', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    const dana = await laptops.start({ name: 'Dana' });
    await dana.call('requestJoin', { address: addressOf(ana) });
    await ana.until('the request shows', ({ joinRequests }) => joinRequests.length === 1);
    await dana.call('cancelJoin', {});
    await ana.until('the request is gone', ({ joinRequests }) => joinRequests.length === 0);
    await dana.until('it is alone', ({ phase }) => phase.type === 'alone');
  });

  it('is not asking any more once it is in, however often it asked until then', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    const bo = await laptops.start({ name: 'Bo' });
    await bo.call('requestJoin', { address: addressOf(ana) });
    await ana.until('the request shows', ({ joinRequests }) => joinRequests.length === 1);
    const approved = ana.call('approve', { members: [bo.status.self.member] });
    while (bo.status.cluster === null)
      await bo.call('requestJoin', { address: addressOf(ana) }).catch((error: unknown) => {
        expect(error).toMatchObject({ code: expect.stringMatching(/^(already-asking|already-a-member)$/) as string });
      });
    await approved;
    await everyoneVotes([ana, bo]);
    await bo.call('leave', {});
    await bo.until('it is in none', ({ cluster }) => cluster === null);
    expect((await bo.call('status', {})).phase).toEqual({ type: 'alone' });
  });

  it('lets a member approve that the asker did not ask, and votes once it has caught up', async () => {
    const [ana, bo] = (await laptops.cluster('Ana', 'Bo')) as [MemberProcess, MemberProcess];
    const { note } = await ana.call('notes.create', { title: 'Field trip' });
    await append(ana, note, 'Before Dana came.');
    const dana = await laptops.start({ name: 'Dana' });
    await dana.call('requestJoin', { address: addressOf(ana) });
    await bo.until('Bo sees it', ({ joinRequests }) => joinRequests.length === 1);
    await bo.call('approve', { members: [dana.status.self.member] });
    await dana.until('it votes', ({ cluster }) => cluster?.members.some(({ self, vote }) => self && vote) === true);
    expect(await textOf(dana, note)).toBe('Before Dana came.');
    await dana.until('it reaches all', ({ cluster }) => cluster?.reachable === 3);
  });

  it('tells a removed member so, and the rest go on without it', async () => {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    const [ana, bo, chen] = members as [MemberProcess, MemberProcess, MemberProcess];
    await ana.call('remove', { members: [chen.status.self.member] });
    const { phase } = await chen.until('it reads that it was removed', (status) => status.phase.type === 'removed');
    expect(phase).toMatchObject({ clusterName: 'Field team', by: 'Ana' });
    await bo.until('two are left', ({ cluster }) => cluster?.members.length === 2);
    await bo.call('registers.set', { name: 'x', value: 'aGk=' });
    await expect(chen.call('registers.get', { name: 'x' })).rejects.toMatchObject({ code: 'not-a-member' });
  });

  it('tells a member that was removed while it was away when it comes back', async () => {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    const [ana, , chen] = members as [MemberProcess, MemberProcess, MemberProcess];
    await chen.end('SIGKILL');
    await ana.call('remove', { members: [chen.status.self.member] });
    const back = await laptops.restart(chen);
    await back.until('it reads that it was removed', ({ phase }) => phase.type === 'removed');
  });

  it('removes its leader, who then is told', async () => {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    const leader = await leaderOf(members);
    const [other, third] = members.filter((member) => member !== leader) as [MemberProcess, MemberProcess];
    await other.call('remove', { members: [leader.status.self.member] });
    await leader.until('it reads that it was removed', ({ phase }) => phase.type === 'removed');
    await third.call('registers.set', { name: 'x', value: 'aGk=' });
    expect((await third.now()).cluster?.members).toHaveLength(2);
  });

  it('leaves in order, keeps its files aside, and may come back as it was', async () => {
    const members = await laptops.cluster('Ana', 'Bo', 'Chen');
    const [ana, bo] = members as [MemberProcess, MemberProcess];
    const { note } = await ana.call('notes.create', { title: 'Field trip' });
    const { keptIn } = await ana.call('leave', {});
    expect((await stat(join(keptIn, 'log'))).isDirectory()).toBe(true);
    await ana.until('it is alone', ({ phase }) => phase.type === 'alone');
    await bo.until('two are left', ({ cluster }) => cluster?.members.length === 2);
    await joinAt(bo, ana);
    await ana.until(
      'it votes again',
      ({ cluster }) => cluster?.members.some(({ self, vote }) => self && vote) === true,
    );
    await append(ana, note, 'Back again.');
    expect(await textOf(bo, note)).toBe('Back again.');
  });

  it('does not leave without a majority unless told to', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as [
      MemberProcess,
      MemberProcess,
      MemberProcess,
    ];
    await Promise.all([bo.end('SIGKILL'), chen.end('SIGKILL')]);
    await ana.until('nobody leads', ({ cluster }) => cluster?.leader === null);
    await expect(ana.call('leave', { timeoutMs: 500 })).rejects.toMatchObject({ code: 'no-majority' });
    expect(ana.status.phase.type).toBe('member');
    await ana.call('leave', { timeoutMs: 500, force: true });
    expect((await ana.call('status', {})).phase.type).toBe('alone');
  });

  it('lets the last member leave', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    await ana.call('leave', {});
    expect((await ana.call('status', {})).phase.type).toBe('alone');
    await ana.call('create', { clusterName: 'Another' });
    expect((await ana.call('status', {})).cluster?.name).toBe('Another');
  });

  it('lets a laptop that gave up its log in again only as a newcomer, by a person, and with a majority', async () => {
    const [ana, bo, chen] = (await laptops.cluster('Ana', 'Bo', 'Chen')) as [
      MemberProcess,
      MemberProcess,
      MemberProcess,
    ];
    await chen.end('SIGKILL');
    await bo.call('registers.set', { name: 'x', value: 'aGk=' });
    await ana.end('SIGKILL');
    await bo.call('leave', { force: true, timeoutMs: 300 });
    const chenBack = await laptops.restart(chen);
    await bo.call('requestJoin', { address: addressOf(chenBack) });
    await chenBack.until('the request shows', ({ joinRequests }) => joinRequests.length === 1);
    // Chen and Bo's empty log are no majority of the three: one of those who acknowledged x is missing.
    await expect(
      chenBack.call('approve', { members: [bo.status.self.member], timeoutMs: 1_000 }),
    ).rejects.toMatchObject({
      code: 'no-majority',
    });
    const anaBack = await laptops.restart(ana);
    await anaBack.call('approve', { members: [bo.status.self.member] }).catch(() => undefined);
    await chenBack.call('approve', { members: [bo.status.self.member] }).catch(() => undefined);
    await bo.until('it votes again', ({ cluster }) => cluster?.members.some(({ self, vote }) => self && vote) === true);
    for (const member of [anaBack, bo, chenBack]) {
      expect(await member.call('registers.get', { name: 'x', linearizable: true })).toEqual({ value: 'aGk=' });
    }
  });

  it('starts a cluster of its own although it asked to join another, which then takes no notice', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    const bo = await laptops.start({ name: 'Bo' });
    await bo.call('requestJoin', { address: addressOf(ana) });
    await ana.until('the request shows', ({ joinRequests }) => joinRequests.length === 1);
    await bo.call('create', { clusterName: 'My own' });
    const { note } = await bo.call('notes.create', { title: 'Mine' });
    await ana.until('the request is gone', ({ joinRequests }) => joinRequests.length === 0);
    expect((await bo.call('status', {})).cluster?.name).toBe('My own');
    expect((await bo.call('notes.list', {})).notes).toMatchObject([{ note }]);
  });

  it('shows a stranger’s name without what would disguise it', async () => {
    const [ana] = (await laptops.cluster('Ana')) as [MemberProcess];
    const dana = await laptops.start({ name: 'Da\u202Ena\u0007' });
    await dana.call('requestJoin', { address: addressOf(ana) });
    const { joinRequests } = await ana.until('the request shows', (status) => status.joinRequests.length === 1);
    expect(joinRequests[0]?.name).toBe('Dana');
    await expect(ana.call('setName', { name: 'two\nlines' })).rejects.toMatchObject({ code: 'invalid-request' });
  });
});
