import { describe, expect, it } from 'vitest';
import { asRequestId, asTerm, type Effect, type MemberId } from '../../../src/raft/types.ts';
import { A, B, C, D, TestMember, appendRequest, electionTimeoutMs, heartbeatMs } from '../member.ts';
import { Group } from './group.ts';

const abc = [A, B, C];

function settledLeader(options: ConstructorParameters<typeof TestMember>[0] = {}): TestMember {
  const leader = TestMember.leader(options);
  for (const id of leader.status.configuration.voters) if (id !== A) leader.accept(id, leader.status.lastIndex);
  leader.clear();
  return leader;
}

function transfer(member: TestMember, to: MemberId | null, request = 1): void {
  member.step({ type: 'transfer', request: asRequestId(request), to });
}

const outcomes = (member: TestMember) =>
  member.effects.filter(
    (effect): effect is Extract<Effect, { type: 'transfer-settled' }> => effect.type === 'transfer-settled',
  );

describe('A transfer', () => {
  it('to a follower that was away brings it to the end of the log first', () => {
    const group = Group.led(A, abc);
    group.cutOff(C);
    group.of(A).propose(1, 2, 3);
    group.settle();
    group.heal();
    transfer(group.of(A), C);
    group.of(A).pass(heartbeatMs);
    group.settle();
    expect(group.leaders).toEqual([C]);
    expect(group.of(C).status).toMatchObject({ term: 3, commitIndex: 6 });
  });

  it('to a follower that needs a snapshot waits for that too', () => {
    const leader = settledLeader({ trailingEntries: 0 });
    for (let n = 1; n <= 5; n += 1) leader.propose(n);
    leader.accept(B, 7);
    leader.step({ type: 'peer-disconnected', peer: C });
    leader.step({ type: 'snapshot-taken', snapshot: leader.raft.snapshotMetadata()! });
    expect(leader.status.firstIndex).toBe(8);
    leader.clear();
    transfer(leader, C);
    leader.pass(heartbeatMs);
    const [offer] = leader.sentOf('snapshot-offer', C);
    const { session, round } = offer!;
    leader.receive(C, { type: 'snapshot-accepted', term: asTerm(2), session, round });
    expect(leader.sentOf('timeout-now')).toEqual([]);
    leader.accept(C, 7, round);
    expect(leader.sentOf('timeout-now', C).length).toBe(1);
  });

  it('to the leader itself says so, and does not stop the one that is under way', () => {
    const leader = settledLeader();
    transfer(leader, B, 1);
    transfer(leader, A, 2);
    expect(outcomes(leader)).toMatchObject([{ request: 2, outcome: { type: 'already' } }]);
    expect(leader.status.transferTarget).toBe(B);
  });

  it('asked for again to the same target is not given more time by that', () => {
    const leader = settledLeader();
    transfer(leader, B, 1);
    leader.pass(electionTimeoutMs - 10);
    leader.accept(C, 2);
    transfer(leader, B, 2);
    leader.pass(10);
    expect(outcomes(leader).map(({ request, outcome }) => [request, 'reason' in outcome && outcome.reason])).toEqual([
      [2, 'transfer-in-progress'],
      [1, 'timeout'],
    ]);
  });

  it('to a member whose removal or demotion is in the log is not begun', () => {
    for (const type of ['remove', 'demote'] as const) {
      const leader = settledLeader();
      leader.step({ type: 'change', request: asRequestId(1), changes: [{ type, member: B }] });
      expect(leader.status.commitIndex).toBe(2);
      transfer(leader, B, 2);
      expect(outcomes(leader)).toMatchObject([{ outcome: { type: 'refused', reason: 'not-a-voter' } }]);
    }
  });

  it('that ends with a third member leading is settled as lost, though it may have been on its way', () => {
    const leader = settledLeader();
    transfer(leader, B);
    leader.receive(C, appendRequest({ term: 5, previous: [2, 2] }));
    expect(outcomes(leader)).toMatchObject([{ outcome: { type: 'refused', reason: 'leadership-lost' } }]);
    expect(leader.status).toMatchObject({ role: 'follower', leader: C, transferTarget: null });
  });

  it('whose asker no longer waits goes on, and a follower that asked hears no more of it', () => {
    const follower = new TestMember();
    follower.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    transfer(follower, C);
    follower.step({ type: 'forget', request: asRequestId(1) });
    follower.receive(C, appendRequest({ term: 2, previous: [1, 1] }));
    expect(outcomes(follower)).toEqual([]);
  });

  it('asked for at a follower is refused by its leader with the reason, and by who leads no longer', () => {
    const leader = settledLeader({ learners: [D] });
    const request = asRequestId(8);
    leader.receive(B, { type: 'transfer-request', term: asTerm(2), request, to: D });
    leader.receive(B, { type: 'transfer-request', term: asTerm(2), request, to: C });
    leader.step({ type: 'peer-disconnected', peer: C });
    expect(leader.sentOf('transfer-response', B)).toMatchObject([
      { outcome: { reason: 'not-a-voter' } },
      { outcome: { reason: 'target-unreachable' } },
    ]);
    const follower = new TestMember();
    follower.receive(C, { type: 'transfer-request', term: asTerm(1), request, to: A });
    expect(follower.sentOf('transfer-response', C)).toMatchObject([{ outcome: { reason: 'not-leader' } }]);
    follower.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    transfer(follower, C, 3);
    const asked = follower.sentOf('transfer-request', B)[0]!.request;
    const outcome = { type: 'refused', reason: 'target-behind' } as const;
    follower.receive(C, { type: 'transfer-response', term: asTerm(1), request: asked, outcome });
    expect(outcomes(follower), 'it was B that was asked').toEqual([]);
    follower.receive(B, { type: 'transfer-response', term: asTerm(1), request: asked, outcome });
    expect(outcomes(follower)).toMatchObject([{ request: 3, outcome }]);
  });

  it('to no one in particular, and with no leader known, is refused', () => {
    const member = new TestMember();
    transfer(member, null);
    expect(outcomes(member)).toMatchObject([{ outcome: { type: 'refused', reason: 'not-leader' } }]);
  });

  it('and another one back leave the log and the commands as they were', () => {
    const group = Group.led(A, abc);
    group.of(C).propose(1);
    group.settle();
    transfer(group.of(A), B);
    group.of(C).propose(2);
    group.settle();
    expect(group.leaders).toEqual([B]);
    transfer(group.of(A), A, 2);
    group.of(C).propose(3);
    group.settle();
    expect(group.leaders).toEqual([A]);
    group.pass(2 * electionTimeoutMs);
    expect(group.of(C).status).toMatchObject({ waitingProposals: 0, term: 4 });
  });
});

describe('A member that was removed', () => {
  it('does not campaign when told to, even if its removal is all that it knows', () => {
    const member = new TestMember({ voters: [B, C] });
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], leaderCommit: 1 }));
    member.receive(B, { type: 'timeout-now', term: asTerm(1) });
    expect(member.status).toMatchObject({ role: 'follower', term: 1 });
    expect(member.sentOf('vote-request')).toEqual([]);
  });
});
