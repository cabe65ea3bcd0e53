import type { JoinAnswer, JoinRequest, Removed } from '../network/types.ts';
import type { ConfigurationChange, MemberId } from '../raft/types.ts';
import { ApiError } from './errors.ts';

export interface RepairsOptions {
  /** Resolves when everything that was committed before is applied here. */
  readonly read: (timeoutMs: number) => Promise<void>;
  readonly change: (changes: readonly ConfigurationChange[], timeoutMs: number) => Promise<void>;
  /** Whether the configuration in force, or the last committed one, names it. */
  readonly isMember: (peer: MemberId) => boolean;
  /** Whether it is in by more than a configuration that is not committed yet. */
  readonly isIn: (peer: MemberId) => boolean;
  /** Whether it was in the cluster before a recovery, and may come back. */
  readonly mayReturn: (peer: MemberId) => boolean;
  /** Of one that is in no more. */
  readonly removalOf: (peer: MemberId) => Removed;
  /** What one is told that was let in. */
  readonly approval: () => JoinAnswer;
  /** Tells the other members that it asked. */
  readonly tell: (request: JoinRequest) => void;
  /** Tells the cluster, through its log, what it is called and where it is. */
  readonly introduce: (request: JoinRequest) => void;
  /** Milliseconds on a clock that only goes forward. */
  readonly clock: () => number;
}

/** For each of the steps. Where the others are too few, the asker hears so after this. */
const stepTimeoutMs = 5_000;
/** A member is let in anew no more often: each time costs four entries, and a snapshot. */
export const leastIntervalMs = 10_000;
/** For so long one that was asked before may still be at it: nobody else takes that member out meanwhile. */
const elsewhereMs = 4 * stepTimeoutMs;
/** For so long it is remembered that a removal is the first half of a repair. */
const rememberMs = 10 * 60_000;
const mostRemembered = 64;

/**
 * Lets members in anew whose log is damaged. What such a member promised is forgotten, so it must not count as the one
 * it was: it is taken out, and added again as a learner. That is safe as any removal: whatever it acknowledged, and was
 * committed, is in the log of every leader that can commit its removal, before it; and in its new life it takes part in
 * no election before its log has come that far.
 *
 * So do those come back that were in the cluster before it was recovered without them. They are no members: nothing that
 * they promised counts in this epoch, and the log that they ask for is a new one.
 */
export class Repairs {
  readonly #options: RepairsOptions;
  readonly #underWay = new Set<MemberId>();
  /** Who asked while it was a member, and whom: if that one fails between the two steps, another takes the second. */
  readonly #asked = new Map<MemberId, { readonly via: MemberId; readonly atMs: number }>();
  readonly #admittedAtMs = new Map<MemberId, number>();

  constructor(options: RepairsOptions) {
    this.#options = options;
  }

  /** A member asks this one. */
  async asked(request: JoinRequest): Promise<JoinAnswer> {
    const { peer } = request;
    const admittedAtMs = this.#admittedAtMs.get(peer) ?? -Infinity;
    if (this.#underWay.has(peer) || this.#options.clock() - admittedAtMs < leastIntervalMs) return busy;
    this.#underWay.add(peer);
    try {
      return await this.#letIn(request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return error.code === 'busy' ? busy : { type: 'unavailable', reason: 'no-majority' };
    } finally {
      this.#underWay.delete(peer);
    }
  }

  /** Another member was asked. */
  heard({ peer, via }: JoinRequest): void {
    this.#remember(peer, via);
  }

  /** A removal is committed that `requestedBy` asked for. */
  removed(member: MemberId, requestedBy: MemberId): void {
    // Somebody wants it out: whatever it asked for before does not bring it back.
    if (this.#asked.get(member)?.via !== requestedBy) this.#asked.delete(member);
  }

  /** It is in, and that is committed. */
  admitted(member: MemberId): void {
    if (!this.#asked.delete(member)) return; // no repair
    this.#admittedAtMs.delete(member);
    this.#admittedAtMs.set(member, this.#options.clock());
    dropOldest(this.#admittedAtMs);
  }

  async #letIn(request: JoinRequest): Promise<JoinAnswer> {
    const { read, change, isMember, isIn, mayReturn, removalOf, approval, tell, introduce } = this.#options;
    const { peer, via } = request;
    // Whether it is a member, the whole cluster decides: this laptop may be behind.
    await read(stepTimeoutMs);
    if (isIn(peer) && this.#isElsewhere(peer, via)) return busy;
    if (isMember(peer) || mayReturn(peer)) {
      this.#remember(peer, via);
      tell(request);
    } else if (!this.#isHalfDone(peer)) {
      return removalOf(peer);
    }
    if (isIn(peer)) await change([{ type: 'remove', member: peer }], stepTimeoutMs);
    await change([{ type: 'add-learner', member: peer }], stepTimeoutMs);
    introduce(request);
    await read(stepTimeoutMs);
    return isMember(peer) ? approval() : busy;
  }

  #isElsewhere(peer: MemberId, via: MemberId): boolean {
    const asked = this.#asked.get(peer);
    return asked !== undefined && asked.via !== via && this.#options.clock() - asked.atMs < elsewhereMs;
  }

  #isHalfDone(peer: MemberId): boolean {
    const asked = this.#asked.get(peer);
    return asked !== undefined && this.#options.clock() - asked.atMs < rememberMs;
  }

  #remember(peer: MemberId, via: MemberId): void {
    this.#asked.delete(peer);
    this.#asked.set(peer, { via, atMs: this.#options.clock() });
    dropOldest(this.#asked);
  }
}

const busy: JoinAnswer = { type: 'unavailable', reason: 'busy' };

function dropOldest(map: Map<MemberId, unknown>): void {
  for (const oldest of map.keys()) {
    if (map.size <= mostRemembered) return;
    map.delete(oldest);
  }
}
