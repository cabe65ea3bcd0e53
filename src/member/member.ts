import { randomBytes } from 'node:crypto';
import type { JoinRequestLine, MemberStatus, NearbyStatus, Notice, Phase } from '../api/contract.ts';
import { BadAddressError, UnreachableError } from '../network/errors.ts';
import { createNetwork } from '../network/network.ts';
import type { HelloInfo, JoinAnswer, JoinRequest, NearbyPeer, Network, Standing } from '../network/types.ts';
import { fitName, isName } from '../notes/names.ts';
import { createCluster } from '../raft/raft.ts';
import { asMemberId, type MemberId } from '../raft/types.ts';
import { openDataDirectory, type DataDirectory } from '../storage/data-directory.ts';
import { loadIdentity } from '../storage/identity.ts';
import { openLogStore } from '../storage/log-store.ts';
import { readMemberFile, startSession, writeMemberFile } from '../storage/member-file.ts';
import { holdsClusterState, setAside } from '../storage/set-aside.ts';
import type { MemberFile } from '../storage/types.ts';
import { Asking, type AskingOutcome } from './asking.ts';
import type { Removal } from './admission.ts';
import { Cluster } from './cluster.ts';
import type { DocumentEvent } from './documents.ts';
import { Emitter, Throttle } from './emitter.ts';
import { ApiError, messageOf, noClusterError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { checkIdentity, generateIdentity, IdentityMissingError } from './identity-key.ts';
import { decodeVersion1 } from './log-codec.ts';
import { nearbyStatus } from './nearby-status.ts';
import { appVersion } from './version.ts';

export interface MemberOptions {
  readonly dataDirectory: string;
  /** The laptop's name if none was chosen yet. */
  readonly defaultName: string;
  readonly listen: string | null;
  readonly mdns: boolean;
}

/** Time for the last frames (our own removal, a farewell) to reach the others before streams close. */
const partingMs = 400;

/**
 * One running member, in a cluster or not yet: its data directory, its identity, its place on the network, and the
 * way into and out of a cluster.
 */
export class Member {
  readonly statusChanged = new Emitter<void>();
  readonly nearbyChanged = new Emitter<void>();
  readonly notesChanged = new Emitter<void>();
  readonly logChanged = new Emitter<void>();
  readonly documentChanged = new Emitter<DocumentEvent>();
  readonly noticed = new Emitter<Notice>();
  /** This member cannot go on; the process must end. */
  readonly halted = new Emitter<ApiError>();

  readonly #options: MemberOptions;
  readonly #directory: DataDirectory;
  readonly #statusThrottle = new Throttle(20, () => this.statusChanged.emit());
  #network!: Network;
  #file: MemberFile;
  #cluster: Cluster | null = null;
  #asking: Asking | null = null;
  #lastAttempt: Phase | null = null;
  /** Entering or leaving a cluster: one at a time. */
  #moving: Promise<unknown> = Promise.resolve();
  #leaving = false;
  /** Our own removal, seen while leaving. */
  #removedWhileLeaving: Removal | null = null;
  #requesting = false;
  #saving: Promise<void> = Promise.resolve();

  static async start(options: MemberOptions): Promise<Member> {
    const directory = await openDataDirectory(options.dataDirectory);
    try {
      const privateKey = await loadIdentity(directory.identityPath, () => newIdentity(directory), checkIdentity);
      const file = await startSession(directory.memberFilePath, options.defaultName);
      const member = new Member(options, directory, file);
      await member.#begin(privateKey);
      return member;
    } catch (error) {
      await directory.release();
      throw error;
    }
  }

  private constructor(options: MemberOptions, directory: DataDirectory, file: MemberFile) {
    this.#options = options;
    this.#directory = directory;
    this.#file = file;
  }

  async #begin(privateKey: Uint8Array): Promise<void> {
    this.#network = await createNetwork({
      privateKey,
      listen: this.#options.listen,
      mdns: this.#options.mdns,
      hello: () => this.#hello(),
      standing: (peer) => this.#standing(peer),
      events: {
        onNearby: () => this.nearbyChanged.emit(),
        onPeerConnected: (peer) => this.#cluster?.peerConnected(peer),
        onPeerDisconnected: (peer) => this.#cluster?.peerDisconnected(peer),
        onFrame: (from, frame) => this.#cluster?.frame(from, frame),
        onJoinAsked: (request, clusterId, signal) => this.#joinAsked(request, clusterId, signal),
        onStanding: (peer, standing) => this.#standingHeard(peer, standing),
        onAddresses: () => {
          this.#cluster?.admission.introduceSelf();
          this.#statusThrottle.ask();
        },
        onNotice: ({ peer, detail }) => this.noticed.emit({ type: 'peer-misbehaves', peer, detail }),
      },
    });
    try {
      if (this.#file.cluster !== null) await this.#openCluster();
    } catch (error) {
      await this.#network.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#asking?.cancel();
    await this.#moving.catch(() => undefined);
    await this.#cluster?.stop();
    await this.#network.stop();
    this.#statusThrottle.stop();
    await this.#directory.release();
  }

  get self(): MemberId {
    return this.#network.self;
  }

  /** The cluster that this laptop is in. Throws ApiError `not-a-member` if it is in none. */
  cluster(): Cluster {
    if (this.#cluster === null) throw noClusterError();
    return this.#cluster;
  }

  // Into a cluster

  /** Starts a cluster with this laptop as its only member. */
  create(clusterName: string, name: string | undefined): Promise<void> {
    return this.#move(async () => {
      this.#requireNoCluster();
      requireName(clusterName);
      if (name !== undefined) requireName(name);
      this.#asking?.cancel();
      this.#asking = null;
      await this.#makeRoom();
      // The log first: `member.json` is what makes it count.
      const restored = createCluster(this.self);
      const { store } = await openLogStore(this.#directory.logPath, { decodeVersion1 });
      try {
        await store.write({
          resetTo: null,
          truncateFrom: null,
          entries: restored.entries,
          hardState: restored.hardState,
          mustSync: true,
        });
      } finally {
        await store.close();
      }
      const id = randomBytes(16).toString('hex');
      await this.#save({
        ...(name === undefined ? {} : { name }),
        cluster: { id, name: clusterName, introduction: null },
        removed: null,
      });
      await this.#openCluster();
      await this.cluster().run({ type: 'name-cluster', name: clusterName }, 'The name of the cluster', 10_000);
    });
  }

  /** Asks to be let in; what becomes of it shows in `status().phase`. */
  async requestJoin(
    target: { readonly clusterId: string } | { readonly address: string },
    name: string | undefined,
  ): Promise<void> {
    this.#requireNoCluster();
    if (name !== undefined) requireName(name);
    if (this.#asking !== null || this.#requesting) {
      throw new ApiError('refused', 'This laptop asks to join already. Take that request back first.');
    }
    this.#requesting = true;
    try {
      const via = 'address' in target ? await this.#helloAt(target.address) : this.#nearbyOf(target.clusterId);
      if (via.cluster === null) {
        const who = fitName(via.name, fingerprint(via.peer));
        throw new ApiError('unknown-cluster', `${who} answered, but it is in no cluster. Create one there first.`);
      }
      if (name !== undefined && name !== this.#file.name) await this.#save({ name });
      this.#requireNoCluster();
      this.#ask(via, via.cluster);
    } finally {
      this.#requesting = false;
    }
  }

  #ask(via: NearbyPeer, cluster: { readonly id: string; readonly name: string }): void {
    const asking = new Asking(this.#network, via, cluster, Date.now(), () => this.#statusThrottle.ask());
    this.#asking = asking;
    this.#lastAttempt = null;
    this.#statusThrottle.ask();
    asking
      .run()
      .then((outcome) => this.#move(() => this.#answered(asking, outcome)))
      .catch((error: unknown) => this.#fail(error));
  }

  cancelJoin(): void {
    this.#asking?.cancel();
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
        const { approval } = outcome;
        await this.#makeRoom();
        await this.#save({
          cluster: {
            id: approval.clusterId,
            name: approval.clusterName,
            introduction: { configurationIndex: approval.configurationIndex, members: approval.members },
          },
          removed: null,
        });
        await this.#openCluster();
        break;
      }
    }
    this.#statusThrottle.ask();
  }

  async #helloAt(address: string): Promise<NearbyPeer> {
    try {
      return await this.#network.hello(address, AbortSignal.timeout(10_000));
    } catch (error) {
      if (error instanceof BadAddressError) throw new ApiError('bad-address', error.message);
      if (error instanceof UnreachableError) throw new ApiError('unreachable', error.message);
      throw error;
    }
  }

  #nearbyOf(clusterId: string): NearbyPeer {
    const peer = this.#network.nearby().find((candidate) => candidate.cluster?.id === clusterId);
    if (peer === undefined)
      throw new ApiError('unknown-cluster', 'No laptop of that cluster is seen on this network any more.');
    return peer;
  }

  #requireNoCluster(): void {
    if (this.#cluster !== null)
      throw new ApiError('already-a-member', 'This laptop is in a cluster already. Leave it first.');
  }

  // Out of a cluster

  /** Leaves; answers where the notes are kept. */
  leave(force: boolean, timeoutMs: number): Promise<string> {
    return this.#move(async () => {
      const cluster = this.cluster();
      this.#leaving = true;
      this.#removedWhileLeaving = null;
      try {
        if (!cluster.isOnlyMember()) {
          await cluster.change({ type: 'remove', member: this.self }, timeoutMs).catch((error: unknown) => {
            // The answer may be lost although it is done.
            if (!force && this.#removedWhileLeaving === null) throw error;
          });
          await new Promise((resolve) => setTimeout(resolve, partingMs));
        }
        return await this.#closeCluster(null);
      } finally {
        this.#leaving = false;
      }
    });
  }

  /** Clears the notice of a refusal, a failed attempt or a removal. */
  async dismiss(): Promise<void> {
    this.#lastAttempt = null;
    if (this.#file.removed !== null) await this.#save({ removed: null });
    this.#statusThrottle.ask();
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
      await new Promise((resolve) => setTimeout(resolve, partingMs));
      await this.#closeCluster(removed);
    }).catch((error: unknown) => this.#fail(error));
  }

  /** Ends this laptop's part in its cluster. Its files are set aside, not deleted. */
  async #closeCluster(removed: MemberFile['removed']): Promise<string> {
    const cluster = this.cluster();
    this.#network.setMembers(new Map());
    this.#cluster = null;
    await cluster.stop();
    // From here on this laptop is in no cluster, even if it loses power before the files are moved.
    await this.#save({ cluster: null, removed });
    const keptIn = await setAside(this.#directory, cluster.id, Date.now());
    this.#network.announce();
    this.notesChanged.emit();
    this.#statusThrottle.ask();
    return keptIn;
  }

  /** Files of a cluster that this laptop left in the middle of something are moved away before a new one begins. */
  async #makeRoom(): Promise<void> {
    if (await holdsClusterState(this.#directory)) await setAside(this.#directory, 'unfinished', Date.now());
  }

  async #openCluster(): Promise<void> {
    // Each entry into a cluster numbers its commands anew: a cluster that this laptop left and joined again remembers
    // the earlier numbers, and would take the new commands for repetitions.
    await this.#saved(() => startSession(this.#directory.memberFilePath, this.#file.name));
    const { cluster: identity } = this.#file;
    if (identity === null) throw new Error('no cluster to open');
    const { introduction } = identity;
    const cluster = await Cluster.open({
      self: this.self,
      identity: {
        ...identity,
        introduction:
          introduction === null
            ? null
            : {
                configurationIndex: introduction.configurationIndex,
                members: introduction.members.map((known) => ({ ...known, member: asMemberId(known.member) })),
              },
      },
      session: this.#file.session,
      directory: this.#directory,
      network: this.#network,
      ownName: () => this.#file.name,
    });
    cluster.statusChanged.listen(() => this.#statusThrottle.ask());
    cluster.notesChanged.listen(() => this.notesChanged.emit());
    cluster.logChanged.listen(() => this.logChanged.emit());
    cluster.documentChanged.listen((event) => this.documentChanged.emit(event));
    cluster.noticed.listen((notice) => this.noticed.emit(notice));
    cluster.admission.removed.listen((removal) => this.#wasRemoved(cluster, removal));
    cluster.halted.listen((error) => this.halted.emit(error));
    this.#cluster = cluster;
    this.#lastAttempt = null;
    cluster.start();
    this.#network.announce();
    this.#statusThrottle.ask();
  }

  // What there is to see

  status(): MemberStatus {
    return {
      self: {
        member: this.self,
        fingerprint: fingerprint(this.self),
        name: this.#file.name,
        addresses: this.#network.addresses(),
        dataDirectory: this.#directory.path,
        appVersion,
        mdns: this.#options.mdns,
      },
      phase: this.#phase(),
      cluster: this.#cluster?.status() ?? null,
      joinRequests: (this.#cluster?.admission.requests.list() ?? []).map(({ request, sinceMs }): JoinRequestLine => ({
        member: request.peer,
        fingerprint: fingerprint(request.peer),
        name: request.name,
        sinceMs,
      })),
      waitingEdits: this.#cluster?.documents.waitingCount() ?? 0,
    };
  }

  nearby(): NearbyStatus {
    return nearbyStatus(this.#network.nearby());
  }

  /** As `cluster`, null if in none. */
  clusterOrNull(): Cluster | null {
    return this.#cluster;
  }

  /** A client has the note no longer open. */
  closeNote(note: string): void {
    this.#cluster?.documents.close(note);
  }

  async setName(name: string): Promise<void> {
    requireName(name);
    await this.#save({ name });
    this.#cluster?.admission.introduceSelf();
    this.#network.announce();
    this.#statusThrottle.ask();
  }

  #phase(): Phase {
    if (this.#cluster !== null) return { type: 'member' };
    if (this.#asking !== null) return this.#asking.phase();
    if (this.#lastAttempt !== null) return this.#lastAttempt;
    return this.#file.removed === null ? { type: 'alone' } : { type: 'removed', ...this.#file.removed };
  }

  // For the network

  #hello(): HelloInfo {
    const cluster = this.#cluster;
    return {
      appVersion,
      name: this.#file.name,
      cluster:
        cluster === null
          ? null
          : { id: cluster.id, name: cluster.name, memberCount: Math.max(1, cluster.memberCount()) },
    };
  }

  #standing(peer: MemberId): Standing {
    return this.#cluster?.admission.standing(peer) ?? { type: 'stranger' };
  }

  /** A member of our cluster says at hello that we were removed while we were away. */
  #standingHeard(peer: MemberId, standing: Standing): void {
    const cluster = this.#cluster;
    if (cluster !== null && standing.type === 'removed') cluster.admission.heardRemoved(peer, standing);
  }

  #joinAsked(request: Omit<JoinRequest, 'via'>, clusterId: string, signal: AbortSignal): Promise<JoinAnswer> {
    return (
      this.#cluster?.admission.asked(request, clusterId, signal) ??
      Promise.resolve({ type: 'unavailable', reason: 'no-cluster' })
    );
  }

  /** Changes `member.json`, one change after the other: each is made to what the one before left. */
  #save(changes: Partial<MemberFile>): Promise<void> {
    return this.#saved(async () => {
      const file = { ...this.#file, ...changes };
      await writeMemberFile(this.#directory.memberFilePath, file);
      return file;
    });
  }

  #saved(write: () => Promise<MemberFile>): Promise<void> {
    const saved = this.#saving.then(async () => {
      this.#file = await write();
    });
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  #fail(error: unknown): void {
    this.halted.emit(new ApiError('storage-failed', messageOf(error)));
  }

  #move<T>(run: () => Promise<T>): Promise<T> {
    const moved = this.#moving.then(run, run);
    this.#moving = moved.catch(() => undefined);
    return moved;
  }
}

/** A key for a new member. A folder that belongs to a member already gets none: it would silently become another's. */
async function newIdentity({ identityPath, memberFilePath }: DataDirectory): Promise<Uint8Array> {
  if ((await readMemberFile(memberFilePath)) !== null) throw new IdentityMissingError(identityPath);
  return await generateIdentity();
}

function requireName(name: string): void {
  if (isName(name)) return;
  throw new ApiError('invalid-request', 'A name is one line of up to 80 characters, without control characters.');
}
