import { afterEach, expect, test } from 'vitest';
import type { MemberStatus } from '../../src/api/contract.ts';
import { everyoneVotes } from '../member/harness.ts';
import { LanRoom, leader, members, nearby, type Seat } from './room.ts';

let room: LanRoom;
afterEach(() => room.close());

/** Prints how long it took until everyone reaches everyone, which is to be within 5 s. */
async function healed(what: string, sinceMs: number, seats: readonly Seat[]): Promise<void> {
  await everyoneVotes(members(seats), seats.length, 30_000);
  const tookMs = performance.now() - sinceMs;
  console.log(`${what}: healed after ${Math.round(tookMs)} ms`);
  expect(tookMs, what).toBeLessThan(room.allowedMs(5_000, sinceMs));
}

/** One after the other gets a new address. What everyone is told of it went through the log: so it is back. */
async function eachMoves(seats: readonly Seat[], how: string): Promise<void> {
  for (const moving of seats) {
    const sinceMs = performance.now();
    const address = await moving.laptop.changeAddress();
    await Promise.all(seats.map((seat) => knowsAddress(seat, moving, address)));
    await healed(`${moving.name} with a new address${how}`, sinceMs, seats);
  }
}

async function knowsAddress(seat: Seat, of: Seat, address: string): Promise<void> {
  await seat.member.until(
    `${of.name} is at ${address}`,
    ({ cluster }) => {
      const addresses = cluster?.members.find(({ member }) => member === of.id)?.addresses ?? [];
      return addresses.length > 0 && addresses.every((each) => each.startsWith(`/ip4/${address}/`));
    },
    30_000,
  );
}

test('a member whose address changes is back within 5 s, and everyone is told the new address', async () => {
  room = await LanRoom.open();
  await eachMoves(await room.cluster('Ana', 'Bo', 'Chen'), '');
});

test('the same where multicast is blocked: known members are dialed at remembered addresses', async () => {
  room = await LanRoom.open();
  const seats = await room.cluster('Ana', 'Bo', 'Chen');
  for (const { laptop } of seats) await laptop.dropMulticast();
  await eachMoves(seats, ', without multicast');
});

test('a cluster meets again at remembered addresses where multicast is blocked', async () => {
  room = await LanRoom.open();
  const seats = await room.cluster('Ana', 'Bo', 'Chen');
  for (const { laptop } of seats) await laptop.dropMulticast();
  await Promise.all(seats.map((seat) => seat.kill()));
  await Promise.all(seats.map((seat) => seat.restart()));
  await healed('all started again, without multicast', performance.now(), seats);
});

test('a member whose interface vanishes is back within 5 s of its return, and hears newcomers again', async () => {
  room = await LanRoom.open();
  const seats = await room.cluster('Ana', 'Bo', 'Chen');
  const moving = await leader(seats);
  const others = seats.filter((seat) => seat !== moving);
  await moving.laptop.remove();
  await Promise.all(others.map(({ member }) => member.until(`${moving.name} is missed`, misses(moving), 30_000)));
  const sinceMs = performance.now();
  await moving.laptop.bringBack();
  await healed(`${moving.name} with its interface again`, sinceMs, seats);
  const dora = await room.seat('Dora');
  await Promise.all([
    nearby(dora, 'the cluster', ({ clusters }) => clusters.some(({ laptops }) => laptops.length === 3)),
    nearby(moving, 'the newcomer', ({ alone }) => alone.length === 1),
  ]);
});

function misses(seat: Seat): (status: MemberStatus) => boolean {
  return ({ cluster }) => cluster?.members.some(({ member, connected }) => member === seat.id && !connected) === true;
}

test('an interface that is made anew in a moment, just as it was, is heard and spoken on within 5 s', async () => {
  room = await LanRoom.open();
  const [ana, bo] = await room.seated('Ana', 'Bo');
  if (ana === undefined || bo === undefined) throw new Error('two sit here');
  await Promise.all([ana, bo].map((seat) => nearby(seat, 'the other', ({ alone }) => alone.length === 1)));
  await ana.laptop.recreate();
  const sinceMs = performance.now();
  const laptop = await room.lan.add();
  const chen = await room.take('Chen', laptop);
  await nearby(chen, 'both', ({ alone }) => alone.length === 2);
  await nearby(ana, 'both', ({ alone }) => alone.length === 2);
  const tookMs = performance.now() - sinceMs;
  console.log(`Ana's interface made anew: a newcomer and she see each other ${Math.round(tookMs)} ms later`);
  expect(tookMs).toBeLessThan(room.allowedMs(5_000, sinceMs));
});

test('a member with two interfaces finds, and is found by, those on either of them', async () => {
  room = await LanRoom.open();
  const [ana, bo, chen] = await Promise.all([
    room.seat('Ana', { switches: ['office', 'cellar'] }),
    room.seat('Bo', { switches: ['office'] }),
    room.seat('Chen', { switches: ['cellar'] }),
  ]);
  await Promise.all([
    nearby(ana, 'both', ({ alone }) => alone.length === 2),
    nearby(bo, 'Ana', ({ alone }) => alone.length === 1),
    nearby(chen, 'Ana', ({ alone }) => alone.length === 1),
  ]);
});

test('laptops whose multicast the system would send elsewhere, over a VPN say, find each other on the LAN that they share', async () => {
  room = await LanRoom.open();
  const [ana, bo] = await Promise.all([
    room.seat('Ana', { switches: ["Ana's VPN", 'office'] }),
    room.seat('Bo', { switches: ["Bo's VPN", 'office'] }),
  ]);
  await Promise.all([ana, bo].map((seat) => nearby(seat, 'the other', ({ alone }) => alone.length === 1)));
});
