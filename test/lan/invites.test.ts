import { afterEach, expect, test } from 'vitest';
import { everyoneVotes } from '../member/harness.ts';
import { LanRoom, members, type Seat } from './room.ts';

let room: LanRoom;
afterEach(() => room.close());

const joinBy = (link: string, seat: Seat): Promise<string> =>
  seat.member.call('joinByInvite', { link }).then(
    () => 'in',
    (error: unknown) => (error as { code: string }).code,
  );
const invite = (seat: Seat, expiresInMs = 600_000): Promise<{ invite: string; link: string }> =>
  seat.member.call('createInvite', { expiresInMs });
const stateOf = ({ member }: Seat, id: string): string | undefined =>
  member.status.invites.find((each) => each.invite === id)?.state;

test('where multicast is blocked an invite lets one laptop in, and none that is used, revoked or expired', async () => {
  room = await LanRoom.open();
  const [ana, bo] = (await room.cluster('Ana', 'Bo')) as [Seat, Seat];
  const [chen, dana] = (await room.seated('Chen', 'Dana')) as [Seat, Seat];
  for (const { laptop } of [chen, dana]) await laptop.dropMulticast();
  const [used, revoked, expired] = [await invite(ana), await invite(ana), await invite(ana, 1_000)];
  expect(await joinBy(used.link, chen)).toBe('in');
  expect(await joinBy(used.link, dana)).toBe('invite-used');
  await bo.member.call('revokeInvite', { invite: revoked.invite });
  expect(await joinBy(revoked.link, dana)).toBe('invite-revoked');
  while (!(await dana.member.call('readInvite', { link: expired.link })).expired)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await joinBy(expired.link, dana)).toBe('invite-expired');
  await everyoneVotes(members([ana, bo, chen]), 3);
});

test('while the inviter sleeps another laptop lets the newcomer in', async () => {
  room = await LanRoom.open();
  const [ana, bo, chen] = (await room.cluster('Ana', 'Bo', 'Chen')) as [Seat, Seat, Seat];
  const dana = await room.seat('Dana');
  const { link, invite: id } = await invite(ana);
  await Promise.all([bo, chen].map(({ member }) => member.until('it heard', ({ invites }) => invites.length === 1)));
  await ana.sleep();
  expect(await joinBy(link, dana)).toBe('in');
  await ana.wake();
  await everyoneVotes(members([ana, bo, chen, dana]), 4);
  await ana.member.until('it hears of it', () => stateOf(ana, id) === 'used');
});

test('a partition in the middle of joining by an invite ends with the newcomer in, once', async () => {
  room = await LanRoom.open();
  const [ana, bo, chen] = (await room.cluster('Ana', 'Bo', 'Chen')) as [Seat, Seat, Seat];
  const dana = await room.seat('Dana');
  const { link, invite: id } = await invite(ana);
  // The newcomer reaches the inviter, and that nobody else.
  await room.lan.split([ana.laptop, dana.laptop], [bo.laptop, chen.laptop]);
  const joining = joinBy(link, dana);
  await dana.member.until('it is at it', ({ phase }) => phase.type === 'joining');
  await ana.member.until('it is alone', ({ cluster }) => cluster?.writable === false);
  await room.lan.rejoin();
  expect(await joining).toBe('in');
  await everyoneVotes(members([ana, bo, chen, dana]), 4);
  await bo.member.until('it is used', () => stateOf(bo, id) === 'used');
  const { entries } = await ana.member.call('log', { limit: 100 });
  const added = entries.filter(
    ({ what }) =>
      what.type === 'configuration' &&
      what.changes.some(({ change, member }) => change === 'add-learner' && member === dana.id),
  );
  expect(added).toHaveLength(1);
});
