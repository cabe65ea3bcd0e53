/**
 * People come and go as they like while everyone writes: laptops close in order, crash, sleep and lose their cables, at
 * random, and come back. After each round all are back, vote, and have the same.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { everyoneVotes } from '../member/harness.ts';
import { seededRandom } from '../seeded-random.ts';
import { Clients } from './clients.ts';
import { members, type LanRoom, type Seat } from './room.ts';
import { WritingPauses } from './writing-pauses.ts';

export interface TortureOptions {
  /** What happens and when follows from it. */
  readonly seed: number;
  readonly totalMs: number;
  /** So long a round lasts; then everyone comes back, and what was written is checked. */
  readonly roundMs: number;
}

const happenings = ['closed', 'killed', 'slept', 'slept in order', 'cut off'] as const;
type Happening = (typeof happenings)[number];

export interface TortureFigures {
  readonly counts: Readonly<Record<Happening, number>>;
  readonly rounds: number;
  readonly acknowledged: number;
  /** Nothing was acknowledged for so long at the most while a majority was connected. */
  readonly longestPauseMs: number;
}

/** Between two things that happen, at the most. */
const mostGapMs = 1_500;
const leastGapMs = 50;
const returnMs = 60_000;

/** @throws if anything that was acknowledged is lost, doubled or reordered, or not everyone comes back. */
export async function torture(
  room: LanRoom,
  seats: readonly Seat[],
  { seed, totalMs, roundMs }: TortureOptions,
  say: (what: string) => void,
): Promise<TortureFigures> {
  const random = seededRandom(seed);
  const counts: Record<Happening, number> = { closed: 0, killed: 0, slept: 0, 'slept in order': 0, 'cut off': 0 };
  const endMs = performance.now() + totalMs;
  let [rounds, acknowledged, longestPauseMs] = [0, 0, 0];
  while (performance.now() < endMs) {
    rounds += 1;
    const clients = await Clients.start(seats, seed + rounds);
    await clients.more(1);
    const away = new Map<Seat, Happening>();
    const pauses = new WritingPauses(seats, clients, (seat) => !away.has(seat));
    const roundEndMs = Math.min(endMs, performance.now() + roundMs);
    while (performance.now() < roundEndMs) {
      await delay(leastGapMs + random() * random() * (mostGapMs - leastGapMs));
      const seat = seats[Math.floor(random() * seats.length)];
      const happening = happenings[Math.floor(random() * happenings.length)];
      if (seat === undefined || happening === undefined) continue;
      const before = away.get(seat);
      if (before !== undefined) {
        await comeBack(seat, before);
        away.delete(seat);
      } else if (away.size < seats.length - 1) {
        // Counted as away from the moment in which it begins to go.
        away.set(seat, happening);
        counts[happening] += 1;
        await go(seat, happening);
      }
    }
    longestPauseMs = Math.max(longestPauseMs, pauses.stop());
    for (const [seat, happening] of away) await comeBack(seat, happening);
    await allBack(seats);
    const findings = await clients.stop(seats);
    if (findings.length > 0) throw new Error(`seed ${seed}, round ${rounds}: ${JSON.stringify(findings.slice(0, 20))}`);
    acknowledged += clients.acknowledged;
    await expectAlike(seats);
    say(`round ${rounds}: ${clients.acknowledged} lines, longest pause ${Math.round(longestPauseMs)} ms so far`);
  }
  await room.lan.rejoin();
  return { counts, rounds, acknowledged, longestPauseMs };
}

async function go(seat: Seat, happening: Happening): Promise<void> {
  switch (happening) {
    case 'closed':
      return await seat.member.end('SIGTERM');
    case 'killed':
      return await seat.kill();
    case 'slept in order':
      await seat.member.call('sleep', {});
      return await seat.sleep();
    case 'slept':
      return await seat.sleep();
    case 'cut off':
      return await seat.laptop.cut();
    default:
      happening satisfies never;
  }
}

async function comeBack(seat: Seat, happening: Happening): Promise<void> {
  switch (happening) {
    case 'closed':
    case 'killed':
      return await seat.restart();
    case 'slept':
      return await seat.wake();
    case 'slept in order':
      await seat.wake();
      await seat.member.call('wake', {});
      return;
    case 'cut off':
      return await seat.laptop.mend();
    default:
      happening satisfies never;
  }
}

async function allBack(seats: readonly Seat[]): Promise<void> {
  const late = setTimeout(() => console.log('not everyone votes yet'), returnMs / 2);
  await everyoneVotes(members(seats), seats.length, returnMs);
  clearTimeout(late);
}

/** Every note has the same text on all of them, and what they compare by themselves is the same. */
async function expectAlike(seats: readonly Seat[]): Promise<void> {
  const texts = await Promise.all(
    members(seats).map(async (member) => {
      const { notes } = await member.call('notes.list', { linearizable: true });
      const read = notes.map(({ note }) => member.call('notes.read', { note, linearizable: true }));
      return JSON.stringify((await Promise.all(read)).map(({ note, version, text }) => [note, version, text]).sort());
    }),
  );
  if (new Set(texts).size > 1) throw new Error('not all members have the same notes');
  for (const { member } of seats) {
    const differing = member.status.cluster?.members.find(({ differs }) => differs);
    if (differing !== undefined) throw new Error(`the notes of ${differing.name} differ`);
  }
}
