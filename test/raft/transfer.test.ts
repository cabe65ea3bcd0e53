import { describe, expect, it } from 'vitest';
import { asRequestId, asTerm, type MemberId } from '../../src/raft/types.ts';
import { SimulatedCluster } from './cluster.ts';
import { A, B, C, D, TestMember, appendRequest, command, electionTimeoutMs, voteRequest } from './member.ts';

/** A leader whose first entry is committed and held by all. */
function settledLeader(options: ConstructorParameters<typeof TestMember>[0] = {}): TestMember {
  const leader = TestMember.leader(options);
  for (const voter of leader.status.configuration.voters)
    if (voter !== A) leader.accept(voter, leader.status.lastIndex);
  leader.clear();
  return leader;
}

function transfer(member: TestMember, to: MemberId | null, request = 1): void {
  member.step({ type: 'transfer', request: asRequestId(request), to });
}

const settled = (member: TestMember): unknown[] => member.effects.filter(({ type }) => type === 'transfer-settled');

describe('A transfer of leadership', () => {
  it('tells a target that has the whole log at once', () => {
    const leader = settledLeader();
    transfer(leader, B);
    expect(leader.sentOf('timeout-now', B)).toMatchObject([{ term: 2 }]);
    expect(leader.status).toMatchObject({ role: 'leader', transferTarget: B });
  });

  it('first brings a target that is behind to the end of the log', () => {
    const leader = settledLeader();
    leader.propose(1);
    transfer(leader, B);
    expect(leader.sentOf('timeout-now')).toEqual([]);
    leader.accept(B, 3);
    expect(leader.sentOf('timeout-now', B).length).toBe(1);
  });

  it('to a voter that has fallen silent is refused at once, and holds nothing up', () => {
    const leader = TestMember.leader();
    leader.accept(B, leader.status.lastIndex);
    leader.clear();
    leader.step({ type: 'transfer', request: asRequestId(1), to: C }); // it never answered
    expect(settled(leader)).toMatchObject([{ outcome: { reason: 'target-unreachable' } }]);
    expect(leader.status.transferTarget).toBe(null);
  });

  it('goes to the voter that is furthest if none is named', () => {
    const leader = settledLeader();
    leader.propose(1);
    leader.accept(C, 3);
    transfer(leader, null);
    expect(leader.status.transferTarget).toBe(C);
  });

  it('holds commands meanwhile, tells their proposers so, and takes them again when it is given up', () => {
    const leader = settledLeader();
    transfer(leader, B);
    leader.propose(1);
    leader.receive(C, { type: 'propose', term: asTerm(2), commands: [command(1)] });
    expect(leader.status).toMatchObject({ lastIndex: 2, proposalsHeld: 'leadership-transfer' });
    expect(leader.sentOf('propose-held', C)).toMatchObject([{ reason: 'leadership-transfer' }]);
    leader.pass(electionTimeoutMs - 1);
    expect(settled(leader)).toEqual([]);
    leader.accept(C, 2);
    leader.pass(1);
    expect(settled(leader)).toMatchObject([{ outcome: { type: 'refused', reason: 'timeout' } }]);
    expect(leader.status).toMatchObject({ role: 'leader', lastIndex: 3, proposalsHeld: null, transferTarget: null });
  });

  it('to a target that does not catch up in time says so', () => {
    const leader = settledLeader();
    leader.propose(1);
    transfer(leader, B);
    leader.pass(electionTimeoutMs - 1);
    leader.accept(C, 3);
    leader.pass(1);
    expect(settled(leader)).toMatchObject([{ outcome: { type: 'refused', reason: 'target-behind' } }]);
  });

  it('ends at once when the connection to its target closes', () => {
    const leader = settledLeader();
    transfer(leader, B);
    leader.step({ type: 'peer-disconnected', peer: B });
    expect(settled(leader)).toMatchObject([{ outcome: { reason: 'target-unreachable' } }]);
  });

  it.each([
    ['a learner', { learners: [D] }, D, { type: 'refused', reason: 'not-a-voter' }],
    ['a stranger', {}, D, { type: 'refused', reason: 'not-a-voter' }],
    ['the leader itself', {}, A, { type: 'already' }],
    ['whoever there is, if there is no one', { voters: [A] }, null, { type: 'refused', reason: 'no-voter-present' }],
  ] as const)('to %s is not made', (_, options, to, outcome) => {
    const leader = settledLeader(options);
    transfer(leader, to);
    expect(settled(leader)).toMatchObject([{ outcome }]);
    expect(leader.status.transferTarget).toBe(null);
  });

  it('to another target takes the place of the first; to the same one it is refused', () => {
    const leader = settledLeader();
    transfer(leader, B, 1);
    transfer(leader, B, 2);
    transfer(leader, C, 3);
    expect(settled(leader)).toMatchObject([
      { request: 2, outcome: { reason: 'transfer-in-progress' } },
      { request: 1, outcome: { reason: 'superseded' } },
    ]);
    expect(leader.sentOf('timeout-now', C).length).toBe(1);
  });

  it('keeps the membership as it is while it lasts', () => {
    const leader = settledLeader();
    transfer(leader, B);
    leader.step({ type: 'change', request: asRequestId(9), changes: [{ type: 'remove', member: B }] });
    expect(leader.settled).toMatchObject([{ outcome: { type: 'refused', reason: 'transfer-in-progress' } }]);
  });

  it('that succeeds is known by the new leader', () => {
    const leader = settledLeader();
    transfer(leader, B);
    leader.receive(B, { ...voteRequest(3, 2, 2), transfer: true });
    expect(leader.status.role).toBe('follower');
    expect(leader.sentOf('vote-response', B)).toMatchObject([{ granted: true }]);
    leader.receive(B, appendRequest({ term: 3, previous: [2, 2] }));
    expect(settled(leader)).toMatchObject([{ outcome: { type: 'transferred', leader: B } }]);
  });

  it('asked for at a follower is made by its leader', () => {
    const follower = new TestMember();
    follower.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    transfer(follower, C);
    const [asked] = follower.sentOf('transfer-request', B);
    expect(asked).toMatchObject({ to: C });
    follower.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    expect(settled(follower)).toEqual([]);
    follower.receive(C, appendRequest({ term: 2, previous: [1, 1] }));
    expect(settled(follower)).toMatchObject([{ outcome: { type: 'transferred', leader: C } }]);
  });
});

describe('Who is told to campaign', () => {
  it('does so at once and without a pre-vote, and its voters need not wait for their leader to fall silent', () => {
    const target = new TestMember();
    target.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    target.clear();
    target.receive(B, { type: 'timeout-now', term: asTerm(1) });
    expect(target.status).toMatchObject({ role: 'candidate', term: 2 });
    expect(target.sentOf('pre-vote-request')).toEqual([]);
    expect(target.sentOf('vote-request', C)).toMatchObject([{ transfer: true }]);

    const voter = new TestMember({ self: C });
    voter.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    voter.receive(A, voteRequest(2, 1, 1));
    expect(voter.sentOf('vote-response')).toEqual([]);
    voter.receive(A, { ...voteRequest(2, 1, 1), transfer: true });
    expect(voter.sentOf('vote-response', A)).toMatchObject([{ granted: true }]);
  });

  it('does not if it is no voter, or not by its leader', () => {
    const learner = new TestMember({ self: D, learners: [D] });
    learner.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    learner.receive(B, { type: 'timeout-now', term: asTerm(1) });
    const follower = new TestMember();
    follower.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    follower.receive(C, { type: 'timeout-now', term: asTerm(1) });
    for (const { status } of [learner, follower]) expect(status).toMatchObject({ role: 'follower', term: 1 });
  });
});

describe('In a cluster', () => {
  it('leadership goes where it is sent, and back, within 50 ms and without losing a command', () => {
    const cluster = SimulatedCluster.of(3, { seed: 5 });
    cluster.runUntil(() => cluster.leader() !== null, 5_000);
    cluster.run(500);
    const first = cluster.leader()!;
    const second = cluster.ids.find((id) => id !== first)!;
    for (const [from, to] of [
      [first, second],
      [second, first],
    ] as const) {
      for (const id of cluster.ids) cluster.propose(id);
      cluster.transfer(from, to);
      for (const id of cluster.ids) cluster.propose(id);
      expect(cluster.runUntil(() => cluster.leader() === to, 50)).toBe(true);
      cluster.run(500);
      expect(cluster.member(from).transfers.pop()).toEqual({ type: 'transferred', leader: to });
    }
    for (const id of cluster.ids) expect(cluster.member(id).applied.length).toBe(12);
  });

  it('a leader that is removed has a successor within 50 ms', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const cluster = SimulatedCluster.of(3, { seed });
      cluster.runUntil(() => cluster.leader() !== null, 5_000);
      const leader = cluster.leader()!;
      cluster.run(500);
      cluster.change(leader, { type: 'remove', member: leader });
      const isReplaced = (): boolean => cluster.leader() !== null && cluster.leader() !== leader;
      expect(cluster.runUntil(isReplaced, 80), `seed ${seed}`).toBe(true);
    }
  });

  it('a leader whose disk stalls hands over after an election timeout, and does not campaign with that disk', () => {
    const leader = TestMember.leader({ slowDisk: true });
    leader.propose(1);
    for (let turn = 0; turn < 5; turn += 1) {
      leader.accept(B, 3);
      leader.accept(C, 3);
      leader.pass(electionTimeoutMs / 4);
    }
    expect(leader.traces('step-down')).toEqual([{ type: 'step-down', reason: 'disk-stalled' }]);
    expect(leader.sentOf('timeout-now').length).toBe(1);
    expect(leader.status).toMatchObject({ role: 'follower', commitIndex: 3 });
    leader.clear();
    leader.pass(5_000);
    expect(leader.sentOf('pre-vote-request')).toEqual([]);
    leader.persistAll();
    leader.pass(2 * electionTimeoutMs);
    expect(leader.sentOf('pre-vote-request').length).toBeGreaterThan(0);
  });

  it('a leader whose disk is late but finishes one write after another leads on, until none is finished any more', () => {
    const leader = TestMember.leader({ slowDisk: true });
    leader.clear();
    for (let number = 1; number <= 6; number += 1) leader.propose(number);
    const writes = leader.persists.map(({ persistId }) => persistId);
    expect(writes.length).toBe(6);
    const passWithAnswers = (ms: number): void => {
      leader.pass(ms);
      leader.accept(B, 8);
      leader.accept(C, 8);
    };
    for (const persistId of writes.slice(0, 5)) {
      passWithAnswers(electionTimeoutMs / 2);
      leader.step({ type: 'persisted', persistId });
    }
    passWithAnswers(electionTimeoutMs / 2);
    expect(leader.status.role).toBe('leader');
    leader.pass(electionTimeoutMs / 2);
    expect(leader.traces('step-down')).toEqual([{ type: 'step-down', reason: 'disk-stalled' }]);
  });
});
