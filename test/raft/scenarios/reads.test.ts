import { describe, expect, it } from 'vitest';
import { asRequestId, asTerm } from '../../../src/raft/types.ts';
import { A, B, C, D, E, TestMember, appendRequest, electionTimeoutMs, heartbeatMs } from '../member.ts';
import { Group } from './group.ts';

const abc = [A, B, C];
const read = (member: TestMember, request: number): void =>
  member.step({ type: 'read', request: asRequestId(request) });
const ask = (leader: TestMember, from: typeof A, request: number): void =>
  leader.receive(from, { type: 'read-request', term: asTerm(2), request: asRequestId(request) });

/** A leader of A, B and C with the learner D. */
function settledLeader(): TestMember {
  const leader = TestMember.leader({ learners: [D] });
  for (const id of [B, C]) leader.accept(id, 2);
  leader.clear();
  return leader;
}

describe('A read', () => {
  it('asked for by a learner is answered, by a stranger not', () => {
    const leader = settledLeader();
    ask(leader, D, 7);
    ask(leader, E, 8);
    leader.accept(B, 2);
    expect(leader.sentOf('read-response', D)).toMatchObject([{ request: 7, readIndex: 2 }]);
    expect(leader.sent(E)).toEqual([]);
  });

  it('is not confirmed by learners, strangers or the same voter twice', () => {
    const leader = TestMember.leader({ voters: [A, B, C, E], learners: [D] });
    for (const id of [B, C]) leader.accept(id, 2);
    leader.clear();
    read(leader, 1);
    const round = leader.lastRoundTo(B);
    leader.accept(D, 0, round); // not caught up, or it would have got its vote
    leader.accept(B, 2, round);
    leader.accept(B, 2, round);
    expect(leader.settled).toEqual([]);
    leader.accept(E, 2, round);
    expect(leader.settled).toEqual([{ type: 'read-ready', request: 1 }]);
  });

  it('asked for twice by the same number is answered for each, and none is left over', () => {
    const leader = settledLeader();
    ask(leader, B, 7);
    ask(leader, B, 7);
    leader.accept(C, 2);
    leader.accept(C, 2);
    expect(leader.sentOf('read-response', B).map(({ request }) => request)).toEqual([7, 7]);
    leader.clear();
    leader.accept(C, 2);
    expect(leader.sentOf('read-response')).toEqual([]);
  });

  it('asked of a member that does not lead is sent back, and one that was not answered is asked of the next leader', () => {
    const follower = new TestMember();
    follower.receive(C, { type: 'read-request', term: asTerm(1), request: asRequestId(3) });
    expect(follower.sentOf('read-response', C)).toMatchObject([{ request: 3, readIndex: null }]);

    const asking = new TestMember();
    asking.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    read(asking, 1);
    expect(asking.sentOf('read-request', B).length).toBe(1);
    asking.receive(C, appendRequest({ term: 2, previous: [1, 1] }));
    expect(asking.sentOf('read-request', C).length).toBe(1);
  });

  it('at a leader that was deposed and does not know it is not answered from what it has', () => {
    const group = Group.led(A, abc);
    // What was sent to A before the others turned away is still under way.
    group.of(A).pass(heartbeatMs);
    group.deliver(group.takeLetters());
    const lateAnswers = group.takeLetters();
    group.cutOff(A);
    for (const id of [B, C]) group.of(id).step({ type: 'peer-disconnected', peer: A });
    group.timeOut(B);
    expect(group.of(B).status.role).toBe('leader');
    group.of(B).propose(1);
    group.settle();
    expect(group.of(B).status.commitIndex).toBe(4);

    read(group.of(A), 1);
    ask(group.of(A), C, 5);
    const ready: string[] = [];
    const answered: unknown[] = [];
    group.heal();
    group.isLost = ({ to, message }) => {
      if (message.type === 'read-response' && message.readIndex !== null) answered.push(message);
      return to !== A;
    };
    group.deliver(lateAnswers.filter(({ to }) => to === A));
    ready.push(...group.of(A).settled.map(({ type }) => type));
    group.of(A).pass(electionTimeoutMs);
    ready.push(...group.of(A).settled.map(({ type }) => type));
    group.settle();
    expect(ready).toEqual([]);
    expect(answered).toEqual([]);
    expect(group.of(A).status.role).not.toBe('leader');
  });

  it('asked for during a transfer is ready under the new leader, with all that was committed before', () => {
    const group = Group.led(A, abc);
    group.of(A).propose(1);
    group.settle();
    group.of(A).step({ type: 'transfer', request: asRequestId(9), to: B });
    read(group.of(A), 1);
    const ready: number[] = [];
    for (let turn = 0; turn < 40; turn += 1) {
      for (const { type } of group.of(A).settled)
        if (type === 'read-ready') ready.push(group.of(A).status.appliedIndex);
      group.deliver(group.takeLetters());
      if (turn % 10 === 9) group.of(B).pass(heartbeatMs);
    }
    expect(group.leaders).toEqual([B]);
    expect(ready.length).toBe(1);
    expect(ready[0]).toBeGreaterThanOrEqual(3);
  });

  it('of a member whose connection to the leader closed is not kept for it', () => {
    const leader = settledLeader();
    ask(leader, C, 7);
    leader.step({ type: 'peer-disconnected', peer: C });
    leader.accept(B, 2);
    leader.pass(heartbeatMs);
    leader.accept(B, 2);
    expect(leader.sentOf('read-response')).toEqual([]);
  });

  it('forgotten at the leader costs no answer', () => {
    const leader = settledLeader();
    read(leader, 1);
    read(leader, 2);
    leader.step({ type: 'forget', request: asRequestId(1) });
    for (let turn = 0; turn < 3; turn += 1) leader.accept(B, 2);
    expect(leader.settled).toEqual([{ type: 'read-ready', request: 2 }]);
  });
});
