import { describe, expect, it } from 'vitest';
import { asLogIndex, asRequestId, asTerm } from '../../src/raft/types.ts';
import { A, B, C, TestMember, appendRequest, electionTimeoutMs, entry } from './member.ts';

const read = (member: TestMember, request: number): void =>
  member.step({ type: 'read', request: asRequestId(request) });

function settledLeader(): TestMember {
  const leader = TestMember.leader();
  leader.accept(B, 2);
  leader.accept(C, 2);
  leader.clear();
  return leader;
}

describe('A read at the leader', () => {
  it('is ready once a quorum answers a round that began after it was asked', () => {
    const leader = settledLeader();
    const before = leader.lastRoundTo(B);
    read(leader, 1);
    const { round } = leader.sentOf('append-request', B)[0]!;
    expect(round).toBeGreaterThan(before);
    leader.accept(B, 2, before);
    expect(leader.settled, 'an answer to an earlier round proves nothing').toEqual([]);
    leader.accept(B, 2, round);
    expect(leader.settled).toEqual([{ type: 'read-ready', request: 1 }]);
  });

  it('shares a round with all that were asked meanwhile', () => {
    const leader = settledLeader();
    read(leader, 1);
    for (let request = 2; request <= 50; request += 1) read(leader, request);
    expect(leader.sentOf('append-request', B).length).toBe(1);
    leader.accept(B, 2);
    expect(leader.settled).toEqual([{ type: 'read-ready', request: 1 }]);
    expect(leader.sentOf('append-request', B).length).toBe(2);
    leader.accept(B, 2);
    expect(leader.settled.length).toBe(50);
  });

  it('waits for an entry of its term to be committed', () => {
    const leader = TestMember.leader();
    read(leader, 1);
    leader.accept(B, 1);
    leader.pass(75);
    leader.accept(B, 1);
    expect(leader.settled).toEqual([]);
    leader.accept(B, 2);
    leader.accept(B, 2);
    expect(leader.settled).toEqual([{ type: 'read-ready', request: 1 }]);
  });

  it('is ready at once if the leader is the only voter', () => {
    const leader = TestMember.leader({ voters: [A] });
    read(leader, 1);
    expect(leader.settled).toEqual([{ type: 'read-ready', request: 1 }]);
  });

  it('that loses its leadership goes to the next one, and the reads of others are told to ask again', () => {
    const leader = settledLeader();
    read(leader, 1);
    leader.receive(C, { type: 'read-request', term: asTerm(2), request: asRequestId(9) });
    leader.receive(B, appendRequest({ term: 3, previous: [2, 2] }));
    expect(leader.sentOf('read-response', C)).toMatchObject([{ request: 9, readIndex: null }]);
    expect(leader.sentOf('read-request', B).length).toBe(1);
    expect(leader.settled).toEqual([]);
  });
});

describe('A read at a follower', () => {
  function asking(): { member: TestMember; wireRequest: number } {
    const member = new TestMember();
    member.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    read(member, 1);
    const { request } = member.sentOf('read-request', B)[0]!;
    return { member, wireRequest: request };
  }
  const answer = (member: TestMember, request: number, readIndex: number | null): void =>
    member.receive(B, {
      type: 'read-response',
      term: asTerm(1),
      request: asRequestId(request),
      readIndex: readIndex === null ? null : asLogIndex(readIndex),
    });

  it('is ready once it has applied what the leader had committed', () => {
    const { member, wireRequest } = asking();
    answer(member, wireRequest, 2);
    expect(member.settled).toEqual([]);
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [entry(2, 1)], leaderCommit: 2 }));
    expect(member.settled).toEqual([{ type: 'read-ready', request: 1 }]);
  });

  it('is asked again if the leader cannot answer, or does not', () => {
    const { member, wireRequest } = asking();
    member.clear();
    answer(member, wireRequest, null);
    member.pass(75);
    expect(member.sentOf('read-request', B).length).toBe(1);
    member.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    member.clear();
    for (let waited = 0; waited <= electionTimeoutMs; waited += 100) {
      member.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
      member.pass(100);
    }
    expect(member.sentOf('read-request', B).length).toBe(1);
  });

  it('waits for a leader and asks it when it is known', () => {
    const member = new TestMember();
    read(member, 1);
    expect(member.sent()).toEqual([]);
    member.receive(C, appendRequest({ term: 2, previous: [1, 1] }));
    expect(member.sentOf('read-request', C).length).toBe(1);
  });

  it('is not settled by the answer to another question, such as one of before a restart', () => {
    const { member, wireRequest } = asking();
    answer(member, wireRequest + 1, 1);
    answer(member, 1, 1);
    expect(member.settled).toEqual([]);
  });

  it('that is forgotten is never ready', () => {
    const { member, wireRequest } = asking();
    member.step({ type: 'forget', request: asRequestId(1) });
    answer(member, wireRequest, 1);
    expect(member.settled).toEqual([]);
  });
});
