import type { LogIndex, MemberId, Message } from '../raft/types.ts';

/** libp2p protocol names. `hello` and `join` are public and tightly limited; `raft` is for members only. */
export const protocols = {
  hello: '/raftpad/hello/1',
  join: '/raftpad/join/1',
  raft: '/raftpad/raft/1',
} as const;

export const networkLimits = {
  /** Largest frame on `raft`, in bytes; batches are cut well below it. */
  raftFrameBytes: 4 * 1024 * 1024,
  /** Largest frame on `hello` and `join`, in bytes. */
  publicFrameBytes: 8 * 1024,
  /** A public exchange that takes longer is closed (join waits for a person and has its own time). */
  helloTimeoutMs: 5_000,
  /** How long a join request stays open without an answer. */
  joinTimeoutMs: 10 * 60_000,
  /** Bytes queued towards one peer; beyond, messages are dropped (Raft resends). */
  sendQueueBytes: 8 * 1024 * 1024,
} as const;

/** What everyone on the network may know about a running app. */
export interface HelloInfo {
  readonly appVersion: string;
  /** The laptop's name. Up to 80 characters, shown beside a fingerprint, never trusted. */
  readonly name: string;
  readonly cluster: { readonly id: string; readonly name: string; readonly memberCount: number } | null;
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
  | { readonly type: 'membership'; readonly configurationIndex: LogIndex; readonly members: readonly KnownMember[] }
  /** You are no longer a member. */
  | Removed;

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
}
export type JoinAnswer =
  | {
      readonly type: 'approved';
      readonly clusterId: string;
      readonly clusterName: string;
      readonly configurationIndex: LogIndex;
      readonly members: readonly KnownMember[];
    }
  | { readonly type: 'refused'; readonly by: string }
  /** Not decided by a person: not in a cluster, another cluster, too many requests, timed out. */
  | { readonly type: 'unavailable'; readonly reason: 'no-cluster' | 'other-cluster' | 'busy' | 'timed-out' };

/** A running app that was seen on the network and answered our hello. */
export interface NearbyPeer extends HelloAnswer {
  readonly addresses: readonly string[];
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
  /** A peer (named by its hello answer) considers us removed. */
  onStanding(peer: MemberId, standing: Standing): void;
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
  /** How we see a peer, asked at each hello and at each attempt to open the raft protocol. */
  readonly standing: (peer: MemberId) => Standing;
}

export interface Network {
  readonly self: MemberId;
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
  nearby(): readonly NearbyPeer[];
  /** Our hello changed (name, cluster): tell the peers nearby. */
  announce(): void;
  /** Says hello to `address` (multiaddr or host:port, see `parseAddress`). Throws UnreachableError. */
  hello(address: string, signal: AbortSignal): Promise<NearbyPeer>;
  /** Asks the peer to let us into its cluster and waits for a person's decision. Throws UnreachableError if the stream breaks. */
  join(peer: NearbyPeer, clusterId: string, signal: AbortSignal): Promise<JoinAnswer>;
  stop(): Promise<void>;
}
