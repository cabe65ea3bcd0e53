import { describe, expect, it } from 'vitest';
import { asLogIndex, asTerm } from '../../src/raft/types.ts';
import { memberName, SimulatedCluster } from './cluster.ts';
import {
  A,
  B,
  C,
  D,
  E,
  TestMember,
  appendRequest,
  electionTimeoutMs,
  preVoteRequest,
  preVoteResponse,
  voteRequest,
  voteResponse,
  configurationOf,
} from './member.ts';

const heartbeat = appendRequest({ term: 1, previous: [1, 1] });

describe('PreVote', () => {
  it('a member that is cut off never raises its term, and does not depose the leader when it returns', () => {
    const cluster = SimulatedCluster.of(3, { seed: 3 });
    cluster.runUntil(() => cluster.leader() !== null, 5_000);
    const leader = cluster.leader()!;
    const { term } = cluster.raft(leader).status();
    const lonely = cluster.ids.find((id) => id !== leader)!;
    cluster.partition(cluster.ids.filter((id) => id !== lonely));
    cluster.run(10_000);
    expect(cluster.raft(lonely).status().term).toBe(term);
    cluster.heal();
    cluster.run(2_000);
    expect(cluster.raft(leader).status()).toMatchObject({ role: 'leader', term });
    expect(cluster.raft(lonely).status()).toMatchObject({ leader, term });
  });

  it('a pre-vote changes no term and no vote, and its answer names the term that was asked about', () => {
    const member = new TestMember();
    member.receive(B, preVoteRequest(2, 1, 1));
    member.receive(C, preVoteRequest(9, 1, 1));
    expect(member.sentOf('pre-vote-response')).toMatchObject([
      { granted: true, askedTerm: 2, term: 1 },
      { granted: true, askedTerm: 9, term: 1 },
    ]);
    expect(member.status.term).toBe(1);
    expect(member.persists).toEqual([]);
  });

  it.each([
    ['of the current term', preVoteRequest(1, 1, 1)],
    ['of a log that ends earlier', preVoteRequest(2, 0, 0)],
  ])('a pre-vote is refused for a candidacy %s', (_, request) => {
    const member = new TestMember();
    member.receive(B, request);
    expect(member.sentOf('pre-vote-response')).toMatchObject([{ granted: false, term: 1 }]);
  });

  it('an answer to an earlier pre-vote does not count for a later one', () => {
    const member = new TestMember({ term: 5 });
    member.step({ type: 'tick' });
    member.pass(2 * electionTimeoutMs);
    member.receive(B, { type: 'pre-vote-response', term: asTerm(4), granted: true, askedTerm: asTerm(5) });
    expect(member.status.role).toBe('pre-candidate');
    member.receive(B, { type: 'pre-vote-response', term: asTerm(4), granted: true, askedTerm: asTerm(6) });
    expect(member.status).toMatchObject({ role: 'candidate', term: 6 });
  });

  it('a pre-candidate behind in terms learns the newer one, so it does not ask in vain for ever', () => {
    const ahead = new TestMember({ self: B, term: 6, log: [1] });
    ahead.receive(A, preVoteRequest(3, 2, 2));
    const [answer] = ahead.sentOf('pre-vote-response');
    const behind = new TestMember({ log: [1, 2], term: 2 });
    behind.step({ type: 'tick' });
    behind.pass(2 * electionTimeoutMs);
    behind.receive(B, answer!);
    expect(behind.status).toMatchObject({ role: 'follower', term: 6 });
    behind.campaign();
    expect(behind.status).toMatchObject({ role: 'candidate', term: 7 });
  });
});

describe('Sticky leaders', () => {
  it('a follower that hears its leader refuses votes and pre-votes without changing its term', () => {
    const member = new TestMember();
    member.receive(B, heartbeat);
    member.clear();
    member.receive(C, preVoteRequest(2, 5, 1));
    member.receive(C, voteRequest(2, 5, 1));
    expect(member.sent()).toMatchObject([{ type: 'pre-vote-response', granted: false }]);
    expect(member.status).toMatchObject({ term: 1, leader: B });
  });

  it('it votes again once the leader has been silent for an election timeout', () => {
    const member = new TestMember({ random: () => 0.99 });
    member.receive(B, heartbeat);
    member.pass(electionTimeoutMs);
    member.receive(C, voteRequest(2, 1, 1));
    expect(member.sentOf('vote-response')).toMatchObject([{ granted: true, term: 2 }]);
  });

  it('a leader ignores candidates while a quorum answers it', () => {
    const leader = TestMember.leader();
    leader.receive(C, voteRequest(9, 9, 9));
    leader.receive(C, preVoteRequest(9, 9, 8));
    expect(leader.status).toMatchObject({ role: 'leader', term: 2 });
  });

  it('when the connection to the leader closes, votes are free at once and the own timeout is within 60 ms', () => {
    const member = new TestMember();
    member.receive(B, heartbeat);
    member.step({ type: 'peer-disconnected', peer: B });
    expect(member.wakeAt! - member.now).toBeLessThanOrEqual(60);
    member.receive(C, preVoteRequest(2, 1, 1));
    expect(member.sentOf('pre-vote-response')).toMatchObject([{ granted: true }]);
  });

  it('the leader stays if only one follower loses its connection to it', () => {
    const cluster = SimulatedCluster.of(3, { seed: 5 });
    cluster.runUntil(() => cluster.leader() !== null, 5_000);
    const leader = cluster.leader()!;
    const { term } = cluster.raft(leader).status();
    cluster.run(500);
    cluster.cut(
      leader,
      cluster.ids.find((id) => id !== leader)!,
    );
    cluster.run(10_000);
    expect(cluster.raft(leader).status()).toMatchObject({ role: 'leader', term });
  });

  it.each([3, 5, 9])('of %i members, a leader whose process dies is replaced within 300 ms in every run', (size) => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const cluster = SimulatedCluster.of(size, { seed });
      cluster.runUntil(() => cluster.leader() !== null, 5_000);
      cluster.run(500);
      cluster.crash(cluster.leader()!);
      expect(
        cluster.runUntil(() => cluster.leader() !== null, 300),
        `seed ${seed}`,
      ).toBe(true);
    }
  });

  it('refused by one that has not noticed yet that the leader is lost, a member soon asks again', () => {
    const member = new TestMember();
    member.receive(B, heartbeat);
    member.step({ type: 'peer-disconnected', peer: B });
    member.pass(60);
    expect(member.sentOf('pre-vote-request', C)).toHaveLength(1);
    member.receive(C, preVoteResponse(2, false));
    member.pass(120);
    expect(member.sentOf('pre-vote-request', C)).toHaveLength(2);
  });

  it('two that vote for themselves at the same moment soon ask again', () => {
    const member = new TestMember();
    member.receive(B, heartbeat);
    member.step({ type: 'peer-disconnected', peer: B });
    member.pass(60);
    member.receive(C, preVoteResponse(2, true));
    member.receive(C, voteResponse(2, false));
    member.pass(120);
    expect(member.sentOf('pre-vote-request', C)).toMatchObject([{ term: 2 }, { term: 3 }]);
  });

  it('it does not ask again while it may still be elected, nor when the election timeout has passed since', () => {
    const members = [A, B, C, D, E];
    const patient = new TestMember({ voters: members });
    patient.receive(B, heartbeat);
    patient.step({ type: 'peer-disconnected', peer: B });
    patient.pass(60);
    for (const other of [C, D]) patient.receive(other, preVoteResponse(2, true));
    patient.receive(C, voteResponse(2, false));
    patient.pass(electionTimeoutMs - 60);
    expect(patient.status).toMatchObject({ role: 'candidate', term: 2 });

    const late = new TestMember({ random: () => 0.99 });
    late.receive(B, heartbeat);
    late.step({ type: 'peer-disconnected', peer: B });
    late.pass(60);
    late.pass(electionTimeoutMs);
    late.receive(C, preVoteResponse(2, false));
    expect(late.wakeAt! - late.now).toBeGreaterThan(250);
  });
});

describe('CheckQuorum', () => {
  it('a leader that no quorum answers steps down within an election timeout', () => {
    const leader = TestMember.leader();
    leader.pass(electionTimeoutMs - 1);
    expect(leader.status.role).toBe('leader');
    leader.pass(1);
    expect(leader.status).toMatchObject({ role: 'follower', term: 2, leader: null });
  });

  it('one answering follower of two keeps it leading', () => {
    const leader = TestMember.leader();
    for (let turn = 0; turn < 20; turn += 1) {
      leader.pass(100);
      leader.accept(B, 2);
    }
    expect(leader.status.role).toBe('leader');
  });

  it('a leader of an older term that returns learns the newer one and follows', () => {
    const leader = TestMember.leader();
    leader.receive(B, { ...voteResponse(8, false) });
    expect(leader.status).toMatchObject({ role: 'follower', term: 8 });
  });
});

describe('Who campaigns', () => {
  it('a lone voter leads as soon as its vote is durable, without waiting', () => {
    const member = new TestMember({ voters: [A], slowDisk: true });
    member.step({ type: 'tick' });
    expect(member.status.role).toBe('candidate');
    member.persistAll();
    expect(member.status.role).toBe('leader');
    expect(member.now).toBe(0);
  });

  it('a learner and a newcomer never campaign and need no waking', () => {
    for (const options of [configurationOf([B], [A]), { log: [] }]) {
      const member = new TestMember(options);
      member.step({ type: 'tick' });
      expect(member.wakeAt).toBe(null);
      member.pass(10_000);
      expect(member.status).toMatchObject({ role: 'follower' });
      expect(member.sent()).toEqual([]);
    }
  });

  it('a learner votes if a candidate asks it, whose configuration may be newer', () => {
    const member = new TestMember(configurationOf([B], [A]));
    member.receive(B, preVoteRequest(2, 1, 1));
    member.receive(B, voteRequest(2, 1, 1));
    expect(member.sent(B)).toMatchObject([{ granted: true }, { type: 'vote-response', granted: true }]);
  });

  it('a voter that connects during a campaign is asked', () => {
    const member = new TestMember();
    member.campaign();
    member.clear();
    member.step({ type: 'peer-connected', peer: C });
    expect(member.sent(C)).toMatchObject([{ type: 'vote-request', term: 2 }]);
  });

  it('a bridge that both sides reach does not stop the side with a quorum', () => {
    const cluster = SimulatedCluster.of(5, { seed: 11 });
    const [a, b, c, d, e] = [0, 1, 2, 3, 4].map(memberName) as [typeof A, typeof A, typeof A, typeof A, typeof A];
    for (const [left, right] of [
      [a, d],
      [a, e],
      [b, d],
      [b, e],
    ] as const)
      cluster.cut(left, right);
    expect(cluster.runUntil(() => cluster.leader() !== null, 10_000)).toBe(true);
    cluster.propose(c);
    expect(cluster.runUntil(() => cluster.member(c).applied.length === 1, 5_000)).toBe(true);
  });
});

describe('The vote of a term is kept', () => {
  it('by a candidate that lost, or that heard from the leader who won', () => {
    for (const ended of [voteResponse(2, false), appendRequest({ term: 2, previous: [1, 1] })]) {
      const member = new TestMember();
      member.campaign();
      for (const peer of [B, C]) if (member.status.role === 'candidate') member.receive(peer, ended);
      expect(member.status).toMatchObject({ role: 'follower', term: 2 });
      member.clear();
      member.receive(C, voteRequest(2, 5, 1));
      expect(member.sentOf('vote-response', C)).toMatchObject([{ term: 2, granted: false }]);
      expect(member.persists.filter(({ hardState }) => hardState?.votedFor !== A && hardState !== null)).toEqual([]);
    }
  });

  it('by a voter whose own campaign for the next term comes to nothing', () => {
    const member = new TestMember();
    member.receive(B, voteRequest(2, 1, 1));
    member.pass(2 * electionTimeoutMs);
    expect(member.status).toMatchObject({ role: 'pre-candidate', term: 2 });
    for (const peer of [B, C]) {
      member.receive(peer, { type: 'pre-vote-response', term: asTerm(2), granted: false, askedTerm: asTerm(3) });
    }
    expect(member.status.role).toBe('follower');
    member.receive(C, voteRequest(2, 5, 1));
    expect(member.sentOf('vote-response', C)).toMatchObject([{ term: 2, granted: false }]);
  });
});

describe('A member that was let in anew, after it had lost its disk', () => {
  const admission = { epoch: 0, index: asLogIndex(5), term: asTerm(3) };

  it('neither campaigns nor votes before its log has come to where it was let in', () => {
    const member = new TestMember({ log: [1, 1, 3], term: 3, admission });
    member.pass(3 * electionTimeoutMs);
    expect(member.status.role).toBe('follower');
    member.receive(B, preVoteRequest(4, 4, 3));
    member.receive(B, voteRequest(4, 4, 3));
    expect(member.sentOf('pre-vote-response')).toMatchObject([{ granted: false }]);
    expect(member.sentOf('vote-response')).toMatchObject([{ granted: false }]);
  });

  it('does both from there on', () => {
    const member = new TestMember({ log: [1, 1, 3, 3, 3], term: 3, admission });
    member.receive(B, voteRequest(4, 5, 3));
    member.persistAll();
    expect(member.sentOf('vote-response')).toMatchObject([{ granted: true }]);
    member.pass(3 * electionTimeoutMs);
    expect(member.status.role).toBe('pre-candidate');
  });

  it('takes part in no term before that, and gives no vote in that one, which it may have given', () => {
    const member = new TestMember({ log: [], term: 0, admission: { ...admission, index: asLogIndex(0) } });
    expect(member.status.term).toBe(3);
    member.receive(B, voteRequest(3, 9, 3));
    expect(member.sentOf('vote-response')).toMatchObject([{ granted: false }]);
  });

  it('in another epoch has no more to remember of this one', () => {
    const member = new TestMember({ log: [1, 1, 3], term: 3, admission: { ...admission, epoch: 1 } });
    member.receive(B, voteRequest(4, 4, 3));
    member.persistAll();
    expect(member.sentOf('vote-response')).toMatchObject([{ granted: true }]);
  });
});
