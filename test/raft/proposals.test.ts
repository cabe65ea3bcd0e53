import { describe, expect, it } from 'vitest';
import { Raft } from '../../src/raft/raft.ts';
import { asEventId, asMemberId, asSequence, asTerm } from '../../src/raft/types.ts';
import { A, B, C, TestMember, appendRequest, command, configurationOf, electionTimeoutMs, timing } from './member.ts';
import { SimulatedCluster } from './cluster.ts';
import { asLogIndex, type LogEntry } from '../../src/raft/types.ts';

const heartbeat = appendRequest({ term: 1, previous: [1, 1] });

function own(index: number, n: number, term = 1, session = 1): LogEntry {
  const sequence = asSequence(session * 2 ** 32 + n);
  return {
    kind: 'command',
    index: asLogIndex(index),
    term: asTerm(term),
    member: A,
    sequence,
    payload: new Uint8Array(1),
  };
}

function follower(): TestMember {
  const member = new TestMember();
  member.receive(B, heartbeat);
  member.clear();
  return member;
}

const numbers = (member: TestMember, to?: typeof B): number[][] =>
  member.sentOf('propose', to).map(({ commands }) => commands.map(({ sequence }) => sequence % 2 ** 32));

describe('Commands of a follower', () => {
  it('go to the leader at once, in order', () => {
    const member = follower();
    member.propose(1, 2);
    member.propose(3);
    expect(numbers(member, B)).toEqual([[1, 2], [3]]);
    expect(member.status.waitingProposals).toBe(3);
  });

  it('wait while no leader is known, without waking for it, and go to the next one', () => {
    const member = new TestMember({ log: [] });
    member.propose(1);
    expect(member.sent()).toEqual([]);
    expect(member.wakeAt).toBe(null);
    member.receive(B, appendRequest({ term: 1 }));
    expect(numbers(member, B)).toEqual([[1]]);
  });

  it('go again, all and in order, to a new leader and over a new connection', () => {
    const member = follower();
    member.propose(1, 2);
    member.clear();
    member.receive(C, appendRequest({ term: 2, previous: [1, 1] }));
    expect(numbers(member, C)).toEqual([[1, 2]]);
    member.clear();
    member.step({ type: 'peer-connected', peer: C });
    expect(numbers(member, C)).toEqual([[1, 2]]);
  });

  it('go again when nothing was applied for two election timeouts', () => {
    const member = follower();
    member.propose(1);
    member.clear();
    for (let waited = 0; waited <= 2 * electionTimeoutMs; waited += 100) {
      member.receive(B, heartbeat);
      member.pass(100);
    }
    expect(numbers(member, B)).toEqual([[1]]);
  });

  it('are outstanding until they are applied', () => {
    const member = follower();
    member.propose(1, 2);
    const entries = [own(2, 1), own(3, 2)];
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries, leaderCommit: 2 }));
    expect(member.status.waitingProposals).toBe(1);
    member.receive(B, appendRequest({ term: 1, previous: [3, 1], leaderCommit: 3 }));
    expect(member.status.waitingProposals).toBe(0);
  });

  it('go again when one shows up behind a gap, once for a burst of them', () => {
    const member = follower();
    member.propose(1, 2, 3);
    member.clear();
    const entries = [own(2, 2), own(3, 3)];
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries, leaderCommit: 2 }));
    member.receive(B, appendRequest({ term: 1, previous: [3, 1], leaderCommit: 3 }));
    expect(member.applied.map(({ disposition }) => disposition)).toEqual(['apply', 'out-of-order', 'out-of-order']);
    expect(numbers(member, B)).toEqual([[1, 2, 3]]);
  });

  it('of a new session do not overtake those of the one before, which would be lost for ever', () => {
    const member = follower();
    member.step({ type: 'propose', commands: [command(1)] });
    const later = { sequence: asSequence(2 * 2 ** 32 + 1), payload: new Uint8Array(1) };
    member.step({ type: 'propose', commands: [later] });
    expect(member.sentOf('propose').length).toBe(1);
    member.clear();
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [own(2, 1)], leaderCommit: 2 }));
    expect(member.sentOf('propose', B)).toMatchObject([{ commands: [later] }]);
  });

  it('are sent within a window, and further as they are applied', () => {
    const member = follower();
    const commands = Array.from({ length: 12 }, (_, position) => command(position + 1, 250_000));
    member.step({ type: 'propose', commands });
    expect(numbers(member).flat().length).toBe(5);
    member.clear();
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [own(2, 1)], leaderCommit: 2 }));
    expect(numbers(member)).toEqual([[6]]);
  });

  it('are admitted up to a limit', () => {
    const member = follower();
    expect(member.raft.admission(512 * 1024 + 1)).toBe('too-large');
    expect(member.raft.admission(512 * 1024)).toBe('ok');
    member.propose(...Array.from({ length: 9_999 }, (_, position) => position + 1));
    expect(member.raft.admission(1)).toBe('ok');
    member.propose(10_000);
    expect(member.raft.admission(1)).toBe('too-many-waiting');
  });

  it('must be numbered without gaps by their driver', () => {
    const member = follower();
    member.propose(1);
    expect(() => member.propose(3)).toThrow(/follows/);
  });
});

describe('A leader', () => {
  it('appends what its members propose, once, and what follows a gap not at all', () => {
    const leader = TestMember.leader();
    const propose = (...sequences: number[]): void =>
      leader.receive(B, { type: 'propose', term: asTerm(2), commands: sequences.map((sequence) => command(sequence)) });
    propose(1, 2);
    propose(1, 2, 3);
    propose(5);
    const taken = leader.raft.entries(asLogIndex(3), leader.status.lastIndex);
    expect(taken.map((held) => held.kind === 'command' && held.sequence % 2 ** 32)).toEqual([1, 2, 3]);
  });

  it('takes nothing from who is not in its configuration', () => {
    const leader = TestMember.leader();
    leader.receive(asMemberId('Z'), { type: 'propose', term: asTerm(2), commands: [command(1)] });
    expect(leader.status.lastIndex).toBe(2);
  });

  it('that was elected appends its own outstanding commands, but not those its log holds already', () => {
    const member = follower();
    member.propose(1, 2, 3);
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [own(2, 1), own(3, 2)] }));
    member.step({ type: 'peer-disconnected', peer: B });
    member.pass(60);
    member.grantPreVotes();
    member.receive(C, { type: 'vote-response', term: asTerm(2), granted: true });
    expect(member.status).toMatchObject({ role: 'leader', lastIndex: 5 });
    expect(member.raft.entries(asLogIndex(4), asLogIndex(5))).toMatchObject([
      { kind: 'no-op' },
      { sequence: 2 ** 32 + 3 },
    ]);
  });

  it('takes no more while its uncommitted log is full, and goes on when it is not', () => {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    let n = 0;
    const fill = (): void => {
      for (let turn = 0; turn < 50; turn += 1) {
        const commands = Array.from({ length: 512 }, (_, position) => command(n + position + 1));
        n += 512;
        leader.receive(B, { type: 'propose', term: asTerm(2), commands });
      }
    };
    fill();
    expect(leader.status.lastIndex).toBe(20_002);
    leader.propose(1);
    expect(leader.status.lastIndex).toBe(20_002);
    leader.accept(B, 10_000);
    expect(leader.status.lastIndex, 'its own command').toBe(20_003);
  });
});

describe('A command', () => {
  it('proposed anywhere is applied everywhere once, though leaders die in between', () => {
    const cluster = SimulatedCluster.of(3, { seed: 8, loss: 0.02 });
    for (let turn = 0; turn < 40; turn += 1) {
      for (const id of cluster.ids) cluster.propose(id);
      cluster.run(100);
      const leader = cluster.leader();
      if (turn % 10 === 5 && leader !== null) cluster.crash(leader);
      if (turn % 10 === 9) for (const id of cluster.ids) cluster.restart(id);
    }
    const proposed = cluster.ids.flatMap((id) => cluster.member(id).outbox).length;
    cluster.changeWorld({ loss: 0 });
    expect(cluster.runUntil(() => cluster.ids.every((id) => cluster.member(id).outbox.length === 0), 10_000)).toBe(
      true,
    );
    cluster.run(1_000);
    const [first, ...rest] = cluster.ids.map((id) => cluster.member(id).applied);
    for (const applied of rest) expect(applied).toEqual(first);
    expect(new Set(first).size).toBe(first!.length);
    expect(first!.length).toBeGreaterThan(proposed);
  });
});

describe('Own commands after a restart', () => {
  it('are proposed only as far as the snapshot that the member started from does not have them', () => {
    const snapshot = {
      index: asLogIndex(9),
      term: asTerm(1),
      configuration: configurationOf([A, B, C]),
      configurationIndex: asLogIndex(1),
      sessions: [[A, command(2).sequence]],
    } as const;
    const hardState = { epoch: 0, term: asTerm(1), votedFor: null, commitIndex: snapshot.index };
    const restored = { hardState, snapshot, entries: [] };
    const raft = new Raft({ self: A, random: () => 0, timing, restored, now: 0 });
    raft.step({ type: 'propose', commands: [command(1), command(2), command(3)] }, 0);
    // Of the next session, which may be sent only when the one before is done.
    raft.step({ type: 'propose', commands: [{ ...command(1), sequence: asSequence(2 * 2 ** 32 + 1) }] }, 0);
    expect(raft.status().waitingProposals).toBe(2);
    const message = { ...appendRequest({ term: 1, previous: [9, 1] }), epoch: 0, event: asEventId(1) };
    const { effects } = raft.step({ type: 'message', from: B, message }, 1);
    const sent = effects.flatMap((effect) =>
      effect.type === 'send' && effect.message.type === 'propose' ? effect.message.commands : [],
    );
    expect(sent).toEqual([command(3)]);
  });
});
