import { afterEach, expect, test } from 'vitest';
import { everyoneVotes } from '../member/harness.ts';
import { Clients } from './clients.ts';
import { leader, LanRoom, members } from './room.ts';

let room: LanRoom;
afterEach(() => room.close());

test('five that close in order one after the other hold up nobody who writes; back one by one, all vote again', async () => {
  room = await LanRoom.open();
  const seats = await room.cluster('Ana', 'Bo', 'Chen', 'Dora', 'Eva');
  const first = await leader(seats);
  const [last, ...others] = seats.filter((seat) => seat !== first);
  if (last === undefined) throw new Error('there are five');
  const clients = await Clients.start([last]);
  await clients.more(5);
  clients.longestGapMs(last);
  const sinceMs = performance.now();
  for (const seat of [first, ...others]) await seat.member.end('SIGTERM');
  await last.member.until('it votes alone', ({ cluster }) => cluster?.members.filter(({ vote }) => vote).length === 1);
  await clients.more(5);
  const closingMs = clients.longestGapMs(last);
  for (const seat of [first, ...others]) await seat.restart();
  await everyoneVotes(members(seats));
  const openingMs = clients.longestGapMs(last);
  console.log(`longest pause: ${Math.round(closingMs)} ms while closing, ${Math.round(openingMs)} ms while opening`);
  expect(Math.max(closingMs, openingMs)).toBeLessThan(room.allowedMs(2_000, sinceMs));
  expect(await clients.stop(seats)).toEqual([]);
});
