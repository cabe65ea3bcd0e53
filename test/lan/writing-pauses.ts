import type { Clients } from './clients.ts';
import type { Seat } from './room.ts';
import { StarvationMeter, type Starvation } from './starvation.ts';

const lookMs = 25;

/** Nothing was acknowledged for so long, and what may have been the reason. */
export interface Pause {
  readonly durationMs: number;
  /** By `performance.now()`. */
  readonly endedAtMs: number;
  readonly starvation: Starvation;
  /** What each present member said of itself then: `leader 5/12` is of term 5, with 12 committed. */
  readonly said: Readonly<Record<string, string>>;
}

/**
 * Watches how long nothing is acknowledged to anybody although a majority of the voters are there and connected. Who
 * votes is what the member with the latest commit says, be it open or closed by now.
 */
export class WritingPauses {
  readonly #seats: readonly Seat[];
  readonly #clients: Clients;
  readonly #isThere: (seat: Seat) => boolean;
  readonly #timer: NodeJS.Timeout;
  readonly #starvation: StarvationMeter;
  #sinceMs = performance.now();
  #longest: Pause | null = null;

  constructor(seats: readonly Seat[], clients: Clients, isThere: (seat: Seat) => boolean) {
    this.#seats = seats;
    this.#clients = clients;
    this.#isThere = isThere;
    this.#starvation = new StarvationMeter(seats);
    this.#timer = setInterval(() => this.#look(), lookMs);
  }

  /** Ends it. Returns the longest pause. */
  stop(): Pause | null {
    clearInterval(this.#timer);
    this.#starvation.stop();
    return this.#longest;
  }

  #look(): void {
    const nowMs = performance.now();
    if (!this.#isMajorityConnected()) {
      this.#sinceMs = nowMs;
      return;
    }
    this.#sinceMs = Math.max(this.#sinceMs, this.#clients.acknowledgedAtMs);
    const durationMs = Math.round(nowMs - this.#sinceMs);
    if (durationMs <= (this.#longest?.durationMs ?? 0)) return;
    const starvation = this.#starvation.since(this.#sinceMs);
    this.#longest = { durationMs, endedAtMs: nowMs, starvation, said: this.#said() };
  }

  #isMajorityConnected(): boolean {
    const voters = votersNow(this.#seats);
    const present = this.#seats.filter((seat) => this.#isThere(seat) && voters.has(seat.id));
    return present.some((seat) => {
      const connected = (linesOf(seat) ?? []).filter(({ connected }) => connected).map(({ member }) => member);
      const heard = present.filter((other) => other === seat || connected.includes(other.id));
      return 2 * heard.length > voters.size;
    });
  }

  #said(): Record<string, string> {
    const present = this.#seats.filter((seat) => this.#isThere(seat));
    return Object.fromEntries(
      present.map(({ name, member: { status } }) => {
        const { role, term, commitIndex } = status.cluster ?? { role: 'outside', term: 0, commitIndex: 0 };
        return [name, `${role} ${term}/${commitIndex}`];
      }),
    );
  }
}

/** Who votes, as far as anyone knows who is here or was. */
export function votersNow(seats: readonly Seat[]): ReadonlySet<string> {
  const latest = seats.reduce((best, seat) => (commitOf(seat) > commitOf(best) ? seat : best));
  return new Set((linesOf(latest) ?? []).filter(({ vote }) => vote).map(({ member }) => member));
}

const commitOf = ({ member }: Seat): number => member.status.cluster?.commitIndex ?? 0;
const linesOf = ({ member }: Seat) => member.status.cluster?.members;
