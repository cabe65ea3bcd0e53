/** What a member tells of its network: facts, and what follows from them. Times are in milliseconds. */

export interface NetworkReport {
  /** For how long it has been looking: what was not heard by then may still come. */
  readonly watchedMs: number;
  readonly platform: Platform;
  /** The same as in `findings`: what stands in the way first. Empty: nothing is known yet. */
  readonly findings: readonly Finding[];
  readonly mdns: boolean;
  readonly port: NetworkPort;
  readonly interfaces: readonly InterfaceLine[];
  /** The interfaces by which packets to anywhere, and multicast, would leave; null: none, or not known yet. */
  readonly defaultInterface: string | null;
  readonly multicastInterface: string | null;
  /** The system knows no way for multicast that names no interface. */
  readonly noMulticastRoute: boolean;
  /** When any other device was last heard on the port of mDNS, and when another Raftpad was announced; null: not yet. */
  readonly othersHeardAgoMs: number | null;
  readonly announcedAgoMs: number | null;
  /** The other members, then other laptops that were seen lately. */
  readonly peers: readonly PeerLine[];
  /** Commands that let Raftpad through a firewall, this platform's first. */
  readonly firewalls: readonly FirewallLine[];
}

export type Platform = 'linux' | 'macos' | 'windows' | 'other';

export interface NetworkPort {
  /** Null: it listens nowhere. */
  readonly number: number | null;
  /** `next-free`, `any-free`: 47101 was taken. `given`: it was started with where to listen. */
  readonly choice: 'usual' | 'next-free' | 'any-free' | 'given';
}

export interface InterfaceLine {
  readonly name: string;
  readonly kind: 'loopback' | 'vpn' | 'container' | 'virtual-machine' | 'ordinary';
  /** Whose adapter it is, if its name says that. */
  readonly product: string | null;
  readonly addresses: readonly {
    readonly address: string;
    readonly family: 'IPv4' | 'IPv6';
    readonly prefixBits: number;
    readonly isLinkLocal: boolean;
    readonly isListening: boolean;
  }[];
  /** Whether what is sent to everyone there is heard back here; null: it is not tried. */
  readonly multicast: MulticastLine | null;
}
export type MulticastLine =
  | { readonly type: 'waiting' }
  | { readonly type: 'heard'; readonly tookMs: number }
  | { readonly type: 'not-heard'; readonly sent: number }
  /** `code`: what the system calls it, `EADDRINUSE` say. */
  | { readonly type: 'failed'; readonly at: 'listen' | 'join' | 'send'; readonly code: string };

/** How a try to connect to a TCP port went. */
export type DialOutcome = 'connected' | 'refused' | 'no-answer' | 'no-route' | 'not-allowed' | 'failed';
/** The same of another laptop that was asked to dial this one. */
export type ReachOutcome = DialOutcome | 'other-peer' | 'busy' | 'unsupported' | 'silent';

export interface PeerLine {
  readonly member: string;
  readonly fingerprint: string;
  /** What it calls itself; its fingerprint if it has not said. */
  readonly name: string;
  readonly isMember: boolean;
  /** Null: not known in this run. */
  readonly appVersion: string | null;
  /**
   * It proved who it is, but its Raftpad speaks no language that this one does. `newer`: this one is to be updated; `unsure`:
   * nobody can say which is the older one. Null: they understand each other.
   */
  readonly foreign: 'newer' | 'unsure' | null;
  /** Where it was last known. */
  readonly addresses: readonly string[];
  /** `direction`: who dialed. */
  readonly connection: { readonly address: string; readonly direction: 'outgoing' | 'incoming' } | null;
  /** The last sign of life over a connection, and the last by multicast. */
  readonly heardAgoMs: number | null;
  readonly announcedAgoMs: number | null;
  readonly roundTripMs: number | null;
  /** This laptop could not connect to it. */
  readonly failedAgoMs: number | null;
  /** How it went when it dialed this laptop. */
  readonly reach: { readonly outcome: ReachOutcome; readonly tookMs: number; readonly agoMs: number } | null;
}

export interface FirewallLine {
  readonly firewall: 'ufw' | 'firewalld' | 'windows' | 'windows-netsh' | 'macos';
  readonly command: string;
}

/** `blocks`: why nobody is found. `hinders`: why some are not. `tells`: good to know. */
export type FindingWeight = 'blocks' | 'hinders' | 'tells' | 'fine';

/** One thing that follows from the facts. What it says is built by the reader, in its own language. */
export type Finding = { readonly weight: FindingWeight } & FindingKind;
export type FindingKind =
  /** No interface but loopback has an address. */
  | { readonly type: 'no-network' }
  | { readonly type: 'listens-nowhere' }
  /** It was told to listen where only apps on this laptop can reach it. */
  | { readonly type: 'listens-on-loopback' }
  | { readonly type: 'discovery-off' }
  /** Another program has the port of mDNS for itself. */
  | { readonly type: 'mdns-port-taken' }
  | { readonly type: 'multicast-not-permitted'; readonly interfaces: readonly string[] }
  | { readonly type: 'multicast-no-route'; readonly interfaces: readonly string[] }
  | { readonly type: 'multicast-failed'; readonly interfaces: readonly string[]; readonly code: string }
  | { readonly type: 'multicast-not-heard'; readonly interfaces: readonly string[] }
  /** Multicast works here, and no other Raftpad is heard. `othersHeard`: but other devices are. */
  | { readonly type: 'nobody-heard'; readonly othersHeard: boolean; readonly networks: readonly string[] }
  /** Others are connected, but none of them by multicast. */
  | { readonly type: 'announcements-do-not-pass' }
  /** They are announced, and do not answer. */
  | { readonly type: 'peers-do-not-answer'; readonly names: readonly string[] }
  /** Their Raftpads speak no language that this one does. */
  | { readonly type: 'foreign-peers'; readonly names: readonly string[] }
  /** As these, and this one is the older. */
  | { readonly type: 'newer-peers'; readonly names: readonly string[] }
  /** They tried to connect to this laptop, and could not. */
  | {
      readonly type: 'incoming-blocked';
      readonly names: readonly string[];
      readonly port: number;
      readonly outcome: ReachOutcome;
    }
  | {
      readonly type: 'vpn';
      readonly interface: string;
      readonly product: string | null;
      readonly takesDefaultRoute: boolean;
      readonly takesMulticast: boolean;
    }
  | { readonly type: 'port-not-usual'; readonly port: number }
  | { readonly type: 'members-away'; readonly names: readonly string[] }
  | {
      readonly type: 'other-versions';
      readonly own: string;
      readonly peers: readonly { readonly name: string; readonly appVersion: string }[];
    }
  | { readonly type: 'all-well'; readonly connected: number };

/** A test of the way to one laptop: sent whole at each step. */
export interface PeerTestLine {
  /** What was asked: an id of a member, or an address as it was typed. */
  readonly target: string;
  /** Those so far, in order; a `result` of null is under way. */
  readonly steps: readonly PeerTestStepLine[];
  /** What follows from it; null: it goes on. */
  readonly verdict: PeerTestVerdict | null;
}
export type PeerTestStepLine =
  | { readonly type: 'addresses'; readonly addresses: readonly string[]; readonly isConnected: boolean }
  | {
      readonly type: 'dial';
      readonly address: string;
      readonly result: { readonly outcome: DialOutcome; readonly tookMs: number } | null;
    }
  | {
      readonly type: 'handshake';
      readonly address: string;
      readonly result:
        | {
            readonly outcome: 'proved' | 'other-peer';
            readonly member: string;
            readonly fingerprint: string;
            readonly tookMs: number;
          }
        | { readonly outcome: 'not-raftpad'; readonly tookMs: number }
        | null;
    }
  | {
      readonly type: 'hello';
      readonly result:
        | {
            readonly outcome: 'answered';
            readonly name: string;
            readonly appVersion: string;
            /** Whether it is another version than this laptop's. */
            readonly versionDiffers: boolean;
            readonly roundTripMs: number;
          }
        /** It speaks no language that this Raftpad does. */
        | { readonly outcome: 'foreign' }
        /** The same, and it is the newer one: this Raftpad is to be updated. */
        | { readonly outcome: 'newer' }
        | { readonly outcome: 'silent' }
        | null;
    }
  | {
      readonly type: 'dial-back';
      readonly result: { readonly outcome: ReachOutcome; readonly tookMs: number } | null;
    };
export type PeerTestVerdict =
  | 'works'
  /** It answers, but cannot dial this laptop. */
  | 'works-outgoing-only'
  /** This laptop cannot dial it; they are connected because it dialed. */
  | 'works-incoming-only'
  | 'no-address'
  | 'refused'
  | 'no-answer'
  | 'no-route'
  | 'not-allowed'
  | 'failed'
  | 'other-peer'
  | 'not-raftpad'
  | 'foreign'
  | 'newer'
  | 'silent'
  | 'cancelled';
