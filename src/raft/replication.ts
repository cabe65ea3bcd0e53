import { heard } from './answers.ts';
import { invariant } from './invariant.ts';
import { limits } from './limits.ts';
import { needsSnapshot, offerSnapshotIfDue } from './snapshots.ts';
import { asLogIndex } from './types.ts';
import type { Core, Leader } from './core.ts';
import type { Progress } from './progress.ts';
import type { LogEntry, LogIndex, MemberId, MessageOf, Term } from './types.ts';

/** How a leader brings the others to its log (§5.3): AppendEntries and its answers. */

/** Time for a heartbeat: every peer hears from the leader, with or without entries (§5.2). */
export function heartbeatIfDue(core: Core): void {
  const { role } = core;
  if (role.type !== 'leader' || core.nowMs < role.heartbeatDueMs) return;
  role.heartbeatDueMs = core.nowMs + core.timing.heartbeatMs;
  role.attendanceDue = true;
  startRound(role);
}

/** Every peer is sent something in this step; its answer confirms the leadership as of now. */
export function startRound(leader: Leader): void {
  leader.round += 1;
  leader.broadcastDue = true;
}

/** Sends all that the step brought about, in as few messages as the limits allow. */
export function replicate(core: Core): void {
  const { role } = core;
  if (role.type !== 'leader') return;
  for (const [peer, progress] of role.peers) {
    const isCut = needsSnapshot(core, progress);
    if (!isCut) sendLog(core, role, peer, progress);
    else if (progress.departure === null) offerSnapshotIfDue(core, role, peer, progress);
    // A removed member is not brought a snapshot only to learn of its removal.
    if (isFarewellSaid(core, progress) || (isCut && progress.departure !== null)) role.peers.delete(peer);
  }
  role.broadcastDue = false;
  if (core.nowMs >= role.noticeDueMs) role.noticeDueMs = Infinity;
}

/** A peer's connection is new, or gone: what was in flight may be lost, so its log is probed again. */
export function peerConnectionChanged(core: Core, peer: MemberId): void {
  if (core.role.type === 'leader') core.role.peers.get(peer)?.restartProbing();
}

/** @returns why the answer cannot come from a correct follower; null: it was handled. */
export function receiveAppendAccepted(
  core: Core,
  from: MemberId,
  message: MessageOf<'append-accepted'>,
): string | null {
  const { role } = core;
  if (role.type !== 'leader') return null;
  if (message.matchIndex > core.log.lastIndex) return 'it acknowledges entries that were never sent';
  if (message.round > role.round) return 'it answers a round that was never started';
  const progress = heard(core, role, from, message.round);
  if (progress === null) return null;
  progress.accepted(message.matchIndex, message.full === true);
  // What it said in answer to an earlier round may have been overtaken.
  if (message.round === progress.ackedRound && progress.isResting !== (message.resting === true)) {
    progress.isResting = message.resting === true;
    role.attendanceDue = true;
  }
  return null;
}

/** @returns why the answer cannot come from a correct follower; null: it was handled. */
export function receiveAppendRejected(
  core: Core,
  from: MemberId,
  message: MessageOf<'append-rejected'>,
): string | null {
  const { role } = core;
  if (role.type !== 'leader') return null;
  if (message.round > role.round) return 'it answers a round that was never started';
  const progress = heard(core, role, from, message.round);
  // The follower named its last entry that may match; the last one here of no later term skips the rest (§5.3).
  progress?.rejected(message.rejectedIndex, core.log.lastAtOrBefore(message.conflictIndex, message.conflictTerm));
  return null;
}

function sendLog(core: Core, leader: Leader, peer: MemberId, progress: Progress): void {
  const sentEntries = sendEntries(core, leader, peer, progress);
  if (!sentEntries && (leader.broadcastDue || isCommitToldNow(core, leader, progress)))
    send(core, leader, peer, progress, []);
}

/**
 * Whether it is told of a commit by a message of its own. Not while further entries are under way: the next append, or
 * the commit of the last of them, tells of this one too, and a heartbeat does if neither comes. Nor for a moment after the
 * last: one who waits for a command often sends the next at once. A configuration is told at once: after it, this leader
 * may fall silent.
 */
function isCommitToldNow(core: Core, leader: Leader, progress: Progress): boolean {
  const { commitIndex, log } = core;
  const usableCommit = Math.min(commitIndex, progress.nextIndex - 1);
  if (usableCommit <= progress.toldCommit || progress.state === 'snapshotting') return false;
  const isConfigurationNews = progress.toldCommit < log.configurationIndex && log.configurationIndex <= usableCommit;
  return isConfigurationNews || (commitIndex === log.lastIndex && core.nowMs >= leader.noticeDueMs);
}

function sendEntries(core: Core, leader: Leader, peer: MemberId, progress: Progress): boolean {
  let sent = false;
  while (progress.maySendEntries && progress.nextIndex <= core.log.lastIndex) {
    // It would not take it.
    if (progress.isFull && core.log.slice(progress.nextIndex, progress.nextIndex)[0]?.kind === 'command') break;
    const entries = core.log.batch(progress.nextIndex, limits.messageEntries, limits.messageBytes);
    const lastIndex = asLogIndex(progress.nextIndex + entries.length - 1);
    const bytes = core.log.bytesBetween(progress.nextIndex, lastIndex);
    send(core, leader, peer, progress, entries);
    progress.sentEntries(lastIndex, bytes);
    sent = true;
  }
  return sent;
}

/** Leaves at once, beside the leader's own disk: the leader counts itself only when that is done (dissertation §10.2.1). */
function send(core: Core, leader: Leader, peer: MemberId, progress: Progress, entries: readonly LogEntry[]): void {
  const previousIndex = asLogIndex(progress.nextIndex - 1);
  core.outbox.send(peer, {
    type: 'append-request',
    term: core.term,
    previousIndex,
    previousTerm: termAtStart(core, previousIndex),
    entries,
    leaderCommit: core.commitIndex,
    round: leader.round,
  });
  progress.toldCommit = asLogIndex(Math.min(core.commitIndex, previousIndex + entries.length));
}

function termAtStart(core: Core, previousIndex: LogIndex): Term {
  const term = core.log.termAt(previousIndex);
  invariant(term !== null, `what lies before the entries to send is known, at ${previousIndex}`);
  return term;
}

/** A removed member was told, as well as can be, that it is removed. */
function isFarewellSaid(core: Core, { departure, matchIndex, toldCommit }: Progress): boolean {
  if (departure === null) return false;
  const toldAll = matchIndex >= departure.removedAt && toldCommit >= departure.removedAt;
  return toldAll || (departure.untilMs !== null && core.nowMs >= departure.untilMs);
}
