import { isMember } from './configuration.ts';
import { leaderOf, traceAppended } from './core.ts';
import { invariant } from './invariant.ts';
import { limits } from './limits.ts';
import { numberInSession, sessionOf } from './sessions.ts';
import { asLogIndex } from './types.ts';
import type { Core, Leader } from './core.ts';
import type { CommittedEntry, HoldReason, MemberId, MessageOf, ProposedCommand } from './types.ts';

/**
 * Own commands on their way into the log, from whatever member they are proposed at. They stay here, in order, until
 * they are applied; after any doubt they are sent again, which the client sessions make harmless.
 */

export type Admission = 'ok' | 'too-many-waiting' | 'too-large';

export function admission(core: Core, payloadBytes: number): Admission {
  if (payloadBytes > limits.payloadBytes) return 'too-large';
  const { commands, bytes } = core.outstanding;
  const hasRoom =
    commands.length < limits.outstandingProposals && bytes + payloadBytes <= limits.outstandingProposalBytes;
  return hasRoom ? 'ok' : 'too-many-waiting';
}

/** This member's driver proposes commands, numbered without gaps within a session. */
export function propose(core: Core, commands: readonly ProposedCommand[]): void {
  const { outstanding } = core;
  for (const command of commands) {
    const last = outstanding.lastProposed;
    const follows =
      last === null ||
      command.sequence === last + 1 ||
      (sessionOf(command.sequence) > sessionOf(last) && numberInSession(command.sequence) === 1);
    invariant(follows, () => `command ${command.sequence} follows command ${last}`);
    invariant(command.payload.length <= limits.payloadBytes, 'a command fits the limit; ask admission first');
    outstanding.lastProposed = command.sequence;
    outstanding.commands.push(command);
    outstanding.bytes += command.payload.length;
  }
  // After a crash behind a snapshot's arrival: its client table has them, and no leader would take them again.
  ownCommandsSettled(core);
}

/** What is applied is no longer outstanding. A gap before an own command means that one was lost: all are sent again. */
export function ownCommandsApplied(core: Core, committed: readonly CommittedEntry[]): void {
  const { outstanding } = core;
  if (outstanding.commands.length === 0) return;
  const own = committed.filter(({ entry }) => entry.kind === 'command' && entry.member === core.self);
  if (own.length === 0) return;
  ownCommandsSettled(core);
  const gap = own.some(({ disposition }) => disposition === 'out-of-order');
  if (gap && core.nowMs >= outstanding.resendAllowedAtMs) {
    outstanding.resendAllowedAtMs = core.nowMs + 2 * core.timing.heartbeatMs;
    resendAll(core);
  }
}

/** Own commands that the client sessions name as applied, by an entry or within a snapshot, are outstanding no more. */
export function ownCommandsSettled(core: Core): void {
  const { outstanding } = core;
  const last = core.sessions.lastApplied(core.self);
  const waiting = last === null ? -1 : outstanding.commands.findIndex((command) => command.sequence > last);
  const settledCount = last === null ? 0 : waiting === -1 ? outstanding.commands.length : waiting;
  if (settledCount > 0) {
    const settled = outstanding.commands.splice(0, settledCount);
    outstanding.bytes -= payloadBytes(settled);
    outstanding.sentCount = Math.max(0, outstanding.sentCount - settledCount);
    outstanding.retryAtMs = null;
  }
}

/** To whomever leads now, from the first one on. */
export function resendAll(core: Core): void {
  core.outstanding.sentCount = 0;
  core.outstanding.retryAtMs = null;
  core.outstanding.heldBy = null;
}

/** Nothing was applied for long after commands were sent: they, or the answer, may be lost. */
export function resendIfDue(core: Core): void {
  const { retryAtMs } = core.outstanding;
  if (retryAtMs !== null && core.nowMs >= retryAtMs) resendAll(core);
}

/** Appends, or sends to the leader, what was not yet and may be. */
export function forwardProposals(core: Core): void {
  const { outstanding } = core;
  if (outstanding.commands.length === 0) return;
  const leader = leaderOf(core);
  if (core.role.type === 'leader') {
    const unsent = sendable(core).slice(outstanding.sentCount);
    outstanding.sentCount += acceptCommands(core, core.role, core.self, unsent);
    outstanding.retryAtMs = null;
  } else if (leader === null) {
    outstanding.retryAtMs = null;
  } else {
    forwardTo(core, leader);
    outstanding.retryAtMs ??= core.nowMs + 2 * core.timing.electionTimeoutMs;
  }
}

/** Another member's commands. Who is not in the configuration has no say in the log. */
export function receivePropose(core: Core, from: MemberId, message: MessageOf<'propose'>): void {
  if (core.role.type !== 'leader' || !isMember(core.log.configuration, from)) return;
  const dealtWith = acceptCommands(core, core.role, from, message.commands);
  const reason = holdReason(core);
  if (dealtWith < message.commands.length && reason !== null) {
    core.outbox.send(from, { type: 'propose-held', term: core.term, reason });
  }
}

/** The leader did not take the commands: they are kept here, and sent again soon. */
export function receiveProposeHeld(core: Core, from: MemberId, message: MessageOf<'propose-held'>): void {
  const { outstanding } = core;
  if (leaderOf(core) !== from || outstanding.sentCount === 0) return;
  outstanding.heldBy = message.reason;
  const soonMs = core.nowMs + core.timing.heartbeatMs;
  outstanding.retryAtMs = Math.min(outstanding.retryAtMs ?? soonMs, soonMs);
}

/**
 * Why this leader takes no commands now; null: it takes them, or does not lead. An uncommitted log grows without end
 * while no majority answers, whoever hands leadership over must not run ahead of its successor, and what a quorum's disks
 * have no room for is not committed.
 */
export function holdReason(core: Core): HoldReason | null {
  if (core.role.type !== 'leader') return null;
  if (core.role.transfer !== null) return 'leadership-transfer';
  if (!core.room.commands) return 'disk-full';
  return isUncommittedLogFull(core) ? 'uncommitted-log-full' : null;
}

/**
 * Appends the commands that would be applied where the log ends now. The others are in the log already, or come behind
 * one that was lost on the way; their proposer sends them again.
 *
 * @returns how many were dealt with before no more may be taken.
 */
function acceptCommands(core: Core, leader: Leader, member: MemberId, commands: readonly ProposedCommand[]): number {
  let dealtWith = 0;
  const { lastIndex } = core.log;
  for (const { sequence, payload } of commands) {
    if (holdReason(core) !== null) break;
    dealtWith += 1;
    if (leader.sessionsAtEnd.admit(member, sequence) !== 'apply') continue;
    const index = asLogIndex(core.log.lastIndex + 1);
    core.log.append([{ kind: 'command', index, term: core.term, member, sequence, payload }]);
  }
  traceAppended(core, lastIndex);
  return dealtWith;
}

function isUncommittedLogFull(core: Core): boolean {
  const { log, commitIndex } = core;
  return (
    log.lastIndex - commitIndex >= limits.uncommittedEntries ||
    log.bytesBetween(asLogIndex(commitIndex + 1), log.lastIndex) >= limits.uncommittedBytes
  );
}

function forwardTo(core: Core, leader: MemberId): void {
  const { outstanding } = core;
  const commands = sendable(core);
  let bytesUnderWay = payloadBytes(commands.slice(0, outstanding.sentCount));
  while (outstanding.sentCount < commands.length) {
    const isWindowFull =
      outstanding.sentCount >= limits.forwardedProposals || bytesUnderWay >= limits.forwardedProposalBytes;
    if (isWindowFull) return;
    const batch = firstBatch(commands.slice(outstanding.sentCount, outstanding.sentCount + limits.messageEntries));
    core.outbox.send(leader, { type: 'propose', term: core.term, commands: batch });
    outstanding.sentCount += batch.length;
    bytesUnderWay += payloadBytes(batch);
  }
}

/**
 * The commands of the first session that has any. If a later one overtook them, because the message with them was
 * lost, it would start its session in the log and they would be refused for ever as belonging to an ended one.
 */
function sendable(core: Core): readonly ProposedCommand[] {
  const { commands } = core.outstanding;
  const [first] = commands;
  if (first === undefined) return [];
  const session = sessionOf(first.sequence);
  if (sessionOf(core.outstanding.lastProposed ?? first.sequence) === session) return commands;
  const end = commands.findIndex((command) => sessionOf(command.sequence) !== session);
  return end === -1 ? commands : commands.slice(0, end);
}

function firstBatch(commands: readonly ProposedCommand[]): readonly ProposedCommand[] {
  let bytes = 0;
  const end = commands.findIndex((command, position) => {
    bytes += command.payload.length;
    return position > 0 && bytes > limits.messageBytes;
  });
  return end === -1 ? commands : commands.slice(0, end);
}

function payloadBytes(commands: readonly ProposedCommand[]): number {
  return commands.reduce((sum, command) => sum + command.payload.length, 0);
}
