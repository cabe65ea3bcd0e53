import { changed, isMember, isVoter } from './configuration.ts';
import { appendToLog, leaderOf } from './core.ts';
import { invariant, unreachable } from './invariant.ts';
import { Progress } from './progress.ts';
import { becomeFollower } from './roles.ts';
import { asLogIndex, asRequestId } from './types.ts';
import type { Core, Leader } from './core.ts';
import type { ChangeOutcome, ConfigurationChange, MemberId, MessageOf, RequestId } from './types.ts';

/**
 * Changes of membership, one member at a time, through the log (dissertation chapter 4). The majorities before and
 * after such a change always share a member. A configuration is in force from where it is in the log, and no longer
 * once it is cut from it: `Log.configuration` is that rule.
 */

/** How long a leader keeps telling a removed member so, in election timeouts. */
const farewellElectionTimeouts = 4;

/** This member's driver asks for a change. */
export function requestChange(core: Core, request: RequestId, change: ConfigurationChange): void {
  invariant(change.type === 'add-learner' || change.type === 'remove', `${change.type} is not for a driver to ask`);
  const leader = leaderOf(core);
  if (core.role.type === 'leader') {
    const outcome = proposeChange(core, core.role, change, { from: core.self, request });
    if (outcome !== null) core.outbox.changeSettled(request, outcome);
  } else if (leader === null) {
    core.outbox.changeSettled(request, { type: 'refused', reason: 'not-leader' });
  } else {
    const wireRequest = core.nextWireRequest;
    core.nextWireRequest = asRequestId(wireRequest + 1);
    core.forwardedChanges.set(wireRequest, { request, leader });
    core.outbox.send(leader, { type: 'change-request', term: core.term, request: wireRequest, change });
  }
}

/** Another member's driver asks for a change. */
export function receiveChangeRequest(core: Core, from: MemberId, message: MessageOf<'change-request'>): void {
  const { request, change } = message;
  if (core.role.type !== 'leader') {
    respond(core, from, request, { type: 'refused', reason: 'not-leader' });
  } else if (isMember(core.log.configuration, from)) {
    const outcome = proposeChange(core, core.role, change, { from, request });
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

/** Whoever waits for a change that is committed now is told so. */
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
 * A learner gets its vote once it has caught up: it received within less than one election timeout all that the log
 * held when that round began, so it would not hold up commits for longer than an election does (§4.2.1).
 */
export function promoteCaughtUpLearner(core: Core): void {
  const { role } = core;
  if (role.type !== 'leader') return;
  for (const learner of core.log.configuration.learners) {
    const progress = role.peers.get(learner);
    if (progress === undefined || progress.heardAtMs === null) continue;
    if (progress.matchIndex < progress.catchUp.targetIndex) continue;
    const { electionTimeoutMs } = core.timing;
    const caughtUp = core.nowMs - progress.catchUp.startedAtMs < electionTimeoutMs;
    const present = core.nowMs - progress.heardAtMs < electionTimeoutMs;
    if (caughtUp && present && obstacle(core, role) === null) {
      appendChange(core, role, { type: 'promote', member: learner }, core.self);
      return;
    }
    progress.catchUp = { targetIndex: core.log.lastIndex, startedAtMs: core.nowMs };
  }
}

/**
 * A leader that is removed leads on, without counting itself, until that is committed; then it steps down (§4.2.2).
 * Runs after the others were sent the commit.
 */
export function stepDownIfRemoved(core: Core): void {
  if (core.role.type !== 'leader' || isVoter(core.log.configuration, core.self)) return;
  if (core.log.configurationIndex <= core.commitIndex) becomeFollower(core, core.term, null);
}

/** @returns how the change ended already; null: it is in the log, and ends when that is committed. */
function proposeChange(
  core: Core,
  leader: Leader,
  change: ConfigurationChange,
  requester: { readonly from: MemberId; readonly request: RequestId },
): ChangeOutcome | null {
  const reason = obstacle(core, leader);
  if (reason !== null) return { type: 'refused', reason };
  const { configuration } = core.log;
  const present = isMember(configuration, change.member);
  if (present === (change.type !== 'remove')) return { type: 'already' };
  if (change.type === 'remove' && configuration.voters.length === 1 && isVoter(configuration, change.member)) {
    return { type: 'refused', reason: 'last-voter' };
  }
  appendChange(core, leader, change, requester.from);
  leader.changes.set(core.log.configurationIndex, requester);
  return null;
}

/**
 * Two changes at once, or one that an earlier leader left uncommitted, could make majorities that do not share a
 * member: so one at a time, and none before an entry of this term is committed (§4.1, and its erratum of 2015).
 */
function obstacle(core: Core, leader: Leader): 'term-not-yet-committed' | 'change-in-progress' | null {
  if (core.commitIndex < leader.firstIndex) return 'term-not-yet-committed';
  return core.log.configurationIndex > core.commitIndex ? 'change-in-progress' : null;
}

function appendChange(core: Core, leader: Leader, change: ConfigurationChange, requestedBy: MemberId): void {
  const index = asLogIndex(core.log.lastIndex + 1);
  const configuration = changed(core.log.configuration, change);
  appendToLog(core, [{ kind: 'configuration', index, term: core.term, configuration, change, requestedBy }]);
  const { member } = change;
  switch (change.type) {
    case 'create':
      return invariant(false, 'a cluster is created outside of its log');
    case 'promote':
      return;
    case 'add-learner':
      leader.round += 1; // answers of an earlier life of this member carry an earlier round
      leader.peers.set(member, new Progress(index, leader.round, core.nowMs));
      return;
    case 'remove': {
      const progress = leader.peers.get(member);
      if (progress !== undefined) progress.departure = { removedAt: index, untilMs: null };
      return;
    }
    default:
      return unreachable(change);
  }
}

function settle(
  core: Core,
  waiting: { readonly from: MemberId; readonly request: RequestId },
  outcome: ChangeOutcome,
): void {
  if (waiting.from === core.self) core.outbox.changeSettled(waiting.request, outcome);
  else respond(core, waiting.from, waiting.request, outcome);
}

function respond(core: Core, to: MemberId, request: RequestId, outcome: ChangeOutcome): void {
  core.outbox.send(to, { type: 'change-response', term: core.term, request, outcome });
}
