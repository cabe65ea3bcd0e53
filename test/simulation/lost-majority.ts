import { after } from './after.ts';
import { isQuorum, membersOf } from './quorums.ts';
import type { Action } from './actions.ts';
import type { Cluster } from './cluster.ts';
import type { Member } from './member.ts';

/** More than that many recoveries do not happen in one run. */
const mostRecoveries = 2;

/**
 * A majority is lost, and a person lets one member go on without it. Others join that one: newcomers, and laptops of
 * lost members that were wiped and come back under a new name. Who was not lost, or returns with its disk, is of the
 * old epoch, and perhaps there are enough of these to go on too: they keep talking to the one that left.
 */
export function loseMajority(
  cluster: Cluster,
  survivor: Member,
  action: Extract<Action, { type: 'lose-majority' }>,
): void {
  const epoch = cluster.invariants.newestEpoch;
  if (epoch >= mostRecoveries || !cluster.hasRoom || !mayRecover(cluster, survivor, epoch)) return;
  const configurations = cluster.invariants.configurationsInForce();
  const others = cluster.all.filter((member) => member !== survivor && cluster.epochOf(member) === epoch);
  const lost = new Set(others.filter(({ number }) => isIn(action.lost, number)));
  const isLeft = (member: Member): boolean => !lost.has(member) && !member.isGone;
  const hasQuorum = (): boolean =>
    configurations.every((configuration) => isQuorum(configuration, (id) => isLeft(cluster.member(id))));
  for (const member of others) if (hasQuorum()) lost.add(member);
  if (hasQuorum()) return; // it is enough by itself
  for (const member of lost) {
    cluster.crash(member, cluster.random.below((member.run?.writes.length ?? 0) + 1));
    if (!action.oldGoOn && isIn(action.gone, member.number)) member.isGone = true;
  }
  cluster.note(`lost: ${[...lost].map(({ id, isGone }) => (isGone ? `${id} for good` : id)).join(', ')}`);
  after(cluster, action.decidedMs, () => {
    if (cluster.invariants.newestEpoch !== epoch || !mayRecover(cluster, survivor, epoch)) return;
    cluster.recover(survivor);
    after(cluster, action.joinedMs, () => join(cluster, [...lost], action));
  });
  after(cluster, action.oldGoOn ? action.decidedMs : action.awayMs, () => {
    for (const member of lost) {
      if (member.isGone || member.run !== null) continue;
      cluster.start(member);
      if (cluster.epochOf(member) < cluster.invariants.newestEpoch)
        cluster.coverage.count('members returned to an old epoch');
    }
  });
}

/** It is there, belongs to the newest epoch, and takes part in it as far as it knows. */
function mayRecover(cluster: Cluster, { id, disk, isGone }: Member, epoch: number): boolean {
  if (isGone || disk.hardState.epoch !== epoch || disk.lastIndex === 0) return false;
  return cluster.invariants.configurationsInForce().some((configuration) => membersOf(configuration).includes(id));
}

/** A person asks until they are members, or gives up. */
function join(cluster: Cluster, lost: readonly Member[], action: Extract<Action, { type: 'lose-majority' }>): void {
  const newcomers: Member[] = [];
  while (newcomers.length < action.newcomers && cluster.hasRoom) newcomers.push(cluster.newcomer());
  const old = lost.filter((member) => !member.isGone);
  const invited = action.invitesOld ? [...newcomers, ...old.slice(0, 1)] : newcomers;
  const changes = invited.map(({ id }) => ({ type: 'add-learner', member: id }) as const);
  const ask = (turn: number): void => {
    const oldLeader = action.oldGoOn ? leaderOfOldEpoch(cluster) : null;
    if (oldLeader !== null)
      cluster.change(
        oldLeader,
        newcomers.map(({ id }) => ({ type: 'add-learner', member: id })),
      );
    // Who is asked by both is brought a log by both: the first to come is not always the same.
    after(cluster, oldLeader === null ? 0 : cluster.random.between(0, 60), () => {
      const leader = cluster.leader();
      if (leader !== null) cluster.change(leader, changes);
    });
    if (turn < 10) after(cluster, 150, () => ask(turn + 1));
  };
  if (!action.oldGoOn) return ask(0);
  const wait = (turn: number): void => {
    if (turn === 20 || leaderOfOldEpoch(cluster) !== null) ask(0);
    else after(cluster, 100, () => wait(turn + 1));
  };
  wait(0);
}

function leaderOfOldEpoch(cluster: Cluster): Member | null {
  const { newestEpoch } = cluster.invariants;
  const isOne = (member: Member): boolean =>
    cluster.epochOf(member) < newestEpoch && cluster.status(member)?.role === 'leader';
  return cluster.all.find(isOne) ?? null;
}

function isIn(mask: number, number: number): boolean {
  return ((mask >>> (number % 16)) & 1) === 1;
}
