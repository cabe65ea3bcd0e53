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
/**
 * The number of an event of one run of a member, from 1 (see `trace`). Deterministic: the same inputs give the same
 * numbers, whether events are recorded or not. Across members it is unique together with the member and its run.
 */
export type EventId = number & { readonly [brand]: 'EventId' };

export const asTerm = (value: number): Term => value as Term;
export const asLogIndex = (value: number): LogIndex => value as LogIndex;
export const asMemberId = (value: string): MemberId => value as MemberId;
export const asSequence = (value: number): Sequence => value as Sequence;
export const asPersistId = (value: number): PersistId => value as PersistId;
export const asRequestId = (value: number): RequestId => value as RequestId;
export const asEventId = (value: number): EventId => value as EventId;

/**
 * Who takes part. A learner replicates but has no vote (§4.2.1); `voters` and `learners` are disjoint.
 *
 * While `votersOutgoing` is not empty this is a joint configuration (§6, C_old,new): `voters` are those of the new one,
 * `votersOutgoing` those of the old, and both must agree, each by its own majority. A voter that is demoted is in
 * `votersOutgoing` and in `learners`; one that is removed is in `votersOutgoing` alone. Use the functions of
 * `configuration.ts` to ask who is what.
 */
export interface Configuration {
  readonly voters: readonly MemberId[];
  readonly learners: readonly MemberId[];
  /** The voters of the configuration that is being left; empty when not joint. */
  readonly votersOutgoing: readonly MemberId[];
  /** Those of the learners that were demoted: they are not promoted again by themselves. */
  readonly demoted: readonly MemberId[];
}

/**
 * One part of a change of membership (dissertation §4.1). A newcomer starts as a learner; the leader itself promotes a
 * learner that has caught up. `create` and `recover` start a cluster and are never asked for.
 */
export type ConfigurationChange =
  | { readonly type: 'create'; readonly member: MemberId }
  | { readonly type: 'recover'; readonly member: MemberId }
  | { readonly type: 'add-learner'; readonly member: MemberId }
  | { readonly type: 'promote'; readonly member: MemberId }
  | { readonly type: 'demote'; readonly member: MemberId; readonly because?: DemotionCause }
  | { readonly type: 'remove'; readonly member: MemberId };

/**
 * Why a leader made a voter a learner by itself: it wanted to rest, or was not heard from for long. Such a learner votes
 * again as soon as it is there and has caught up. Without a cause someone asked for it, and has to ask for the vote too.
 */
export type DemotionCause = 'resting' | 'silent';

/** Where an entry is, and of which term: two logs that agree on that agree on all before it (§5.3). */
export interface LogPosition {
  readonly index: LogIndex;
  readonly term: Term;
}
/** Where a member was let in: the entry that did it, and the term of the leader that said so, both of this epoch. */
export interface Admission extends LogPosition {
  readonly epoch: number;
}
/** Appended by a new leader at the start of its term, so that earlier entries can be committed (§5.4.2, §8). */
export interface NoOpEntry extends LogPosition {
  readonly kind: 'no-op';
}
/** An opaque command for the state machine, applied once for each (member, sequence) (§6.3 of the dissertation). */
export interface CommandEntry extends LogPosition {
  readonly kind: 'command';
  readonly member: MemberId;
  readonly sequence: Sequence;
  readonly payload: Uint8Array;
  /** The length of the payload, where it is known without taking the payload out of the bytes that it was read from. */
  readonly payloadBytes?: number;
}
/**
 * A configuration, in force from the moment it is appended (§4.1), and whose wish it was. A change of more than one
 * voter takes two: the joint configuration with all that was asked for, and, appended by the leader once that is
 * committed, the new one, whose `changes` say which votes came and went with the end of the joint one.
 */
export interface ConfigurationEntry extends LogPosition {
  readonly kind: 'configuration';
  readonly configuration: Configuration;
  /** Not empty. A member is removed only once the configuration no longer names it. */
  readonly changes: readonly ConfigurationChange[];
  readonly requestedBy: MemberId;
}
export type LogEntry = NoOpEntry | CommandEntry | ConfigurationEntry;

/**
 * Consecutive entries, each an object from when it is asked for: a million of them take less memory as the bytes that
 * they were read from. An array of entries is one too.
 */
export interface EntryRun extends Iterable<LogEntry> {
  readonly length: number;
  /** `position` counts from 0. */
  at(position: number): LogEntry | undefined;
  /** From `from` up to and without `to`, both within the run. */
  slice(from: number, to: number): EntryRun;
}

/**
 * What a member must remember besides its log (§5.2, figure 2). Term and vote are always written together.
 * `epoch` counts how often the cluster was recovered from a lost majority: members of different epochs do not mix.
 * `commitIndex` is a hint that lets a restarted member show what it knew to be committed; it needs no sync.
 */
export interface HardState {
  readonly epoch: number;
  readonly term: Term;
  readonly votedFor: MemberId | null;
  readonly commitIndex: LogIndex;
}

/** For each member that proposed, the last of its commands that was applied (§6.3 of the dissertation). */
export type SessionSnapshot = readonly (readonly [MemberId, Sequence])[];

/**
 * What the consensus must know of a snapshot (§7): it replaces the log up to and including `index`, which is committed.
 * The state machine's own data is the driver's, kept beside this.
 */
export interface SnapshotMetadata {
  readonly index: LogIndex;
  readonly term: Term;
  /** In force at `index`; may be a joint one. */
  readonly configuration: Configuration;
  /** Where that configuration was appended: at most `index`. */
  readonly configurationIndex: LogIndex;
  readonly sessions: SessionSnapshot;
}

/** A command on its way to the leader. */
export interface ProposedCommand {
  readonly sequence: Sequence;
  readonly payload: Uint8Array;
}

/** How a requested change of membership ended. Only `committed` means that it happened, all of it. */
export type ChangeOutcome =
  | { readonly type: 'committed'; readonly index: LogIndex } // of the last entry of the change
  | { readonly type: 'already' } // nothing to do: the configuration already is as asked
  | {
      readonly type: 'refused';
      readonly reason:
        | 'not-leader'
        | 'change-in-progress'
        | 'term-not-yet-committed'
        | 'transfer-in-progress'
        | 'last-voter' // nobody would be left to decide
        | 'learner-behind' // who is to be promoted has not caught up
        | 'not-a-member' // who is to be promoted or demoted is no member
        | 'contradictory' // it names a member twice, or nobody
        | 'too-many-members'
        | 'leadership-lost'; // it may have happened all the same: look again at the next leader
    };

/** How a requested transfer of the leadership ended. */
export type TransferOutcome =
  | { readonly type: 'transferred'; readonly leader: MemberId }
  | { readonly type: 'already' } // the target leads
  | {
      readonly type: 'refused';
      readonly reason:
        | 'not-leader'
        | 'not-a-voter' // the target, or no longer
        | 'no-voter-present' // none was named, and none that could lead answers
        | 'target-behind' // it did not catch up within an election timeout
        | 'target-unreachable' // its connection is closed, or it has not answered for an election timeout
        | 'timeout' // it was told to campaign but did not win within an election timeout
        | 'transfer-in-progress' // to the same target
        | 'superseded' // by a transfer to another target
        | 'leadership-lost'; // to whom is not known here
    };

/** Why a leader does not take commands now. Their proposer keeps them and sends them again. */
export type HoldReason = 'uncommitted-log-full' | 'leadership-transfer' | 'disk-full';

/** What members say to each other, each with the sender's term (§5.1). */
export type MessageBody = { readonly term: Term } & (
  | { readonly type: 'pre-vote-request'; readonly lastLogIndex: LogIndex; readonly lastLogTerm: Term } // term: the one it would campaign in
  | { readonly type: 'pre-vote-response'; readonly granted: boolean; readonly askedTerm: Term } // askedTerm: the request's
  | {
      readonly type: 'vote-request';
      readonly lastLogIndex: LogIndex;
      readonly lastLogTerm: Term;
      /** The leader asked for this election: it need not be silent for the vote to be given (§3.10 of the dissertation). */
      readonly transfer: boolean;
    }
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
  | {
      readonly type: 'append-accepted';
      readonly matchIndex: LogIndex;
      readonly round: number;
      /** Its disk has no room; it takes no further commands for now. */
      readonly full?: true;
      /** It is about to go: it wants no vote, until it says this no more. */
      readonly resting?: true;
    }
  | {
      /** The entry at `previousIndex` is missing or of another term; the leader goes on at or before (conflictIndex, conflictTerm). */
      readonly type: 'append-rejected';
      readonly rejectedIndex: LogIndex;
      readonly conflictIndex: LogIndex;
      readonly conflictTerm: Term;
      readonly round: number;
    }
  | {
      /**
       * The leader no longer has the entries that this follower needs: would it take this snapshot (§7)? Answered by
       * `snapshot-accepted`, or by `append-accepted` if it has all that already. `session` names the attempt among those
       * of this leader in this term.
       */
      readonly type: 'snapshot-offer';
      readonly snapshot: SnapshotMetadata;
      readonly session: number;
      readonly round: number;
    }
  /** The follower's driver expects the snapshot; its data may come. Installed, it is acknowledged by `append-accepted`. */
  | { readonly type: 'snapshot-accepted'; readonly session: number; readonly round: number }
  /** Campaign at once: the leader hands over to you (§3.10 of the dissertation). */
  | { readonly type: 'timeout-now' }
  | { readonly type: 'propose'; readonly commands: readonly ProposedCommand[] } // follower or learner to leader
  | { readonly type: 'propose-held'; readonly reason: HoldReason } // leader to proposer: nothing more is taken now
  | { readonly type: 'change-request'; readonly request: RequestId; readonly changes: readonly ConfigurationChange[] }
  | { readonly type: 'change-response'; readonly request: RequestId; readonly outcome: ChangeOutcome }
  | { readonly type: 'transfer-request'; readonly request: RequestId; readonly to: MemberId | null }
  | { readonly type: 'transfer-response'; readonly request: RequestId; readonly outcome: TransferOutcome }
  | { readonly type: 'read-request'; readonly request: RequestId }
  | { readonly type: 'read-response'; readonly request: RequestId; readonly readIndex: LogIndex | null } // null: ask again
);

/** A message as it travels. */
export type Message = MessageBody & {
  /** The sender's epoch. What comes from another one is not listened to; a newcomer with an empty log takes it over. */
  readonly epoch: number;
  /** The sender's event that this message is (`message-sent`): the receiver's events name it as their cause. */
  readonly event: EventId;
};

export type MessageOf<Type extends MessageBody['type']> = Extract<MessageBody, { readonly type: Type }>;

/** What the driver tells the core. */
export type Input =
  | { readonly type: 'tick' }
  | { readonly type: 'message'; readonly from: MemberId; readonly message: Message }
  /**
   * Commands of this member in sequence order; the core resends them until they are applied. Ask `admission` first.
   * Those that the client table of the snapshot it started from has are done, and passed over: no effect tells of them.
   */
  | { readonly type: 'propose'; readonly commands: readonly ProposedCommand[] }
  /** Change the membership, all of it in one step. The answer is `change-settled`. */
  | { readonly type: 'change'; readonly request: RequestId; readonly changes: readonly ConfigurationChange[] }
  /** Hand leadership over, to the voter that is furthest if none is named. The answer is `transfer-settled`. */
  | { readonly type: 'transfer'; readonly request: RequestId; readonly to: MemberId | null }
  | { readonly type: 'read'; readonly request: RequestId }
  /**
   * Make what is known to be committed outlive a crash: the answer is a `persist` effect, or none if it does already.
   * For a driver that is about to keep something which refers to it.
   */
  | { readonly type: 'keep-commit-index' }
  /**
   * Whether there is room for commands: on this member's disk (`entries`), and, should it lead, on those of a quorum
   * (`commands`). Without the first it takes none from a leader, without the second none as one; elections, membership
   * and reads go on. At first there is room.
   */
  | { readonly type: 'room'; readonly entries: boolean; readonly commands: boolean }
  /** Whether this member gives up its vote, because its laptop closes: `RaftStatus.rest` says how far that is. */
  | { readonly type: 'rest'; readonly resting: boolean }
  /**
   * A snapshot of this member's own state machine is durable; `snapshot` is what `Raft.snapshotMetadata` gave when it
   * was taken. One that is no newer than the latest is ignored. The log is then cut, except its trailing entries.
   */
  | { readonly type: 'snapshot-taken'; readonly snapshot: SnapshotMetadata }
  /**
   * The snapshot that effect `receive-snapshot` announced has arrived, and is durable, in its final place: a restart
   * from here on would start from it. Ignored if it is no longer of use; else `install-snapshot` follows in this step.
   * `from`, `term` and `session` are those of the effect: session numbers of two leaders, or terms, can coincide.
   */
  | {
      readonly type: 'snapshot-received';
      readonly from: MemberId;
      readonly term: Term;
      readonly session: number;
      readonly snapshot: SnapshotMetadata;
    }
  /** What effect `send-snapshot` asked for came to nothing: the leader asks the follower again where it stands. */
  | { readonly type: 'snapshot-send-failed'; readonly to: MemberId; readonly term: Term; readonly session: number }
  /** The caller of a read, change or transfer no longer waits. */
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
  /** The start of a step that no message began. `input` is the type of the input. */
  | { readonly type: 'input'; readonly input: Exclude<Input['type'], 'message'> }
  /** `sent` is the sender's `message-sent` event: the two together are one arrow of a diagram. */
  | {
      readonly type: 'message-received';
      readonly from: MemberId;
      readonly message: MessageBody['type'];
      readonly sent: EventId;
    }
  | { readonly type: 'message-sent'; readonly to: MemberId; readonly message: MessageBody['type']; readonly term: Term }
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
  | { readonly type: 'apply'; readonly from: LogIndex; readonly to: LogIndex }
  | { readonly type: 'configuration'; readonly configuration: Configuration; readonly index: LogIndex }
  | { readonly type: 'transfer'; readonly to: MemberId; readonly phase: 'begun' | 'told' | 'given-up' }
  | { readonly type: 'snapshot'; readonly phase: 'taken' | 'installed'; readonly index: LogIndex }
  | {
      readonly type: 'snapshot';
      readonly phase: 'offered' | 'sending' | 'failed';
      readonly index: LogIndex;
      readonly to: MemberId;
    }
  | { readonly type: 'compact'; readonly through: LogIndex }
  /** A leader gives up: its own disk has not finished a write for an election timeout, or no quorum answers. */
  | { readonly type: 'step-down'; readonly reason: 'disk-stalled' | 'no-quorum' | 'removed' }
  /** A message of another epoch was not listened to. If theirs is the newer one, this member was left behind. */
  | { readonly type: 'other-epoch'; readonly from: MemberId; readonly epoch: number; readonly own: number }
  /** A peer sent something no correct member sends; it was ignored. */
  | { readonly type: 'rejected-message'; readonly from: MemberId; readonly reason: string };

/** What the driver must do, in this order. */
export type Effect =
  /**
   * Write, as one: if `resetTo` is not null, forget the whole log; it goes on behind the snapshot of that entry, which
   * is durable. Cut the log so that `truncateFrom` and all behind it are gone (null: nothing to cut). Append `entries`.
   * Set the hard state (null: unchanged). `mustSync` is false if only the commit hint changed.
   */
  | {
      readonly type: 'persist';
      readonly persistId: PersistId;
      readonly resetTo: LogPosition | null;
      readonly truncateFrom: LogIndex | null;
      readonly entries: readonly LogEntry[];
      readonly hardState: HardState | null;
      readonly mustSync: boolean;
    }
  /** Send, but not before persist effect `after` is durable (null: at once). */
  | { readonly type: 'send'; readonly to: MemberId; readonly message: Message; readonly after: PersistId | null }
  /**
   * Put the state machine into the state of this snapshot, which is durable (`snapshot-received`). Whatever it held
   * is replaced; the entries applied next go on behind it. Own commands up to its client table are done.
   */
  | { readonly type: 'install-snapshot'; readonly snapshot: SnapshotMetadata }
  /** These entries are committed: hand them to the state machine, in order. */
  | { readonly type: 'apply'; readonly entries: readonly CommittedEntry[] }
  /** All that was committed when the read was asked for has been applied by the effects before this one. */
  | { readonly type: 'read-ready'; readonly request: RequestId }
  | { readonly type: 'change-settled'; readonly request: RequestId; readonly outcome: ChangeOutcome }
  | { readonly type: 'transfer-settled'; readonly request: RequestId; readonly outcome: TransferOutcome }
  /**
   * The log up to and including `through` is of no more use: a durable snapshot stands for it. Cut what is convenient,
   * no more than that; nothing waits for it, and a crash before it is harmless.
   */
  | { readonly type: 'compact'; readonly through: LogIndex }
  /**
   * Leader: bring this snapshot's data to `to`, on a connection of its own; it expects it. A new attempt for the same
   * member replaces the one before. Success is acknowledged by the receiver's core; failure by `snapshot-send-failed`.
   * Keep the data until then: `RaftStatus.peers` says what is being sent. `term` and `session` go with the data.
   */
  | {
      readonly type: 'send-snapshot';
      readonly to: MemberId;
      readonly term: Term;
      readonly session: number;
      readonly snapshot: SnapshotMetadata;
    }
  /**
   * Follower: `from` is about to send this snapshot. What is there of the same (index, term) may be resumed; any other
   * attempt is over. When all of it is durable: input `snapshot-received`.
   */
  | {
      readonly type: 'receive-snapshot';
      readonly from: MemberId;
      readonly term: Term;
      readonly session: number;
      readonly snapshot: SnapshotMetadata;
    }
  /** `cause`: the event of this member that brought it about, the first of its step; null for that one itself. */
  | { readonly type: 'trace'; readonly id: EventId; readonly cause: EventId | null; readonly event: TraceEvent };

export interface StepResult {
  readonly effects: readonly Effect[];
  /** When to call again with `tick` if nothing else happens, on the clock of `now` in milliseconds; null: never. */
  readonly wakeAt: number | null;
}

export interface Timing {
  readonly heartbeatMs: number;
  /** An election timeout is uniformly random in [electionTimeoutMs, 2 * electionTimeoutMs). */
  readonly electionTimeoutMs: number;
  /**
   * So long after a commit a leader still waits for the next command, whose append tells of the commit too, before it
   * sends messages for that alone. Measured with one command under way at a time (`npm run bench -- commit`): a fifth less
   * processor time on each follower.
   */
  readonly commitNoticeMs: number;
  /** A voter that was silent for so long becomes a learner, if a majority is there to decide it. */
  readonly awayMs: number;
}
/**
 * For laptops on one LAN. An idle laptop's processor time is its heartbeats' (`npm run bench -- idle`); a member whose
 * cable was cut is replaced within two election timeouts (`failover`), one whose process ended at once.
 */
export const lanTiming: Timing = { heartbeatMs: 150, electionTimeoutMs: 600, commitNoticeMs: 2, awayMs: 60_000 };

/** How one other member stands, as its leader sees it. */
export interface PeerStatus {
  readonly member: MemberId;
  readonly matchIndex: LogIndex;
  readonly nextIndex: LogIndex;
  readonly state: 'probing' | 'replicating' | 'snapshotting';
  /** The snapshot that is offered or being sent to it. */
  readonly snapshotIndex: LogIndex | null;
  /** Last time it answered, on the clock of `now`; null: not yet in this term. */
  readonly heardAtMs: number | null;
}

/**
 * How a member that closes stands (input `rest`). `waiting`: it still votes. `resting`: it votes no more, and that is
 * committed. `last`: nobody is there who would go on without it, so its vote stays. In the last two it may go.
 */
export type RestState = 'awake' | 'waiting' | 'resting' | 'last';

export interface RaftStatus {
  readonly self: MemberId;
  readonly role: Role;
  readonly epoch: number;
  readonly term: Term;
  readonly leader: MemberId | null;
  readonly commitIndex: LogIndex;
  readonly appliedIndex: LogIndex;
  readonly lastIndex: LogIndex;
  /** Up to here the disk holds what this member holds now. */
  readonly durableIndex: LogIndex;
  /** The first entry that the log still has; `lastIndex + 1` if it has none. */
  readonly firstIndex: LogIndex;
  /** The latest snapshot; 0: none. */
  readonly snapshotIndex: LogIndex;
  /** About the size of the entries behind the latest snapshot: what a next one would save. */
  readonly bytesSinceSnapshot: number;
  readonly configuration: Configuration;
  readonly configurationIndex: LogIndex;
  /** Filled on a leader only. */
  readonly peers: readonly PeerStatus[];
  /** To whom leadership is being handed over. */
  readonly transferTarget: MemberId | null;
  readonly rest: RestState;
  /** Own commands that are not applied yet. */
  readonly waitingProposals: number;
  /** Why the leader takes none of them now; null: it does, or none is known. */
  readonly proposalsHeld: HoldReason | null;
}

/**
 * What a member finds on its disk when it starts. The entries are consecutive. Without a snapshot they start at 1; with
 * one, anywhere up to the entry behind it, for the log may not have been cut since the snapshot was written; or they
 * end before it, or are of another history, if a snapshot was received and the log not yet replaced.
 */
export interface Restored {
  readonly hardState: HardState;
  readonly snapshot: SnapshotMetadata | null;
  readonly entries: EntryRun;
}
