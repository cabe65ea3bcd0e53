import { membersOf } from './configuration.ts';
import { appendToLog, leaderOf, maySeekElection, newElectionDeadlineMs, nextTerm } from './core.ts';
import { invariant } from './invariant.ts';
import { Progress } from './progress.ts';
import { SessionTable } from './sessions.ts';
import { asLogIndex } from './types.ts';
import type { Core, Follower } from './core.ts';
import type { MemberId, Term } from './types.ts';

/** The moves between roles (figure 4), and with them every change of the term. */

/** Follows `leader` in `term`, or waits in it for a leader. A newer term frees the vote; the same term never does. */
export function becomeFollower(core: Core, term: Term, leader: MemberId | null): void {
  invariant(term >= core.term, 'terms never go back');
  if (term > core.term) {
    core.term = term;
    core.votedFor = null;
  }
  const { role } = core;
  // Learning of a term is no reason to wait longer: only a leader and a granted vote are.
  core.role = newFollower(leader, role.type === 'leader' ? newElectionDeadlineMs(core) : role.electionDeadlineMs);
  traceRole(core);
}

/** It has not heard from `leader`, and told it nothing. */
export function newFollower(leader: MemberId | null, electionDeadlineMs: number): Follower {
  return { type: 'follower', leader, heardFromLeaderAtMs: null, electionDeadlineMs, answered: null, promised: null };
}

export function becomePreCandidate(core: Core): void {
  invariant(maySeekElection(core), 'only a voter campaigns');
  core.role = {
    type: 'pre-candidate',
    votes: new Map([[core.self, true]]),
    electionDeadlineMs: newElectionDeadlineMs(core),
  };
  traceRole(core);
}

/**
 * A new term, and the vote in it for itself, written in one piece (§5.2). `isTransfer`: the leader asked for it, so no
 * one needs to be asked before whether it would be elected.
 */
export function becomeCandidate(core: Core, isTransfer: boolean): void {
  invariant(maySeekElection(core), 'only a voter campaigns');
  invariant(core.role.type === (isTransfer ? 'follower' : 'pre-candidate'), 'pre-votes come before votes');
  core.term = nextTerm(core.term);
  core.votedFor = core.self;
  // Its own vote joins once it is durable: a lone voter must not lead in a term that it could forget.
  core.role = { type: 'candidate', isTransfer, votes: new Map(), electionDeadlineMs: newElectionDeadlineMs(core) };
  traceRole(core);
}

/** Starts the term with a no-op, so that what earlier terms left behind can be committed (§5.4.2, §8). */
export function becomeLeader(core: Core): void {
  invariant(core.role.type === 'candidate', 'only a candidate becomes leader');
  const firstIndex = asLogIndex(core.log.lastIndex + 1);
  const round = 1;
  const peers = new Map<MemberId, Progress>();
  for (const member of membersOf(core.log.configuration)) {
    if (member !== core.self) peers.set(member, new Progress(firstIndex, round, core.nowMs));
  }
  core.role = {
    type: 'leader',
    term: core.term,
    peers,
    firstIndex,
    sinceMs: core.nowMs,
    round,
    broadcastDue: true,
    heartbeatDueMs: core.nowMs + core.timing.heartbeatMs,
    noticeDueMs: Infinity,
    sessionsAtEnd: sessionsAtEndOfLog(core),
    reads: [],
    readRound: 0,
    changes: new Map(),
    transfer: null,
    attendanceDue: false,
    rollCall: null,
    handOverDueMs: core.nowMs,
  };
  traceRole(core);
  appendToLog(core, [{ kind: 'no-op', index: firstIndex, term: core.term }]);
}

function sessionsAtEndOfLog(core: Core): SessionTable {
  const sessions = new SessionTable(core.sessions.snapshot());
  for (const entry of core.log.slice(asLogIndex(core.appliedIndex + 1), core.log.lastIndex)) {
    if (entry.kind === 'command') sessions.admit(entry.member, entry.sequence);
  }
  return sessions;
}

function traceRole(core: Core): void {
  core.outbox.trace({ type: 'role', role: core.role.type, term: core.term, leader: leaderOf(core) });
}
