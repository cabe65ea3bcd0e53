import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InviteLine, MemberStatus } from '../../src/api/contract.ts';
import { encodeInviteLink, parseInviteLink } from '../../src/network/invite-link.ts';
import type { Invitation } from '../../src/network/invite-link.ts';
import { everyoneVotes, idOf, Laptops, type MemberProcess } from './harness.ts';

let laptops: Laptops;
beforeEach(() => {
  laptops = new Laptops();
});
afterEach(() => laptops.close());

const cluster = async <N extends string[]>(...names: N): Promise<{ [K in keyof N]: MemberProcess }> =>
  (await laptops.cluster(...names)) as { [K in keyof N]: MemberProcess };

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => (error as { code: string }).code,
  );
const join = (newcomer: MemberProcess, link: string): Promise<string> =>
  codeOf(newcomer.call('joinByInvite', { link }));
const altered = (link: string, alter: (invitation: Invitation) => Partial<Invitation>): string => {
  const invitation = parseInviteLink(link);
  return encodeInviteLink({ ...invitation, ...alter(invitation) });
};
const failureOf = ({ phase }: MemberStatus): string => (phase.type === 'invite-failed' ? phase.reason : phase.type);
const inviteOf = (member: MemberProcess, id: string): InviteLine | undefined =>
  member.status.invites.find(({ invite }) => invite === id);

describe('an invite', () => {
  it('lets one laptop in without asking anybody, and no second one', async () => {
    const [ana, bo] = await cluster('Ana', 'Bo');
    const [chen, dana] = [await laptops.start({ name: 'Chen' }), await laptops.start({ name: 'Dana' })];
    const { note } = await ana.call('notes.create', { title: 'Field trip' });
    const { invite, link } = await ana.call('createInvite', {});

    expect(await chen.call('readInvite', { link })).toMatchObject({
      clusterName: 'Field team',
      inviter: 'Ana',
      inviterFingerprint: ana.status.self.fingerprint,
      expired: false,
      standing: 'none',
    });
    expect(await join(chen, link)).toBe('done');
    await everyoneVotes([ana, bo, chen]);
    await chen.call('notes.read', { note, linearizable: true });
    await bo.until('it is used', () => inviteOf(bo, invite)?.state === 'used');
    expect(inviteOf(bo, invite)).toMatchObject({ inviterName: 'Ana', by: { member: idOf(chen), name: 'Chen' } });

    expect(await join(dana, link)).toBe('invite-used');
    await dana.until('it is said', (status) => failureOf(status) === 'used');
    expect(dana.status.phase).toMatchObject({ clusterName: 'Field team', inviter: 'Ana' });
    // It is a secret of whoever it was given to.
    for (const { output } of [ana, bo, chen, dana]) expect(output).not.toContain(link.slice(40, 60));
  });

  it('that is revoked, expired or wrong lets nobody in, and says why', async () => {
    const [ana] = await cluster('Ana');
    const bo = await laptops.start({ name: 'Bo' });
    const revoked = await ana.call('createInvite', { expiresInMs: 60_000 });
    const expired = await ana.call('createInvite', { expiresInMs: 1_000 });
    const open = await ana.call('createInvite', {});
    await ana.call('revokeInvite', { invite: revoked.invite });
    expect(await join(bo, revoked.link)).toBe('invite-revoked');
    expect(failureOf(await bo.call('status', {}))).toBe('revoked');

    const over = (): Promise<boolean> => bo.call('readInvite', { link: expired.link }).then((line) => line.expired);
    while (!(await over())) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await join(bo, expired.link)).toBe('invite-expired');
    // The clock of the member decides, whatever the link says.
    const prolonged = altered(expired.link, ({ expiresAtMs }) => ({ expiresAtMs: expiresAtMs + 3_600_000 }));
    expect(await join(bo, prolonged)).toBe('invite-expired');
    expect((await ana.call('status', {})).invites.map(({ state }) => state)).toEqual(['open', 'expired', 'revoked']);

    expect(
      await join(
        bo,
        altered(open.link, () => ({ secret: new Uint8Array(16) })),
      ),
    ).toBe('unknown-invite');
    expect(
      await join(
        bo,
        altered(open.link, () => ({ clusterId: 'ab'.repeat(16) })),
      ),
    ).toBe('unknown-invite');
    expect(await join(bo, open.link.slice(0, -9))).toBe('invite-cut-off');
    expect(await join(bo, '192.168.1.20:47101')).toBe('not-an-invite');
    expect(ana.status.cluster?.members).toHaveLength(1);
    expect(await codeOf(ana.call('revokeInvite', { invite: 'ab'.repeat(16) }))).toBe('unknown-invite');
    expect(await join(ana, open.link)).toBe('already-a-member');
    expect(await ana.call('readInvite', { link: open.link })).toMatchObject({ standing: 'same' });
    expect(await join(bo, open.link)).toBe('done');
    await ana.until('it is used', () => inviteOf(ana, open.invite)?.state === 'used');
    expect(await codeOf(ana.call('revokeInvite', { invite: open.invite }))).toBe('invite-used');
  });

  it('that two newcomers hold lets one of them in, whichever members they ask', async () => {
    const [ana, bo] = await cluster('Ana', 'Bo');
    const racers = [await laptops.start({ name: 'Chen' }), await laptops.start({ name: 'Dana' })] as const;
    const { link } = await ana.call('createInvite', {});
    const inviter = (at: MemberProcess, { inviter: { member, name } }: Invitation): Partial<Invitation> => ({
      inviter: { member, name, addresses: [] },
      others: [{ member: idOf(at) as never, name: '', addresses: at.status.self.addresses }],
    });
    const outcomes = await Promise.all([
      join(
        racers[0],
        altered(link, (by) => ({ inviter: { ...by.inviter, addresses: ana.status.self.addresses }, others: [] })),
      ),
      join(
        racers[1],
        altered(link, (by) => inviter(bo, by)),
      ),
    ]);
    expect([...outcomes].sort()).toEqual(['done', 'invite-used']);
    await everyoneVotes([ana, bo], 3);
  });

  it('is honoured by the others while the inviter is away, and outlives a restart of all', async () => {
    const [ana, bo, chen] = await cluster('Ana', 'Bo', 'Chen');
    const { link } = await ana.call('createInvite', {});
    await Promise.all([bo, chen].map((each) => each.until('it heard of it', ({ invites }) => invites.length === 1)));
    for (const member of [ana, bo, chen]) await member.end('SIGKILL');
    const awake = [await laptops.restart(bo), await laptops.restart(chen)];
    const dana = await laptops.start({ name: 'Dana' });
    expect(await join(dana, link)).toBe('done');
    await Promise.all(
      [dana, ...awake].map((each) => each.until('Dana is in', ({ cluster: joined }) => joined?.members.length === 4)),
    );
  });

  it('without a majority lets nobody in, and the same newcomer later', async () => {
    const [ana, bo] = await cluster('Ana', 'Bo');
    const { link } = await ana.call('createInvite', {});
    await bo.end('SIGKILL');
    const chen = await laptops.start({ name: 'Chen' });
    const joining = join(chen, link);
    await chen.until('it is at it', ({ phase }) => phase.type === 'joining');
    await laptops.restart(bo);
    expect(await joining).toBe('done');
  });

  it('does not bring back the laptop that used it once people removed that', async () => {
    const [ana] = await cluster('Ana');
    const bo = await laptops.start({ name: 'Bo' });
    const { link } = await ana.call('createInvite', {});
    expect(await join(bo, link)).toBe('done');
    await everyoneVotes([ana, bo]);
    await ana.until('it is used', ({ invites }) => invites[0]?.state === 'used');
    await ana.call('remove', { members: [idOf(bo)] });
    await bo.until('it was told', ({ phase }) => phase.type === 'removed');
    expect(await join(bo, link)).toBe('invite-used');
  });

  it('may be given up by whoever is joining, and its list is set by no call', async () => {
    const [ana] = await cluster('Ana');
    const { link } = await ana.call('createInvite', {});
    const bo = await laptops.start({ name: 'Bo' });
    await ana.end('SIGKILL');
    const joining = join(bo, link);
    await bo.until('it is at it', ({ phase }) => phase.type === 'joining');
    expect(await join(bo, link)).toBe('already-asking');
    await bo.call('cancelJoin', {});
    expect(await joining).toBe('refused');
    expect(bo.status.phase.type).not.toBe('invite-failed');
    const back = await laptops.restart(ana);
    expect(await codeOf(back.call('registers.set', { name: 'raftpad/invites', value: '' }))).toBe('invalid-request');
    expect(await codeOf(back.call('createInvite', { expiresInMs: 1 }))).toBe('invalid-request');
  });
});
