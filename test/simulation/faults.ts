import { after } from './after.ts';
import { burst, clientActs, edit } from './clients.ts';
import { closeForAWhile } from './closing.ts';
import { loseMajority } from './lost-majority.ts';
import { isQuorum, membersOf } from './quorums.ts';
import type { ConfigurationChange, MemberId } from '../../src/raft/types.ts';
import type { Action, Target } from './actions.ts';
import type { Cluster } from './cluster.ts';
import type { Member } from './member.ts';

/** Does to the cluster what an action says, as far as it makes sense now. */
export function perform(cluster: Cluster, action: Action): void {
  const { coverage } = cluster;
  switch (action.type) {
    case 'client':
      return clientActs(
        cluster,
        numbered(cluster, action.member),
        cluster.historyOf(numbered(cluster, action.member)).register(action.register),
        action.verb,
      );
    case 'edit':
      return edit(cluster, numbered(cluster, action.member));
    case 'burst':
      return burst(cluster, numbered(cluster, action.member), action.count);
    case 'crash': {
      const member = meant(cluster, action.member);
      if (member.run === null) return;
      if (action.at !== 'now') {
        member.crashAt = { point: action.at, downMs: action.downMs };
        return;
      }
      cluster.crash(member, cluster.random.below(member.run.writes.length + 1));
      return after(cluster, action.downMs, () => cluster.start(member));
    }
    case 'partition': {
      coverage.count('partitions');
      const side = (member: Member): number => (action.sides >>> (member.number % 16)) & 1;
      return cutFor(cluster, action.forMs, action.noticed, (from, to) => side(from) !== side(to));
    }
    case 'one-way': {
      const sender = meant(cluster, action.from);
      const receiver = numbered(cluster, action.to);
      if (sender === receiver) return;
      coverage.count('one-way cuts');
      return cutFor(cluster, action.forMs, false, (from, to) => from === sender && to === receiver);
    }
    case 'bridge': {
      coverage.count('bridges');
      const bridge = meant(cluster, action.over);
      const side = (member: Member): number => (action.sides >>> (member.number % 16)) & 1;
      const isCut = (from: Member, to: Member): boolean => from !== bridge && to !== bridge && side(from) !== side(to);
      return cutFor(cluster, action.forMs, false, isCut);
    }
    case 'isolate': {
      coverage.count('isolations');
      const member = meant(cluster, action.member);
      return cutFor(cluster, action.forMs, action.noticed, (from, to) => (from === member) !== (to === member));
    }
    case 'disconnect': {
      const member = meant(cluster, action.member);
      const other = numbered(cluster, action.other);
      if (member === other) return;
      cluster.note(`the connection of ${member.id} and ${other.id} closes`);
      cluster.closed(member, other);
      return cluster.connect(member, other);
    }
    case 'disk-stall': {
      const member = meant(cluster, action.member);
      cluster.note(`the disk of ${member.id} stalls for ${action.forMs.toFixed(0)} ms`);
      coverage.count('disk stalls');
      member.diskStalledUntilMs = Math.max(member.diskStalledUntilMs, cluster.nowMs + action.forMs);
      return;
    }
    case 'pause': {
      const member = meant(cluster, action.member);
      if (member.isPaused) return;
      cluster.pause(member, action.clockGoesOn);
      return after(cluster, action.forMs, () => cluster.wake(member));
    }
    case 'clock-jump': {
      const member = meant(cluster, action.member);
      cluster.note(`the clock of ${member.id} jumps by ${action.byMs.toFixed(0)} ms`);
      coverage.count('clock jumps');
      member.clock.jump(cluster.nowMs, action.byMs);
      return cluster.clockChanged(member);
    }
    case 'clock-drift': {
      const member = meant(cluster, action.member);
      member.clock.drift(cluster.nowMs, action.rate);
      return cluster.clockChanged(member);
    }
    case 'change':
      return change(cluster, action);
    case 'rejoin':
      return rejoin(cluster, action.member, action.asker);
    case 'replace':
      return replace(cluster, meant(cluster, action.member), action.asker);
    case 'transfer':
      return transfer(cluster, meant(cluster, action.asker), numbered(cluster, action.to));
    case 'rest':
      return closeForAWhile(cluster, meant(cluster, action.member), action);
    case 'lose-majority':
      return loseMajority(cluster, meant(cluster, action.survivor), action);
  }
}

function change(cluster: Cluster, action: Extract<Action, { type: 'change' }>): void {
  const asker = meant(cluster, action.asker);
  const changes: ConfigurationChange[] = [];
  for (let count = 0; count < action.add && cluster.hasRoom; count += 1)
    changes.push({ type: 'add-learner', member: cluster.newcomer().id });
  // With a laptop gone for good, a removal could be the one that leaves no quorum: people replace it first.
  if (!isSomeoneMissing(cluster)) {
    const leader = cluster.leader();
    const voters = (leader === null ? null : cluster.status(leader)?.configuration.voters) ?? [];
    const victims = new Set<MemberId>();
    for (const target of action.remove) {
      const victim = target === 'leader' ? leader?.id : voters[target % Math.max(1, voters.length)];
      if (victim !== undefined) victims.add(victim);
    }
    // One is left at least; that it is the only one happens, but not often.
    if (voters.length - victims.size < (action.demotes ? 1 : 2)) victims.clear();
    for (const member of victims) changes.push({ type: action.demotes ? 'demote' : 'remove', member });
  }
  cluster.note(`${asker.id} is asked to change ${JSON.stringify(changes)}`);
  cluster.change(asker, changes);
}

/** A member that was removed comes back with an empty disk under its old name, as soon as no one counts on it. */
function rejoin(cluster: Cluster, number: number, asker: number): void {
  const candidates = cluster.all.filter((member) => !member.isGone && isForgotten(cluster, member.id));
  const member = candidates[number % Math.max(1, candidates.length)];
  if (member === undefined) {
    // None was removed yet: this is how one is. The next such action finds it.
    const victim = numbered(cluster, number);
    if (isSomeoneMissing(cluster)) return;
    cluster.change(numbered(cluster, asker), [{ type: 'remove', member: victim.id }]);
    // As soon as it is removed, while answers of its earlier life are still under way.
    const look = (turn: number): void => {
      if (isForgotten(cluster, victim.id)) comeBack(cluster, victim);
      else if (turn < 40) after(cluster, 15, () => look(turn + 1));
    };
    return after(cluster, 5, () => look(0));
  }
  comeBack(cluster, member);
}

function comeBack(cluster: Cluster, member: Member): void {
  cluster.coverage.count('members rejoined');
  cluster.wipe(member);
  cluster.start(member);
  const leader = cluster.leader();
  if (leader !== null) cluster.change(leader, [{ type: 'add-learner', member: member.id }]);
}

/** A member that is counted on is gone for good. */
function isSomeoneMissing(cluster: Cluster): boolean {
  const configurations = cluster.invariants.configurationsInForce();
  return cluster.all.some(
    ({ id, isGone }) => isGone && configurations.some((configuration) => membersOf(configuration).includes(id)),
  );
}

/** No configuration that anyone acts by, or could act by again, names it. */
function isForgotten(cluster: Cluster, id: MemberId): boolean {
  const configurations = cluster.invariants.configurationsAnywhere(id);
  return configurations.length > 0 && !configurations.some((configuration) => membersOf(configuration).includes(id));
}

/** A laptop loses its disk, and comes back as a new member; the others remove what it was. */
function replace(cluster: Cluster, member: Member, asker: number): void {
  if (!cluster.hasRoom || member.isGone || isSomeoneMissing(cluster)) return;
  const configurations = cluster.invariants.configurationsInForce();
  if (!configurations.some((configuration) => membersOf(configuration).includes(member.id))) return;
  // Not the laptop without which there is no quorum: that is a lost majority, and no fault that Raft survives.
  if (!configurations.every((configuration) => isQuorum(configuration, (id) => id !== member.id))) return;
  cluster.coverage.count('members replaced');
  cluster.crash(member, 0);
  member.isGone = true;
  cluster.note(`${member.id} is gone for good`);
  const newcomer = cluster.newcomer();
  const ask = (turn: number): void => {
    const isNamed = !isForgotten(cluster, member.id);
    if (!isNamed) member.isGone = false;
    if (!isNamed || turn > 40) return;
    const present = numbered(cluster, asker + turn);
    if (!present.isGone)
      cluster.change(present, [
        { type: 'add-learner', member: newcomer.id },
        { type: 'remove', member: member.id },
      ]);
    after(cluster, 400, () => ask(turn + 1));
  };
  ask(0);
}

function transfer(cluster: Cluster, asker: Member, to: Member): void {
  if (asker.run === null || asker.isPaused) return;
  cluster.coverage.count('transfers asked for');
  cluster.ask(asker, (request) => ({ type: 'transfer', request, to: to.id }));
}

/** Cuts every way for which the condition holds, and mends it after a while. */
function cutFor(
  cluster: Cluster,
  forMs: number,
  isNoticed: boolean,
  isCut: (from: Member, to: Member) => boolean,
): void {
  const ways: [Member, Member][] = [];
  for (const from of cluster.all) {
    for (const to of cluster.all) if (from !== to && isCut(from, to)) ways.push([from, to]);
  }
  cluster.note(`cut for ${forMs.toFixed(0)} ms: ${ways.map(([from, to]) => from.id + to.id).join(' ')}`);
  const { generation } = cluster;
  for (const [from, to] of ways) {
    const wasConnected = cluster.network.isConnected(from.number, to.number);
    cluster.silence(from, to);
    if (isNoticed && wasConnected) cluster.closed(from, to);
  }
  after(cluster, forMs, () => {
    if (cluster.generation !== generation) return;
    for (const [from, to] of ways) {
      cluster.unsilence(from, to);
      if (isNoticed && cluster.network.isConnected(from.number, to.number)) cluster.connect(from, to);
    }
  });
}

function numbered(cluster: Cluster, number: number): Member {
  const { all } = cluster;
  const member = all[number % all.length];
  if (member === undefined) throw new Error('there are members');
  return member;
}

function meant(cluster: Cluster, target: Target): Member {
  return target === 'leader' ? (cluster.leader() ?? numbered(cluster, 0)) : numbered(cluster, target);
}
