import type { LogIndex, MemberId, Message, Term } from '../raft/types.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Foreign } from './foreign.ts';
import type { Invitation } from './invite-link.ts';

/** libp2p protocol names. `hello`, `join`, `invite` and `reach` are public and tightly limited; the others are for members. */
export const protocols = {
  hello: '/raftpad/hello/1',
  join: '/raftpad/join/2',
  /** As older apps ask: without digits to compare. Served to repairs; whoever else asks by it is told to update. */
  joinWithoutCode: '/raftpad/join/1',
  invite: '/raftpad/invite/1',
  raft: '/raftpad/raft/1',
  snapshot: '/raftpad/snapshot/1',
  reach: '/raftpad/reach/1',
} as const;

export const networkLimits = {
  /** Largest frame on `raft`, in bytes; batches are cut well below it. */
  raftFrameBytes: 4 * 1024 * 1024,
  /** Largest frame on `hello`, `join` and `invite`, in bytes. */
  publicFrameBytes: 8 * 1024,
  /** A public exchange that takes longer is closed (join waits for a person and has its own time). */
  helloTimeoutMs: 5_000,
  /** How long a join request stays open without an answer. */
  joinTimeoutMs: 10 * 60_000,
  /** Bytes queued towards one peer; beyond, messages are dropped (Raft resends). */
  sendQueueBytes: 8 * 1024 * 1024,
  /** Largest frame on `snapshot`, in bytes: so much is read, encrypted and written in one turn of the event loop. */
  snapshotFrameBytes: 256 * 1024,
  /** Bytes of a snapshot that are under way and not yet written by the receiver, at most. */
  snapshotWindowBytes: 1024 * 1024,
  /** Largest snapshot, in bytes. */
  snapshotBytes: 16 * 1024 * 1024 * 1024,
} as const;

/** What everyone on the network may know about a running app. */
export interface HelloInfo {
  readonly appVersion: string;
  /** The laptop's name. Up to 80 characters, shown beside a fingerprint, never trusted. */
  readonly name: string;
  readonly cluster: {
    readonly id: string;
    readonly name: string;
    readonly memberCount: number;
    /** Which run of the cluster it is in, if it was ever recovered; absent: an earlier app, or not known yet. */
    readonly epoch?: number | undefined;
    readonly recovery?: ClusterRecovery | undefined;
  } | null;
}
/** How a cluster came into its epoch: one laptop went on without a majority. */
export interface ClusterRecovery {
  /** The epochs that it goes on from, the last first. */
  readonly before: readonly number[];
  /** The name of the laptop that it was recovered on. */
  readonly by: string;
  /** Milliseconds since 1970, on that laptop's clock. */
  readonly atMs: number;
}
/** A hello answer also says how the answerer sees the asker. */
export interface HelloAnswer extends HelloInfo {
  readonly peer: MemberId;
  readonly standing: Standing;
}
/**
 * A removal that is committed at `index`. Whoever was let in again later, or knows a later configuration, takes no
 * notice of it. `atMs`: milliseconds since 1970 on the clock of whoever tells it, 0 if it does not know.
 */
export interface Removed {
  readonly type: 'removed';
  readonly by: string;
  readonly atMs: number;
  readonly index: LogIndex;
}
export type Standing = { readonly type: 'stranger' } | { readonly type: 'member' } | Removed;

/** What members say to each other on the raft stream. */
export type PeerFrame =
  | { readonly type: 'raft'; readonly message: Message }
  /** Someone asks to join; told to every member so that any of them may decide. */
  | { readonly type: 'join-asked'; readonly request: JoinRequest }
  /** A member decided (or the asker went away: 'withdrawn'). */
  | {
      readonly type: 'join-settled';
      readonly peer: MemberId;
      readonly outcome: 'approved' | 'refused' | 'withdrawn';
      readonly by: MemberId;
    }
  /** From the leader, now and then: how far each member's log matches its own, so that every window can show it. */
  | {
      readonly type: 'progress';
      readonly matches: readonly { readonly member: MemberId; readonly matchIndex: LogIndex }[];
    }
  /**
   * Said when a raft stream opens and when membership changes: who is in the cluster as this member knows it. A member
   * that was away learns from one it knows to let newer ones in, among them a leader it never met.
   */
  | {
      readonly type: 'membership';
      readonly configurationIndex: LogIndex;
      readonly members: readonly KnownMember[];
      /** How members were let in, as far as the sender knows. */
      readonly admissions: readonly SignedAdmission[];
    }
  /**
   * The sender's notes are not those of the majority: it asks for a snapshot of entry `atLeast` or a later one, by a
   * transfer with session `request`.
   */
  | { readonly type: 'snapshot-wanted'; readonly request: number; readonly atLeast: LogIndex }
  /** How much room the sender's disk has: said when it changes and when a raft stream opens. */
  | { readonly type: 'condition'; readonly disk: DiskRoom }
  /** You are no longer a member. */
  | Removed;

/** `low`: enough for now, but a person should make room. `full`: it takes no more entries. */
export type DiskRoom = 'ok' | 'low' | 'full';

/** A member let another one in, and says so with the key that its PeerId is made of. */
export interface SignedAdmission {
  readonly member: MemberId;
  readonly approver: MemberId;
  /** Milliseconds since 1970, on the approver's clock. */
  readonly atMs: number;
  /** 64 bytes, Ed25519. */
  readonly signature: Uint8Array;
}

/** A member, its name and where it was last reachable. */
export interface KnownMember {
  readonly member: MemberId;
  readonly name: string;
  readonly addresses: readonly string[];
}

export interface JoinRequest {
  readonly peer: MemberId;
  readonly name: string;
  readonly addresses: readonly string[];
  /** The member that holds the asker's stream and will answer it. */
  readonly via: MemberId;
  /**
   * Asked by a member whose log is damaged: it is to be taken out, for what it promised is forgotten, and let in anew. Who
   * it is the connection proves, so no person decides.
   */
  readonly isRepair: boolean;
  /** Six digits, to compare with those on the asker's screen; null: a repair, or asked at a member with an older app. */
  readonly code: string | null;
  /** The epoch that the asker means; absent: whichever. */
  readonly epoch?: number | undefined;
}
export type JoinAnswer =
  | {
      readonly type: 'approved';
      readonly clusterId: string;
      readonly clusterName: string;
      readonly configurationIndex: LogIndex;
      /** In which the asker was let in: it takes part in no earlier one. */
      readonly term: Term;
      /** Of the log that the asker will be brought; absent: an earlier app does not say. */
      readonly epoch?: number | undefined;
      readonly members: readonly KnownMember[];
    }
  | { readonly type: 'refused'; readonly by: string }
  /** Not decided by a person: not in a cluster, another cluster, too many requests, timed out. */
  | { readonly type: 'unavailable'; readonly reason: 'no-cluster' | 'other-cluster' | 'busy' | 'timed-out' }
  /** The one that was asked knows another version of the join protocol only. */
  | { readonly type: 'unavailable'; readonly reason: 'other-version' }
  /** To a repair only: the members that can be reached are too few to let it in. */
  | { readonly type: 'unavailable'; readonly reason: 'no-majority' }
  /** The cluster of that id that is here is in another epoch than the asker means. */
  | { readonly type: 'unavailable'; readonly reason: 'other-epoch' }
  /** To a repair only: the asker is a member no more. `by` is empty and `atMs` 0 where that is not known any more. */
  | Removed;

/** Why a member that knows the invite lets nobody in by it. The first three may pass. */
export type InviteRefusal = 'busy' | 'no-majority' | 'cluster-full' | 'expired' | 'used' | 'revoked';
export type InviteAnswer =
  | Extract<JoinAnswer, { type: 'approved' }>
  | { readonly type: 'refused'; readonly reason: InviteRefusal }
  /** It could not prove that it knows the invite: it is in another cluster, or has not heard of it yet. */
  | { readonly type: 'not-known' }
  /** It is an app from before there were invites. */
  | { readonly type: 'not-supported' };

/** The invites of this laptop's cluster, for newcomers that hold one. */
export interface InviteKeeper {
  /** null: there is none with this id. One that has ended is there, so that its holder can be told so. */
  find(inviteId: Uint8Array): { readonly clusterId: string; readonly publicKey: Uint8Array } | null;
  /** `newcomer` has proven that it holds the invite: lets it in, if that is still to be done. Never rejects. */
  honour(
    inviteId: Uint8Array,
    newcomer: KnownPeer,
  ): Promise<Extract<InviteAnswer, { readonly type: 'approved' | 'refused' }>>;
}
interface KnownPeer {
  readonly peer: MemberId;
  readonly name: string;
  readonly addresses: readonly string[];
}

/** A running app that was seen on the network and answered our hello. */
export interface NearbyPeer extends HelloAnswer {
  readonly addresses: readonly string[];
}

/** What is about to be sent. (index, term, totalBytes, check) are the same exactly if the bytes are. */
export interface SnapshotOffer {
  /** The leader's attempt, as in the core's `send-snapshot` and `receive-snapshot`. */
  readonly session: number;
  /** The last log entry that the snapshot stands for. */
  readonly index: LogIndex;
  readonly term: Term;
  readonly totalBytes: number;
  /** Over all bytes, as the sender's storage keeps it; at most 2^53 - 1. The network does not look at it. */
  readonly check: number;
}

/** Where a snapshot's bytes come from. */
export interface SnapshotSource {
  /**
   * From 1 to `maxBytes` bytes from `offset` on. They must not change afterwards: they are sent without a copy. A
   * rejection ends the transfer, with the same error.
   */
  read(offset: number, maxBytes: number): Promise<Uint8Array>;
}

/**
 * Where a snapshot's bytes go to. Calls never overlap. The message of what `write` or `finish` rejects with is told to
 * the sender, so it should be for people and name no paths.
 */
export interface SnapshotSink {
  /** So many of the first bytes are there already, durable; the transfer goes on behind them. */
  readonly startOffset: number;
  /** The next bytes. The sender's progress, and its pace, is what has resolved here. */
  write(bytes: Uint8Array): Promise<void>;
  /** All bytes were written. Resolves once the whole has been verified and is durable in its final place. */
  finish(): Promise<void>;
  /** It ended otherwise: broken off, replaced by a newer attempt, a failed `write`. Not called after `finish`. */
  abort(reason: string): Promise<void>;
}
export type SnapshotReception =
  | { readonly type: 'accepted'; readonly sink: SnapshotSink }
  /** `reason` is told to the sender. */
  | { readonly type: 'refused'; readonly reason: string };

export interface SnapshotProgress {
  /** What the receiver has written, counting from the snapshot's first byte, also if it was resumed. */
  readonly writtenBytes: number;
  readonly totalBytes: number;
}

export interface NetworkEvents {
  /** The set of nearby apps changed (appeared, changed name or cluster, gone for a while). */
  onNearby(peers: readonly NearbyPeer[]): void;
  /** The raft stream with a member is open both ways / is gone. */
  onPeerConnected(peer: MemberId): void;
  onPeerDisconnected(peer: MemberId): void;
  /** A well-formed frame from a member. */
  onFrame(from: MemberId, frame: PeerFrame): void;
  /** Someone asks to join our cluster. Resolve with the answer; `signal` aborts if the asker goes away. */
  onJoinAsked(request: Omit<JoinRequest, 'via'>, clusterId: string, signal: AbortSignal): Promise<JoinAnswer>;
  /**
   * A member is about to send a snapshot. One at a time for each member: an earlier one's sink is aborted, and that has
   * resolved, before this is called. A rejection refuses.
   */
  onSnapshot(from: MemberId, offer: SnapshotOffer): Promise<SnapshotReception>;
  /** A peer (named by its hello answer) considers us removed. */
  onStanding(peer: MemberId, standing: Standing): void;
  /** A peer says how it was let in. Whether it is a member is asked afterwards. */
  onAdmissions(peer: MemberId, admissions: readonly SignedAdmission[]): void;
  /** Our own listening addresses changed. */
  onAddresses(addresses: readonly string[]): void;
  /** Something a person may want to know (a peer sent garbage and was cut off). No secrets. */
  onNotice(notice: {
    readonly type: 'bad-frame' | 'stranger-refused';
    readonly peer: string;
    readonly detail: string;
  }): void;
}

export interface NetworkOptions {
  /** libp2p private key, protobuf bytes as in identity.key. */
  readonly privateKey: Uint8Array;
  /** Multiaddr or host:port to listen on; null: all interfaces, first free TCP port from 47101. */
  readonly listen: string | null;
  readonly mdns: boolean;
  readonly events: NetworkEvents;
  /** What we say of ourselves, asked at each hello. */
  readonly hello: () => HelloInfo;
  /** How we were let in, as it is told to a member that may not know us. */
  readonly admissions: (peer: MemberId) => readonly SignedAdmission[];
  /** Absent: no invite is honoured. */
  readonly invites?: InviteKeeper;
  /**
   * How we see a peer, asked at each hello and at each attempt to open the raft protocol. `cluster`: what it says, or said
   * last, that it is in; absent: nothing yet.
   */
  readonly standing: (peer: MemberId, cluster?: HelloInfo['cluster']) => Standing;
}

export interface Network {
  readonly self: MemberId;
  /** What there is to find out of this network. */
  readonly diagnosis: Diagnosis;
  /** Full multiaddrs with /p2p/ that we listen on. */
  addresses(): readonly string[];
  /**
   * The members to keep a raft stream with, and where they were last known. Streams with others are closed.
   * Redials with backoff for ever; the smaller PeerId dials, unless only the other side knows an address.
   */
  setMembers(members: ReadonlyMap<MemberId, readonly string[]>): void;
  isConnected(peer: MemberId): boolean;
  /** Queues a frame on the raft stream; false if there is none or its queue is full (then the frame is dropped). */
  send(to: MemberId, frame: PeerFrame): boolean;
  /**
   * Brings a snapshot to a member, on a connection of its own if one can be made; resolves once the receiver's sink has
   * finished. Slows down so that nothing else waits for it. A second call for the same member replaces the first.
   *
   * Throws UnreachableError, SnapshotRefusedError (the receiver says why), SnapshotBrokenOffError (the connection closed,
   * `signal` aborted, a newer call), SnapshotStalledError, or what `source.read` threw. After any of them another call
   * goes on where the receiver stands.
   */
  sendSnapshot(
    to: MemberId,
    offer: SnapshotOffer,
    source: SnapshotSource,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: SnapshotProgress) => void },
  ): Promise<void>;
  /** An Ed25519 signature with our identity key: 64 bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
  nearby(): readonly NearbyPeer[];
  /** Whether it is there and does not speak our version of a protocol that we need. `onNearby` tells when that changes. */
  foreign(peer: MemberId): Foreign | null;
  /** Our hello changed (name, cluster): tell the peers nearby. */
  announce(): void;
  /** Says hello to `address` (multiaddr or host:port, see `parseAddress`). Throws UnreachableError, ForeignPeerError. */
  hello(address: string, signal: AbortSignal): Promise<NearbyPeer>;
  /**
   * Asks the peer to let us into its cluster and waits for a person's decision. `onCode` is told the six digits that both
   * screens are to show. Throws UnreachableError if the stream breaks.
   */
  join(peer: NearbyPeer, clusterId: string, onCode: (code: string) => void, signal: AbortSignal): Promise<JoinAnswer>;
  /** Proves to a member that this laptop holds the invite, and is let in. Throws UnreachableError, also if it breaks off. */
  joinByInvite(
    member: Pick<NearbyPeer, 'peer' | 'addresses'>,
    invitation: Invitation,
    signal: AbortSignal,
  ): Promise<InviteAnswer>;
  /**
   * As a member whose log is damaged or of another epoch, asks another member to be let in anew: into `epoch`, if that is
   * given. Throws as `join`.
   */
  askForRepair(member: KnownMember, clusterId: string, signal: AbortSignal, epoch?: number): Promise<JoinAnswer>;
  stop(): Promise<void>;
}
