import { afterEach, expect, test } from 'vitest';
import { Clients } from './clients.ts';
import { leader, LanRoom } from './room.ts';

let room: LanRoom;
afterEach(() => room.close());

test('with every tenth packet dropped everyone goes on writing, and nothing is lost, doubled or reordered', async () => {
  room = await LanRoom.open();
  const seats = await room.cluster('Ana', 'Bo', 'Chen');
  const clients = await Clients.start(seats);
  await clients.more(5);
  for (const { laptop } of seats) await laptop.dropSome('in', 10);
  await clients.more(20);
  for (const { laptop } of seats) await laptop.dropNothing();
  expect(await clients.stop(seats)).toEqual([]);
});

test('a leader that hears nothing, but is heard, is replaced, and everyone goes on writing', async () => {
  room = await LanRoom.open();
  const seats = await room.cluster('Ana', 'Bo', 'Chen');
  const clients = await Clients.start(seats);
  await clients.more(5);
  const deaf = await leader(seats);
  const others = seats.filter((seat) => seat !== deaf);
  await deaf.laptop.dropAll('in', ...others.map(({ laptop }) => laptop));
  const faultAtMs = performance.now();
  await clients.more(10, others);
  console.log(`ten lines each ${Math.round(performance.now() - faultAtMs)} ms after the leader went deaf`);
  await deaf.laptop.dropNothing();
  await clients.more(5);
  expect(await clients.stop(seats)).toEqual([]);
});
