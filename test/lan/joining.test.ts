import { afterEach, expect, test } from 'vitest';
import type { MemberStatus } from '../../src/api/contract.ts';
import { askAt, everyoneVotes } from '../member/harness.ts';
import { notesOf, writeNote } from '../member/notes.ts';
import { askNearby, asks, joinNearby, LanRoom, members, nearby, type Seat } from './room.ts';

let room: LanRoom;
afterEach(() => room.close());

const idsSeenBy = (seat: Seat): string[] =>
  (seat.member.status.cluster?.members ?? []).map(({ member }) => member).sort();

test('a laptop is let in by address, where multicast is blocked, with the six digits of its screen and no others', async () => {
  room = await LanRoom.open();
  const [ana, bo] = (await room.cluster('Ana', 'Bo')) as [Seat, Seat];
  const laptop = await room.lan.add();
  await laptop.dropMulticast();
  const chen = await room.take('Chen', laptop);
  await askAt(bo.member, chen.member);
  const { phase } = await chen.member.until('digits', (status) => codeOf(status) !== null);
  const code = codeOf({ phase });
  const wrong = code === '000000' ? '111111' : '000000';
  await expect(bo.member.call('approve', { members: [chen.id], codes: { [chen.id]: wrong } })).rejects.toMatchObject({
    code: 'wrong-code',
  });
  await bo.member.call('approve', { members: [chen.id], codes: { [chen.id]: code ?? '' } });
  await everyoneVotes(members([ana, bo, chen]), 3, 30_000);
  await writeNote(chen.member, 'From Chen', 'hello');
  expect(await notesOf(ana.member)).toEqual([['From Chen', 'hello']]);
});

const codeOf = ({ phase }: Pick<MemberStatus, 'phase'>): string | null => (phase.type === 'asking' ? phase.code : null);

test('two clusters on one LAN stay two, and a newcomer is in the one that it asked', async () => {
  room = await LanRoom.open();
  const [ours, theirs] = await Promise.all([room.cluster('Ana', 'Bo'), room.cluster('Chen', 'Dora')]);
  const all = [...ours, ...theirs];
  await Promise.all(all.map((seat) => nearby(seat, 'both clusters', ({ clusters }) => clusters.length === 2)));
  const eva = await room.seat('Eva');
  await nearby(eva, 'both clusters', ({ clusters }) => clusters.length === 2);
  const [, asked] = theirs as [Seat, Seat];
  await askNearby(asked, eva);
  const approver = theirs.find(({ member }) => member.status.joinRequests.length > 0) ?? asked;
  await asks(approver, eva);
  await approver.member.call('approve', { members: [eva.id] });
  await everyoneVotes(members([...theirs, eva]), 3, 30_000);
  // Everyone starts again at once, and meets whom it knows.
  await Promise.all([...all, eva].map((seat) => seat.kill()));
  await Promise.all([...all, eva].map((seat) => seat.restart()));
  await Promise.all([everyoneVotes(members(ours), 2, 30_000), everyoneVotes(members([...theirs, eva]), 3, 30_000)]);
  const ids = (seats: readonly Seat[]): string[] => seats.map(({ id }) => id).sort();
  for (const seat of ours) expect(idsSeenBy(seat)).toEqual(ids(ours));
  for (const seat of [...theirs, eva]) expect(idsSeenBy(seat)).toEqual(ids([...theirs, eva]));
});

test('nine laptops form a cluster, and all of them vote', async () => {
  room = await LanRoom.open();
  const names = ['Ana', 'Bo', 'Chen', 'Dora', 'Eva', 'Finn', 'Gus', 'Hana', 'Ida'];
  const [ana, ...others] = (await room.seated(...names)) as [Seat, ...Seat[]];
  await ana.member.call('create', { clusterName: 'All nine' });
  const sinceMs = performance.now();
  await joinNearby(ana, ...others);
  await everyoneVotes(members(room.seats), 9, 60_000);
  console.log(`nine voters ${Math.round(performance.now() - sinceMs)} ms after eight of them asked`);
  await writeNote(others[7]!.member, 'From the ninth', 'hello');
  expect(await notesOf(ana.member)).toEqual([['From the ninth', 'hello']]);
});

test('members that only one with two interfaces reaches form a cluster with it, and write into the same notes', async () => {
  room = await LanRoom.open();
  const [ana, bo, chen] = await Promise.all([
    room.seat('Ana', { switches: ['office', 'cellar'] }),
    room.seat('Bo', { switches: ['office'] }),
    room.seat('Chen', { switches: ['cellar'] }),
  ]);
  await ana.member.call('create', { clusterName: 'Two floors' });
  await joinNearby(ana, bo, chen);
  await Promise.all(
    [ana, bo, chen].map(({ member }) =>
      member.until('all vote', ({ cluster }) => cluster?.members.filter(({ vote }) => vote).length === 3),
    ),
  );
  await writeNote(bo.member, 'From the office', 'hello');
  expect(await notesOf(chen.member)).toEqual([['From the office', 'hello']]);
});
