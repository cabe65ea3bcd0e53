import { describe, expect, it } from 'vitest';
import { asLogIndex, asRequestId, asTerm, type ConfigurationChange, type MemberId } from '../../src/raft/types.ts';
import { memberName, SimulatedCluster } from './cluster.ts';
import { A, B, C, D, TestMember, appendRequest, electionTimeoutMs, entry, configurationOf } from './member.ts';

const add = (member: MemberId): ConfigurationChange => ({ type: 'add-learner', member });
const remove = (member: MemberId): ConfigurationChange => ({ type: 'remove', member });

/** A leader whose first entry is committed. */
function settledLeader(options: ConstructorParameters<typeof TestMember>[0] = {}): TestMember {
  const leader = TestMember.leader(options);
  const { lastIndex, configuration } = leader.status;
  for (const voter of configuration.voters) if (voter !== A) leader.accept(voter, lastIndex);
  leader.clear();
  return leader;
}

function ask(member: TestMember, change: ConfigurationChange, request = 1): void {
  member.step({ type: 'change', request: asRequestId(request), changes: [change] });
}

describe('A change of membership', () => {
  it('is in force as soon as it is in the log, and settled once it is committed', () => {
    const leader = settledLeader();
    ask(leader, add(D));
    expect(leader.status).toMatchObject({ configuration: configurationOf([A, B, C], [D]), configurationIndex: 3 });
    expect(leader.sentOf('append-request', D).length).toBe(1);
    expect(leader.settled).toEqual([]);
    leader.accept(B, 3);
    expect(leader.settled).toEqual([{ type: 'change-settled', request: 1, outcome: { type: 'committed', index: 3 } }]);
  });

  it('is undone on a follower whose log is cut', () => {
    const member = new TestMember();
    const configuration = configurationOf([A, B, C], [D]);
    const changing = {
      kind: 'configuration',
      index: asLogIndex(2),
      term: asTerm(1),
      configuration,
      changes: [add(D)],
      requestedBy: B,
    } as const;
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [changing] }));
    expect(member.status.configuration.learners).toEqual([D]);
    member.receive(C, appendRequest({ term: 2, previous: [1, 1], entries: [entry(2, 2)] }));
    expect(member.status).toMatchObject({ configuration: { learners: [] }, configurationIndex: 1 });
    expect(member.traces('configuration').length).toBe(2);
  });

  it.each([
    [
      'no entry of the term is committed',
      TestMember.leader(),
      add(D),
      { type: 'refused', reason: 'term-not-yet-committed' },
    ],
    ['the member is present', settledLeader(), add(B), { type: 'already' }],
    ['the member is absent', settledLeader(), remove(D), { type: 'already' }],
    [
      'it is the last voter',
      settledLeader({ voters: [A], learners: [B] }),
      remove(A),
      { type: 'refused', reason: 'last-voter' },
    ],
    ['no leader is known', new TestMember(), add(D), { type: 'refused', reason: 'not-leader' }],
  ] as const)('is not made if %s', (_, member, change, outcome) => {
    ask(member, change);
    expect(member.settled).toEqual([{ type: 'change-settled', request: 1, outcome }]);
  });

  it('waits for the one before it', () => {
    const leader = settledLeader();
    ask(leader, add(D), 1);
    ask(leader, remove(C), 2);
    expect(leader.settled).toEqual([
      { type: 'change-settled', request: 2, outcome: { type: 'refused', reason: 'change-in-progress' } },
    ]);
  });

  it('asked for at a follower is made by the leader, who answers when it is committed', () => {
    const leader = settledLeader();
    leader.receive(B, { type: 'change-request', term: asTerm(2), request: asRequestId(77), changes: [add(D)] });
    expect(leader.sentOf('change-response')).toEqual([]);
    leader.accept(C, 3);
    expect(leader.sentOf('change-response', B)).toMatchObject([
      { request: 77, outcome: { type: 'committed', index: 3 } },
    ]);
  });

  it('asked for at a follower is settled by the answer, or when the leader is lost', () => {
    const follower = new TestMember();
    follower.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    ask(follower, add(D), 5);
    ask(follower, remove(C), 6);
    const [first] = follower.sentOf('change-request', B);
    follower.receive(B, {
      type: 'change-response',
      term: asTerm(1),
      request: first!.request,
      outcome: { type: 'already' },
    });
    follower.step({ type: 'peer-disconnected', peer: B });
    expect(follower.settled).toEqual([
      { type: 'change-settled', request: 5, outcome: { type: 'already' } },
      { type: 'change-settled', request: 6, outcome: { type: 'refused', reason: 'leadership-lost' } },
    ]);
  });

  it('that waits at a leader is settled when it loses its leadership', () => {
    const leader = settledLeader();
    ask(leader, add(D));
    leader.receive(B, appendRequest({ term: 5, previous: [1, 1] }));
    expect(leader.settled).toMatchObject([{ outcome: { type: 'refused', reason: 'leadership-lost' } }]);
  });

  it('is not for strangers to ask', () => {
    const leader = settledLeader();
    leader.receive(D, { type: 'change-request', term: asTerm(2), request: asRequestId(1), changes: [add(D)] });
    expect(leader.status.configurationIndex).toBe(1);
  });
});

describe('A learner', () => {
  it('is not counted, and gets its vote once it has caught up', () => {
    const leader = settledLeader({ voters: [A], learners: [] });
    ask(leader, add(B));
    expect(leader.status.commitIndex, 'alone, the leader commits').toBe(3);
    leader.propose(1);
    expect(leader.status.commitIndex).toBe(4);
    leader.accept(B, 4);
    expect(leader.status.configuration).toEqual(configurationOf([A, B]));
    expect(leader.status.commitIndex, 'now both are needed').toBe(4);
    leader.accept(B, 5);
    expect(leader.status.commitIndex).toBe(5);
  });

  it('that takes longer than an election timeout for what was there gets another round first', () => {
    const leader = settledLeader({ voters: [A] });
    ask(leader, add(B));
    leader.pass(electionTimeoutMs + 1);
    leader.propose(1);
    leader.accept(B, 3);
    expect(leader.status.configuration.learners).toEqual([B]);
    leader.accept(B, 4);
    expect(leader.status.configuration.voters).toEqual([A, B]);
  });

  it('added again within the term is not credited with what it acknowledged before', () => {
    const leader = settledLeader();
    const staleRound = leader.lastRoundTo(C);
    ask(leader, remove(C), 1);
    leader.accept(B, 3);
    ask(leader, add(C), 2);
    leader.accept(B, 4);
    leader.accept(C, 2, staleRound);
    expect(leader.status.peers.find(({ member }) => member === C)).toMatchObject({ matchIndex: 0, heardAtMs: null });
    leader.accept(C, 4);
    expect(leader.status.peers.find(({ member }) => member === C)).toMatchObject({ matchIndex: 4 });
  });
});

describe('A removed member', () => {
  it('is told of its removal and of its commit, and then no more', () => {
    const leader = settledLeader();
    ask(leader, remove(C));
    leader.accept(B, 3);
    leader.accept(C, 3);
    expect(leader.sentOf('append-request', C).pop()).toMatchObject({ leaderCommit: 3 });
    leader.accept(C, 3);
    leader.clear();
    leader.pass(75);
    expect(leader.sent(C)).toEqual([]);
    expect(leader.sent(B).length).toBe(1);
  });

  it('that cannot be reached is given up', () => {
    const leader = settledLeader();
    ask(leader, remove(C));
    leader.accept(B, 3);
    for (let turn = 0; turn < 20; turn += 1) {
      leader.pass(100);
      leader.accept(B, 3);
    }
    expect(leader.status.peers.map(({ member }) => member)).toEqual([B]);
  });

  it('as leader does not count itself, and leaves once its removal is committed and told', () => {
    const leader = settledLeader();
    ask(leader, remove(A));
    expect(leader.status.role).toBe('leader');
    leader.accept(B, 3);
    expect(leader.status.commitIndex, 'one of the two that remain is no majority').toBe(2);
    leader.clear();
    leader.accept(C, 3);
    expect(leader.settled).toMatchObject([{ outcome: { type: 'committed', index: 3 } }]);
    for (const peer of [B, C]) expect(leader.sentOf('append-request', peer)).toMatchObject([{ leaderCommit: 3 }]);
    expect(leader.status).toMatchObject({ role: 'follower', leader: null });
    leader.clear();
    leader.pass(10_000);
    expect(leader.sent()).toEqual([]);
    expect(leader.wakeAt).toBe(null);
  });

  it('is needed until its removal is committed: if only it holds the entry, it still campaigns', () => {
    const [a, b] = [memberName(0), memberName(1)];
    const cluster = SimulatedCluster.of(2, { seed: 4 });
    cluster.runUntil(() => cluster.leader() !== null, 5_000);
    const leader = cluster.leader()!;
    cluster.run(500);
    cluster.partition([a], [b]);
    cluster.change(leader, remove(leader));
    cluster.run(100);
    cluster.crash(leader);
    cluster.run(2_000);
    cluster.restart(leader);
    cluster.heal();
    const other = leader === a ? b : a;
    expect(cluster.runUntil(() => cluster.leader() === other, 10_000)).toBe(true);
    expect(cluster.raft(other).status().configuration.voters).toEqual([other]);
  });

  it('that leads is replaced within 300 ms by those who heard that it left, in nearly every run', () => {
    let late = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const cluster = SimulatedCluster.of(3, { seed });
      cluster.runUntil(() => cluster.leader() !== null, 5_000);
      const leader = cluster.leader()!;
      cluster.run(500);
      cluster.change(leader, remove(leader));
      const isReplaced = (): boolean => cluster.leader() !== null && cluster.leader() !== leader;
      if (!cluster.runUntil(isReplaced, 300)) late += 1;
      expect(cluster.runUntil(isReplaced, 3_000)).toBe(true);
    }
    expect(late).toBeLessThanOrEqual(8);
  });
});

describe('A cluster', () => {
  it('grows from one to five and shrinks to one again, while commands are applied', () => {
    const cluster = SimulatedCluster.of(1, { seed: 2 });
    const names = [0, 1, 2, 3, 4].map(memberName);
    const [first] = names as [MemberId];
    cluster.runUntil(() => cluster.leader() === first, 1_000);
    cluster.run(100);
    for (const name of names.slice(1)) {
      cluster.addMember(name);
      cluster.change(cluster.leader()!, add(name));
      cluster.propose(name);
      const hasVote = (): boolean =>
        cluster.leader() !== null && cluster.raft(cluster.leader()!).status().configuration.voters.includes(name);
      expect(cluster.runUntil(hasVote, 3_000), `${name} gets its vote`).toBe(true);
      cluster.run(300);
    }
    for (const name of names.slice(0, 4)) {
      const [last] = names.slice(4) as [MemberId];
      cluster.change(last, remove(name));
      const isGone = (): boolean =>
        cluster.leader() !== null &&
        cluster.leader() !== name &&
        !cluster.raft(last).status().configuration.voters.includes(name);
      expect(cluster.runUntil(isGone, 3_000), `${name} leaves`).toBe(true);
      cluster.propose(last);
      cluster.run(1_000);
    }
    const [last] = names.slice(4) as [MemberId];
    expect(cluster.leader()).toBe(last);
    expect(cluster.member(last).applied.length).toBe(8);
  });
});
