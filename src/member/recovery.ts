import type { LostMajority, RecoveredElsewhere, RecoveryLine } from '../api/contract.ts';
import type { HelloInfo, NearbyPeer } from '../network/types.ts';
import { fitName } from '../notes/names.ts';
import type { NotesState } from '../notes/state-machine.ts';
import type { Command } from '../notes/types.ts';
import { isMember, membersOf, quorumOf } from '../raft/configuration.ts';
import { asMemberId, type MemberId, type RaftStatus } from '../raft/types.ts';
import type { RecoveryFacts } from '../storage/recovery-facts.ts';
import { ApiError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { decodeFacts, encodeFacts, recoveryRegister } from './recovery-facts.ts';

export interface RecoveryOptions {
  readonly self: MemberId;
  readonly clusterId: string;
  /** Where this laptop was let in; 0: it founded the cluster. */
  readonly letInAt: number;
  readonly raft: () => RaftStatus;
  readonly connected: ReadonlySet<MemberId>;
  /** Since when a member is not connected; null: it was not in this run. */
  readonly awaySinceMs: (member: MemberId) => number | null;
  readonly nearby: () => readonly NearbyPeer[];
  readonly notes: () => Pick<NotesState, 'register'>;
  readonly clusterName: () => string;
  readonly nameOf: (member: string) => string;
  readonly propose: (command: Command) => void;
}

type ClusterSaid = NonNullable<HelloInfo['cluster']>;

/**
 * Majorities that are lost for good, and the epochs that begin where one laptop goes on without: what can be done here,
 * and what laptops of another epoch are seen. Laptops of different epochs never share a raft stream.
 */
export class Recovery {
  readonly #options: RecoveryOptions;
  #lostSinceMs: number | null = null;
  #read: { readonly bytes: Uint8Array | null; readonly facts: RecoveryFacts | null } = { bytes: null, facts: null };

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  get epoch(): number {
    return this.#options.raft().epoch;
  }

  /** Of the recovery that this epoch began with; null: there was none, or nothing of it has arrived yet. */
  facts(): RecoveryFacts | null {
    const bytes = this.#options.notes().register(recoveryRegister);
    if (bytes !== this.#read.bytes) this.#read = { bytes, facts: decodeFacts(bytes) };
    const { facts } = this.#read;
    return facts?.epoch === this.epoch ? facts : null;
  }

  // A majority that is lost

  /** null: a leader is known, or enough are connected to elect one. */
  lostMajority(nowMs: number): LostMajority | null {
    const { self, raft, connected, nameOf, awaySinceMs } = this.#options;
    const { configuration, leader } = raft();
    const isHere = (member: MemberId): boolean => member === self || connected.has(member);
    const hasQuorum = quorumOf(configuration).agreed((member) => (isHere(member) ? 1 : 0)) >= 1;
    if (leader !== null || hasQuorum || !isMember(configuration, self)) {
      this.#lostSinceMs = null;
      return null;
    }
    this.#lostSinceMs ??= nowMs;
    const missing = membersOf(configuration).filter((member) => !isHere(member));
    return {
      sinceMs: this.#lostSinceMs,
      missing: missing.map((member) => ({
        member,
        fingerprint: fingerprint(member),
        name: nameOf(member),
        sinceMs: awaySinceMs(member),
      })),
    };
  }

  /**
   * Throws ApiError `refused` with the reason if this laptop must not go on alone. `typed`: what a person typed as the name
   * of the cluster.
   */
  require(typed: string): void {
    const { raft, letInAt, clusterName, nameOf, self } = this.#options;
    const { leader, configuration, lastIndex } = raft();
    const refused = (reason: string): ApiError => new ApiError('refused', `${reason} Nothing was changed.`);
    if (typed.trim().normalize() !== clusterName().trim().normalize()) {
      throw refused('What was typed is not the name of this cluster.');
    }
    if (leader !== null) {
      const who = leader === self ? 'This laptop leads' : `${nameOf(leader)} leads`;
      throw refused(`${who}: the cluster has a majority, and there is nothing to recover.`);
    }
    if (!isMember(configuration, self) || lastIndex < letInAt) {
      throw refused('This laptop has not received all of the notes yet, so it must not go on alone with what it has.');
    }
    if (this.lostMajority(Date.now()) === null) {
      throw refused('Enough laptops are reachable to elect a leader. Wait a moment.');
    }
  }

  /** Puts the facts into the log. */
  tell(facts: RecoveryFacts): void {
    this.#propose({ type: 'set-register', name: recoveryRegister, value: encodeFacts(facts) });
  }

  // Laptops of other epochs

  /** Whether it was in the cluster before this epoch and has not come back: it comes back without a person's word. */
  mayReturn(peer: MemberId): boolean {
    return this.facts()?.former.includes(peer) === true && !isMember(this.#options.raft().configuration, peer);
  }

  /** It is in again, or was taken out: from now on it comes back only as anyone does. */
  settle(peer: MemberId): void {
    const facts = this.facts();
    if (facts?.former.includes(peer) !== true) return;
    const former = facts.former.filter((each) => each !== peer);
    const expected = this.#options.notes().register(recoveryRegister);
    const value = encodeFacts({ ...facts, former });
    this.#propose({ type: 'compare-and-set-register', name: recoveryRegister, expected, value });
  }

  /** If too much waits to go into the log already, the next occasion tells it. */
  #propose(command: Command): void {
    try {
      this.#options.propose(command);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** What hello says of this epoch. */
  said(): Pick<ClusterSaid, 'epoch' | 'recovery'> {
    const { epoch, lastIndex } = this.#options.raft();
    // A newcomer does not know yet which it will be brought.
    if (epoch === 0 && lastIndex === 0) return {};
    const facts = this.facts();
    if (facts === null) return { epoch };
    return { epoch, recovery: { before: facts.forks.map(({ from }) => from), by: facts.byName, atMs: facts.atMs } };
  }

  /** Whether someone who says so is of another epoch of this cluster. */
  isOfAnother(said: HelloInfo['cluster'] | undefined): boolean {
    if (said?.id !== this.#options.clusterId || said.epoch === undefined) return false;
    const { epoch } = this.said();
    return epoch !== undefined && said.epoch !== epoch;
  }

  /** Other runs of this cluster that laptops which this one knows are in: after this one's, or apart from it. */
  elsewhere(): readonly RecoveredElsewhere[] {
    return recoveredElsewhere(this.#options.nearby(), {
      clusterId: this.#options.clusterId,
      epoch: this.said().epoch ?? null,
      before: this.#before(),
      isKnown: (peer) => this.#isKnown(peer),
    });
  }

  line(): RecoveryLine | null {
    const facts = this.facts();
    if (facts === null) return null;
    const before = this.#before();
    const seen = this.#options.nearby().filter(({ peer, cluster }) => {
      const isOne = cluster?.id === this.#options.clusterId && cluster.epoch !== undefined;
      return isOne && before.includes(cluster.epoch ?? -1) && this.#isKnown(peer);
    });
    return {
      by: facts.by === this.#options.self ? this.#options.nameOf(facts.by) : facts.byName,
      bySelf: facts.by === this.#options.self,
      atMs: facts.atMs,
      former: facts.former
        .map(asMemberId)
        .filter((member) => !isMember(this.#options.raft().configuration, member))
        .map((member) => ({
          member,
          fingerprint: fingerprint(member),
          name: this.#options.nameOf(member),
          seen: seen.some(({ peer }) => peer === member),
        })),
    };
  }

  #before(): readonly number[] {
    return this.facts()?.forks.map(({ from }) => from) ?? [];
  }

  #isKnown(peer: MemberId): boolean {
    return isMember(this.#options.raft().configuration, peer) || this.facts()?.former.includes(peer) === true;
  }
}

export interface OwnEpoch {
  readonly clusterId: string;
  /** null: not known, for what says so is damaged. */
  readonly epoch: number | null;
  /** Those that it goes on from. */
  readonly before: readonly number[];
  /** Whether a laptop is, or was, in the cluster: others are not listened to, whatever they say. */
  readonly isKnown: (peer: MemberId) => boolean;
}

/** The other runs of a cluster, as laptops that are known to have been in it say at hello. */
export function recoveredElsewhere(
  nearby: readonly NearbyPeer[],
  { clusterId, epoch, before, isKnown }: OwnEpoch,
): readonly RecoveredElsewhere[] {
  const found = new Map<number, RecoveredElsewhere>();
  for (const { peer, name, cluster } of nearby) {
    if (cluster?.id !== clusterId || cluster.epoch === undefined || cluster.recovery === undefined) continue;
    if (!isKnown(peer) || cluster.epoch === epoch || before.includes(cluster.epoch)) continue;
    const { by, atMs, before: theirs } = cluster.recovery;
    const laptop = { member: peer, fingerprint: fingerprint(peer), name: fitName(name, fingerprint(peer)) };
    const laptops = [...(found.get(cluster.epoch)?.laptops ?? []), laptop];
    const type = epoch === null || theirs.includes(epoch) ? 'behind' : 'apart';
    found.set(cluster.epoch, { type, epoch: cluster.epoch, by: fitName(by, '?'), atMs, laptops });
  }
  return [...found.values()];
}
