/** What happens to laptops, at random, and how it ends. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Lan } from './lan.ts';
import type { Seat } from './room.ts';

/** Away in order: the others were told, and go on without it. */
export const inOrder = ['closed', 'slept in order'] as const;
/** Away without a word. */
export const sudden = [
  'killed',
  'slept',
  'cut off',
  'cut off and closed',
  'cut off and killed',
  'unplugged',
  'partitioned',
  'moved',
  'replugged',
] as const;

export type Happening = (typeof inOrder)[number] | (typeof sudden)[number];
export const happenings: readonly Happening[] = [...inOrder, ...sudden];

/** So long members may take to find each other again after an address changed: until then it is away. */
const movedMs = 5_000;
/** Who writes meanwhile leaves edits on the disk that nobody else has. */
const cutOffMs = 500;

/** Somebody is away, alone or, behind the same broken switch, together with others. */
export class Absence {
  readonly happening: Happening;
  readonly seats: readonly Seat[];
  #sinceMs = Infinity;

  constructor(happening: Happening, seats: readonly Seat[]) {
    this.happening = happening;
    this.seats = seats;
  }

  /** Whether it may end now. */
  get mayEnd(): boolean {
    const isHealing = this.happening === 'moved' || this.happening === 'replugged';
    return !isHealing || performance.now() - this.#sinceMs > movedMs;
  }

  async begin(lan: Lan): Promise<void> {
    if (this.happening === 'partitioned') await lan.split(this.seats.map(({ laptop }) => laptop));
    else await Promise.all(this.seats.map((seat) => go(seat, this.happening)));
    this.#sinceMs = performance.now();
  }

  async end(): Promise<void> {
    await Promise.all(this.seats.map((seat) => comeBack(seat, this.happening)));
  }
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
    case 'partitioned':
      return await seat.laptop.cut();
    case 'cut off and closed':
    case 'cut off and killed':
      await seat.laptop.cut();
      await delay(cutOffMs);
      return await seat.member.end(happening === 'cut off and killed' ? 'SIGKILL' : 'SIGTERM');
    case 'unplugged':
      return await seat.laptop.unplug();
    case 'moved':
      await seat.laptop.changeAddress();
      return;
    case 'replugged':
      return await seat.laptop.recreate();
    default:
      happening satisfies never;
  }
}

async function comeBack(seat: Seat, happening: Happening): Promise<void> {
  switch (happening) {
    case 'closed':
    case 'killed':
      return await seat.restart();
    case 'cut off and closed':
    case 'cut off and killed':
      await seat.laptop.mend();
      return await seat.restart();
    case 'slept':
      return await seat.wake();
    case 'slept in order':
      await seat.wake();
      await seat.member.call('wake', {});
      return;
    case 'cut off':
    case 'unplugged':
    case 'partitioned':
      return await seat.laptop.mend();
    case 'moved':
    case 'replugged':
      return;
    default:
      happening satisfies never;
  }
}
