import { afterEach, expect, test } from 'vitest';
import type { MemberStatus } from '../../src/api/contract.ts';
import { askAt, CallError, everyoneVotes } from '../member/harness.ts';
import { Clients } from './clients.ts';
import { asks, leader, LanRoom, members, type Seat } from './room.ts';

let room: LanRoom;
afterEach(() => room.close());

/** What came of a call that a partition caught: its error's code, or `done`. */
async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return error.code;
  }
}

const idsOf = ({ cluster }: MemberStatus): string[] => (cluster?.members ?? []).map(({ member }) => member).sort();

/** Resolves with who is in, once all who are in say the same, follow the same leader and reach each other. */
async function agreement(seats: readonly Seat[]): Promise<readonly string[]> {
  const [any] = seats;
  if (any === undefined) throw new Error('nobody could agree');
  // What is read now comes after everything that was decided before.
  await any.member.call('notes.list', { linearizable: true, timeoutMs: 20_000 });
  const ids = idsOf(await any.member.now());
  const inside = seats.filter(({ id }) => ids.includes(id));
  await everyoneVotes(members(inside), ids.length, 30_000);
  const followOne = (): boolean => {
    const leaders = new Set(inside.map(({ member }) => member.status.cluster?.leader ?? null));
    return leaders.size === 1 && !leaders.has(null);
  };
  // Who leads may still change: whoever hears of it last makes it true.
  await Promise.any(inside.map(({ member }) => member.until('all follow one leader', followOne)));
  for (const { member } of inside) expect(idsOf(await member.now())).toEqual(ids);
  return ids;
}

test('a partition in the middle of a join ends with the newcomer in for everyone, or asking and in for nobody', async () => {
  room = await LanRoom.open();
  const seats = await room.cluster('Ana', 'Bo', 'Chen');
  const dora = await room.seat('Dora');
  const first = await leader(seats);
  // The one that it asks is cut off together with it: its request goes on there.
  await askAt(first.member, dora.member);
  // Its leader can decide nothing any more, and does not know it yet.
  await room.lan.split([first.laptop, dora.laptop]);
  const approved = await outcomeOf(first.member.call('approve', { members: [dora.id], timeoutMs: 3_000 }));
  expect(['timeout', 'no-majority']).toContain(approved);
  const rest = seats.filter((seat) => seat !== first);
  await leader(rest);
  await room.lan.rejoin();
  const ids = await agreement(seats);
  console.log(
    `a join cut in the middle: approve ${approved}, in ${ids.length}, asker ${dora.member.status.phase.type}`,
  );
  if (ids.includes(dora.id)) {
    await dora.member.until('it is in', ({ phase }) => phase.type === 'member');
    return;
  }
  expect(['asking', 'join-failed']).toContain(dora.member.status.phase.type);
  if (dora.member.status.phase.type !== 'asking') await askAt(first.member, dora.member);
  await asks(first, dora);
  await first.member.call('approve', { members: [dora.id] });
  expect(await agreement([...seats, dora])).toContain(dora.id);
});

test('a partition in the middle of a removal ends with the laptop out, and told so, or in for everyone', async () => {
  room = await LanRoom.open();
  const seats = await room.cluster('Ana', 'Bo', 'Chen');
  const first = await leader(seats);
  const [second, third] = seats.filter((seat) => seat !== first) as [Seat, Seat];
  await room.lan.split([first.laptop]);
  const removed = await outcomeOf(first.member.call('remove', { members: [third.id], timeoutMs: 3_000 }));
  expect(['timeout', 'no-majority']).toContain(removed);
  await second.member.until('another leads', ({ cluster }) => ![null, first.id].includes(cluster?.leader ?? null));
  // What the majority has not decided is not done: the other half goes on with all three.
  expect(await outcomeOf(third.member.call('notes.create', { title: 'Still here' }))).toBe('done');
  await room.lan.rejoin();
  const ids = await agreement([second, third, first]);
  console.log(
    `a removal cut in the middle: remove ${removed}, in ${ids.length}, third ${third.member.status.phase.type}`,
  );
  if (ids.includes(third.id)) {
    expect(third.member.status.phase.type).toBe('member');
    await second.member.call('remove', { members: [third.id] });
  }
  await third.member.until('it is told', ({ phase }) => phase.type === 'removed');
  expect(await agreement([first, second])).toEqual([first.id, second.id].sort());
});

test('a removed laptop that was cut off meanwhile is told when it is back', async () => {
  room = await LanRoom.open();
  const seats = await room.cluster('Ana', 'Bo', 'Chen');
  const first = await leader(seats);
  const [second, third] = seats.filter((seat) => seat !== first) as [Seat, Seat];
  await third.laptop.cut();
  await second.member.call('remove', { members: [third.id] });
  await third.laptop.mend();
  const sinceMs = performance.now();
  await third.member.until('it is told', ({ phase }) => phase.type === 'removed', 15_000);
  console.log(`a removed laptop is told ${Math.round(performance.now() - sinceMs)} ms after it is back`);
  expect(await agreement([first, second])).toEqual([first.id, second.id].sort());
});

test('a partition in the middle of a hand-over ends with one leader, and nothing is lost', async () => {
  room = await LanRoom.open();
  const seats = await room.cluster('Ana', 'Bo', 'Chen');
  const clients = await Clients.start(seats);
  for (const cut of ['the successor', 'the leader'] as const) {
    await clients.more(3);
    const first = await leader(seats);
    const [asking, successor] = seats.filter((seat) => seat !== first) as [Seat, Seat];
    const handedOver = outcomeOf(asking.member.call('handOver', { to: successor.id, timeoutMs: 5_000 }));
    await room.lan.split([(cut === 'the leader' ? first : successor).laptop]);
    const outcome = await handedOver;
    await room.lan.rejoin();
    await agreement(seats);
    console.log(
      `a hand-over, ${cut} cut off: ${outcome}, led by the ${(await leader(seats)) === first ? 'old' : 'new'} one`,
    );
  }
  await clients.more(3);
  expect(await clients.stop(seats)).toEqual([]);
});
