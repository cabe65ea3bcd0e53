/** When and how this app last heard of each other one: for people who ask why one of them is away. */
import type { MemberId } from '../raft/types.ts';
import type { Foreign } from './foreign.ts';
import type { NearbyPeer } from './types.ts';

/** All times are on the clock of `performance`, in milliseconds; null: never in this run. */
export interface Contact {
  /** What it last said of itself; null: nothing. */
  readonly hello: NearbyPeer | null;
  /** A hello was exchanged. */
  readonly helloAtMs: number | null;
  /** How long its last answer took. */
  readonly roundTripMs: number | null;
  /** Multicast brought word of it. */
  readonly announcedAtMs: number | null;
  /** We could not connect to it, and have not since. */
  readonly failedAtMs: number | null;
  /** It is there, and speaks no protocol that this app knows; null: it does, or is not there. */
  readonly foreign: Foreign | null;
  /** It says hello, but the language among members is another one there. */
  readonly foreignAsMember: Foreign | null;
}

/** Beyond, the one longest silent is forgotten. */
const mostContacts = 500;
const none: Contact = {
  hello: null,
  helloAtMs: null,
  roundTripMs: null,
  announcedAtMs: null,
  failedAtMs: null,
  foreign: null,
  foreignAsMember: null,
};

export class Contacts {
  readonly #contacts = new Map<MemberId, Contact>();
  #announcedAtMs: number | null = null;

  /** When multicast last brought word of anyone. */
  get announcedAtMs(): number | null {
    return this.#announcedAtMs;
  }

  of(peer: MemberId): Contact {
    return this.#contacts.get(peer) ?? none;
  }

  peers(): Iterable<MemberId> {
    return this.#contacts.keys();
  }

  announced(peer: MemberId, nowMs: number): void {
    this.#announcedAtMs = nowMs;
    this.#remember(peer, { announcedAtMs: nowMs });
  }

  exchanged(hello: NearbyPeer, roundTripMs: number | null, nowMs: number): void {
    const known = this.of(hello.peer);
    this.#remember(hello.peer, {
      hello,
      helloAtMs: nowMs,
      roundTripMs: roundTripMs ?? known.roundTripMs,
      // That it dials us says nothing of whether we reach it.
      failedAtMs: roundTripMs === null ? known.failedAtMs : null,
      foreign: null,
    });
  }

  foreign(peer: MemberId, foreign: Foreign, nowMs: number): void {
    this.#remember(peer, { helloAtMs: nowMs, failedAtMs: null, foreign });
  }

  /** Null: the two talk as members do. */
  foreignAsMember(peer: MemberId, foreign: Foreign | null): void {
    if (this.of(peer).foreignAsMember !== foreign) this.#remember(peer, { foreignAsMember: foreign });
  }

  failed(peer: MemberId, nowMs: number): void {
    this.#remember(peer, { failedAtMs: nowMs });
  }

  #remember(peer: MemberId, news: Partial<Contact>): void {
    const contact = { ...this.of(peer), ...news };
    this.#contacts.delete(peer);
    this.#contacts.set(peer, contact);
    for (const longestSilent of this.#contacts.keys()) {
      if (this.#contacts.size <= mostContacts) break;
      this.#contacts.delete(longestSilent);
    }
  }
}
