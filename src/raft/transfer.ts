import { isMember } from './configuration.ts';
import { leaderOf, takeWireRequest } from './core.ts';
import { asLogIndex } from './types.ts';
import type { Core, Leader, Requester, Transfer } from './core.ts';
import type { Progress } from './progress.ts';
import type { MemberId, MessageOf, RequestId, TransferOutcome } from './types.ts';

/**
 * Leadership transfer (dissertation §3.10): the leader takes no more commands, brings the target to the end of its log
 * and tells it to campaign at once. If that comes to nothing within an election timeout, it leads on as before.
 */

/** This member's driver asks to hand leadership over. */
export function requestTransfer(core: Core, request: RequestId, to: MemberId | null): void {
  const leader = leaderOf(core);
  if (core.role.type === 'leader') {
    const outcome = beginTransfer(core, core.role, to, { from: core.self, request });
    if (outcome !== null) core.outbox.transferSettled(request, outcome);
  } else if (leader === null) {
    core.outbox.transferSettled(request, { type: 'refused', reason: 'not-leader' });
  } else {
    const wireRequest = takeWireRequest(core);
    core.forwardedTransfers.set(wireRequest, { request, leader, term: core.term, to });
    core.outbox.send(leader, { type: 'transfer-request', term: core.term, request: wireRequest, to });
  }
}

/** Another member's driver asks. If it succeeds, the asker sees so by the new leader, not by an answer. */
export function receiveTransferRequest(core: Core, from: MemberId, message: MessageOf<'transfer-request'>): void {
  const { request, to } = message;
  if (core.role.type !== 'leader') {
    respond(core, from, request, { type: 'refused', reason: 'not-leader' });
  } else if (isMember(core.log.configuration, from)) {
    const outcome = beginTransfer(core, core.role, to, { from, request });
    if (outcome !== null) respond(core, from, request, outcome);
  }
}

export function receiveTransferResponse(core: Core, from: MemberId, message: MessageOf<'transfer-response'>): void {
  const forwarded = core.forwardedTransfers.get(message.request);
  if (forwarded === undefined || forwarded.leader !== from) return;
  core.forwardedTransfers.delete(message.request);
  core.outbox.transferSettled(forwarded.request, message.outcome);
}

/** The asker no longer waits; leadership may be handed over all the same. */
export function forgetTransfer(core: Core, request: RequestId): void {
  for (const [wireRequest, forwarded] of core.forwardedTransfers) {
    if (forwarded.request === request) core.forwardedTransfers.delete(wireRequest);
  }
}

/** Tells a target that has the whole log, and gives up on one that cannot have it any more or takes too long. */
export function advanceTransfer(core: Core): void {
  const { role } = core;
  if (role.type !== 'leader' || role.transfer === null) return;
  const { transfer } = role;
  const progress = role.peers.get(transfer.target);
  if (progress === undefined || !core.log.configuration.voters.includes(transfer.target)) {
    giveUp(core, role, transfer, 'not-a-voter');
  } else if (core.nowMs >= transfer.deadlineMs) {
    giveUp(core, role, transfer, transfer.isTold ? 'timeout' : 'target-behind');
  } else if (!transfer.isTold && progress.matchIndex === core.log.lastIndex) {
    role.transfer = { ...transfer, isTold: true };
    core.outbox.send(transfer.target, { type: 'timeout-now', term: core.term });
    core.outbox.trace({ type: 'transfer', to: transfer.target, phase: 'told' });
  }
}

/** The connection to a member closed: it cannot be told any more, or died. */
export function transferTargetLost(core: Core, peer: MemberId): void {
  if (core.role.type !== 'leader' || core.role.transfer?.target !== peer) return;
  giveUp(core, core.role, core.role.transfer, 'target-unreachable');
}

/** When a transfer under way is given up; null: none is. */
export function transferDueMs(leader: Leader): number | null {
  return leader.transfer?.deadlineMs ?? null;
}

/** No longer leader: this member's own question is answered when the next leader is known. */
export function ledTransferLost(core: Core, led: Leader): void {
  const { transfer } = led;
  if (transfer === null || transfer.requester?.from !== core.self) return;
  const { requester, target } = transfer;
  const term = led.term;
  core.forwardedTransfers.set(takeWireRequest(core), {
    request: requester.request,
    leader: core.self,
    term,
    to: target,
  });
  led.transfer = null;
}

/** Someone leads a newer term than the one in which leadership was to be handed over: that settles it. */
export function settleTransfers(core: Core): void {
  const leader = leaderOf(core);
  if (leader === null) return;
  for (const [wireRequest, { request, leader: asked, term, to }] of core.forwardedTransfers) {
    if (core.term <= term) continue;
    core.forwardedTransfers.delete(wireRequest);
    const isTransferred = to === null ? leader !== asked : leader === to;
    core.outbox.transferSettled(
      request,
      isTransferred ? { type: 'transferred', leader } : { type: 'refused', reason: 'leadership-lost' },
    );
  }
}

/**
 * A leader that is about to leave tells the voter that is furthest to campaign, so that the others need not wait for an
 * election timeout. If nobody hears it, they will.
 */
export function handOver(core: Core, leader: Leader): void {
  const target = furthestVoter(core, leader);
  if (target === null) return;
  core.outbox.send(target, { type: 'timeout-now', term: core.term });
  core.outbox.trace({ type: 'transfer', to: target, phase: 'told' });
}

/** @returns how the transfer ended already; null: it is under way. */
export function beginTransfer(
  core: Core,
  leader: Leader,
  to: MemberId | null,
  requester: Requester | null,
): TransferOutcome | null {
  if (to === core.self) return { type: 'already' };
  const target = to ?? furthestVoter(core, leader);
  if (target === null) return { type: 'refused', reason: 'no-voter-present' };
  if (!core.log.configuration.voters.includes(target)) return { type: 'refused', reason: 'not-a-voter' };
  if (leader.transfer?.target === target) return { type: 'refused', reason: 'transfer-in-progress' };
  // Commands would be held for an election timeout, in vain.
  if (!isPresent(core, leader.peers.get(target))) return { type: 'refused', reason: 'target-unreachable' };
  if (leader.transfer !== null) giveUp(core, leader, leader.transfer, 'superseded');
  const deadlineMs = core.nowMs + core.timing.electionTimeoutMs;
  leader.transfer = { target, requester, deadlineMs, isTold: false };
  core.outbox.trace({ type: 'transfer', to: target, phase: 'begun' });
  return null;
}

/** Of the voters that answer and stay, the one whose log is known to be the longest. */
export function furthestVoter(core: Core, leader: Leader): MemberId | null {
  let furthest: MemberId | null = null;
  let matchIndex = asLogIndex(-1);
  for (const voter of core.log.configuration.voters) {
    const progress = leader.peers.get(voter);
    if (progress === undefined || progress.isResting || !isPresent(core, progress)) continue;
    if (progress.matchIndex <= matchIndex) continue;
    furthest = voter;
    ({ matchIndex } = progress);
  }
  return furthest;
}

/** Whether it answered within the last election timeout. */
function isPresent(core: Core, progress: Progress | undefined): boolean {
  if (progress === undefined || progress.heardAtMs === null) return false;
  return core.nowMs - progress.heardAtMs < core.timing.electionTimeoutMs;
}

function giveUp(
  core: Core,
  leader: Leader,
  { target, requester }: Transfer,
  reason: Extract<TransferOutcome, { type: 'refused' }>['reason'],
): void {
  leader.transfer = null;
  core.outbox.trace({ type: 'transfer', to: target, phase: 'given-up' });
  if (requester === null) return;
  const outcome: TransferOutcome = { type: 'refused', reason };
  if (requester.from === core.self) core.outbox.transferSettled(requester.request, outcome);
  else respond(core, requester.from, requester.request, outcome);
}

function respond(core: Core, to: MemberId, request: RequestId, outcome: TransferOutcome): void {
  core.outbox.send(to, { type: 'transfer-response', term: core.term, request, outcome });
}
