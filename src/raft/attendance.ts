import { appendAccepted } from './append.ts';
import { changed, isVoter, votersOf } from './configuration.ts';
import { appendConfiguration, obstacle } from './membership.ts';
import { startRound } from './replication.ts';
import { beginTransfer, furthestVoter } from './transfer.ts';
import type { Core, Leader } from './core.ts';
import type { ConfigurationChange, MemberId, RestState } from './types.ts';

/**
 * Votes follow people: who closes the app or the lid gives up its vote first, and who has been silent for long loses
 * it, as long as a majority is there to decide so. Both stay in the cluster as learners, and vote again as soon as they
 * are back and have caught up (`promoteCaughtUpLearners`). So five laptops can close one by one, and the last one still
 * decides. Nothing here is needed for safety: it all goes through ordinary changes of the configuration.
 *
 * That a member rests is its own wish, and lives no longer than its process: it says so in each acknowledgement. So the
 * wish reaches every new leader by itself, and is forgotten by a restart.
 */

/** This member wants no vote from here on, or wants one again. */
export function setResting(core: Core, isResting: boolean): void {
  if (core.isResting === isResting) return;
  core.isResting = isResting;
  const { role } = core;
  // The leader hears it in the answer to its next heartbeat too, but there may be no time for that.
  if (role.type !== 'follower' || role.leader === null || role.answered === null) return;
  core.outbox.sendOnceDurable(role.leader, appendAccepted(core, role.answered));
}

/** How far this member is with its wish; see `RestState`. */
export function restState(core: Core): RestState {
  if (!core.isResting) return 'awake';
  const { role, log } = core;
  if (!isVoter(log.configuration, core.self) && log.configurationIndex <= core.commitIndex) return 'resting';
  const others = votersOf(log.configuration).filter((voter) => voter !== core.self);
  if (others.length === 0) return 'last';
  if (role.type !== 'leader') return 'waiting';
  return others.some((voter) => goesOn(core, role, voter)) ? 'waiting' : 'last';
}

/** A leader that wants to rest hands over to one that does not. */
export function handOverToRest(core: Core): void {
  const { role } = core;
  if (role.type !== 'leader' || !core.isResting || role.transfer !== null || core.nowMs < role.handOverDueMs) return;
  const successor = furthestVoter(core, role);
  if (successor === null) return;
  // Commands are held meanwhile: if it comes to nothing, they are let through before it is tried again.
  role.handOverDueMs = core.nowMs + 2 * core.timing.electionTimeoutMs;
  beginTransfer(core, role, successor, null);
}

/**
 * The leader makes learners of the voters that rest or were silent for long. Looks only when something may have changed,
 * and at each heartbeat.
 */
export function demoteWhoIsGoing(core: Core): void {
  const { role, log } = core;
  if (role.type !== 'leader' || !(role.attendanceDue || role.rollCall !== null)) return;
  role.attendanceDue = false;
  const { configuration } = log;
  const others = configuration.voters.filter((voter) => voter !== core.self);
  const resting = others.filter((voter) => role.peers.get(voter)?.isResting === true);
  const silent = others.filter(
    (voter) => !resting.includes(voter) && silentForMs(core, role, voter) >= core.timing.awayMs,
  );
  const staying = configuration.voters.filter((voter) => !resting.includes(voter) && !silent.includes(voter));
  const everyoneGoes = core.isResting && staying.every((voter) => voter === core.self);
  if (resting.length === 0 || everyoneGoes) role.rollCall = null;
  // If nobody goes on, votes are best left where they are: then any majority can begin again.
  if (resting.length + silent.length === 0 || staying.length === 0 || everyoneGoes) return;
  if (obstacle(core, role) !== null) return;
  const missing = resting.length === 0 ? [] : missingAtRollCall(core, role, staying);
  if (missing === null) return;
  role.rollCall = null;
  const changes = [
    ...resting.map((member): ConfigurationChange => ({ type: 'demote', member, because: 'resting' })),
    ...[...silent, ...missing].map((member): ConfigurationChange => ({ type: 'demote', member, because: 'silent' })),
  ];
  appendConfiguration(core, role, changed(configuration, changes), changes, core.self);
}

/**
 * Before a voter may go, those that stay are asked whether they are there. Who does not answer for an election timeout
 * loses its vote together with it: a moment later those that are left may be too few to decide that, and as long as it
 * votes in vain, one of them less may vanish.
 *
 * @returns who is to lose its vote too; null: it is not known yet.
 */
function missingAtRollCall(core: Core, leader: Leader, staying: readonly MemberId[]): readonly MemberId[] | null {
  if (leader.rollCall === null) {
    startRound(leader);
    leader.rollCall = { round: leader.round, sinceMs: core.nowMs };
  }
  const { round, sinceMs } = leader.rollCall;
  const missing = staying.filter((voter) => voter !== core.self && (leader.peers.get(voter)?.ackedRound ?? 0) < round);
  return missing.length > 0 && core.nowMs - sinceMs < core.timing.electionTimeoutMs ? null : missing;
}

/** Whether, as far as is known, it is there and means to stay. */
function goesOn(core: Core, leader: Leader, voter: MemberId): boolean {
  const isResting = leader.peers.get(voter)?.isResting === true;
  return !isResting && silentForMs(core, leader, voter) < core.timing.electionTimeoutMs;
}

function silentForMs(core: Core, leader: Leader, voter: MemberId): number {
  return core.nowMs - (leader.peers.get(voter)?.heardAtMs ?? leader.sinceMs);
}
