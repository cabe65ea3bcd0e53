import type { MemberId } from '../raft/types.ts';
import type { StoredSnapshot } from '../storage/types.ts';
import type { WantedSnapshot } from './snapshots.ts';

export interface ReloadingOptions {
  /** Whom to ask, the best first; asked anew before each attempt. */
  readonly candidates: () => readonly MemberId[];
  /** The snapshot must be of this entry or a later one. */
  readonly atLeast: () => number;
  readonly ask: (wanted: WantedSnapshot) => void;
  /** Whether a transfer from that member is under way. */
  readonly isReceiving: (from: MemberId) => boolean;
  /** A sound snapshot is durable in its place. */
  readonly arrived: (snapshot: StoredSnapshot) => void;
}

/** After so long without a transfer the next one is asked. */
const askAgainAfterMs = 3_000;

/** A member whose notes are wrong asks the others for a snapshot, one after the other, until one has come. */
export class Reloading {
  readonly #options: ReloadingOptions;
  /** Far above the sessions of a leader's core, from which it must be told. */
  #request = 2 ** 52;
  #asked: MemberId | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: ReloadingOptions) {
    this.#options = options;
  }

  /** To be called also when a member has become reachable. */
  start(): void {
    if (this.#timer === null) this.#ask();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #ask(): void {
    const { candidates, atLeast, ask, isReceiving, arrived } = this.#options;
    if (this.#asked === null || !isReceiving(this.#asked)) {
      const all = candidates();
      const [first] = all;
      if (first === undefined) return; // `start` is called again when there is someone
      this.#asked = all[(this.#asked === null ? -1 : all.indexOf(this.#asked)) + 1] ?? first;
      this.#request += 1;
      ask({ from: this.#asked, request: this.#request, atLeast: atLeast(), arrived });
    }
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#ask();
    }, askAgainAfterMs);
  }
}
