import { describe, expect, it } from 'vitest';
import { asRequestId, type MemberId } from '../../src/raft/types.ts';
import { SimulatedCluster } from './cluster.ts';
import { A, B, C, D, E, TestMember, appendRequest, electionTimeoutMs, heartbeatMs, timing } from './member.ts';

const awayMs = 5_000;

/** A leader whose first entry is committed and held by all. */
function settledLeader(voters: readonly MemberId[] = [A, B, C]): TestMember {
  const leader = TestMember.leader({ voters, awayMs });
  for (const voter of voters) if (voter !== A) answer(leader, voter);
  leader.clear();
  return leader;
}

/** All that the leader sent has reached this member; `resting`: it says that it wants no vote. */
function answer(leader: TestMember, from: MemberId, resting = false): void {
  const { term, lastIndex } = leader.status;
  const round = leader.lastRoundTo(from);
  const body = { type: 'append-accepted', term, matchIndex: lastIndex, round } as const;
  leader.receive(from, resting ? { ...body, resting } : body);
}

/** So long, with all of these answering each heartbeat. */
function passWith(leader: TestMember, ms: number, ...present: MemberId[]): void {
  const end = leader.now + ms;
  while (leader.now < end) {
    leader.pass(Math.min(heartbeatMs, end - leader.now));
    for (const member of present) answer(leader, member);
  }
}

const votersOf = (member: TestMember): readonly MemberId[] => member.status.configuration.voters;

describe('A voter that rests', () => {
  it('is made a learner as soon as the others have shown that they are there, and is not promoted while it rests', () => {
    const leader = settledLeader();
    answer(leader, C, true);
    expect(votersOf(leader)).toEqual([A, B, C]); // B is asked first
    answer(leader, B);
    expect(leader.status.configuration).toMatchObject({ voters: [A, B], learners: [C], demoted: [] });
    answer(leader, B);
    for (let turn = 0; turn < 20; turn += 1) {
      leader.pass(heartbeatMs);
      answer(leader, B);
      answer(leader, C, true);
    }
    expect(votersOf(leader)).toEqual([A, B]);
  });

  it('votes again once it says so no more and has caught up', () => {
    const leader = settledLeader();
    answer(leader, C, true);
    answer(leader, B);
    answer(leader, B);
    answer(leader, C, true);
    passWith(leader, 2 * electionTimeoutMs, B, C);
    expect(votersOf(leader)).toEqual([A, B, C]);
  });

  it('goes in one step with another that rests, by way of a joint configuration', () => {
    const leader = settledLeader();
    answer(leader, C, true);
    answer(leader, B, true);
    expect(leader.status.configuration).toMatchObject({ voters: [A], learners: [B, C], votersOutgoing: [A, B, C] });
    answer(leader, B, true);
    expect(leader.status.configuration).toMatchObject({ voters: [A], learners: [B, C], votersOutgoing: [] });
    expect(leader.status.configurationIndex).toBeLessThanOrEqual(leader.status.commitIndex);
  });

  it('takes those with it who do not answer for an election timeout', () => {
    const leader = settledLeader();
    answer(leader, C, true);
    leader.pass(electionTimeoutMs / 2);
    answer(leader, C, true);
    expect(votersOf(leader)).toEqual([A, B, C]); // B may only be slow
    leader.pass(electionTimeoutMs / 2);
    expect(leader.status.configuration).toMatchObject({ voters: [A], learners: [C, B], votersOutgoing: [A, B, C] });
    const [last] = leader.raft.entries(leader.status.lastIndex, leader.status.lastIndex);
    expect(last).toMatchObject({
      changes: [
        { type: 'demote', member: C, because: 'resting' },
        { type: 'demote', member: B, because: 'silent' },
      ],
    });
  });

  it('takes those with it who do not answer also if the others are enough: then one more may vanish at that moment', () => {
    const cluster = SimulatedCluster.of(5, { seed: 1, timing: { ...timing, awayMs } });
    cluster.runUntil(() => cluster.leader() !== null, 5_000);
    cluster.run(electionTimeoutMs);
    const leader = cluster.leader()!;
    const [closing, gone, next, other] = cluster.ids.filter((id) => id !== leader) as [
      MemberId,
      MemberId,
      MemberId,
      MemberId,
    ];
    cluster.crash(gone);
    cluster.input(closing, { type: 'rest', resting: true });
    const voters = (): readonly MemberId[] => cluster.raft(leader).status().configuration.voters;
    expect(cluster.runUntil(() => !voters().includes(closing), 3 * electionTimeoutMs)).toBe(true);
    cluster.crash(next);
    expect(cluster.runUntil(() => cluster.raft(closing).status().rest === 'resting', 2 * electionTimeoutMs)).toBe(true);
    cluster.crash(closing);
    cluster.propose(other);
    expect(cluster.runUntil(() => cluster.member(other).outbox.length === 0, electionTimeoutMs)).toBe(true);
  });

  it('tells its leader at once, and each new one in its answers', () => {
    const member = new TestMember({ self: B });
    member.receive(A, appendRequest({ term: 1, previous: [1, 1], leaderCommit: 1 }));
    member.clear();
    member.step({ type: 'rest', resting: true });
    expect(member.sentOf('append-accepted', A)).toMatchObject([{ resting: true }]);
    member.receive(C, appendRequest({ term: 2, previous: [1, 1], leaderCommit: 1 }));
    expect(member.sentOf('append-accepted', C)).toMatchObject([{ resting: true }]);
    member.clear();
    member.step({ type: 'rest', resting: false });
    expect(member.sentOf('append-accepted', C)).not.toMatchObject([{ resting: true }]);
  });

  it('may go once that it votes no more is committed', () => {
    const cluster = SimulatedCluster.of(3, { seed: 1 });
    cluster.run(3 * electionTimeoutMs);
    const leader = cluster.leader()!;
    const member = cluster.ids.find((id) => id !== leader)!;
    cluster.input(member, { type: 'rest', resting: true });
    expect(cluster.raft(member).status().rest).toBe('waiting');
    expect(cluster.runUntil(() => cluster.raft(member).status().rest === 'resting', electionTimeoutMs)).toBe(true);
    const { configuration, configurationIndex, commitIndex } = cluster.raft(leader).status();
    expect(configuration.voters).not.toContain(member);
    expect(configurationIndex).toBeLessThanOrEqual(commitIndex);
  });

  it('may go though it still votes if all others rest too: whoever opens first needs a majority as before', () => {
    const leader = settledLeader();
    leader.step({ type: 'rest', resting: true });
    expect(leader.status).toMatchObject({ rest: 'waiting', transferTarget: B });
    answer(leader, B, true);
    answer(leader, C, true);
    for (let turn = 0; turn < 10; turn += 1) {
      leader.pass(heartbeatMs); // the hand-over comes to nothing
      answer(leader, B, true);
      answer(leader, C, true);
    }
    expect(leader.status.rest).toBe('last');
    expect(votersOf(leader)).toEqual([A, B, C]);
  });

  it('cannot be made a learner by asking for it in the name of the leader', () => {
    const leader = settledLeader();
    const changes = [{ type: 'demote', member: C, because: 'silent' }] as const;
    leader.receive(B, { type: 'change-request', term: leader.status.term, request: asRequestId(1), changes });
    expect(leader.rejections).toHaveLength(1);
    expect(votersOf(leader)).toEqual([A, B, C]);
  });
});

describe('A leader that rests', () => {
  it('hands over to a voter that does not', () => {
    const leader = settledLeader();
    answer(leader, B, true);
    answer(leader, C);
    leader.clear();
    leader.step({ type: 'rest', resting: true });
    answer(leader, C);
    expect(leader.sentOf('timeout-now', C)).toHaveLength(1);
    expect(leader.sentOf('timeout-now', B)).toHaveLength(0);
  });

  it('lets commands through between two attempts', () => {
    const leader = settledLeader();
    leader.step({ type: 'rest', resting: true });
    leader.propose(1);
    passWith(leader, electionTimeoutMs + 1, B, C);
    expect(leader.status).toMatchObject({ transferTarget: null, proposalsHeld: null, lastIndex: 3 });
    passWith(leader, electionTimeoutMs, B, C);
    expect(leader.status.transferTarget).not.toBe(null);
  });

  it('that is the only voter may go at once', () => {
    const leader = TestMember.leader({ voters: [A], learners: [B] });
    leader.step({ type: 'rest', resting: true });
    expect(leader.status.rest).toBe('last');
  });
});

describe('A voter that is silent', () => {
  it('becomes a learner after a while, not before, and says why', () => {
    const leader = settledLeader();
    passWith(leader, awayMs - heartbeatMs, B);
    expect(votersOf(leader)).toEqual([A, B, C]);
    passWith(leader, 3 * heartbeatMs, B);
    expect(leader.status.configuration).toMatchObject({ voters: [A, B], learners: [C], demoted: [] });
  });

  it('keeps its vote if those that are there are no majority: they cannot decide it', () => {
    const leader = settledLeader([A, B]);
    leader.pass(awayMs + electionTimeoutMs);
    expect(leader.status.role).not.toBe('leader');
    expect(votersOf(leader)).toEqual([A, B]);
  });

  it('is counted from when its leader began to lead', () => {
    const leader = TestMember.leader({ awayMs }); // C has never answered
    passWith(leader, awayMs - heartbeatMs, B);
    expect(votersOf(leader)).toEqual([A, B, C]);
  });
});

it('Five close in order and the last one writes; they come back and vote again', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const cluster = SimulatedCluster.of(5, { seed, timing: { ...timing, awayMs } });
    const ids = [A, B, C, D, E];
    const last = ids.splice(Math.floor(cluster.random() * ids.length), 1)[0]!;
    const others = cluster.random() < 0.5 ? ids : ids.reverse();
    cluster.run(3 * electionTimeoutMs);
    const within = (ms: number, isSo: () => boolean): void =>
      expect(cluster.runUntil(isSo, ms), `seed ${seed}`).toBe(true);
    for (const member of others) {
      cluster.input(member, { type: 'rest', resting: true });
      within(4 * electionTimeoutMs, () => cluster.raft(member).status().rest === 'resting');
      cluster.crash(member);
      cluster.propose(last);
      within(electionTimeoutMs, () => cluster.member(last).outbox.length === 0);
    }
    expect(cluster.raft(last).status().configuration.voters).toEqual([last]);
    for (const member of others) cluster.restart(member);
    within(10 * electionTimeoutMs, () => cluster.raft(last).status().configuration.voters.length === 5);
  }
});
