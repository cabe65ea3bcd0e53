import { bytesOf, encode } from './notebook.ts';
import { isJoint, isQuorum, membersOf } from './quorums.ts';
import { read } from './clients.ts';
import { violated } from './violation.ts';
import type { MemberId, RaftStatus } from '../../src/raft/types.ts';
import type { Cluster } from './cluster.ts';
import type { Member } from './member.ts';
import type { Random } from './random.ts';

/** What must hold when faults end, and while they strike only a minority: things get done. */

/**
 * A quorum is well and connected, and each of the others has a trouble of its own. Commands must be committed; and a
 * leader that the quorum follows must not be disturbed, neither by them nor by their return.
 */
export function partialFault(cluster: Cluster, random: Random): void {
  const troubled = chooseTroubled(cluster, random);
  if (troubled === null) return;
  const { electionTimeoutMs } = cluster.world;
  cluster.calm(true);
  const well = cluster.all.filter((member) => !troubled.has(member) && !member.isGone);
  for (const member of well) cluster.start(member);
  const unheard = new Set([...troubled].filter((member) => strike(cluster, random, member, well) !== 'bridged'));
  awaitLateAnswers(cluster, unheard);

  // Some of them, not all: if the leader is one of the troubled and reaches a quorum still, it does not reach everyone.
  const authors = well.filter((member) => isVoterSomewhere(cluster, member));
  // A bridge may end at a member of another epoch.
  const isHeard = (member: Member): boolean =>
    cluster.invariants.newestEpoch === 0 ? !unheard.has(member) && !member.isGone : well.includes(member);
  if (authors.length === 0 || !isQuorumEverywhere(cluster, isHeard)) return;
  if (!writes(cluster, authors, 60 * electionTimeoutMs))
    violated('progress-in-partial-fault', 'nothing is written, though a quorum is well and connected');
  cluster.coverage.count('partial faults with progress');

  // Whatever the storm left to be done, a transfer or a change of membership, is done by then.
  cluster.runFor(6 * electionTimeoutMs);
  const leader = cluster.leader();
  const status = leader === null ? null : cluster.status(leader);
  const isSettled =
    leader !== null &&
    well.includes(leader) &&
    status !== null &&
    !isJoint(status.configuration) &&
    status.configurationIndex <= status.commitIndex &&
    status.configuration.voters.includes(leader.id);
  if (!isSettled || cluster.all.some((member) => isBeyond(cluster, member, status))) return;
  const wellQuorum = isQuorum(status.configuration, (id) => well.includes(cluster.member(id)));
  if (!wellQuorum) return;
  strikeWhoIsUpToDate(cluster, random, leader, well);
  const checkUndisturbed = (when: string): void => {
    const now = cluster.status(leader);
    const raised = cluster.all.find((member) => isBeyond(cluster, member, status));
    if (raised !== undefined)
      violated(
        'steady-leader',
        `${when}, ${raised.id} went beyond term ${status.term} of a leader that a quorum follows`,
      );
    if (now?.role !== 'leader')
      violated('steady-leader', `${when}, ${leader.id} lost the leadership though a quorum followed it`);
  };
  cluster.runFor(random.between(2, 12) * electionTimeoutMs);
  checkUndisturbed('during a partial fault');
  cluster.calm(false);
  for (const member of cluster.all) cluster.start(member);
  cluster.runFor(5 * electionTimeoutMs);
  checkUndisturbed('when the others returned');
  cluster.coverage.count('steady leaders undisturbed');
}

/**
 * Who does not hear the others any more may still answer what it heard before, as its disk gets it done, and be made a
 * voter for it: a quorum that counts on it is not well. After that no one is who is not heard.
 */
function awaitLateAnswers(cluster: Cluster, unheard: ReadonlySet<Member>): void {
  const { electionTimeoutMs } = cluster.world;
  const isSilent = ({ run, isPaused }: Member): boolean => run === null || isPaused || run.held.length === 0;
  cluster.runUntil(() => [...unheard].every(isSilent), 20 * electionTimeoutMs);
  // An answer under way arrives well within that, and a leader promotes no one that it has not heard for so long.
  cluster.runFor(2 * electionTimeoutMs);
}

/** A follower that could win, for its log is complete, gets into trouble too; nothing is written from then on. */
function strikeWhoIsUpToDate(cluster: Cluster, random: Random, leader: Member, well: readonly Member[]): void {
  const follower = well.find((member) => member !== leader && isVoterEverywhere(cluster, member));
  if (follower === undefined || random.chance(0.3)) return;
  const others = well.filter((member) => member !== follower);
  if (isQuorumEverywhere(cluster, (member) => others.includes(member)))
    strike(cluster, random, follower, random.chance(0.5) ? others.filter((member) => member !== leader) : others);
}

/** All is well again: one leader, all alike, clients served, before and after a change of leader. */
export function healing(cluster: Cluster, random: Random): void {
  cluster.calm(true);
  for (const member of cluster.all) {
    if (waitsInVain(cluster, member)) cluster.crash(member, 0);
    cluster.start(member);
  }
  const { electionTimeoutMs } = cluster.world;
  if (!isQuorumWithout(cluster, null)) return;
  const patienceMs = 100 * electionTimeoutMs;
  if (!cluster.runUntil(() => hasConverged(cluster), patienceMs))
    violated('converges-after-healing', `not alike ${patienceMs} ms after the faults ended`);
  serves(cluster, random, 'after healing');
  checkStates(cluster);
  if (random.chance(0.5)) {
    // A leader dies in peace, with nothing proposed: its successor must be able to read and to say what is committed.
    const leader = cluster.leader();
    if (leader !== null && isQuorumWithout(cluster, leader)) {
      cluster.crash(leader, 0);
      serves(cluster, random, 'after its leader crashed in peace');
      cluster.start(leader);
    }
  }
  for (const member of cluster.all) {
    if (!isVoterEverywhere(cluster, member) || member.run === null) continue;
    if (!writes(cluster, [member], 40 * electionTimeoutMs))
      violated('serves-after-healing', `${member.id} writes nothing`);
  }
  if (!cluster.runUntil(() => hasConverged(cluster), patienceMs))
    violated('converges-after-healing', 'not alike after the last writes');
  checkStates(cluster);
}

function serves(cluster: Cluster, random: Random, when: string): void {
  const readers = cluster.all.filter((member) => member.run !== null && isVoterEverywhere(cluster, member));
  if (readers.length === 0) return;
  const reader = random.pick(readers);
  const before = cluster.coverage.counts['reads done'];
  const asked = (): boolean => cluster.coverage.counts['reads done'] > before;
  // A read that is lost with a leadership is asked again by its client.
  for (let turn = 0; turn < 10 && !asked(); turn += 1) {
    read(cluster, reader, cluster.historyOf(reader).register(0));
    cluster.runUntil(asked, 4 * cluster.world.electionTimeoutMs);
  }
  if (!asked()) violated('serves-after-healing', `${reader.id} reads nothing ${when}`);
}

/** Whether a command of one of these members is applied there in time. */
export function writes(cluster: Cluster, members: readonly Member[], withinMs: number): boolean {
  const waiting = new Set<Member>();
  const isDone = (): boolean =>
    members.some((member) => {
      const payload = encode({ type: 'set-register', name: 'peace', value: bytesOf(cluster.freshValue()) });
      if (!waiting.has(member) && cluster.propose(member, payload) !== null) waiting.add(member);
      return waiting.has(member) && member.outbox.length === 0;
    });
  return cluster.runUntil(isDone, withinMs);
}

/** Whether there can be a quorum without this member and those that are gone for good. */
function isQuorumWithout(cluster: Cluster, member: Member | null): boolean {
  return isQuorumEverywhere(cluster, (other) => other !== member && !other.isGone);
}

/** Whether these members are a quorum of every configuration that anyone acts by. */
function isQuorumEverywhere(cluster: Cluster, isOne: (member: Member) => boolean): boolean {
  const { newestEpoch } = cluster.invariants;
  // Who is of another epoch is named in this one, perhaps, and does not hear it.
  const counts = (member: Member): boolean => cluster.epochOf(member) === newestEpoch && isOne(member);
  return cluster.invariants
    .configurationsInForce()
    .every((configuration) => isQuorum(configuration, (id) => counts(cluster.member(id))));
}

export function hasConverged(cluster: Cluster): boolean {
  const leader = cluster.leader();
  const status = leader === null ? null : cluster.status(leader);
  if (leader === null || status === null) return false;
  const { configuration, configurationIndex, commitIndex, lastIndex } = status;
  if (configurationIndex > commitIndex || commitIndex < lastIndex || isJoint(configuration)) return false;
  if (configuration.learners.some((id) => !configuration.demoted.includes(id) && !isOut(cluster, id))) return false;
  return membersOf(configuration).every((id) => {
    if (isOut(cluster, id)) return true;
    const other = cluster.status(cluster.member(id));
    if (other === null) return false;
    return (
      other.commitIndex === commitIndex &&
      other.lastIndex === lastIndex &&
      other.leader === leader.id &&
      other.waitingProposals === 0
    );
  });
}

function checkStates(cluster: Cluster): void {
  const leader = cluster.leader();
  const configuration = leader === null ? undefined : cluster.status(leader)?.configuration;
  for (const id of configuration === undefined ? [] : membersOf(configuration)) {
    const { run } = cluster.member(id);
    if (run !== null && !isOut(cluster, id))
      cluster.invariants.checkState(id, run.raft.status().appliedIndex, run.notebook.digest());
  }
}

/** A set of members without which every configuration that anyone acts by still has its quorum. */
function chooseTroubled(cluster: Cluster, random: Random): Set<Member> | null {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const share = random.between(0.15, 0.6);
    const troubled = new Set(cluster.all.filter((member) => !member.isGone && random.chance(share)));
    const isWell = (member: Member): boolean => !troubled.has(member) && !member.isGone;
    const hasAuthor = cluster.all.some((member) => isWell(member) && isVoterEverywhere(cluster, member));
    if (troubled.size > 0 && isQuorumEverywhere(cluster, isWell) && hasAuthor) return troubled;
  }
  return null;
}

/** `bridged`: it and one of the well hear each other. */
const troubles = ['down', 'cut off', 'deaf', 'mute', 'bridged', 'bridged', 'asleep'] as const;
type Trouble = (typeof troubles)[number];

function strike(cluster: Cluster, random: Random, member: Member, well: readonly Member[]): Trouble {
  const others = cluster.all.filter((other) => other !== member);
  const trouble = random.pick(troubles);
  cluster.note(`${member.id} is ${trouble}`);
  if (trouble === 'down') {
    cluster.crash(member, 0);
    return trouble;
  }
  cluster.start(member);
  if (trouble === 'asleep') {
    cluster.pause(member, random.chance(0.5));
    return trouble;
  }
  const bridge = trouble === 'bridged' && well.length > 0 ? random.pick(well) : null;
  for (const other of others) {
    if (other === bridge) continue;
    if (trouble !== 'mute') cluster.silence(other, member);
    if (trouble !== 'deaf') cluster.silence(member, other);
  }
  return trouble;
}

export function isVoterEverywhere(cluster: Cluster, { id }: Member): boolean {
  return cluster.invariants.configurationsInForce().every(({ voters, votersOutgoing }) => {
    return voters.includes(id) && (votersOutgoing.length === 0 || votersOutgoing.includes(id));
  });
}

/** Others of the newest epoch may act by an older configuration, in which it had no vote yet. */
function isVoterSomewhere(cluster: Cluster, member: Member): boolean {
  const { invariants } = cluster;
  if (cluster.epochOf(member) !== invariants.newestEpoch) return false;
  return invariants
    .configurationsInForce()
    .some(({ voters, votersOutgoing }) => voters.includes(member.id) || votersOutgoing.includes(member.id));
}

/** Whether a member of the same epoch has gone on to a later term. */
function isBeyond(cluster: Cluster, member: Member, { epoch, term }: RaftStatus): boolean {
  if (cluster.epochOf(member) !== epoch) return false;
  return (cluster.status(member)?.term ?? member.disk.hardState.term) > term;
}

/**
 * A newcomer that was promised a snapshot by a leader of an older epoch stays out of the newer one until it comes, for
 * it may be about to become its log. If that leader is gone, a person has to start the app again.
 */
function waitsInVain(cluster: Cluster, { run }: Member): boolean {
  if (run === null || run.epoch === cluster.invariants.newestEpoch) return false;
  return run.awaited !== null && run.raft.status().lastIndex === 0;
}

/** Whether nothing is expected of it: it will not come back, or it has a log of an older epoch, and was let in all the same. */
function isOut(cluster: Cluster, id: MemberId): boolean {
  const member = cluster.member(id);
  if (member.isGone) return true;
  return cluster.epochOf(member) < cluster.invariants.newestEpoch && (cluster.status(member)?.lastIndex ?? 0) > 0;
}
