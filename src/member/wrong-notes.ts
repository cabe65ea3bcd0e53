import { setTimeout as delay } from 'node:timers/promises';
import type { MemberId, RaftStatus } from '../raft/types.ts';
import type { StoredSnapshot } from '../storage/types.ts';
import type { Divergence, Finding } from './divergence.ts';
import { ApiError, divergedError } from './errors.ts';
import { Reloading } from './reloading.ts';
import type { Snapshots, WantedSnapshot } from './snapshots.ts';

export interface WrongNotesOptions {
  readonly raft: () => Pick<RaftStatus, 'role' | 'leader'>;
  readonly divergence: Pick<Divergence, 'resumeDiverged' | 'holdersOf' | 'differs'>;
  readonly snapshots: Pick<Snapshots, 'newestIndex' | 'want' | 'transfers' | 'distrust' | 'keepOnly'>;
  /** Those that are connected. */
  readonly connected: ReadonlySet<MemberId>;
  /** Asks a member for a snapshot. */
  readonly ask: (wanted: WantedSnapshot) => void;
  readonly handOver: () => Promise<unknown>;
  /** Nothing of these notes is to be served from now on: calls that wait are told the one, whoever edits the other. */
  readonly distrusted: (toCalls: ApiError, toEditors: ApiError) => void;
  /** The notes of the majority are here, in the only snapshot there is now. */
  readonly reloadable: () => void;
  readonly failed: (error: unknown) => void;
}

/** A member whose notes are wrong looks so often whether it leads. */
const handOverAgainAfterMs = 1_000;
/** How long it waits, once there is someone to hear it, until its own report is in the log. */
const reportLeadMs = 2_000;

/**
 * What a member does whose notes are not those of the majority: it serves none, leads no one, and has another send it a
 * snapshot. Its log is right, and so is a vote that rests on it.
 */
export class WrongNotes {
  readonly #options: WrongNotesOptions;
  readonly #reloading: Reloading;
  /** null: nothing is wrong. */
  #finding: Finding | null = null;
  /** Its own report is in the log, or was waited for long enough. */
  #mayReload = false;
  #reloadSoon: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: WrongNotesOptions) {
    this.#options = options;
    const { snapshots, ask } = options;
    this.#reloading = new Reloading({
      candidates: () => this.#soundMembers(),
      atLeast: () => Math.max(this.#finding?.mark ?? 0, snapshots.newestIndex + 1),
      ask: (wanted) => {
        snapshots.want(wanted);
        ask(wanted);
      },
      isReceiving: (from) => snapshots.transfers().some((each) => each.direction === 'receiving' && each.peer === from),
      arrived: (snapshot) => this.#arrived(snapshot),
    });
  }

  /** It was found before this start. */
  resume(finding: Finding): void {
    this.#options.divergence.resumeDiverged();
    this.#begin(finding);
  }

  found(finding: Finding): void {
    this.#begin(finding);
    if (this.#options.connected.size > 0) this.reachable();
  }

  /** Its own report is in the log: the others see whose notes they are. */
  told(): void {
    this.#mayReload = true;
    this.#reload();
  }

  /** A member has become reachable. Its own report goes out before its notes are right again, and nobody hears of it. */
  reachable(): void {
    if (this.#mayReload) return this.#reload();
    if (this.#finding === null || this.#stopped) return;
    this.#reloadSoon ??= setTimeout(() => {
      this.#reloadSoon = null;
      if (this.#options.connected.size > 0) this.told();
    }, reportLeadMs);
  }

  stop(): void {
    this.#stopped = true;
    if (this.#reloadSoon !== null) clearTimeout(this.#reloadSoon);
    this.#reloading.stop();
  }

  #reload(): void {
    if (this.#finding !== null && !this.#stopped) this.#reloading.start();
  }

  #begin(finding: Finding): void {
    this.#finding = finding;
    this.#options.snapshots.distrust();
    this.#options.distrusted(callsError(), divergedError());
    void this.#handOverIfLeading();
  }

  /** Whoever leads serves, and may have to send snapshots. */
  async #handOverIfLeading(): Promise<void> {
    const { raft, handOver } = this.#options;
    while (!this.#stopped) {
      if (raft().role === 'leader') await handOver().catch(() => undefined);
      await delay(handOverAgainAfterMs, undefined, { ref: false });
    }
  }

  #arrived(snapshot: StoredSnapshot): void {
    const { snapshots, reloadable, failed } = this.#options;
    this.#reloading.stop();
    snapshots.keepOnly(snapshot).then(reloadable, failed);
  }

  /** Those that are here and not known to differ, the leader last: it has the most to do. */
  #soundMembers(): readonly MemberId[] {
    const { raft, divergence, connected } = this.#options;
    const { leader } = raft();
    const holders = this.#finding === null ? [] : divergence.holdersOf(this.#finding);
    const rank = (member: MemberId): number => (holders.includes(member) ? 0 : 2) + (member === leader ? 1 : 0);
    return [...connected].filter((member) => !divergence.differs(member)).sort((a, b) => rank(a) - rank(b));
  }
}

const callsError = (): ApiError =>
  new ApiError(
    'timeout',
    'The notes on this laptop turned out not to be those of the majority, so what came of this is not known here. Look again once they have been fetched anew.',
  );
