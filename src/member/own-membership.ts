import { randomBytes } from 'node:crypto';
import type { Phase } from '../api/contract.ts';
import type { NearbyPeer, Network } from '../network/types.ts';
import { createCluster } from '../raft/raft.ts';
import { asMemberId } from '../raft/types.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import { openLogStore } from '../storage/log-store.ts';
import { holdsClusterState, setAside } from '../storage/set-aside.ts';
import type { MemberFile } from '../storage/types.ts';
import type { Removal } from './admission.ts';
import { Asking, findCluster, type AskingOutcome, type JoinTarget } from './asking.ts';
import { Cluster, type ClusterIdentity } from './cluster.ts';
import type { DigestPolicy } from './divergence.ts';
import { ApiError, noClusterError } from './errors.ts';
import { decodeVersion1 } from './log-codec.ts';
import type { MemberRecord } from './member-record.ts';
import { requireName } from './names.ts';
import type { SnapshotPolicy } from './snapshots.ts';

export interface OwnMembershipOptions {
  readonly directory: DataDirectory;
  readonly record: MemberRecord;
  readonly network: () => Network;
  readonly snapshots: SnapshotPolicy;
  readonly digests: DigestPolicy;
  /** Called before the cluster starts to take part. */
  readonly entered: (cluster: Cluster) => void;
  readonly left: () => void;
  /** The notes of the cluster were loaded anew; `old` is what it was before. */
  readonly reloaded: (old: Cluster) => void;
  /** Something that the status shows changed. */
  readonly changed: () => void;
  /** Entering or leaving failed half way: this member cannot go on. */
  readonly fail: (error: unknown) => void;
}

/** Time for the last frames (our own removal, a farewell) to reach the others before streams close. */
const partingMs = 400;

/** Which cluster this laptop is in, if any, and its way into and out of one: one move at a time. */
export class OwnMembership {
  readonly #options: OwnMembershipOptions;
  #cluster: Cluster | null = null;
  #asking: Asking | null = null;
  #isLookingForTarget = false;
  #lastAttempt: Phase | null = null;
  #moving: Promise<unknown> = Promise.resolve();
  #leaving = false;
  /** Our own removal, seen while leaving. */
  #removedWhileLeaving: Removal | null = null;

  constructor(options: OwnMembershipOptions) {
    this.#options = options;
  }

  get cluster(): Cluster | null {
    return this.#cluster;
  }

  phase(): Phase {
    if (this.#cluster !== null) return { type: 'member' };
    if (this.#asking !== null) return this.#asking.phase();
    if (this.#lastAttempt !== null) return this.#lastAttempt;
    const { removed, copied } = this.#options.record.file;
    if (copied !== undefined) return { type: 'copied', keptIn: copied };
    return removed === null ? { type: 'alone' } : { type: 'removed', ...removed };
  }

  /** Takes part again in the cluster that the data directory holds, if it holds one. */
  async resume(): Promise<void> {
    if (this.#options.record.file.cluster !== null) await this.#enter();
  }

  async stop(): Promise<void> {
    this.#asking?.cancel();
    await this.#moving.catch(() => undefined);
    await this.#cluster?.stop();
  }

  // In

  /** Starts a cluster with this laptop as its only member. */
  create(clusterName: string, name: string | undefined): Promise<void> {
    return this.#move(async () => {
      this.#requireNone();
      requireName(clusterName);
      if (name !== undefined) requireName(name);
      this.#asking?.cancel();
      this.#asking = null;
      await this.#makeRoom();
      await this.#writeFirstLog();
      await this.#options.record.save({
        ...(name === undefined ? {} : { name }),
        cluster: { id: randomBytes(16).toString('hex'), name: clusterName, introduction: null },
        removed: null,
        copied: undefined,
      });
      const cluster = await this.#enter();
      await cluster.run({ type: 'name-cluster', name: clusterName }, 'The name of the cluster', 10_000);
    });
  }

  /** Asks to be let in; what becomes of it shows in `phase()`. */
  async requestJoin(target: JoinTarget, name: string | undefined): Promise<void> {
    this.#requireNone();
    if (name !== undefined) requireName(name);
    if (this.#asking !== null || this.#isLookingForTarget) {
      throw new ApiError('refused', 'This laptop asks to join already. Take that request back first.');
    }
    this.#isLookingForTarget = true;
    try {
      const { via, cluster } = await findCluster(this.#options.network(), target);
      const { record } = this.#options;
      if (name !== undefined && name !== record.file.name) await record.save({ name });
      this.#requireNone();
      this.#ask(via, cluster);
    } finally {
      this.#isLookingForTarget = false;
    }
  }

  cancelJoin(): void {
    this.#asking?.cancel();
  }

  #ask(via: NearbyPeer, cluster: { readonly id: string; readonly name: string }): void {
    const { network, changed, fail } = this.#options;
    const asking = new Asking(network(), via, cluster, Date.now(), changed);
    this.#asking = asking;
    this.#lastAttempt = null;
    changed();
    asking
      .run()
      .then((outcome) => this.#move(() => this.#answered(asking, outcome)))
      .catch(fail);
  }

  async #answered(asking: Asking, outcome: AskingOutcome): Promise<void> {
    if (this.#asking !== asking || this.#cluster !== null) return;
    this.#asking = null;
    const { clusterName } = asking;
    switch (outcome.type) {
      case 'cancelled':
        break;
      case 'refused':
        this.#lastAttempt = { type: 'refused', clusterName, by: outcome.by };
        break;
      case 'failed':
        this.#lastAttempt = { type: 'join-failed', clusterName, reason: outcome.reason };
        break;
      case 'approved': {
        const { clusterId: id, clusterName: name, configurationIndex, term, members } = outcome.approval;
        await this.#makeRoom();
        await this.#options.record.save({
          cluster: { id, name, introduction: { configurationIndex, term, members } },
          removed: null,
          copied: undefined,
        });
        await this.#enter();
        break;
      }
      default:
        outcome satisfies never;
    }
    this.#options.changed();
  }

  #requireNone(): void {
    if (this.#cluster !== null)
      throw new ApiError('already-a-member', 'This laptop is in a cluster already. Leave it first.');
  }

  /** Files of a cluster that this laptop left in the middle of something are moved away before a new one begins. */
  async #makeRoom(): Promise<void> {
    const { directory } = this.#options;
    if (await holdsClusterState(directory)) await setAside(directory, 'unfinished', Date.now());
  }

  /** The log of a new cluster. It counts only once `member.json` says so. */
  async #writeFirstLog(): Promise<void> {
    const { entries, hardState } = createCluster(this.#options.network().self);
    const { store } = await openLogStore(this.#options.directory.logPath, { decodeVersion1 });
    try {
      await store.write({ resetTo: null, truncateFrom: null, entries, hardState, mustSync: true });
    } finally {
      await store.close();
    }
  }

  async #enter(): Promise<Cluster> {
    const { record, directory, entered, changed, snapshots, digests } = this.#options;
    // Each entry into a cluster numbers its commands anew: a cluster that this laptop left and joined again remembers
    // the earlier numbers, and would take the new commands for repetitions.
    await record.startSession();
    const { cluster: identity, session } = record.file;
    if (identity === null) throw new Error('no cluster to enter');
    const network = this.#options.network();
    const cluster = await Cluster.open({
      self: network.self,
      identity: identityOf(identity),
      session,
      directory,
      network,
      ownName: () => record.file.name,
      snapshots,
      digests,
      diverged: record.file.diverged ?? null,
    });
    cluster.diverged.listen(
      (finding) => void this.#options.record.save({ diverged: finding }).catch(this.#options.fail),
    );
    cluster.reloadable.listen(() => void this.#reload(cluster).catch(this.#options.fail));
    cluster.admission.removed.listen((removal) => this.#wasRemoved(cluster, removal));
    entered(cluster);
    this.#cluster = cluster;
    this.#lastAttempt = null;
    cluster.start();
    network.announce();
    changed();
    return cluster;
  }

  /** Its notes were wrong; those of the majority lie in its only snapshot. Its log is as good as before. */
  #reload(cluster: Cluster): Promise<void> {
    return this.#move(async () => {
      if (this.#cluster !== cluster) return;
      this.#options.network().setMembers(new Map());
      // It stays in its place, and refuses what it is asked, until the new one can take over.
      await cluster.stop();
      await this.#options.record.save({ diverged: undefined });
      const sound = await this.#enter();
      this.#options.reloaded(cluster);
      sound.noticed.emit({ type: 'own-notes-reloaded' });
      sound.compareNotes();
    });
  }

  // Out

  /** Leaves; answers where the notes are kept. */
  leave(force: boolean, timeoutMs: number): Promise<string> {
    return this.#move(async () => {
      const cluster = this.#cluster;
      if (cluster === null) throw noClusterError();
      this.#leaving = true;
      this.#removedWhileLeaving = null;
      try {
        if (!cluster.isOnlyMember()) {
          await cluster.remove([this.#options.network().self], timeoutMs).catch((error: unknown) => {
            // The answer may be lost although it is done.
            if (!force && this.#removedWhileLeaving === null) throw error;
          });
          await parting();
        }
        return await this.#exit(cluster, null);
      } finally {
        this.#leaving = false;
      }
    });
  }

  /** Clears the notice of a refusal, a failed attempt or a removal. */
  async dismiss(): Promise<void> {
    const { record, changed } = this.#options;
    this.#lastAttempt = null;
    const { removed, copied } = record.file;
    if (removed !== null || copied !== undefined) await record.save({ removed: null, copied: undefined });
    changed();
  }

  #wasRemoved(cluster: Cluster, removal: Removal): void {
    if (this.#cluster !== cluster) return;
    if (this.#leaving) {
      this.#removedWhileLeaving = removal;
      return;
    }
    const removed = { clusterName: cluster.name, by: removal.by, atMs: removal.atMs };
    this.#move(async () => {
      if (this.#cluster !== cluster) return;
      await parting();
      await this.#exit(cluster, removed);
    }).catch(this.#options.fail);
  }

  /** Ends this laptop's part in its cluster. Its files are set aside, not deleted. */
  async #exit(cluster: Cluster, removed: MemberFile['removed']): Promise<string> {
    const { directory, record, left } = this.#options;
    const network = this.#options.network();
    network.setMembers(new Map());
    this.#cluster = null;
    await cluster.stop();
    // From here on this laptop is in no cluster, even if it loses power before the files are moved.
    await record.save({ cluster: null, removed, diverged: undefined });
    const keptIn = await setAside(directory, cluster.id, Date.now());
    network.announce();
    left();
    return keptIn;
  }

  #move<T>(run: () => Promise<T>): Promise<T> {
    const moved = this.#moving.then(run, run);
    this.#moving = moved.catch(() => undefined);
    return moved;
  }
}

const parting = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, partingMs));

function identityOf({ id, name, introduction }: NonNullable<MemberFile['cluster']>): ClusterIdentity {
  if (introduction === null) return { id, name, introduction };
  const members = introduction.members.map((known) => ({ ...known, member: asMemberId(known.member) }));
  return { id, name, introduction: { ...introduction, members } };
}
