import { isVoter } from './configuration.ts';
import { appendToLog, newElectionDeadlineMs, truncateLog } from './core.ts';
import { commitTo } from './commit.ts';
import { leaderLost } from './election.ts';
import { becomeFollower } from './roles.ts';
import { asLogIndex, asTerm } from './types.ts';
import type { Acknowledgement, Core, Follower } from './core.ts';
import type { LogEntry, LogIndex, MemberId, MessageBody, MessageOf } from './types.ts';

/** What a follower does with AppendEntries (§5.3, figure 2). */

/** @returns why the request cannot come from a correct leader; null: it was handled. */
export function receiveAppendRequest(core: Core, from: MemberId, message: MessageOf<'append-request'>): string | null {
  const request = fitted(core, behindBase(core, message));
  const conflict = firstConflict(core, request.entries);
  const contradictsCommitted =
    (conflict !== null && conflict <= core.commitIndex) ||
    (request.previousIndex <= core.commitIndex && core.log.termAt(request.previousIndex) !== request.previousTerm);
  if (contradictsCommitted) return 'it contradicts a committed entry';

  const otherLeader = followLeader(core, from);
  if (otherLeader !== null) return otherLeader;
  if (core.log.termAt(request.previousIndex) === request.previousTerm) {
    accept(core, from, request, conflict);
  } else {
    reject(core, from, request);
  }
  return null;
}

/** A sender of an older term learns the newer one from the refusal, and steps down (§5.1). */
export function refuseOldTerm(core: Core, from: MemberId, rejectedIndex: LogIndex): void {
  core.outbox.send(from, {
    type: 'append-rejected',
    term: core.term,
    rejectedIndex,
    conflictIndex: asLogIndex(0),
    conflictTerm: asTerm(0),
    // Of no round: it is of this term, in which its receiver may lead by now, and what it answers is not.
    round: 0,
  });
}

/**
 * Recognizes the leader of this term; it need not be in the configuration known here, which may be an old one.
 *
 * @returns why it cannot be the leader; null: it is followed.
 */
export function followLeader(core: Core, leader: MemberId): string | null {
  if (core.role.type === 'leader') return 'a second leader in this term';
  if (core.role.type === 'follower' && core.role.leader !== null && core.role.leader !== leader) {
    return 'a second leader in this term';
  }
  if (core.role.type !== 'follower' || core.role.leader !== leader) becomeFollower(core, core.term, leader);
  if (core.role.type !== 'follower') return null;
  core.role.heardFromLeaderAtMs = core.nowMs;
  core.lostLeader = null;
  core.role.electionDeadlineMs = newElectionDeadlineMs(core);
  return null;
}

/** The part of a request that lies behind what this member has cut: before that all is committed, and thus the same. */
function behindBase(core: Core, message: MessageOf<'append-request'>): MessageOf<'append-request'> {
  const { baseIndex } = core.log;
  const skipped = baseIndex - message.previousIndex;
  if (skipped <= 0) return message;
  const atBase = message.entries[skipped - 1];
  const previousTerm = atBase?.term ?? core.log.termAt(baseIndex) ?? message.previousTerm;
  return { ...message, previousIndex: baseIndex, previousTerm, entries: message.entries.slice(skipped) };
}

/**
 * On a full disk no further commands are taken, and nothing behind them. What a new leader needs to get to work, and to
 * change who is a member, is small and few: there is a reserve for that.
 */
function fitted(core: Core, message: MessageOf<'append-request'>): MessageOf<'append-request'> {
  if (core.room.entries) return message;
  const end = message.entries.findIndex(
    ({ kind, index, term }) => kind === 'command' && core.log.termAt(index) !== term,
  );
  return end === -1 ? message : { ...message, entries: message.entries.slice(0, end) };
}

function accept(core: Core, leader: MemberId, message: MessageOf<'append-request'>, conflict: LogIndex | null): void {
  // Only a conflict cuts the log: a late or repeated request that ends earlier says nothing about what lies behind it.
  if (conflict !== null) truncateLog(core, conflict);
  appendToLog(
    core,
    message.entries.filter((entry) => entry.index > core.log.lastIndex),
  );
  const matchedIndex = asLogIndex(message.previousIndex + message.entries.length);
  acknowledge(core, leader, message, matchedIndex);
  // Behind the last match the log may still be another leader's.
  commitTo(core, asLogIndex(Math.min(message.leaderCommit, matchedIndex)));
  if (hasLeaderLeft(core, leader, message.leaderCommit)) leaderLost(core);
}

/** A leader that removed itself falls silent once that is committed. Not so if this only replays an old removal. */
function hasLeaderLeft(core: Core, leader: MemberId, leaderCommit: LogIndex): boolean {
  const { configurationIndex, configuration } = core.log;
  if (configurationIndex === 0 || configurationIndex > core.commitIndex || core.commitIndex < leaderCommit)
    return false;
  const [entry] = core.log.slice(configurationIndex, configurationIndex);
  const lostItsVote =
    entry?.kind === 'configuration' &&
    entry.changes.some(({ type, member }) => (type === 'remove' || type === 'demote') && member === leader);
  return lostItsVote && !isVoter(configuration, leader);
}

/** Promises that all up to `matchIndex` is on this member's disk. */
function acknowledge(core: Core, leader: MemberId, message: MessageOf<'append-request'>, matchedIndex: LogIndex): void {
  const { role } = core;
  if (role.type !== 'follower') return;
  const { round } = message;
  const durableMatch = asLogIndex(Math.min(matchedIndex, core.log.durableIndex));
  if (message.entries.length === 0 && saysNothingNew(core, role, { round, matchIndex: durableMatch })) return;
  // A heartbeat is answered at once, for what is durable already: a slow disk must not make its leader look cut off.
  const isAtOnce = message.entries.length === 0 || durableMatch === matchedIndex;
  if (isAtOnce && core.outbox.isTermDurable(core)) {
    role.answered = { round, matchIndex: durableMatch };
    core.outbox.send(leader, appendAccepted(core, role.answered));
  } else {
    role.promised = { round, matchIndex: matchedIndex };
    core.outbox.sendOnceDurable(leader, appendAccepted(core, role.promised));
  }
}

/** With how this member is, as far as that concerns the leader. */
export function appendAccepted({ term, room, isResting }: Core, { matchIndex, round }: Acknowledgement): MessageBody {
  const condition = {
    ...(room.entries ? {} : { full: true as const }),
    ...(isResting ? { resting: true as const } : {}),
  };
  return { type: 'append-accepted', term, matchIndex, round, ...condition };
}

/**
 * Whether the leader has been told this already, as it has when it only gives notice of a commit: that is a quarter of
 * all messages. Whatever needs a sign of life starts a new round (a heartbeat, a read, a member's new `Progress`), and
 * the next heartbeat makes good an answer that was lost.
 */
function saysNothingNew(core: Core, role: Follower, answer: Acknowledgement): boolean {
  // What was promised left when it was durable.
  if (role.promised !== null && role.promised.matchIndex <= core.log.durableIndex) {
    role.answered = role.promised;
    role.promised = null;
  }
  return role.answered !== null && answer.round <= role.answered.round && answer.matchIndex <= role.answered.matchIndex;
}

/** Names the last position here that may match: no later than the one asked for, and of no later term (§5.3). */
function reject(core: Core, leader: MemberId, message: MessageOf<'append-request'>): void {
  const conflictIndex = core.log.lastAtOrBefore(message.previousIndex, message.previousTerm);
  core.outbox.send(leader, {
    type: 'append-rejected',
    term: core.term,
    rejectedIndex: message.previousIndex,
    conflictIndex,
    conflictTerm: core.log.termAt(conflictIndex) ?? asTerm(0),
    round: message.round,
  });
}

/** The first of `entries` whose place in the log is taken by an entry of another term. */
function firstConflict(core: Core, entries: readonly LogEntry[]): LogIndex | null {
  const conflict = entries.find((entry) => {
    const term = core.log.termAt(entry.index);
    return term !== null && term !== entry.term;
  });
  return conflict?.index ?? null;
}
