import type { JoinRequestLine, MemberStatus, NearbyStatus, NoteLine, Notice } from '../api/contract.ts';
import { createNetwork } from '../network/network.ts';
import type { HelloInfo, JoinAnswer, JoinRequest, Network, Standing } from '../network/types.ts';
import type { NotesState } from '../notes/state-machine.ts';
import { asMemberId, type MemberId } from '../raft/types.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import { FoundTexts } from '../storage/found-texts.ts';
import { sourceOf } from './backup-source.ts';
import { Backups } from './backups.ts';
import { closingLimitMs, type Closing } from './closing.ts';
import type { Cluster } from './cluster.ts';
import { finishDeletions } from './copy-deletion.ts';
import { diskAdvice, DiskNotWritableError } from './disk-error.ts';
import type { DigestPolicy } from './divergence.ts';
import type { DocumentEvent } from './documents.ts';
import { Emitter, Throttle } from './emitter.ts';
import { ApiError, damagedError, messageOf, noClusterError, readOnlyError, rejoiningError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { FoundNotes } from './found-notes.ts';
import { KeptCopies } from './kept-copies.ts';
import type { MemberRecord } from './member-record.ts';
import { requireName } from './names.ts';
import { nearbyStatus } from './nearby-status.ts';
import { NetworkReports } from './network-reports.ts';
import { noteLines } from './note-lines.ts';
import { openMember } from './opening.ts';
import { OwnMembership } from './own-membership.ts';
import type { SnapshotPolicy } from './snapshots.ts';
import { newerFile } from './update-needed.ts';
import { appVersion } from './version.ts';

export interface MemberOptions {
  readonly dataDirectory: string;
  /** The laptop's name if none was chosen yet. */
  readonly defaultName: string;
  readonly listen: string | null;
  readonly mdns: boolean;
  readonly snapshots: SnapshotPolicy;
  readonly logSizes: DataDirectory['logSizes'];
  readonly digests: DigestPolicy;
  readonly awayMs: number;
}

const mostUntold = 100;
/** A laptop that is still awake so long after it was to fall asleep has not, or nobody told it that it woke. */
const awakeAgainMs = 30_000;

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
  readonly backups: Backups;
  /** Texts that only this laptop has. */
  readonly found: FoundNotes;
  /** What it kept of clusters that it is no longer in. */
  readonly copies: KeptCopies;
  readonly networkReports: NetworkReports;

  readonly #options: MemberOptions;
  readonly #directory: DataDirectory;
  readonly #record: MemberRecord;
  /** Notices that nobody has listened to yet; null: somebody has. */
  #untold: Notice[] | null = [];
  readonly #statusThrottle = new Throttle(20, () => this.statusChanged.emit());
  #network!: Network;

  static async start(options: MemberOptions): Promise<Member> {
    const { directory, privateKey, record } = await openMember(
      options.dataDirectory,
      options.defaultName,
      options,
    ).catch((error: unknown) => {
      throw readableError(error, options.dataDirectory);
    });
    try {
      await finishDeletions(directory, record).catch((error: unknown) => {
        console.error(`raftpad: what of deleted copies is left was not removed: ${messageOf(error)}`);
      });
      const found = await FoundTexts.open(directory.foundPath, directory.files);
      const member = new Member(options, directory, record, found);
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

  private constructor(options: MemberOptions, directory: DataDirectory, record: MemberRecord, found: FoundTexts) {
    this.#options = options;
    this.found = new FoundNotes({
      texts: found,
      cluster: () => this.notebook(),
      changed: () => this.#statusThrottle.ask(),
    });
    this.#directory = directory;
    this.#record = record;
    this.copies = new KeptCopies({ directory, record, changed: () => this.#statusThrottle.ask() });
    this.membership = new OwnMembership({
      directory,
      record,
      network: () => this.#network,
      snapshots: options.snapshots,
      digests: options.digests,
      awayMs: options.awayMs,
      found,
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
      notice: (notice) => this.#tell(notice),
      fail: (error) => this.halted.emit(new ApiError('storage-failed', messageOf(error))),
    });
    this.backups = new Backups({
      dataDirectory: directory.path,
      ownName: () => record.file.name,
      membership: this.membership,
      source: async (copy) =>
        copy === undefined
          ? (this.membership.readOnly?.source() ?? sourceOf(this.cluster()))
          : (await this.copies.notes(copy)).source(),
      cluster: () => this.cluster(),
      changed: () => this.#statusThrottle.ask(),
    });
    this.networkReports = new NetworkReports({
      diagnosis: () => this.#network.diagnosis,
      self: () => this.#network.self,
      members: () => new Map(this.membership.cluster?.status().members.map(({ member, name }) => [member, name])),
    });
  }

  async #begin(privateKey: Uint8Array): Promise<void> {
    this.#network = await createNetwork({
      privateKey,
      listen: this.#options.listen,
      mdns: this.#options.mdns,
      hello: () => this.#hello(),
      standing: (peer, said) => this.#standing(peer, said),
      admissions: (peer) => this.membership.cluster?.admission.ownAdmissions(peer) ?? [],
      invites: {
        find: (inviteId) => this.clusterOrNull()?.invites.find(inviteId) ?? null,
        honour: async (inviteId, newcomer) =>
          (await this.clusterOrNull()?.invites.honour(inviteId, newcomer)) ?? { type: 'refused', reason: 'busy' },
      },
      events: {
        onNearby: () => {
          this.nearbyChanged.emit();
          this.#statusThrottle.ask(); // laptops of another epoch may be among them
        },
        onPeerConnected: (peer) => this.membership.cluster?.peerConnected(peer),
        onPeerDisconnected: (peer) => this.membership.cluster?.peerDisconnected(peer),
        onFrame: (from, frame) => this.membership.cluster?.frame(from, frame),
        onJoinAsked: (request, clusterId, signal) => this.#joinAsked(request, clusterId, signal),
        onSnapshot: async (from, offer) =>
          (await this.membership.cluster?.receiveSnapshot(from, offer)) ?? {
            type: 'refused',
            reason: 'It is in no cluster.',
          },
        onStanding: (peer, standing) => this.#standingHeard(peer, standing),
        onAdmissions: (peer, admissions) => this.membership.cluster?.admission.heardAdmissions(peer, admissions),
        onAddresses: () => {
          this.membership.cluster?.admission.introduceSelf();
          this.#statusThrottle.ask();
        },
        onNotice: ({ type, peer, detail }) => {
          // Those of a cluster that this laptop has just left may not know that yet.
          if (type === 'stranger-refused' && this.membership.cluster === null) return;
          this.#tell({ type: 'peer-misbehaves', peer, detail });
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

  /** The laptop falls asleep: see the API's `sleep`. */
  async sleep(limitMs = closingLimitMs): Promise<Closing> {
    return (await this.membership.cluster?.closing.sleep(limitMs, awakeAgainMs)) ?? 'alone';
  }

  wake(): void {
    this.membership.cluster?.closing.wake();
  }

  /** In order: the others go on without this laptop, and have a leader, before it goes. */
  async stop(): Promise<void> {
    this.networkReports.stop();
    this.copies.stop();
    await this.membership.stop();
    await this.#network.stop();
    this.#statusThrottle.stop();
    await this.#directory.release();
  }

  get self(): MemberId {
    return this.#network.self;
  }

  /** The cluster that this laptop is in. Throws ApiError: `not-a-member` if it is in none, `damaged` if what it has is. */
  cluster(): Cluster {
    const cluster = this.clusterOrNull();
    if (cluster !== null) return cluster;
    if (this.membership.readOnly !== null) throw readOnlyError();
    const { type } = this.membership.phase();
    throw type === 'repairing' ? damagedError() : type === 'rejoining' ? rejoiningError() : noClusterError();
  }

  /** The notes as far as they can be read here. Throws ApiError. */
  notes(): NotesState {
    return this.membership.readOnly?.source().notes ?? this.notebook().notes;
  }

  /** As `notes`, as a list. */
  noteLines(): NoteLine[] {
    const { readOnly } = this.membership;
    if (readOnly === null) return this.notebook().noteLines();
    const { notes } = readOnly.source();
    return noteLines(
      notes,
      (member) => notes.member(member)?.name ?? fingerprint(asMemberId(member)),
      () => false,
    );
  }

  /** As `cluster`, whose notes may be shown. Throws ApiError `diverged` too. */
  notebook(): Cluster {
    const cluster = this.cluster();
    cluster.requireSound();
    return cluster;
  }

  /** As `cluster`, null instead of an error. */
  clusterOrNull(): Cluster | null {
    return this.membership.phase().type === 'member' ? this.membership.cluster : null;
  }

  /** Notices from before anyone listened. Each is given once. */
  takeUntold(): readonly Notice[] {
    const untold = this.#untold ?? [];
    this.#untold = null;
    return untold;
  }

  #tell(notice: Notice): void {
    if (this.#untold === null) this.noticed.emit(notice);
    else if (this.#untold.length < mostUntold) this.#untold.push(notice);
  }

  status(): MemberStatus {
    const { cluster } = this.membership;
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
        code: request.code,
        sinceMs,
      })),
      invites: cluster?.invites.lines(Date.now()) ?? [],
      waitingEdits: cluster?.documents.waitingCount() ?? 0,
      foundTexts: this.found.size,
      backup: this.backups.work,
    };
  }

  nearby(): NearbyStatus {
    return nearbyStatus(this.#network.nearby());
  }

  /** A client has the note no longer open. */
  closeNote(note: string): void {
    this.membership.cluster?.documents.close(note);
  }

  async setName(name: string): Promise<void> {
    requireName(name);
    await this.#record.save({ name });
    this.membership.cluster?.admission.introduceSelf();
    this.#network.announce();
    this.#statusThrottle.ask();
  }

  #listenTo(cluster: Cluster): void {
    cluster.statusChanged.listen(() => this.#statusThrottle.ask());
    cluster.notesChanged.listen(() => this.notesChanged.emit());
    cluster.logChanged.listen(() => this.logChanged.emit());
    cluster.documentChanged.listen((event) => this.documentChanged.emit(event));
    cluster.noticed.listen((notice) => this.#tell(notice));
    cluster.halted.listen((error) => this.halted.emit(error));
  }

  // For the network

  #hello(): HelloInfo {
    const { cluster } = this.membership;
    return {
      appVersion,
      name: this.#record.file.name,
      cluster:
        cluster === null
          ? null
          : {
              id: cluster.id,
              name: cluster.name,
              memberCount: Math.max(1, cluster.memberCount()),
              ...cluster.recovery.said(),
            },
    };
  }

  #standing(peer: MemberId, said: HelloInfo['cluster'] | undefined): Standing {
    if (this.membership.cluster?.recovery.isOfAnother(said) === true) return { type: 'stranger' };
    return this.membership.cluster?.admission.standing(peer) ?? { type: 'stranger' };
  }

  /** A member of our cluster says at hello that we were removed while we were away. */
  #standingHeard(peer: MemberId, standing: Standing): void {
    if (standing.type === 'removed') this.membership.cluster?.admission.heardRemoved(peer, standing);
  }

  #joinAsked(request: Omit<JoinRequest, 'via'>, clusterId: string, signal: AbortSignal): Promise<JoinAnswer> {
    return (
      this.clusterOrNull()?.admission.asked(request, clusterId, signal) ??
      Promise.resolve({ type: 'unavailable', reason: 'no-cluster' })
    );
  }
}

/** What the system only has a code for. */
function readableError(error: unknown, path: string): unknown {
  if (error instanceof ApiError) return error;
  const newer = newerFile(error, path);
  if (newer !== null) return newer;
  const advice = diskAdvice(error, path);
  return advice === null ? error : new DiskNotWritableError(advice, { cause: error });
}
