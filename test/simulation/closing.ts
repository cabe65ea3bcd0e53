import { after } from './after.ts';
import { hasConverged, isVoterEverywhere, writes } from './healing.ts';
import { violated } from './violation.ts';
import type { Action } from './actions.ts';
import type { Cluster } from './cluster.ts';
import type { Member } from './member.ts';
import type { Random } from './random.ts';

/** How often a laptop that closes looks whether it may go. */
const lookMs = 5;

/** People close their laptops in order, and open them again: the votes go with them. */

/** A laptop closes, for which it has only so much time, and is back after a while. */
export function closeForAWhile(
  cluster: Cluster,
  member: Member,
  { then, patienceMs, forMs }: Extract<Action, { type: 'rest' }>,
): void {
  const { run } = member;
  if (run === null || member.isPaused) return;
  cluster.note(`${member.id} is about to close: it ${then}`);
  cluster.rest(member, true);
  const deadlineMs = cluster.nowMs + patienceMs;
  const look = (): void => {
    if (member.run !== run || member.isPaused) return;
    if (!mayGo(cluster, member) && cluster.nowMs < deadlineMs) return after(cluster, lookMs, look);
    if (then === 'closes') close(cluster, member);
    else if (then === 'sleeps') cluster.pause(member, true);
    after(cluster, forMs, () => {
      if (then === 'closes') cluster.start(member);
      cluster.wake(member);
      if (member.run === run) cluster.rest(member, false);
    });
  };
  look();
}

/**
 * In peace, all close in order until one is left, in some runs after one of them was lost without a word: none is held
 * up, the last one still writes, and when they come back, all of them vote.
 */
export function closeDown(cluster: Cluster, random: Random): void {
  const { electionTimeoutMs, awayMs } = cluster.world;
  const leader = cluster.leader();
  const voters = cluster.all.filter((member) => isVoterEverywhere(cluster, member) && member.run !== null);
  const configuration = leader === null ? undefined : cluster.status(leader)?.configuration;
  if (configuration === undefined || !random.chance(0.4)) return;
  if (!hasConverged(cluster) || voters.length !== configuration.voters.length || voters.length < 2) return;
  const order = [...voters];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  const [last, ...closing] = order;
  if (last === undefined) return;
  // Nobody closes in the moment in which another is lost: those who stay must have missed it.
  const lost = voters.length > 2 && random.chance(0.5) ? closing.pop() : undefined;
  if (lost !== undefined) {
    cluster.crash(lost, 0);
    if (!writes(cluster, [last], 60 * electionTimeoutMs))
      violated('closes-in-order', `without ${lost.id} nothing is written`);
    if (random.chance(0.5)) {
      const hasLostItsVote = (): boolean => {
        const now = cluster.leader();
        return now !== null && cluster.status(now)?.configuration.voters.includes(lost.id) === false;
      };
      if (!cluster.runUntil(hasLostItsVote, awayMs + 30 * electionTimeoutMs))
        violated('closes-in-order', `${lost.id} is counted on for ever, though it is not there`);
    }
  }
  while (closing.length > 0) {
    const next = closing.splice(0, 1 + random.below(2));
    for (const member of next) cluster.rest(member, true);
    const isDone = (): boolean => next.every((member) => mayGo(cluster, member));
    if (!cluster.runUntil(isDone, 30 * electionTimeoutMs, lookMs))
      violated('closes-in-order', `${next.map(({ id }) => id).join(' and ')} may not go`);
    for (const member of next) close(cluster, member);
    if (!writes(cluster, [last], 30 * electionTimeoutMs))
      violated('closes-in-order', `${last.id} writes nothing after ${next.map(({ id }) => id).join(' and ')} closed`);
  }
  cluster.coverage.count('clusters closed down to one');
  cluster.runFor(2 * awayMs);
  for (const member of voters) cluster.start(member);
  const allVote = (): boolean => hasConverged(cluster) && voters.every((member) => isVoterEverywhere(cluster, member));
  if (!cluster.runUntil(allVote, 100 * electionTimeoutMs))
    violated('closes-in-order', 'not all vote again after they were opened');
}

function mayGo(cluster: Cluster, member: Member): boolean {
  const status = cluster.status(member);
  if (status === null) return false;
  if (status.rest === 'resting' && status.configurationIndex > cluster.invariants.commitIndexFor(member.id))
    violated('closes-in-order', `${member.id} goes, though it could be counted on again`);
  return status.rest === 'resting' || status.rest === 'last';
}

/** What it was writing is written. */
function close(cluster: Cluster, member: Member): void {
  const state = cluster.status(member)?.rest;
  if (state === 'resting') cluster.coverage.count('members closed in order');
  if (state === 'last') cluster.coverage.count('last members closed');
  cluster.crash(member, member.run?.writes.length ?? 0);
}
