import { describe, expect, it } from 'vitest';
import { asRequestId, type ConfigurationChange, type MemberId } from '../../src/raft/types.ts';
import { memberName, SimulatedCluster } from './cluster.ts';
import { A, B, C, D, E, TestMember, electionTimeoutMs } from './member.ts';

const change = (type: ConfigurationChange['type'], ...members: readonly MemberId[]): ConfigurationChange[] =>
  members.map((member) => ({ type, member }));

function settledLeader(options: ConstructorParameters<typeof TestMember>[0] = {}): TestMember {
  const leader = TestMember.leader(options);
  for (const voter of leader.status.configuration.voters)
    if (voter !== A) leader.accept(voter, leader.status.lastIndex);
  leader.clear();
  return leader;
}

function ask(member: TestMember, changes: readonly ConfigurationChange[], request = 1): void {
  member.step({ type: 'change', request: asRequestId(request), changes });
}

/** A leader of A, B, C that is to replace B and C by the caught-up learners D and E. */
function replacing(): TestMember {
  const leader = settledLeader({ learners: [D, E] });
  // They count as caught up, but someone demoted them, so that they wait to be asked for.
  ask(leader, change('demote', D, E), 7);
  leader.accept(B, 3);
  for (const learner of [D, E]) leader.accept(learner, 3);
  leader.clear();
  ask(leader, [...change('remove', B, C), ...change('promote', D, E)]);
  return leader;
}

describe('A change of several votes', () => {
  it('goes by way of a joint configuration, in force at once', () => {
    const leader = replacing();
    expect(leader.status.configuration).toEqual({
      voters: [A, D, E],
      learners: [],
      votersOutgoing: [A, B, C],
      demoted: [],
    });
  });

  it('is committed by a majority of the old and one of the new voters, never by one side alone', () => {
    const leader = replacing();
    leader.accept(D, 4);
    leader.accept(E, 4);
    expect(leader.status.commitIndex, 'the new voters alone').toBe(3);
    leader.accept(B, 4);
    expect(leader.status.commitIndex).toBe(4);
  });

  it('is left by the leader as soon as it is committed, and settled when that is', () => {
    const leader = replacing();
    leader.accept(B, 4);
    leader.accept(D, 4);
    expect(leader.status).toMatchObject({ configuration: { voters: [A, D, E], votersOutgoing: [] }, lastIndex: 5 });
    expect(leader.settled).toEqual([]);
    const [entry] = leader.raft.entries(leader.status.lastIndex, leader.status.lastIndex);
    expect(entry).toMatchObject({ changes: [...change('promote', D, E), ...change('remove', B, C)] });
    leader.accept(B, 5);
    expect(leader.settled, 'the old voters count no more').toEqual([]);
    leader.accept(D, 5);
    expect(leader.settled).toEqual([{ type: 'change-settled', request: 1, outcome: { type: 'committed', index: 5 } }]);
  });

  it('needs both majorities for an election and for CheckQuorum too', () => {
    const leader = replacing();
    for (let turn = 0; turn < 8 && leader.status.role === 'leader'; turn += 1) {
      leader.pass(electionTimeoutMs / 4);
      for (const peer of [D, E]) leader.accept(peer, 3);
    }
    expect(leader.traces('step-down')).toEqual([{ type: 'step-down', reason: 'no-quorum' }]);
    leader.clear();
    const { term } = leader.status;
    for (let turn = 0; turn < 40 && leader.sentOf('pre-vote-request').length === 0; turn += 1) leader.pass(50);
    const asked = new Set(leader.sends().map(({ to }) => to));
    expect(asked).toEqual(new Set([B, C, D, E]));
    expect(leader.status.term).toBe(term);
  });

  it('waits for the joint one to be left before the next', () => {
    const leader = replacing();
    ask(leader, change('add-learner', B), 2);
    leader.accept(B, 4);
    leader.accept(D, 4);
    ask(leader, change('add-learner', B), 3);
    expect(leader.settled).toMatchObject([
      { request: 2, outcome: { reason: 'change-in-progress' } },
      { request: 3, outcome: { reason: 'change-in-progress' } },
    ]);
  });

  it('is finished by the next leader if the first is lost in between', () => {
    for (let seed = 1; seed <= 15; seed += 1) {
      const cluster = SimulatedCluster.of(5, { seed });
      cluster.runUntil(() => cluster.leader() !== null, 5_000);
      const leader = cluster.leader()!;
      cluster.run(500);
      const gone = cluster.ids.filter((id) => id !== leader).slice(0, 2);
      cluster.change(leader, ...change('demote', ...gone));
      cluster.run(seed);
      cluster.crash(leader);
      cluster.run(3_000);
      const { configuration } = cluster.raft(cluster.leader()!).status();
      expect(configuration.votersOutgoing, `seed ${seed}`).toEqual([]);
    }
  });

  it.each([
    ['names a member twice', [...change('remove', B), ...change('demote', B)], 'contradictory'],
    ['asks for nothing', [], 'contradictory'],
    ['promotes a stranger', change('promote', E), 'not-a-member'],
    ['promotes a learner that never answered', change('promote', D), 'learner-behind'],
    ['leaves no voter', change('demote', A, B, C), 'last-voter'],
  ] as const)('is refused if it %s', (_, changes, reason) => {
    const leader = settledLeader({ learners: [D] });
    ask(leader, changes);
    expect(leader.settled).toMatchObject([{ outcome: { type: 'refused', reason } }]);
    expect(leader.status.configurationIndex).toBe(1);
  });

  it('leaves out what is so already', () => {
    const leader = settledLeader();
    ask(leader, [...change('add-learner', D), ...change('promote', B), ...change('remove', E)]);
    const [entry] = leader.raft.entries(leader.status.lastIndex, leader.status.lastIndex);
    expect(entry).toMatchObject({ changes: change('add-learner', D) });
  });
});

describe('Learners', () => {
  it('that are ready together get their votes in one step', () => {
    const leader = settledLeader();
    ask(leader, change('add-learner', D, E));
    leader.accept(D, 3);
    leader.accept(E, 3);
    leader.accept(B, 3);
    expect(leader.status.configuration).toMatchObject({ voters: [A, B, C, D, E], votersOutgoing: [A, B, C] });
  });

  it('that were demoted are not promoted by themselves', () => {
    const leader = settledLeader();
    ask(leader, change('demote', C));
    leader.accept(B, 3);
    leader.accept(C, 3);
    leader.accept(C, 3);
    expect(leader.status.configuration).toMatchObject({ voters: [A, B], learners: [C], demoted: [C] });
    ask(leader, change('promote', C), 2);
    expect(leader.status.configuration).toMatchObject({ voters: [A, B, C], learners: [], demoted: [] });
  });

  it('three at once become voters of a running cluster', () => {
    const cluster = SimulatedCluster.of(1, { seed: 8 });
    cluster.runUntil(() => cluster.leader() !== null, 1_000);
    cluster.run(200);
    const newcomers = [1, 2, 3].map(memberName);
    for (const newcomer of newcomers) cluster.addMember(newcomer);
    cluster.change(memberName(0), ...change('add-learner', ...newcomers));
    const haveVotes = (): boolean => {
      const { voters, votersOutgoing } = cluster.raft(memberName(0)).status().configuration;
      return voters.length === 4 && votersOutgoing.length === 0;
    };
    expect(cluster.runUntil(haveVotes, 1_000)).toBe(true);
  });
});

describe('A leader that is replaced together with others', () => {
  it('counts in the old majority only, hands over once the new configuration is committed, and leaves', () => {
    const leader = settledLeader({ voters: [A, B, C, D] });
    ask(leader, change('remove', A, B));
    leader.accept(C, 3);
    expect(leader.status.commitIndex, 'A and C are no majority of A, B, C, D').toBe(2);
    leader.accept(D, 3);
    expect(leader.status.commitIndex).toBe(3);
    leader.accept(C, 4);
    expect(leader.status.role).toBe('leader');
    leader.clear();
    leader.accept(D, 4);
    expect(leader.settled).toMatchObject([{ outcome: { type: 'committed', index: 4 } }]);
    expect(leader.sends().flatMap(({ to, message }) => (message.type === 'timeout-now' ? [to] : []))).toEqual([C]);
    expect(leader.status).toMatchObject({ role: 'follower', leader: null });
  });
});
