/**
 * The vocabulary of the consensus core: what goes in, what comes out, what is in the log.
 *
 * Names follow the Raft paper (Ongaro and Ousterhout, 2014) and Ongaro's dissertation. Everything here is plain
 * data, so that the simulator can print it, the codecs can write it and the tests can compare it.
 */

declare const brand: unique symbol;
/** A term number (§5.1): 0 before the first election, then only ever growing. */
export type Term = number & { readonly [brand]: 'Term' };
/** A position in the log: the first entry has index 1; 0 stands for "before the first". */
export type LogIndex = number & { readonly [brand]: 'LogIndex' };
/** A member's identity: its libp2p PeerId as text (`12D3Koo…`). */
export type MemberId = string & { readonly [brand]: 'MemberId' };
/**
 * The number of a command among all commands of one member. `session * 2 ** 32 + n`: the session number grows by
 * one each time the member's process starts (and is durable before it is used), `n` counts from 1 within it.
 */
export type Sequence = number & { readonly [brand]: 'Sequence' };
/** The number of one `persist` effect, counting from 1 within one run of a member. */
export type PersistId = number & { readonly [brand]: 'PersistId' };
/** The driver's own name for a question it asked (a read, a change); unique within one run. */
export type RequestId = number & { readonly [brand]: 'RequestId' };

export const asTerm = (value: number): Term => value as Term;
export const asLogIndex = (value: number): LogIndex => value as LogIndex;
export const asMemberId = (value: string): MemberId => value as MemberId;
export const asSequence = (value: number): Sequence => value as Sequence;
export const asPersistId = (value: number): PersistId => value as PersistId;
export const asRequestId = (value: number): RequestId => value as RequestId;

/** Who takes part. `voters` and `learners` are disjoint; a learner replicates but has no vote (§4.2.1). */
export interface Configuration {
  readonly voters: readonly MemberId[];
  readonly learners: readonly MemberId[];
}

/** A change of one member (dissertation §4.1). `promote` is proposed by the leader itself, once caught up. */
export type ConfigurationChange =
  | { readonly type: 'create'; readonly member: MemberId }
  | { readonly type: 'add-learner'; readonly member: MemberId }
  | { readonly type: 'promote'; readonly member: MemberId }
  | { readonly type: 'remove'; readonly member: MemberId };

interface EntryPosition {
  readonly index: LogIndex;
  readonly term: Term;
}
/** Appended by a new leader at the start of its term, so that earlier entries can be committed (§5.4.2, §8). */
export interface NoOpEntry extends EntryPosition {
  readonly kind: 'no-op';
}
/** An opaque command for the state machine, applied once for each (member, sequence) (§6.3 of the dissertation). */
export interface CommandEntry extends EntryPosition {
  readonly kind: 'command';
  readonly member: MemberId;
  readonly sequence: Sequence;
  readonly payload: Uint8Array;
}
/** A configuration, in force from the moment it is appended (§4.1), and whose wish it was. */
export interface ConfigurationEntry extends EntryPosition {
  readonly kind: 'configuration';
  readonly configuration: Configuration;
  readonly change: ConfigurationChange;
  readonly requestedBy: MemberId;
}
export type LogEntry = NoOpEntry | CommandEntry | ConfigurationEntry;

/**
 * What a member must remember besides its log (§5.2, figure 2). Term and vote are always written together.
 * `commitIndex` is a hint that lets a restarted member show what it knew to be committed; it needs no sync.
 */
export interface HardState {
  readonly term: Term;
  readonly votedFor: MemberId | null;
  readonly commitIndex: LogIndex;
}

/** A command on its way to the leader. */
export interface ProposedCommand {
  readonly sequence: Sequence;
  readonly payload: Uint8Array;
}

/** How a requested change of membership ended. Only `committed` means that it happened. */
export type ChangeOutcome =
  | { readonly type: 'committed'; readonly index: LogIndex }
  | { readonly type: 'already' } // nothing to do: the configuration already is as asked
  | {
      readonly type: 'refused';
      readonly reason:
        'not-leader' | 'change-in-progress' | 'term-not-yet-committed' | 'last-voter' | 'leadership-lost';
    };

/** What members say to each other. Every message carries the sender's term (§5.1). */
export type Message = { readonly term: Term } & (
  | { readonly type: 'pre-vote-request'; readonly lastLogIndex: LogIndex; readonly lastLogTerm: Term } // term: the one it would campaign in
  | { readonly type: 'pre-vote-response'; readonly granted: boolean; readonly askedTerm: Term } // askedTerm: the request's
  | { readonly type: 'vote-request'; readonly lastLogIndex: LogIndex; readonly lastLogTerm: Term }
  | { readonly type: 'vote-response'; readonly granted: boolean }
  | {
      /** AppendEntries (§5.3); without entries a heartbeat. `round` counts the leader's broadcasts, for reads and CheckQuorum. */
      readonly type: 'append-request';
      readonly previousIndex: LogIndex;
      readonly previousTerm: Term;
      readonly entries: readonly LogEntry[];
      readonly leaderCommit: LogIndex;
      readonly round: number;
    }
  | { readonly type: 'append-accepted'; readonly matchIndex: LogIndex; readonly round: number }
  | {
      /** The entry at `previousIndex` is missing or of another term; the leader goes on at or before (conflictIndex, conflictTerm). */
      readonly type: 'append-rejected';
      readonly rejectedIndex: LogIndex;
      readonly conflictIndex: LogIndex;
      readonly conflictTerm: Term;
      readonly round: number;
    }
  | { readonly type: 'propose'; readonly commands: readonly ProposedCommand[] } // follower or learner to leader
  | { readonly type: 'change-request'; readonly request: RequestId; readonly change: ConfigurationChange }
  | { readonly type: 'change-response'; readonly request: RequestId; readonly outcome: ChangeOutcome }
  | { readonly type: 'read-request'; readonly request: RequestId }
  | { readonly type: 'read-response'; readonly request: RequestId; readonly readIndex: LogIndex | null } // null: ask again
);

export type MessageOf<Type extends Message['type']> = Extract<Message, { readonly type: Type }>;

/** What the driver tells the core. */
export type Input =
  | { readonly type: 'tick' }
  | { readonly type: 'message'; readonly from: MemberId; readonly message: Message }
  /** Commands of this member in sequence order; the core resends them until they are applied. Ask `admission` first. */
  | { readonly type: 'propose'; readonly commands: readonly ProposedCommand[] }
  | { readonly type: 'change'; readonly request: RequestId; readonly change: ConfigurationChange }
  | { readonly type: 'read'; readonly request: RequestId }
  /**
   * Make what is known to be committed outlive a crash: the answer is a `persist` effect, or none if it does already.
   * For a driver that is about to keep something which refers to it.
   */
  | { readonly type: 'keep-commit-index' }
  /** The caller of a read or change no longer waits. */
  | { readonly type: 'forget'; readonly request: RequestId }
  /** Every persist effect up to and including `persistId` is durable. */
  | { readonly type: 'persisted'; readonly persistId: PersistId }
  | { readonly type: 'peer-connected'; readonly peer: MemberId }
  | { readonly type: 'peer-disconnected'; readonly peer: MemberId };

/** What the state machine is to do with a committed entry. Only `apply` may change it. */
export type Disposition = 'apply' | 'duplicate' | 'out-of-order';
export interface CommittedEntry {
  readonly entry: LogEntry;
  readonly disposition: Disposition;
}

export type Role = 'follower' | 'pre-candidate' | 'candidate' | 'leader';

/** Something worth showing in the lab; carries no authority. */
export type TraceEvent =
  | { readonly type: 'role'; readonly role: Role; readonly term: Term; readonly leader: MemberId | null }
  | {
      readonly type: 'vote';
      readonly term: Term;
      readonly candidate: MemberId;
      readonly granted: boolean;
      readonly preVote: boolean;
    }
  | { readonly type: 'append'; readonly from: LogIndex; readonly to: LogIndex }
  | { readonly type: 'truncate'; readonly from: LogIndex }
  | { readonly type: 'commit'; readonly index: LogIndex }
  | { readonly type: 'configuration'; readonly configuration: Configuration }
  /** A peer sent something no correct member sends; it was ignored. */
  | { readonly type: 'rejected-message'; readonly from: MemberId; readonly reason: string };

/** What the driver must do, in this order. */
export type Effect =
  /**
   * Write: first cut the log so that `truncateFrom` and all behind it are gone (null: nothing to cut), then append
   * `entries`, then the hard state (null: unchanged). `mustSync` is false if only the commit hint changed.
   */
  | {
      readonly type: 'persist';
      readonly persistId: PersistId;
      readonly truncateFrom: LogIndex | null;
      readonly entries: readonly LogEntry[];
      readonly hardState: HardState | null;
      readonly mustSync: boolean;
    }
  /** Send, but not before persist effect `after` is durable (null: at once). */
  | { readonly type: 'send'; readonly to: MemberId; readonly message: Message; readonly after: PersistId | null }
  /** These entries are committed: hand them to the state machine, in order. */
  | { readonly type: 'apply'; readonly entries: readonly CommittedEntry[] }
  /** All that was committed when the read was asked for has been applied by the effects before this one. */
  | { readonly type: 'read-ready'; readonly request: RequestId }
  | { readonly type: 'change-settled'; readonly request: RequestId; readonly outcome: ChangeOutcome }
  | { readonly type: 'trace'; readonly event: TraceEvent };

export interface StepResult {
  readonly effects: readonly Effect[];
  /** When to call again with `tick` if nothing else happens, on the clock of `now` in milliseconds; null: never. */
  readonly wakeAt: number | null;
}

export interface Timing {
  readonly heartbeatMs: number;
  /** An election timeout is uniformly random in [electionTimeoutMs, 2 * electionTimeoutMs). */
  readonly electionTimeoutMs: number;
}
/** Decision 2 of the design: right for laptops on one LAN. */
export const lanTiming: Timing = { heartbeatMs: 75, electionTimeoutMs: 400 };

/** How one other member stands, as its leader sees it. */
export interface PeerStatus {
  readonly member: MemberId;
  readonly matchIndex: LogIndex;
  readonly nextIndex: LogIndex;
  /** Last time it answered, on the clock of `now`; null: not yet in this term. */
  readonly heardAtMs: number | null;
}
export interface RaftStatus {
  readonly self: MemberId;
  readonly role: Role;
  readonly term: Term;
  readonly leader: MemberId | null;
  readonly commitIndex: LogIndex;
  readonly appliedIndex: LogIndex;
  readonly lastIndex: LogIndex;
  readonly configuration: Configuration;
  readonly configurationIndex: LogIndex;
  /** Filled on a leader only. */
  readonly peers: readonly PeerStatus[];
  /** Own commands that are not applied yet. */
  readonly waitingProposals: number;
}

/** What a member finds on its disk when it starts. */
export interface Restored {
  readonly hardState: HardState;
  readonly entries: readonly LogEntry[];
}
