import type { JoinRequestLine, MemberStatus, NearbyStatus, Notice } from '../api/contract.ts';
import { createNetwork } from '../network/network.ts';
import type { HelloInfo, JoinAnswer, JoinRequest, Network, Standing } from '../network/types.ts';
import type { MemberId } from '../raft/types.ts';
import { openDataDirectory, type DataDirectory } from '../storage/data-directory.ts';
import { loadIdentity } from '../storage/identity.ts';
import { readMemberFile } from '../storage/member-file.ts';
import { findPlace, settlePlace } from '../storage/place.ts';
import { disown } from '../storage/set-aside.ts';
import type { Cluster } from './cluster.ts';
import { diskAdvice, DiskNotWritableError } from './disk-error.ts';
import type { DigestPolicy } from './divergence.ts';
import type { DocumentEvent } from './documents.ts';
import { Emitter, Throttle } from './emitter.ts';
import { ApiError, messageOf, noClusterError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { checkIdentity, generateIdentity, IdentityMissingError } from './identity-key.ts';
import { MemberRecord } from './member-record.ts';
import { requireName } from './names.ts';
import { nearbyStatus } from './nearby-status.ts';
import { OwnMembership } from './own-membership.ts';
import type { SnapshotPolicy } from './snapshots.ts';
import { appVersion } from './version.ts';

export interface MemberOptions {
  readonly dataDirectory: string;
  /** The laptop's name if none was chosen yet. */
  readonly defaultName: string;
  readonly listen: string | null;
  readonly mdns: boolean;
  readonly snapshots: SnapshotPolicy;
  readonly digests: DigestPolicy;
}

/** One running member, in a cluster or not yet: its data directory, its identity and its place on the network. */
export class Member {
  readonly statusChanged = new Emitter<void>();
  readonly nearbyChanged = new Emitter<void>();
  readonly notesChanged = new Emitter<void>();
  readonly logChanged = new Emitter<void>();
  readonly documentChanged = new Emitter<DocumentEvent>();
  readonly noticed = new Emitter<Notice>();
  /** This member cannot go on; the process must end. */
  readonly halted = new Emitter<ApiError>();
  /** The way into and out of a cluster. */
  readonly membership: OwnMembership;

  readonly #options: MemberOptions;
  readonly #directory: DataDirectory;
  readonly #record: MemberRecord;
  readonly #statusThrottle = new Throttle(20, () => this.statusChanged.emit());
  #network!: Network;

  static async start(options: MemberOptions): Promise<Member> {
    const directory = await openDataDirectory(options.dataDirectory).catch((error: unknown) => {
      throw readableError(error, options.dataDirectory);
    });
    try {
      const copied = await disownCopy(directory);
      const privateKey = await loadIdentity(directory.identityPath, () => newIdentity(directory), checkIdentity);
      const record = await MemberRecord.open(directory.memberFilePath, options.defaultName);
      if (copied !== null) await record.save({ copied });
      await settlePlace(directory.path);
      const member = new Member(options, directory, record);
      const failures: ApiError[] = [];
      // What was known to be committed is applied within the start, before anyone listens.
      const deafen = member.halted.listen((error) => failures.push(error));
      await member.#begin(privateKey);
      deafen();
      const [failure] = failures;
      if (failure === undefined) return member;
      await member.stop();
      throw failure;
    } catch (error) {
      await directory.release();
      throw readableError(error, options.dataDirectory);
    }
  }

  private constructor(options: MemberOptions, directory: DataDirectory, record: MemberRecord) {
    this.#options = options;
    this.#directory = directory;
    this.#record = record;
    this.membership = new OwnMembership({
      directory,
      record,
      network: () => this.#network,
      snapshots: options.snapshots,
      digests: options.digests,
      entered: (cluster) => this.#listenTo(cluster),
      left: () => {
        this.notesChanged.emit();
        this.#statusThrottle.ask();
      },
      reloaded: (old) => {
        this.notesChanged.emit();
        // Of another epoch than any: whoever has the note open opens it again.
        for (const note of old.documents.openNotes()) {
          this.documentChanged.emit({ type: 'pending', note, epoch: '', version: 0, pending: [] });
        }
      },
      changed: () => this.#statusThrottle.ask(),
      fail: (error) => this.halted.emit(new ApiError('storage-failed', messageOf(error))),
    });
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
        onPeerConnected: (peer) => this.clusterOrNull()?.peerConnected(peer),
        onPeerDisconnected: (peer) => this.clusterOrNull()?.peerDisconnected(peer),
        onFrame: (from, frame) => this.clusterOrNull()?.frame(from, frame),
        onJoinAsked: (request, clusterId, signal) => this.#joinAsked(request, clusterId, signal),
        onSnapshot: async (from, offer) =>
          (await this.clusterOrNull()?.receiveSnapshot(from, offer)) ?? {
            type: 'refused',
            reason: 'It is in no cluster.',
          },
        onStanding: (peer, standing) => this.#standingHeard(peer, standing),
        onAddresses: () => {
          this.clusterOrNull()?.admission.introduceSelf();
          this.#statusThrottle.ask();
        },
        onNotice: ({ type, peer, detail }) => {
          // Those of a cluster that this laptop has just left may not know that yet.
          if (type === 'stranger-refused' && this.clusterOrNull() === null) return;
          this.noticed.emit({ type: 'peer-misbehaves', peer, detail });
        },
      },
    });
    try {
      await this.membership.resume();
    } catch (error) {
      await this.#network.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.membership.stop();
    await this.#network.stop();
    this.#statusThrottle.stop();
    await this.#directory.release();
  }

  get self(): MemberId {
    return this.#network.self;
  }

  /** The cluster that this laptop is in. Throws ApiError `not-a-member` if it is in none. */
  cluster(): Cluster {
    const { cluster } = this.membership;
    if (cluster === null) throw noClusterError();
    return cluster;
  }

  /** As `cluster`, whose notes may be shown. Throws ApiError `diverged` too. */
  notebook(): Cluster {
    const cluster = this.cluster();
    cluster.requireSound();
    return cluster;
  }

  /** As `cluster`, null if in none. */
  clusterOrNull(): Cluster | null {
    return this.membership.cluster;
  }

  status(): MemberStatus {
    const cluster = this.clusterOrNull();
    return {
      self: {
        member: this.self,
        fingerprint: fingerprint(this.self),
        name: this.#record.file.name,
        addresses: this.#network.addresses(),
        dataDirectory: this.#directory.path,
        appVersion,
        mdns: this.#options.mdns,
      },
      phase: this.membership.phase(),
      cluster: cluster?.status() ?? null,
      joinRequests: (cluster?.admission.requests.list() ?? []).map(({ request, sinceMs }): JoinRequestLine => ({
        member: request.peer,
        fingerprint: fingerprint(request.peer),
        name: request.name,
        sinceMs,
      })),
      waitingEdits: cluster?.documents.waitingCount() ?? 0,
    };
  }

  nearby(): NearbyStatus {
    return nearbyStatus(this.#network.nearby());
  }

  /** A client has the note no longer open. */
  closeNote(note: string): void {
    this.clusterOrNull()?.documents.close(note);
  }

  async setName(name: string): Promise<void> {
    requireName(name);
    await this.#record.save({ name });
    this.clusterOrNull()?.admission.introduceSelf();
    this.#network.announce();
    this.#statusThrottle.ask();
  }

  #listenTo(cluster: Cluster): void {
    cluster.statusChanged.listen(() => this.#statusThrottle.ask());
    cluster.notesChanged.listen(() => this.notesChanged.emit());
    cluster.logChanged.listen(() => this.logChanged.emit());
    cluster.documentChanged.listen((event) => this.documentChanged.emit(event));
    cluster.noticed.listen((notice) => this.noticed.emit(notice));
    cluster.halted.listen((error) => this.halted.emit(error));
  }

  // For the network

  #hello(): HelloInfo {
    const cluster = this.clusterOrNull();
    return {
      appVersion,
      name: this.#record.file.name,
      cluster:
        cluster === null
          ? null
          : { id: cluster.id, name: cluster.name, memberCount: Math.max(1, cluster.memberCount()) },
    };
  }

  #standing(peer: MemberId): Standing {
    return this.clusterOrNull()?.admission.standing(peer) ?? { type: 'stranger' };
  }

  /** A member of our cluster says at hello that we were removed while we were away. */
  #standingHeard(peer: MemberId, standing: Standing): void {
    if (standing.type === 'removed') this.clusterOrNull()?.admission.heardRemoved(peer, standing);
  }

  #joinAsked(request: Omit<JoinRequest, 'via'>, clusterId: string, signal: AbortSignal): Promise<JoinAnswer> {
    return (
      this.clusterOrNull()?.admission.asked(request, clusterId, signal) ??
      Promise.resolve({ type: 'unavailable', reason: 'no-cluster' })
    );
  }
}

/**
 * A copied directory has forgotten what the original has promised since: what made it a member is set aside, and it
 * starts as a new one. Returns where that is kept; null: it is no copy.
 */
async function disownCopy(directory: DataDirectory): Promise<string | null> {
  const place = await findPlace(directory.path);
  return place.type === 'copied' ? disown(directory, Date.now()) : null;
}

/** What the system only has a code for. */
function readableError(error: unknown, path: string): unknown {
  if (error instanceof ApiError) return error;
  const advice = diskAdvice(error, path);
  return advice === null ? error : new DiskNotWritableError(advice, { cause: error });
}

/** A key for a new member. A folder that belongs to a member already gets none: it would silently become another's. */
async function newIdentity({ identityPath, memberFilePath }: DataDirectory): Promise<Uint8Array> {
  if ((await readMemberFile(memberFilePath)) !== null) throw new IdentityMissingError(identityPath);
  return await generateIdentity();
}
