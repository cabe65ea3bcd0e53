/**
 * People come and go as they like while everyone writes: laptops close in order, crash, sleep, lose their cables and
 * change their addresses, at random, and come back. After each round all are back, vote, and have the same.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { everyoneVotes } from '../member/harness.ts';
import { seededRandom } from '../seeded-random.ts';
import { Clients } from './clients.ts';
import { Absence, happenings, inOrder, type Happening } from './happenings.ts';
import { members, type LanRoom, type Seat } from './room.ts';
import { votersNow, WritingPauses, type Pause } from './writing-pauses.ts';

/**
 * - `one by one`: four of five close in order, in any order, and open again.
 * - `a majority stays`: anything happens, but at all times a majority of those who vote is there.
 * - `anything`: also what takes the majority away until somebody is back.
 */
export type RoundKind = 'one by one' | 'a majority stays' | 'anything';
export const roundKinds: readonly RoundKind[] = ['a majority stays', 'one by one', 'anything'];

export interface TortureOptions {
  /** What happens and when follows from it. */
  readonly seed: number;
  readonly totalMs: number;
  /** So long a round lasts; then everyone comes back, and what was written is checked. */
  readonly roundMs: number;
  /** Of the rounds, in turn. */
  readonly kinds: readonly RoundKind[];
}

export interface TortureFigures {
  readonly counts: Readonly<Record<Happening, number>>;
  readonly rounds: number;
  readonly acknowledged: number;
  /** Kept on the disk of the laptop on which they were written, wherever that was at the time. */
  readonly kept: number;
  /** By kind of round: nothing was acknowledged for so long at the most while a majority was connected. */
  readonly longestPauseMs: Readonly<Record<RoundKind, number>>;
  /** The longest of all. */
  readonly longest: Pause | null;
}

/** Between two things that happen, at the most. */
const mostGapMs = 1_500;
const leastGapMs = 50;
const returnMs = 60_000;
const worthSayingMs = 1_000;

/** @throws if anything that was acknowledged is lost, doubled or reordered, or not everyone comes back. */
export async function torture(
  room: LanRoom,
  seats: readonly Seat[],
  { seed, totalMs, roundMs, kinds }: TortureOptions,
  say: (what: string) => void,
): Promise<TortureFigures> {
  const random = seededRandom(seed);
  const counts = Object.fromEntries(happenings.map((each) => [each, 0])) as Record<Happening, number>;
  const longestPauseMs: Record<RoundKind, number> = { 'one by one': 0, 'a majority stays': 0, anything: 0 };
  const endMs = performance.now() + totalMs;
  let [rounds, acknowledged, kept] = [0, 0, 0];
  let longest: Pause | null = null;
  while (performance.now() < endMs) {
    const kind = kinds[rounds % kinds.length] ?? 'anything';
    rounds += 1;
    const clients = await Clients.start(seats, seed + rounds);
    await clients.more(1);
    const round = new Round(room, seats, random, counts);
    const pauses = new WritingPauses(seats, clients, (seat) => !round.isAway(seat));
    const roundEndMs = Math.min(endMs, performance.now() + roundMs);
    if (kind === 'one by one') await round.oneByOne(roundEndMs);
    else await round.atRandom(roundEndMs, kind === 'a majority stays');
    const pause = pauses.stop();
    await round.end();
    await allBack(seats);
    const findings = await clients.stop(seats);
    if (findings.length > 0) throw new Error(`seed ${seed}, round ${rounds}: ${JSON.stringify(findings.slice(0, 20))}`);
    acknowledged += clients.acknowledged;
    kept += clients.kept;
    await expectAlike(seats);
    const pauseMs = pause?.durationMs ?? 0;
    if (pauseMs > (longest?.durationMs ?? 0)) longest = pause;
    longestPauseMs[kind] = Math.max(longestPauseMs[kind], pauseMs);
    say(`round ${rounds}, ${kind}: ${clients.acknowledged} lines acknowledged, longest pause ${pauseMs} ms`);
    if (pause !== null && pauseMs > worthSayingMs) say(`  ${JSON.stringify(pause)}, after ${round.before(pause)}`);
  }
  return { counts, rounds, acknowledged, kept, longestPauseMs, longest };
}

/** Who is away, and how it came about. */
class Round {
  readonly #room: LanRoom;
  readonly #seats: readonly Seat[];
  readonly #random: () => number;
  readonly #counts: Record<Happening, number>;
  readonly #away = new Set<Absence>();
  readonly #history: { readonly atMs: number; readonly what: string }[] = [];

  constructor(room: LanRoom, seats: readonly Seat[], random: () => number, counts: Record<Happening, number>) {
    this.#room = room;
    this.#seats = seats;
    this.#random = random;
    this.#counts = counts;
  }

  isAway(seat: Seat): boolean {
    return this.#absenceOf(seat) !== undefined;
  }

  /** All but one close, one after the other, and come back in another order; again and again. */
  async oneByOne(endMs: number): Promise<void> {
    while (performance.now() < endMs) {
      for (const seat of this.#shuffled(this.#seats).slice(1)) {
        await this.#pause();
        await this.#begin(this.#any(inOrder), [seat]);
      }
      for (const absence of this.#shuffled([...this.#away])) {
        await this.#pause();
        await this.#end(absence);
      }
    }
  }

  async atRandom(endMs: number, staysMajority: boolean): Promise<void> {
    while (performance.now() < endMs) {
      await this.#pause();
      const seat = this.#any(this.#seats);
      const absence = this.#absenceOf(seat);
      if (absence !== undefined) {
        if (absence.mayEnd) await this.#end(absence);
        continue;
      }
      const happening = this.#any(happenings);
      const isAlone = happening !== 'partitioned' || this.#random() < 0.5;
      const other = isAlone ? seat : this.#any(this.#seats);
      const going = other === seat || this.isAway(other) ? [seat] : [seat, other];
      if (this.#mayGo(going, staysMajority)) await this.#begin(happening, going);
    }
  }

  /** Everyone comes back. */
  async end(): Promise<void> {
    for (const absence of this.#away) await this.#end(absence);
  }

  /** What happened in the last seconds before a pause ended. */
  before({ endedAtMs, durationMs }: Pause): string {
    const since = endedAtMs - durationMs - 3_000;
    const recent = this.#history.filter(({ atMs }) => atMs > since && atMs <= endedAtMs);
    return recent.map(({ atMs, what }) => `${what} ${Math.round(endedAtMs - atMs)} ms ago`).join(', ');
  }

  #mayGo(going: readonly Seat[], staysMajority: boolean): boolean {
    const staying = this.#seats.filter((seat) => !this.isAway(seat) && !going.includes(seat));
    if (!staysMajority) return staying.length > 0;
    const voters = votersNow(this.#seats);
    return 2 * staying.filter(({ id }) => voters.has(id)).length > voters.size;
  }

  async #begin(happening: Happening, seats: readonly Seat[]): Promise<void> {
    const absence = new Absence(happening, seats);
    // Counted as away from the moment in which it begins to go.
    this.#away.add(absence);
    this.#counts[happening] += 1;
    this.#note(absence, happening);
    await absence.begin(this.#room.lan);
    this.#note(absence, `is ${happening}`);
  }

  async #end(absence: Absence): Promise<void> {
    this.#note(absence, 'comes back');
    await absence.end();
    this.#away.delete(absence);
    this.#note(absence, 'is back');
  }

  #note({ seats }: Absence, what: string): void {
    this.#history.push({ atMs: performance.now(), what: `${seats.map(({ name }) => name).join(' and ')} ${what}` });
  }

  #absenceOf(seat: Seat): Absence | undefined {
    return [...this.#away].find(({ seats }) => seats.includes(seat));
  }

  async #pause(): Promise<void> {
    await delay(leastGapMs + this.#random() * this.#random() * (mostGapMs - leastGapMs));
  }

  #any<T>(these: readonly T[]): T {
    const one = these[Math.floor(this.#random() * these.length)];
    if (one === undefined) throw new Error('there is nothing to choose from');
    return one;
  }

  #shuffled<T>(these: readonly T[]): readonly T[] {
    const keyed = these.map((each) => ({ each, key: this.#random() }));
    return keyed.sort((a, b) => a.key - b.key).map(({ each }) => each);
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
