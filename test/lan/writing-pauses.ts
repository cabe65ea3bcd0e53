import type { Clients } from './clients.ts';
import type { Seat } from './room.ts';

const lookMs = 25;

/**
 * Watches how long nothing is acknowledged to anybody although a majority of the voters are there and connected. Who
 * votes is what the member with the latest commit says, be it open or closed by now.
 */
export class WritingPauses {
  readonly #seats: readonly Seat[];
  readonly #clients: Clients;
  readonly #isThere: (seat: Seat) => boolean;
  readonly #timer: NodeJS.Timeout;
  #sinceMs = performance.now();
  #longestMs = 0;

  constructor(seats: readonly Seat[], clients: Clients, isThere: (seat: Seat) => boolean) {
    this.#seats = seats;
    this.#clients = clients;
    this.#isThere = isThere;
    this.#timer = setInterval(() => this.#look(), lookMs);
  }

  /** Ends it. Returns the longest pause in milliseconds. */
  stop(): number {
    clearInterval(this.#timer);
    return this.#longestMs;
  }

  #look(): void {
    const nowMs = performance.now();
    if (!this.#isMajorityConnected()) {
      this.#sinceMs = nowMs;
      return;
    }
    this.#sinceMs = Math.max(this.#sinceMs, this.#clients.acknowledgedAtMs);
    this.#longestMs = Math.max(this.#longestMs, nowMs - this.#sinceMs);
  }

  #isMajorityConnected(): boolean {
    const latest = this.#seats.reduce((best, seat) => (commitOf(seat) > commitOf(best) ? seat : best));
    const voters = new Set((linesOf(latest) ?? []).filter(({ vote }) => vote).map(({ member }) => member));
    const present = this.#seats.filter((seat) => this.#isThere(seat) && voters.has(seat.id));
    return present.some((seat) => {
      const connected = (linesOf(seat) ?? []).filter(({ connected }) => connected).map(({ member }) => member);
      const heard = present.filter((other) => other === seat || connected.includes(other.id));
      return 2 * heard.length > voters.size;
    });
  }
}

const commitOf = ({ member }: Seat): number => member.status.cluster?.commitIndex ?? 0;
const linesOf = ({ member }: Seat) => member.status.cluster?.members;
