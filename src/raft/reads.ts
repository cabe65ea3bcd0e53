import { isMember, quorumOf } from './configuration.ts';
import { leaderOf, takeWireRequest } from './core.ts';
import { limits } from './limits.ts';
import { startRound } from './replication.ts';
import type { Core, Leader } from './core.ts';
import type { LogIndex, MemberId, MessageOf, RequestId } from './types.ts';

/**
 * Linearizable reads without writing to the log (ReadIndex, dissertation §6.4): the leader notes its commit index, makes
 * sure by a round of heartbeats that it still leads, and the reader waits until it has applied that far. No clocks.
 */

/** This member's driver asks; it hears of it by `read-ready`, whoever leads by then. */
export function requestRead(core: Core, request: RequestId): void {
  core.ownReads.set(request, { type: 'unasked' });
}

export function forgetRead(core: Core, request: RequestId): void {
  core.ownReads.delete(request);
  if (core.role.type === 'leader') {
    core.role.reads = core.role.reads.filter((read) => read.from !== core.self || read.request !== request);
  }
}

/** Another member asks. A leader knows its commit index to be the newest only once it has committed in its term. */
export function receiveReadRequest(core: Core, from: MemberId, message: MessageOf<'read-request'>): void {
  if (core.role.type !== 'leader' || core.role.reads.length >= limits.waitingReads) {
    respond(core, from, message.request, null);
  } else if (isMember(core.log.configuration, from)) {
    core.role.reads.push({ from, request: message.request, confirmation: null });
  }
}

export function receiveReadResponse(core: Core, message: MessageOf<'read-response'>): void {
  for (const [request, read] of core.ownReads) {
    if (read.type !== 'asked' || read.wireRequest !== message.request) continue;
    const { readIndex } = message;
    const askedAgain = { ...read, retryAtMs: core.nowMs + core.timing.heartbeatMs };
    core.ownReads.set(request, readIndex === null ? askedAgain : { type: 'confirmed', readIndex });
    return;
  }
}

/** Whoever was asked no longer leads, or cannot be reached: the questions go to the next leader. */
export function askAgain(core: Core): void {
  for (const [request, read] of core.ownReads) {
    if (read.type === 'asked') core.ownReads.set(request, { type: 'unasked' });
  }
}

/** No longer leader: the others ask again. */
export function ledReadsLost(core: Core, leader: Leader): void {
  for (const read of leader.reads) if (read.from !== core.self) respond(core, read.from, read.request, null);
  leader.reads = [];
}

/** A reader's connection closed: it asks again. */
export function readerDisconnected(core: Core, reader: MemberId): void {
  if (core.role.type === 'leader') core.role.reads = core.role.reads.filter((read) => read.from !== reader);
}

/** Asks what was not asked yet, or long ago; confirms what a quorum has answered; settles what is applied. */
export function settleReads(core: Core): void {
  askLeader(core);
  if (core.role.type === 'leader') confirmReads(core, core.role);
  for (const [request, read] of core.ownReads) {
    if (read.type !== 'confirmed' || read.readIndex > core.appliedIndex) continue;
    core.ownReads.delete(request);
    core.outbox.readReady(request);
  }
}

/** When a question is asked again; null: none waits for an answer from another member. */
export function retryAtMs(core: Core): number | null {
  let earliest: number | null = null;
  for (const read of core.ownReads.values()) {
    if (read.type === 'asked' && read.retryAtMs !== null) earliest = Math.min(earliest ?? Infinity, read.retryAtMs);
  }
  return earliest;
}

function askLeader(core: Core): void {
  const leader = leaderOf(core);
  if (leader === null) return;
  for (const [request, read] of core.ownReads) {
    const isDue =
      read.type === 'unasked' || (read.type === 'asked' && read.retryAtMs !== null && core.nowMs >= read.retryAtMs);
    if (!isDue) continue;
    if (core.role.type === 'leader') {
      core.role.reads.push({ from: core.self, request, confirmation: null });
      core.ownReads.set(request, { type: 'asked', wireRequest: null, retryAtMs: null });
    } else {
      const wireRequest = takeWireRequest(core);
      core.outbox.send(leader, { type: 'read-request', term: core.term, request: wireRequest });
      const retryAtMs = core.nowMs + core.timing.electionTimeoutMs;
      core.ownReads.set(request, { type: 'asked', wireRequest, retryAtMs });
    }
  }
}

/**
 * A read is confirmed by a quorum that answers a round started after it was asked. One round serves all reads that
 * wait for it; while it is under way, further reads gather for the next.
 */
function confirmReads(core: Core, leader: Leader): void {
  if (leader.reads.length === 0 || core.commitIndex < leader.firstIndex) return;
  for (const read of leader.reads) {
    read.confirmation ??= { readIndex: core.commitIndex, round: leader.round + 1 };
  }
  const confirmedRound = quorumOf(core.log.configuration).agreed((voter) =>
    voter === core.self ? Infinity : (leader.peers.get(voter)?.ackedRound ?? 0),
  );
  leader.reads = leader.reads.filter((read) => {
    const isConfirmed = read.confirmation !== null && read.confirmation.round <= confirmedRound;
    if (isConfirmed && read.confirmation !== null) answer(core, read.from, read.request, read.confirmation.readIndex);
    return !isConfirmed;
  });
  const isNewRoundNeeded = leader.reads.some((read) => (read.confirmation?.round ?? 0) > leader.round);
  if (isNewRoundNeeded && leader.readRound <= confirmedRound) {
    startRound(leader);
    leader.readRound = leader.round;
  }
}

function answer(core: Core, reader: MemberId, request: RequestId, readIndex: LogIndex): void {
  if (reader === core.self) core.ownReads.set(request, { type: 'confirmed', readIndex });
  else respond(core, reader, request, readIndex);
}

function respond(core: Core, to: MemberId, request: RequestId, readIndex: LogIndex | null): void {
  core.outbox.send(to, { type: 'read-response', term: core.term, request, readIndex });
}
