import { describe, expect, it } from 'vitest';
import { asLogIndex, asRequestId, asTerm } from '../../src/raft/types.ts';
import { A, B, C, TestMember, command, heartbeatMs } from './member.ts';
import { SimulatedCluster } from './cluster.ts';

function reject(leader: TestMember, rejectedIndex: number, conflict: readonly [number, number]): void {
  leader.receive(B, {
    type: 'append-rejected',
    term: leader.status.term,
    rejectedIndex: asLogIndex(rejectedIndex),
    conflictIndex: asLogIndex(conflict[0]),
    conflictTerm: asTerm(conflict[1]),
    round: leader.lastRoundTo(B),
  });
}

describe('A leader', () => {
  it('sends ahead of the answers once a follower matches', () => {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    leader.clear();
    leader.propose(1);
    leader.propose(2);
    leader.propose(3);
    expect(leader.sentOf('append-request', B).map(({ previousIndex }) => previousIndex)).toEqual([2, 3, 4]);
    expect(leader.sentOf('append-request', C), 'to a follower not yet probed nothing more').toEqual([]);
  });

  it('tells of a commit at once if nothing more is under way, else along with that or by the next heartbeat', () => {
    const leader = TestMember.leader();
    for (const follower of [B, C]) leader.accept(follower, 2);
    leader.propose(1);
    leader.propose(2);
    leader.clear();
    leader.accept(B, 3);
    expect(leader.status.commitIndex).toBe(3);
    expect(leader.sentOf('append-request'), 'entry 4 is under way').toEqual([]);
    leader.accept(B, 4);
    const notice = { entries: [], leaderCommit: 4 };
    expect(leader.sends().map(({ to }) => to)).toEqual([B, C]);
    expect(leader.sentOf('append-request')).toMatchObject([notice, notice]);

    leader.propose(3);
    leader.propose(4);
    leader.accept(B, 5);
    leader.clear();
    leader.propose(5);
    expect(leader.sentOf('append-request', C)).toMatchObject([{ previousIndex: 6, leaderCommit: 5 }]);
    leader.accept(B, 6);
    leader.clear();
    leader.pass(heartbeatMs);
    expect(leader.sentOf('append-request', C)).toMatchObject([{ entries: [], leaderCommit: 6 }]);
  });

  it('tells of the last commit after a moment, in which the next command may come and tell of it for nothing', () => {
    const commitNoticeMs = 2;
    const leader = TestMember.leader({ commitNoticeMs });
    for (const follower of [B, C]) leader.accept(follower, 2);
    leader.propose(1);
    leader.pass(1);
    leader.clear();
    leader.accept(B, 3);
    expect(leader.status.commitIndex).toBe(3);
    expect(leader.sentOf('append-request')).toEqual([]);
    expect(leader.wakeAt, 'then nobody has to ask').toBe(leader.now + commitNoticeMs);
    leader.pass(1);
    expect(leader.sentOf('append-request')).toEqual([]);
    leader.pass(1);
    const notice = { entries: [], leaderCommit: 3 };
    expect(leader.sentOf('append-request')).toMatchObject([notice, notice]);

    leader.propose(2);
    leader.accept(B, 4);
    leader.clear();
    leader.propose(3);
    expect(leader.sentOf('append-request', B)).toMatchObject([{ previousIndex: 4, leaderCommit: 4 }]);
    leader.clear();
    leader.pass(10 * commitNoticeMs);
    expect(leader.sentOf('append-request', B), 'it knows already').toEqual([]);
  });

  it('tells of a committed configuration at once, though more is under way: it may be about to fall silent', () => {
    const leader = TestMember.leader();
    for (const follower of [B, C]) leader.accept(follower, 2);
    leader.step({ type: 'change', request: asRequestId(1), changes: [{ type: 'remove', member: A }] });
    leader.propose(1);
    leader.clear();
    for (const follower of [B, C]) leader.accept(follower, 3);
    expect(leader.sentOf('append-request', C)).toMatchObject([{ entries: [], leaderCommit: 3 }]);
    expect(leader.status.role).toBe('follower');
  });

  it('skips a whole conflicting term in one round trip', () => {
    const leader = TestMember.leader({ log: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6] });
    leader.clear();
    reject(leader, 10, [10, 3]);
    expect(leader.sentOf('append-request', B)).toMatchObject([
      { previousIndex: 3, previousTerm: 1, entries: { length: 8 } },
    ]);
  });

  it('goes back to probing when a lost append makes a heartbeat be refused', () => {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    leader.propose(1);
    leader.propose(2);
    leader.pass(heartbeatMs);
    leader.clear();
    reject(leader, 4, [2, 2]);
    expect(leader.sentOf('append-request', B)).toMatchObject([
      { previousIndex: 2, entries: [{ index: 3 }, { index: 4 }] },
    ]);
  });

  it('is not misled by a late refusal of what was accepted since', () => {
    const leader = TestMember.leader({ log: [1, 1, 1, 1] });
    leader.accept(B, 5);
    leader.clear();
    reject(leader, 4, [1, 1]);
    expect(leader.sent(B)).toEqual([]);
    expect(leader.status.peers[0]).toMatchObject({ matchIndex: 5, nextIndex: 6 });
  });

  it('sends again at once to a follower whose connection is new', () => {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    leader.propose(1);
    leader.step({ type: 'peer-disconnected', peer: B });
    leader.clear();
    leader.step({ type: 'peer-connected', peer: B });
    expect(leader.sentOf('append-request', B)).toMatchObject([{ previousIndex: 2, entries: [{ index: 3 }] }]);
  });

  it('cuts what it sends into messages of limited size', () => {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    leader.clear();
    leader.step({ type: 'propose', commands: Array.from({ length: 10 }, (_, n) => command(n + 1, 100 * 1024)) });
    const sizes = leader.sentOf('append-request', B).map(({ entries }) => entries.length);
    expect(sizes).toEqual([2, 2, 2, 2, 2]);
  });

  it('bounds what is under way to a follower, and goes on as it answers', () => {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    leader.clear();
    leader.step({ type: 'propose', commands: Array.from({ length: 20 }, (_, n) => command(n + 1, 500 * 1024)) });
    const sent = leader.sentOf('append-request', B).length;
    expect(sent).toBeLessThan(12);
    leader.accept(B, 4);
    expect(leader.sentOf('append-request', B).filter(({ entries }) => entries.length > 0).length).toBe(sent + 2);
  });
});

describe('A follower that missed entries', () => {
  it('is brought to the log of its leader over a connection that loses much', () => {
    const cluster = SimulatedCluster.of(3, { seed: 21, loss: 0.2 });
    expect(cluster.runUntil(() => cluster.leader() !== null, 20_000)).toBe(true);
    for (let turn = 0; turn < 300; turn += 1) {
      cluster.propose(cluster.ids[turn % 3]!);
      cluster.run(10);
    }
    const isDone = (): boolean => cluster.ids.every((id) => cluster.member(id).applied.length === 300);
    expect(cluster.runUntil(isDone, 60_000)).toBe(true);
  });
});
