import { isVoter, quorumOf, votersOf } from './configuration.ts';
import { logPosition, maySeekElection, newElectionDeadlineMs, nextTerm, remembersItsAdmission } from './core.ts';
import { becomeCandidate, becomeFollower, becomeLeader, becomePreCandidate } from './roles.ts';
import { isDiskStalled } from './stalled-disk.ts';
import type { Core } from './core.ts';
import type { MemberId, MessageOf } from './types.ts';

/** Leader election (§5.2, §5.4.1) with pre-votes and sticky leaders (dissertation §9.6, §4.2.3). */

/** After its leader's connection closed, a follower asks for votes within this time, at random. */
const leaderLostDelayMs = 60;

/** The election timeout passed without a leader: asks whether it would be elected. */
export function campaignIfDue(core: Core): void {
  if (core.role.type === 'leader' || core.nowMs < core.role.electionDeadlineMs) return;
  if (!maySeekElection(core)) {
    if (core.role.type !== 'follower') becomeFollower(core, core.term, null);
    return;
  }
  if (isDiskStalled(core)) {
    // Its vote for itself would wait for that disk, and so would everyone's commits if it won.
    core.role.electionDeadlineMs = newElectionDeadlineMs(core);
    return;
  }
  rememberLostLeader(core);
  becomePreCandidate(core);
  askVoters(core);
  countVotes(core);
}

/**
 * The leader hands over to this member: it campaigns at once, in a real election. Its leader has made sure that its
 * log is complete, so there is nothing to ask beforehand (dissertation §3.10).
 */
export function receiveTimeoutNow(core: Core, from: MemberId): void {
  // A late one, of a leader that this member no longer follows, would only disturb.
  if (core.role.type !== 'follower' || core.role.leader !== from) return;
  if (!maySeekElection(core)) return; // removed or demoted meanwhile
  becomeCandidate(core, true);
  askVoters(core);
}

/** A voter became reachable during a campaign: it may have missed the question. */
export function voterConnected(core: Core, peer: MemberId): void {
  if (isVoter(core.log.configuration, peer)) askForVote(core, peer);
}

/**
 * The connection to the leader closed, or it left the configuration: a dead leader is replaced at once. The others
 * refuse while they still hear it, so nothing happens if only this connection broke.
 */
export function leaderLost(core: Core): void {
  if (core.role.type !== 'follower') return;
  rememberLostLeader(core);
  core.role.heardFromLeaderAtMs = null;
  campaignWithin(core, leaderLostDelayMs);
}

/** Its own connection to that leader closed, or it has been silent for an election timeout. */
function rememberLostLeader(core: Core): void {
  if (core.role.type !== 'follower' || core.role.leader === null) return;
  core.lostLeader ??= { member: core.role.leader, sinceMs: core.nowMs };
}

/**
 * It was refused just after a leader was lost: by one that has not noticed yet, or that voted for itself at the same
 * moment. Neither is worth an election timeout. Each wait may be as long as all before it, so that soon someone is alone
 * with its question; and that begins with a pre-vote, which whoever hears a leader refuses.
 */
function retrySoon(core: Core): void {
  if (core.lostLeader === null) return;
  const lostForMs = core.nowMs - core.lostLeader.sinceMs;
  if (lostForMs < core.timing.electionTimeoutMs) campaignWithin(core, leaderLostDelayMs + lostForMs);
}

function campaignWithin(core: Core, withinMs: number): void {
  if (core.role.type === 'leader') return;
  core.role.electionDeadlineMs = Math.min(core.role.electionDeadlineMs, core.nowMs + core.random() * withinMs);
}

/**
 * While a leader is heard, no one else is elected: a member that came back, was removed, or is cut off from the leader
 * alone cannot depose it by asking. A leader counts as heard by itself, for it steps down once a quorum is silent.
 */
export function hearsALeader(core: Core): boolean {
  if (core.role.type === 'leader') return true;
  if (core.role.type !== 'follower' || core.role.heardFromLeaderAtMs === null) return false;
  return core.nowMs - core.role.heardFromLeaderAtMs < core.timing.electionTimeoutMs;
}

/** Would this member vote for the sender in the term it asks about? Nothing here changes, and nothing is promised. */
export function receivePreVoteRequest(core: Core, from: MemberId, message: MessageOf<'pre-vote-request'>): void {
  const granted =
    message.term > core.term &&
    !hearsALeader(core) &&
    remembersItsAdmission(core) &&
    core.log.isUpToDate(message.lastLogIndex, message.lastLogTerm);
  core.outbox.trace({ type: 'vote', term: message.term, candidate: from, granted, preVote: true });
  core.outbox.send(from, { type: 'pre-vote-response', term: core.term, granted, askedTerm: message.term });
}

/**
 * At most one vote in a term, to the first that asks and whose log is at least as up-to-date (§5.2, §5.4.1). Whether
 * this member is a voter is for the candidate to know: its configuration may be the newer one.
 */
export function receiveVoteRequest(core: Core, from: MemberId, message: MessageOf<'vote-request'>): void {
  const leader = core.role.type === 'follower' ? core.role.leader : null;
  const granted =
    message.term === core.term &&
    (core.votedFor === from || (core.votedFor === null && leader === null)) &&
    remembersItsAdmission(core) &&
    core.log.isUpToDate(message.lastLogIndex, message.lastLogTerm);
  core.outbox.trace({ type: 'vote', term: message.term, candidate: from, granted, preVote: false });
  if (granted) {
    core.votedFor = from;
    if (core.role.type !== 'follower') becomeFollower(core, core.term, null);
    if (core.role.type === 'follower') core.role.electionDeadlineMs = newElectionDeadlineMs(core);
  }
  const response = { type: 'vote-response', term: core.term, granted } as const;
  if (granted) core.outbox.sendOnceDurable(from, response);
  else core.outbox.send(from, response);
}

/** Votes are refused while a leader is heard, unless that leader itself asked for the election. */
export function isDisruptive(core: Core, message: MessageOf<'vote-request'>): boolean {
  return !message.transfer && hearsALeader(core);
}

/** Not even its term is taken over: it would depose the leader that is heard (dissertation §4.2.3). */
export function ignoreVoteRequest(core: Core, from: MemberId, message: MessageOf<'vote-request'>): void {
  core.outbox.trace({ type: 'vote', term: message.term, candidate: from, granted: false, preVote: false });
}

export function receivePreVoteResponse(core: Core, from: MemberId, message: MessageOf<'pre-vote-response'>): void {
  if (core.role.type !== 'pre-candidate' || message.askedTerm !== nextTerm(core.term)) return;
  core.role.votes.set(from, message.granted);
  if (!message.granted) retrySoon(core);
  countVotes(core);
}

export function receiveVoteResponse(core: Core, from: MemberId, message: MessageOf<'vote-response'>): void {
  if (core.role.type !== 'candidate') return;
  core.role.votes.set(from, message.granted);
  countVotes(core);
}

/** A candidate's vote for itself counts once it is durable. */
export function ownVotePersisted(core: Core): void {
  if (core.role.type !== 'candidate' || core.role.votes.has(core.self) || !core.outbox.isTermDurable(core)) return;
  core.role.votes.set(core.self, true);
  countVotes(core);
}

function countVotes(core: Core): void {
  const { role } = core;
  if (role.type !== 'pre-candidate' && role.type !== 'candidate') return;
  const quorum = quorumOf(core.log.configuration);
  const outcome = quorum.outcome((voter) => role.votes.get(voter));
  // Of who is lost no answer is expected.
  const isHopeless =
    quorum.outcome((voter) => role.votes.get(voter) ?? (voter === core.lostLeader?.member ? false : undefined)) ===
    'lost';
  if (isHopeless) retrySoon(core);
  if (outcome === 'pending') return;
  if (outcome === 'lost') {
    becomeFollower(core, core.term, null);
  } else if (role.type === 'candidate') {
    becomeLeader(core);
  } else {
    becomeCandidate(core, false);
    askVoters(core);
  }
}

function askVoters(core: Core): void {
  for (const voter of votersOf(core.log.configuration)) askForVote(core, voter);
}

function askForVote(core: Core, voter: MemberId): void {
  const { role } = core;
  if (voter === core.self) return;
  if (role.type === 'pre-candidate' && !role.votes.has(voter)) {
    core.outbox.send(voter, { type: 'pre-vote-request', term: nextTerm(core.term), ...logPosition(core) });
  } else if (role.type === 'candidate' && !role.votes.has(voter)) {
    const transfer = role.isTransfer;
    core.outbox.sendOnceDurable(voter, { type: 'vote-request', term: core.term, transfer, ...logPosition(core) });
  }
}

/** CheckQuorum: the time since which a quorum has been silent, if it has been so for an election timeout. */
export function checkQuorumDueMs(core: Core): number {
  const { role } = core;
  if (role.type !== 'leader') return Infinity;
  const heardByQuorumAtMs = quorumOf(core.log.configuration).agreed((voter) =>
    voter === core.self ? Infinity : (role.peers.get(voter)?.heardAtMs ?? role.sinceMs),
  );
  return heardByQuorumAtMs + core.timing.electionTimeoutMs;
}

/** A leader that no quorum answers may have a successor already: it steps down, so that its clients look elsewhere. */
export function stepDownWithoutQuorum(core: Core): void {
  if (core.role.type !== 'leader' || core.nowMs < checkQuorumDueMs(core)) return;
  core.outbox.trace({ type: 'step-down', reason: 'no-quorum' });
  becomeFollower(core, core.term, null);
}
