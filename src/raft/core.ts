import { isVoter } from './configuration.ts';
import { invariant } from './invariant.ts';
import { asLogIndex, asRequestId, asTerm } from './types.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import type { Progress } from './progress.ts';
import type { SessionTable } from './sessions.ts';
import type {
  Admission,
  HoldReason,
  LogEntry,
  LogIndex,
  MemberId,
  PersistId,
  ProposedCommand,
  RequestId,
  Role,
  SnapshotMetadata,
  Term,
  Timing,
} from './types.ts';

/** Follows a leader, or waits for one (§5.2). Who is not a voter stays here for ever. */
export interface Follower {
  readonly type: 'follower';
  /** The leader of the current term, once it has spoken. */
  leader: MemberId | null;
  /** When it last spoke; null: not yet, or its connection closed since. While recent, no other may be elected. */
  heardFromLeaderAtMs: number | null;
  electionDeadlineMs: number;
  /** The latest that this leader was sent in this term. */
  answered: Acknowledgement | null;
  /** The latest that it is sent once it is durable here. */
  promised: Acknowledgement | null;
}

/** That this member answers round `round`, and holds the leader's log up to `matchIndex`. */
export interface Acknowledgement {
  readonly round: number;
  readonly matchIndex: LogIndex;
}

/** Asks whether it would be elected, without touching anyone's term (dissertation §9.6). */
export interface PreCandidate {
  readonly type: 'pre-candidate';
  readonly votes: Map<MemberId, boolean>;
  electionDeadlineMs: number;
}

export interface Candidate {
  readonly type: 'candidate';
  /** The leader asked for this election. */
  readonly isTransfer: boolean;
  readonly votes: Map<MemberId, boolean>;
  electionDeadlineMs: number;
}

/** A read that the leader answers once a quorum has confirmed that it still leads. */
export interface LeaderRead {
  /** Who asked, by its own number for the question. */
  readonly from: MemberId;
  readonly request: RequestId;
  /** Null until an entry of the leader's term is committed. */
  confirmation: { readonly readIndex: LogIndex; readonly round: number } | null;
}

/** Who waits for an answer: this member's driver (`from` is this member), or another's. */
export interface Requester {
  readonly from: MemberId;
  readonly request: RequestId;
}

/** Leadership on its way to another member (dissertation §3.10). */
export interface Transfer {
  readonly target: MemberId;
  /** null: the leader does it of its own accord. */
  readonly requester: Requester | null;
  /** When it is given up. */
  readonly deadlineMs: number;
  /** The target has the whole log and was told to campaign. */
  readonly isTold: boolean;
}

export interface Leader {
  readonly type: 'leader';
  readonly term: Term;
  /** All other members of the configuration in force, and removed ones that are still told so. */
  readonly peers: Map<MemberId, Progress>;
  /** The no-op that started its term. What is committed at or behind it was committed by this leader (§5.4.2). */
  readonly firstIndex: LogIndex;
  readonly sinceMs: number;
  /** Counts broadcasts. */
  round: number;
  /** Every peer is to be sent something in this step. */
  broadcastDue: boolean;
  heartbeatDueMs: number;
  /** When peers are told of the last commit, unless an append does so before. */
  noticeDueMs: number;
  /** The client sessions as they will be once the whole log is applied: what is a duplicate need not be appended. */
  readonly sessionsAtEnd: SessionTable;
  reads: LeaderRead[];
  /** The last round that was started for reads. */
  readRound: number;
  /** Who waits for the change of membership at an index. */
  readonly changes: Map<LogIndex, Requester>;
  transfer: Transfer | null;
  /** Whether who of the voters is there is to be looked at in this step. */
  attendanceDue: boolean;
  /** Before a voter goes: the round that the others have to answer to be counted on, and since when. */
  rollCall: { readonly round: number; readonly sinceMs: number } | null;
  /** When it may try to hand over, if it wants to rest. */
  handOverDueMs: number;
}

export type RoleState = Follower | PreCandidate | Candidate | Leader;

/** A read this member's driver asked for. Asked of itself, it has no number on the wire and needs no retry. */
export type OwnRead =
  | { readonly type: 'unasked' }
  | { readonly type: 'asked'; readonly wireRequest: RequestId | null; readonly retryAtMs: number | null }
  | { readonly type: 'confirmed'; readonly readIndex: LogIndex };

/** A change of membership that this member's driver asked for and another member leads. */
export interface ForwardedChange {
  readonly request: RequestId;
  readonly leader: MemberId;
}

/** A transfer of leadership that this member's driver asked another member for. */
export interface ForwardedTransfer {
  readonly request: RequestId;
  /** Who led, in `term`, when it was asked: a leader of a newer one settles it. */
  readonly leader: MemberId;
  readonly term: Term;
  readonly to: MemberId | null;
}

/** Which attempt of which leader to bring this member a snapshot. All three: two leaders' session numbers can coincide. */
export interface SnapshotSource {
  readonly from: MemberId;
  readonly term: Term;
  readonly session: number;
}

/** Everything a member knows; the files beside this one hold the rules that change it. */
export interface Core {
  readonly self: MemberId;
  readonly random: () => number;
  readonly timing: Timing;
  nowMs: number;

  /** See `RaftOptions`; null: it founded the cluster. */
  readonly admission: Admission | null;
  /** See `HardState`; taken over from others by a newcomer alone. */
  epoch: number;
  /** Changed only by `roles.ts` and by granting a vote: persisted together before any answer leaves. */
  term: Term;
  votedFor: MemberId | null;
  readonly log: Log;
  commitIndex: LogIndex;
  appliedIndex: LogIndex;
  role: RoleState;
  /** The last leader, if it left, its connection closed or it fell silent, and since when; null: one was heard since. */
  lostLeader: { readonly member: MemberId; readonly sinceMs: number } | null;
  readonly sessions: SessionTable;
  /** The latest, durable. */
  snapshot: SnapshotMetadata | null;
  /** How many entries before the latest snapshot are kept for followers that are a little behind. */
  readonly trailingEntries: number;
  /** See input `room`. */
  room: { readonly entries: boolean; readonly commands: boolean };
  /** See input `rest`. */
  isResting: boolean;
  /** The attempt to bring this member a snapshot that its driver was last told to expect. */
  receiving: SnapshotSource | null;

  readonly outstanding: {
    /** Own commands that are not applied yet, in order. */
    commands: ProposedCommand[];
    bytes: number;
    /** How many of them the current leader has been sent. */
    sentCount: number;
    lastProposed: ProposedCommand['sequence'] | null;
    /** When all are sent again unless one was applied meanwhile. */
    retryAtMs: number | null;
    resendAllowedAtMs: number;
    /** Why the leader, another member, did not take them when they were last sent. */
    heldBy: HoldReason | null;
  };
  readonly ownReads: Map<RequestId, OwnRead>;
  /** By the number the question has on the wire. */
  readonly forwardedChanges: Map<RequestId, ForwardedChange>;
  readonly forwardedTransfers: Map<RequestId, ForwardedTransfer>;
  nextWireRequest: RequestId;
  /** The leadership that outstanding questions and commands were last directed to. */
  knownLeadership: { readonly leader: MemberId | null; readonly term: Term; readonly led: Leader | null };

  readonly outbox: Outbox;
}

export function roleOf(core: Core): Role {
  return core.role.type;
}

export function leaderOf(core: Core): MemberId | null {
  if (core.role.type === 'leader') return core.self;
  return core.role.type === 'follower' ? core.role.leader : null;
}

/**
 * Only a voter may become leader; and one whose removal is in its log but not known to be committed, for it may be the
 * only one left that the others would elect (dissertation §4.2.2). It leads without counting itself, and then leaves.
 */
export function maySeekElection(core: Core): boolean {
  if (!remembersItsAdmission(core)) return false;
  const { configuration, configurationIndex, previousConfiguration } = core.log;
  if (isVoter(configuration, core.self)) return true;
  return configurationIndex > core.commitIndex && isVoter(previousConfiguration, core.self);
}

/**
 * Whether this member's log has come to where it was let in. Before that the log may hold an old configuration in which
 * this member, in an earlier life, was a voter: several such members would elect a leader among themselves that lacks
 * all that was committed since they were removed.
 */
export function remembersItsAdmission(core: Core): boolean {
  const { admission } = core;
  return admission === null || admission.epoch !== core.epoch || core.log.lastIndex >= admission.index;
}

/** A number for a question to another member. */
export function takeWireRequest(core: Core): RequestId {
  const request = core.nextWireRequest;
  core.nextWireRequest = asRequestId(request + 1);
  return request;
}

/** Uniform in [electionTimeoutMs, 2 * electionTimeoutMs), anew for every wait (§5.2). */
export function newElectionDeadlineMs(core: Core): number {
  return core.nowMs + core.timing.electionTimeoutMs * (1 + core.random());
}

export function appendToLog(core: Core, entries: readonly LogEntry[]): void {
  const { lastIndex, configurationIndex } = core.log;
  core.log.append(entries);
  traceAppended(core, lastIndex);
  if (core.log.configurationIndex !== configurationIndex) traceConfiguration(core);
}

/** Entries were appended behind `lastIndex`. */
export function traceAppended(core: Core, lastIndex: LogIndex): void {
  if (core.log.lastIndex === lastIndex) return;
  core.outbox.trace({ type: 'append', from: asLogIndex(lastIndex + 1), to: core.log.lastIndex });
}

export function truncateLog(core: Core, from: LogIndex): void {
  invariant(core.role.type !== 'leader', 'a leader never cuts its log (leader append-only, §5.3)');
  invariant(from > core.commitIndex, 'what is committed is never cut');
  const configurationIndex = core.log.configurationIndex;
  core.log.truncate(from);
  core.outbox.trace({ type: 'truncate', from });
  if (core.log.configurationIndex !== configurationIndex) traceConfiguration(core);
}

/** Numbers of questions on the wire start at random, so that an answer from before a restart finds no asker. */
export function firstWireRequest(random: () => number): number {
  return 1 + Math.floor(random() * 2 ** 45);
}

export function logPosition(core: Core): { readonly lastLogIndex: LogIndex; readonly lastLogTerm: Term } {
  return { lastLogIndex: core.log.lastIndex, lastLogTerm: core.log.lastTerm };
}

export function nextTerm(term: Term): Term {
  return asTerm(term + 1);
}

export function persisted(core: Core, persistId: PersistId): void {
  core.outbox.persisted(persistId, core.nowMs);
  core.log.persisted(persistId);
}

export function traceConfiguration(core: Core): void {
  const { configuration, configurationIndex } = core.log;
  core.outbox.trace({ type: 'configuration', configuration, index: configurationIndex });
}
