import { heard } from './answers.ts';
import { appendAccepted, followLeader } from './append.ts';
import { commitTo } from './commit.ts';
import { leaderOf, traceConfiguration } from './core.ts';
import { invariant } from './invariant.ts';
import { ownCommandsSettled } from './proposals.ts';
import { asLogIndex } from './types.ts';
import type { Core, Leader, SnapshotSource } from './core.ts';
import type { Progress } from './progress.ts';
import type { LogIndex, MemberId, MessageOf, SnapshotMetadata, Term } from './types.ts';

/**
 * Snapshots (§7; chapter 5 of the dissertation). Each member takes its own, whenever its driver likes; a leader sends
 * its latest one to a follower that needs entries which were cut. Only what the consensus must know of a snapshot is
 * here: the state machine's data goes from driver to driver.
 */

/** What a snapshot of the state machine as of now must carry; null: nothing is applied yet. */
export function snapshotMetadata(core: Core): SnapshotMetadata | null {
  const index = core.appliedIndex;
  if (index === 0) return null;
  const term = core.log.termAt(index);
  invariant(term !== null, 'the log still has the last entry that was applied');
  const placed = core.log.configurationAt(index);
  return {
    index,
    term,
    configuration: placed.configuration,
    configurationIndex: placed.index,
    sessions: core.sessions.snapshot(),
  };
}

/** This member's own snapshot is durable. */
export function snapshotTaken(core: Core, snapshot: SnapshotMetadata): void {
  invariant(snapshot.index <= core.appliedIndex, 'a snapshot is taken of what was applied');
  if (snapshot.index <= snapshotIndex(core)) return;
  core.snapshot = snapshot;
  core.outbox.trace({ type: 'snapshot', phase: 'taken', index: snapshot.index });
}

export function snapshotIndex(core: Core): LogIndex {
  return core.snapshot?.index ?? asLogIndex(0);
}

/**
 * Cuts the log up to the latest snapshot, but for trailing entries, which spare a follower that is a little behind the
 * whole snapshot. A snapshot under way to a follower holds it up, and so does the log behind it until that has arrived
 * too: else the follower, as soon as it has one, would need the next, and so on for ever.
 */
export function compactLog(core: Core): void {
  let through = snapshotIndex(core) - core.trailingEntries;
  if (through <= core.log.baseIndex) return;
  if (core.role.type === 'leader') {
    for (const progress of core.role.peers.values()) through = Math.min(through, neededFrom(core, progress, through));
  }
  // A leader may have applied what is on a majority but not on its own disk yet.
  const cut = asLogIndex(Math.min(through, core.log.durableIndex));
  if (cut <= core.log.baseIndex) return;
  core.log.compact(cut);
  core.outbox.trace({ type: 'compact', through: cut });
  core.outbox.compact(cut);
}

/** How far the log may be cut for the sake of this follower, at most `wanted`. */
function neededFrom(core: Core, progress: Progress, wanted: number): number {
  const attempt = progress.snapshotAttempt;
  if (attempt !== null) return attempt.isAccepted ? attempt.snapshot.index : wanted;
  if (!progress.isHandedOver) return wanted;
  const isPresent = core.nowMs - (progress.heardAtMs ?? 0) < core.timing.electionTimeoutMs;
  if (progress.matchIndex >= wanted || !isPresent) progress.isHandedOver = false;
  return progress.isHandedOver ? progress.matchIndex : wanted;
}

/** Whether what this follower is to be sent next, or what lies before it, was cut. */
export function needsSnapshot(core: Core, progress: Progress): boolean {
  if (progress.snapshotAttempt !== null && !progress.snapshotAttempt.isAccepted) return true;
  return progress.nextIndex <= core.log.baseIndex;
}

/** An offer takes the place of a heartbeat, and is repeated as one until it is answered, by then of the latest snapshot. */
export function offerSnapshotIfDue(core: Core, leader: Leader, peer: MemberId, progress: Progress): void {
  if (!leader.broadcastDue && !progress.maySendEntries) return;
  const { snapshot } = core;
  invariant(snapshot !== null, 'a log is cut only behind a snapshot');
  let session = progress.snapshotAttempt?.session;
  if (session === undefined || progress.snapshotAttempt?.snapshot !== snapshot) {
    leader.round += 1; // no two attempts share a number
    session = leader.round;
    progress.offerSnapshot(session, snapshot);
    core.outbox.trace({ type: 'snapshot', phase: 'offered', index: snapshot.index, to: peer });
  }
  core.outbox.send(peer, { type: 'snapshot-offer', term: core.term, snapshot, session, round: leader.round });
}

/** A follower is offered a snapshot. @returns why no correct leader offers it; null: it was handled. */
export function receiveSnapshotOffer(core: Core, from: MemberId, message: MessageOf<'snapshot-offer'>): string | null {
  const { snapshot, session, round } = message;
  const otherLeader = followLeader(core, from);
  if (otherLeader !== null) return otherLeader;
  // Up to its index all is committed: whoever has that entry has the log of all up to there.
  if (snapshot.index > core.commitIndex && core.log.termAt(snapshot.index) === snapshot.term) {
    commitTo(core, snapshot.index);
  }
  if (snapshot.index <= core.commitIndex) {
    const matchIndex = asLogIndex(Math.min(core.commitIndex, core.log.durableIndex));
    core.outbox.sendOnceDurable(from, appendAccepted(core, { matchIndex, round }));
    return null;
  }
  const source = { from, term: core.term, session };
  if (!isReceiving(core, source)) {
    core.receiving = source;
    core.outbox.receiveSnapshot(source, snapshot);
  }
  core.outbox.sendOnceDurable(from, { type: 'snapshot-accepted', term: core.term, session, round });
  return null;
}

/** @returns why the answer cannot come from a correct follower; null: it was handled. */
export function receiveSnapshotAccepted(
  core: Core,
  from: MemberId,
  message: MessageOf<'snapshot-accepted'>,
): string | null {
  const { role } = core;
  if (role.type !== 'leader') return null;
  if (message.round > role.round) return 'it answers a round that was never started';
  const progress = heard(core, role, from, message.round);
  const snapshot = progress?.snapshotAttempt?.snapshot;
  if (progress?.snapshotAccepted(message.session) !== true || snapshot === undefined) return null;
  core.outbox.trace({ type: 'snapshot', phase: 'sending', index: snapshot.index, to: from });
  core.outbox.sendSnapshot(from, core.term, message.session, snapshot);
  return null;
}

export function snapshotSendFailed(
  core: Core,
  to: MemberId,
  { term, session }: { readonly term: Term; readonly session: number },
): void {
  if (core.role.type !== 'leader' || core.role.term !== term) return;
  const progress = core.role.peers.get(to);
  const index = progress?.snapshotAttempt?.snapshot.index;
  if (progress?.snapshotFailed(session) !== true || index === undefined) return;
  core.outbox.trace({ type: 'snapshot', phase: 'failed', index, to });
}

/**
 * A snapshot that was expected has arrived and is durable. It is of committed entries, so it is right whoever leads by
 * now; but it must not take this member back: not its commit index, and with it not its configuration either.
 */
export function snapshotReceived(core: Core, source: SnapshotSource, snapshot: SnapshotMetadata): void {
  const isExpected = isReceiving(core, source);
  if (isExpected) core.receiving = null;
  if (snapshot.index <= core.commitIndex) return;
  // Who may lead keeps its log; its followers are brought to that, and it finds out what is committed by itself.
  if (core.role.type === 'leader' || core.role.type === 'candidate') return;
  core.snapshot = snapshot;
  if (core.log.termAt(snapshot.index) === snapshot.term) {
    // What lies behind it continues it, and may count for a commit already: it is kept.
    commitTo(core, snapshot.index);
  } else {
    install(core, snapshot);
  }
  if (isExpected && source.term === core.term && leaderOf(core) === source.from) {
    const matchIndex = asLogIndex(Math.min(snapshot.index, core.log.durableIndex));
    core.outbox.sendOnceDurable(source.from, appendAccepted(core, { matchIndex, round: source.session }));
  }
}

function isReceiving({ receiving }: Core, { from, term, session }: SnapshotSource): boolean {
  return receiving !== null && receiving.from === from && receiving.term === term && receiving.session === session;
}

function install(core: Core, snapshot: SnapshotMetadata): void {
  core.log.reset(snapshot);
  core.commitIndex = snapshot.index;
  core.appliedIndex = snapshot.index;
  core.sessions.restore(snapshot.sessions);
  core.outbox.installSnapshot(snapshot);
  core.outbox.trace({ type: 'snapshot', phase: 'installed', index: snapshot.index });
  traceConfiguration(core);
  ownCommandsSettled(core);
}
