import {
  changed,
  changesOfLeaving,
  isEffective,
  isJoint,
  isMember,
  isVoter,
  membersOf,
  withoutOutgoing,
} from './configuration.ts';
import { appendToLog, leaderOf, takeWireRequest } from './core.ts';
import { invariant } from './invariant.ts';
import { limits } from './limits.ts';
import { Progress } from './progress.ts';
import { becomeFollower } from './roles.ts';
import { handOver } from './transfer.ts';
import { asLogIndex } from './types.ts';
import type { Core, Leader, Requester } from './core.ts';
import type {
  ChangeOutcome,
  Configuration,
  ConfigurationChange,
  ConfigurationEntry,
  LogIndex,
  MemberId,
  MessageOf,
  RequestId,
} from './types.ts';

/**
 * Changes of membership through the log (§6; dissertation chapter 4): any number of members in one step, one step at a
 * time. Majorities before and after always share a member: directly if no more than one vote changes, else by way of a
 * joint configuration, in which both sides must agree, and which its leader leaves as soon as it is committed. A
 * configuration is in force from where it is in the log, and no longer once it is cut: `Log.configuration` is that rule.
 */

/** How long a leader keeps telling a removed member so, in election timeouts. */
const farewellElectionTimeouts = 4;

/** This member's driver asks for a change. */
export function requestChange(core: Core, request: RequestId, changes: readonly ConfigurationChange[]): void {
  invariant(changes.every(isAskable), 'a driver does not create a cluster within one');
  const leader = leaderOf(core);
  if (core.role.type === 'leader') {
    const outcome = proposeChanges(core, core.role, changes, { from: core.self, request });
    if (outcome !== null) core.outbox.changeSettled(request, outcome);
  } else if (leader === null) {
    core.outbox.changeSettled(request, { type: 'refused', reason: 'not-leader' });
  } else {
    const wireRequest = takeWireRequest(core);
    core.forwardedChanges.set(wireRequest, { request, leader });
    core.outbox.send(leader, { type: 'change-request', term: core.term, request: wireRequest, changes });
  }
}

/**
 * Whether this may be asked for: a cluster is created, or recovered, outside of its log, and who is missing or rests is
 * for the leader to see.
 */
export function isAskable(change: ConfigurationChange): boolean {
  if (change.type === 'demote') return change.because === undefined;
  return change.type !== 'create' && change.type !== 'recover';
}

/** Another member's driver asks for a change. */
export function receiveChangeRequest(core: Core, from: MemberId, message: MessageOf<'change-request'>): void {
  const { request, changes } = message;
  if (core.role.type !== 'leader') {
    respond(core, from, request, { type: 'refused', reason: 'not-leader' });
  } else if (isMember(core.log.configuration, from)) {
    const outcome = proposeChanges(core, core.role, changes, { from, request });
    if (outcome !== null) respond(core, from, request, outcome);
  }
}

export function receiveChangeResponse(core: Core, from: MemberId, message: MessageOf<'change-response'>): void {
  const forwarded = core.forwardedChanges.get(message.request);
  if (forwarded === undefined || forwarded.leader !== from) return;
  core.forwardedChanges.delete(message.request);
  core.outbox.changeSettled(forwarded.request, message.outcome);
}

/** The asker no longer waits; the change may happen all the same. */
export function forgetChange(core: Core, request: RequestId): void {
  for (const [wireRequest, forwarded] of core.forwardedChanges) {
    if (forwarded.request === request) core.forwardedChanges.delete(wireRequest);
  }
  if (core.role.type !== 'leader') return;
  for (const [index, waiting] of core.role.changes) {
    if (waiting.from === core.self && waiting.request === request) core.role.changes.delete(index);
  }
}

/** The leader that was asked is gone. Whether the change will happen is not known here: the asker looks again. */
export function forwardedChangesLost(core: Core): void {
  for (const [wireRequest, forwarded] of core.forwardedChanges) {
    core.forwardedChanges.delete(wireRequest);
    core.outbox.changeSettled(forwarded.request, { type: 'refused', reason: 'leadership-lost' });
  }
}

/** No longer leader: whoever waits for a change looks again at the next leader. */
export function ledChangesLost(core: Core, leader: Leader): void {
  for (const waiting of leader.changes.values()) settle(core, waiting, { type: 'refused', reason: 'leadership-lost' });
  leader.changes.clear();
}

/** Whoever waits for a change that is committed now is told so, and who was removed by it hears that for a while. */
export function settleCommittedChanges(core: Core): void {
  if (core.role.type !== 'leader') return;
  for (const [index, waiting] of core.role.changes) {
    if (index > core.commitIndex) continue;
    core.role.changes.delete(index);
    settle(core, waiting, { type: 'committed', index });
  }
  for (const progress of core.role.peers.values()) {
    const { departure } = progress;
    if (departure === null || departure.untilMs !== null || departure.removedAt > core.commitIndex) continue;
    const untilMs = core.nowMs + farewellElectionTimeouts * core.timing.electionTimeoutMs;
    progress.departure = { removedAt: departure.removedAt, untilMs };
  }
}

/**
 * Once C_old,new is committed, by both majorities, no one can decide without it any more: its leader, which may be
 * another than the one that appended it, goes on to C_new (§6).
 */
export function leaveJointConfiguration(core: Core): void {
  const { role, log } = core;
  if (role.type !== 'leader' || !isJoint(log.configuration)) return;
  if (log.configurationIndex > core.commitIndex || core.commitIndex < role.firstIndex) return;
  if (role.transfer !== null) return; // the successor will do it; its log is complete as it is
  const { configuration, configurationIndex: jointIndex } = log;
  const waiting = role.changes.get(jointIndex);
  const requestedBy = requesterOf(core, jointIndex);
  const changes = changesOfLeaving(configuration, changesAt(core, jointIndex));
  appendConfiguration(core, role, withoutOutgoing(configuration), changes, requestedBy);
  if (waiting === undefined) return;
  role.changes.delete(jointIndex);
  role.changes.set(log.configurationIndex, waiting);
}

/**
 * A learner gets its vote once it has caught up: it received within less than one election timeout all that the log
 * held when that round began, so it would not hold up commits for longer than an election does (§4.2.1). All that are
 * ready get it in one step.
 */
export function promoteCaughtUpLearners(core: Core): void {
  const { role } = core;
  if (role.type !== 'leader') return;
  const { learners, demoted } = core.log.configuration;
  const ready: MemberId[] = [];
  for (const learner of learners) {
    const progress = role.peers.get(learner);
    if (progress === undefined || progress.heardAtMs === null || progress.isResting) continue;
    if (demoted.includes(learner)) continue;
    if (progress.matchIndex < progress.catchUp.targetIndex) continue;
    const { electionTimeoutMs } = core.timing;
    const caughtUp = core.nowMs - progress.catchUp.startedAtMs < electionTimeoutMs;
    const present = core.nowMs - progress.heardAtMs < electionTimeoutMs;
    if (caughtUp && present) ready.push(learner);
    progress.catchUp = { targetIndex: core.log.lastIndex, startedAtMs: core.nowMs };
  }
  if (ready.length === 0 || obstacle(core, role) !== null) return;
  const changes = ready.map((member): ConfigurationChange => ({ type: 'promote', member }));
  appendConfiguration(core, role, changed(core.log.configuration, changes), changes, core.self);
}

/**
 * A leader that loses its vote leads on, without counting itself, until that is committed; then it hands over to
 * whoever is furthest, and leaves (§4.2.2). Runs after the others were sent the commit.
 */
export function stepDownIfRemoved(core: Core): void {
  if (core.role.type !== 'leader' || isVoter(core.log.configuration, core.self)) return;
  if (core.log.configurationIndex > core.commitIndex) return;
  core.outbox.trace({ type: 'step-down', reason: 'removed' });
  handOver(core, core.role);
  becomeFollower(core, core.term, null);
}

/** @returns how the change ended already; null: it is in the log, and ends when the last of it is committed. */
function proposeChanges(
  core: Core,
  leader: Leader,
  changes: readonly ConfigurationChange[],
  requester: Requester,
): ChangeOutcome | null {
  const { configuration } = core.log;
  const reason = obstacle(core, leader) ?? objection(core, leader, changes);
  if (reason !== null) return { type: 'refused', reason };
  const effective = changes.filter((change) => isEffective(configuration, change));
  if (effective.length === 0) return { type: 'already' };
  const after = changed(configuration, effective);
  if (after.voters.length === 0) return { type: 'refused', reason: 'last-voter' };
  // One that has more by an earlier app may still become smaller.
  const most = Math.max(limits.members, membersOf(configuration).length);
  if (membersOf(after).length > most) return { type: 'refused', reason: 'too-many-members' };
  appendConfiguration(core, leader, after, effective, requester.from);
  leader.changes.set(core.log.configurationIndex, requester);
  return null;
}

/**
 * Two changes at once, or one that an earlier leader left uncommitted, could make majorities that do not share a
 * member: so one at a time, and none before an entry of this term is committed (§4.1, and its erratum of 2015).
 */
export function obstacle(
  core: Core,
  leader: Leader,
): 'term-not-yet-committed' | 'change-in-progress' | 'transfer-in-progress' | null {
  if (core.commitIndex < leader.firstIndex) return 'term-not-yet-committed';
  if (core.log.configurationIndex > core.commitIndex || isJoint(core.log.configuration)) return 'change-in-progress';
  return leader.transfer === null ? null : 'transfer-in-progress';
}

/** What is wrong with the wish itself. */
function objection(
  core: Core,
  leader: Leader,
  changes: readonly ConfigurationChange[],
): 'contradictory' | 'not-a-member' | 'learner-behind' | null {
  const { configuration } = core.log;
  if (changes.length === 0 || new Set(changes.map(({ member }) => member)).size < changes.length) {
    return 'contradictory';
  }
  for (const { type, member } of changes) {
    if (type !== 'promote' && type !== 'demote') continue;
    if (!isMember(configuration, member)) return 'not-a-member';
    if (type === 'promote' && !configuration.voters.includes(member) && isBehind(core, leader, member)) {
      return 'learner-behind';
    }
  }
  return null;
}

/** Whether its vote would hold up commits: it lacks more than one message holds, or does not answer. */
function isBehind(core: Core, leader: Leader, member: MemberId): boolean {
  const progress = leader.peers.get(member);
  if (progress === undefined || progress.heardAtMs === null) return true;
  if (core.nowMs - progress.heardAtMs >= core.timing.electionTimeoutMs) return true;
  return progress.matchIndex + limits.messageEntries < core.log.lastIndex;
}

export function appendConfiguration(
  core: Core,
  leader: Leader,
  configuration: Configuration,
  changes: readonly ConfigurationChange[],
  requestedBy: MemberId,
): void {
  const index = asLogIndex(core.log.lastIndex + 1);
  const entry: ConfigurationEntry = {
    kind: 'configuration',
    index,
    term: core.term,
    configuration,
    changes,
    requestedBy,
  };
  appendToLog(core, [entry]);
  const members = membersOf(configuration).filter((member) => member !== core.self);
  for (const member of members) {
    const progress = leader.peers.get(member);
    if (progress !== undefined && progress.departure === null) continue;
    leader.round += 1; // answers of an earlier life of this member carry an earlier round
    leader.peers.set(member, new Progress(index, leader.round, core.nowMs));
  }
  for (const [member, progress] of leader.peers) {
    if (!members.includes(member)) progress.departure ??= { removedAt: index, untilMs: null };
  }
}

function changesAt(core: Core, index: LogIndex): readonly ConfigurationChange[] {
  const [entry] = core.log.slice(index, index);
  return entry?.kind === 'configuration' ? entry.changes : [];
}

function requesterOf(core: Core, index: LogIndex): MemberId {
  const [entry] = core.log.slice(index, index);
  return entry?.kind === 'configuration' ? entry.requestedBy : core.self;
}

function settle(core: Core, waiting: Requester, outcome: ChangeOutcome): void {
  if (waiting.from === core.self) core.outbox.changeSettled(waiting.request, outcome);
  else respond(core, waiting.from, waiting.request, outcome);
}

function respond(core: Core, to: MemberId, request: RequestId, outcome: ChangeOutcome): void {
  core.outbox.send(to, { type: 'change-response', term: core.term, request, outcome });
}
