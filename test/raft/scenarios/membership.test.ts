import { describe, expect, it } from 'vitest';
import { membersOf } from '../../../src/raft/configuration.ts';
import {
  asLogIndex,
  asRequestId,
  type Configuration,
  type ConfigurationChange,
  type ConfigurationEntry,
  type LogEntry,
  type MemberId,
} from '../../../src/raft/types.ts';
import {
  A,
  B,
  C,
  D,
  E,
  TestMember,
  appendRequest,
  configurationOf,
  electionTimeoutMs,
  entry,
  heartbeatMs,
} from '../member.ts';
import { Group } from './group.ts';

const abc = [A, B, C];
const change = (type: ConfigurationChange['type'], ...members: readonly MemberId[]): ConfigurationChange[] =>
  members.map((member) => ({ type, member }));

function ask(member: TestMember, changes: readonly ConfigurationChange[], request = 1): void {
  member.step({ type: 'change', request: asRequestId(request), changes });
}

function configurationEntry(index: number, term: number, configuration: Configuration): ConfigurationEntry {
  const changes = change('promote', D);
  const position = { index: asLogIndex(index), term: entry(index, term).term };
  return { kind: 'configuration', ...position, configuration, changes, requestedBy: B };
}

/** A follower of B that holds these entries behind its first. */
function holding(...entries: readonly LogEntry[]): TestMember {
  const member = new TestMember();
  member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries }));
  member.clear();
  return member;
}

describe('A leader that is removed', () => {
  it('does not count itself for what it still takes, and its successor commits what it left behind', () => {
    const group = Group.led(A, abc);
    group.isLost = ({ from, to, message }) => from === C && to === A && message.type === 'append-accepted';
    ask(group.of(A), change('remove', A));
    group.of(B).propose(1);
    group.settle();
    expect(group.of(A).status, 'A and B hold all, but only B counts of the two').toMatchObject({
      role: 'leader',
      lastIndex: 4,
      commitIndex: 2,
    });
    group.heal();
    group.of(A).pass(heartbeatMs);
    group.settle();
    expect(group.of(A).status).toMatchObject({ role: 'follower', configuration: { voters: [B, C] } });
    group.pass(2 * heartbeatMs);
    const [leader] = group.leaders as [MemberId];
    expect([B, C]).toContain(leader);
    expect(group.of(leader).status.commitIndex).toBe(5);
    expect(group.of(B).status.waitingProposals).toBe(0);
  });

  it('can neither propose nor campaign afterwards', () => {
    const group = Group.led(A, abc);
    ask(group.of(A), change('remove', A));
    group.pass(2 * heartbeatMs);
    const [leader] = group.leaders as [MemberId];
    const { lastIndex, term } = group.of(leader).status;
    group.of(A).propose(1);
    group.of(A).pass(10 * electionTimeoutMs);
    expect(group.of(A).sent(), 'it asks no one for anything').toEqual([]);
    group.settle();
    expect(group.of(A).status.role).toBe('follower');
    expect(group.of(leader).status).toMatchObject({ role: 'leader', lastIndex, term });
  });

  it('in one step with a newcomer hands over within the joint configuration, which the newcomer may leave', () => {
    const group = Group.led(A, [...abc, D], {
      [A]: { voters: abc, learners: [D] },
      [B]: { voters: abc, learners: [D] },
      [C]: { voters: abc, learners: [D] },
      [D]: { voters: abc, learners: [D] },
    });
    ask(group.of(A), change('demote', D), 2); // so that it waits to be asked for
    group.pass(2 * heartbeatMs);
    group.of(A).clear();
    // The joint configuration reaches all, but A does not hear so.
    ask(group.of(A), [...change('remove', A), ...change('promote', D)]);
    group.isLost = ({ to, message }) => to === A && message.type === 'append-accepted';
    group.settle();
    expect(group.of(D).status.configuration).toMatchObject({ voters: [B, C, D], votersOutgoing: abc });
    group.of(A).step({ type: 'transfer', request: asRequestId(9), to: D });
    group.heal();
    group.of(A).pass(heartbeatMs);
    group.settle();
    group.pass(2 * heartbeatMs);
    expect(group.leaders).toEqual([D]);
    expect(group.of(D).status.configuration).toMatchObject({ voters: [B, C, D], votersOutgoing: [] });
    group.of(A).pass(10 * electionTimeoutMs);
    group.settle();
    expect(group.leaders).toEqual([D]);
  });
});

describe('A configuration', () => {
  it('that is joint and cut again leaves the old one, by whose majority alone the next vote is won', () => {
    const jointly = { ...configurationOf([A, D, E]), votersOutgoing: abc };
    const member = holding(configurationEntry(2, 1, jointly));
    expect(member.status.configuration).toEqual(jointly);
    member.receive(C, appendRequest({ term: 2, previous: [1, 1], entries: [entry(2, 2)] }));
    expect(member.status).toMatchObject({ configuration: configurationOf(abc), configurationIndex: 1 });
    member.clear();
    member.campaign();
    expect(new Set(member.sends().map(({ to }) => to))).toEqual(new Set([B, C]));
  });

  it('of several in the log that are cut together leaves the one before them all', () => {
    const member = holding(
      configurationEntry(2, 1, configurationOf([A, B, C, D])),
      configurationEntry(3, 1, configurationOf([A, B, C, D, E])),
    );
    expect(member.status.configurationIndex).toBe(3);
    member.receive(C, appendRequest({ term: 2, previous: [1, 1], entries: [entry(2, 2)] }));
    expect(member.status).toMatchObject({ configuration: configurationOf(abc), configurationIndex: 1 });
  });

  it('that an earlier leader left uncommitted is in the way of a change until the new term has committed', () => {
    const member = holding(configurationEntry(2, 1, configurationOf([A, B, C, D])));
    member.campaign();
    for (const voter of [B, C])
      member.receive(voter, { type: 'vote-response', term: member.status.term, granted: true });
    expect(member.status.role).toBe('leader');
    ask(member, change('remove', D), 1);
    member.accept(B, 2);
    member.accept(C, 2);
    ask(member, change('remove', D), 2);
    member.accept(B, 3);
    member.accept(C, 3);
    ask(member, change('remove', D), 3);
    expect(member.settled).toMatchObject([
      { request: 1, outcome: { reason: 'term-not-yet-committed' } },
      { request: 2, outcome: { reason: 'term-not-yet-committed' } },
    ]);
    expect(member.status.configuration.voters).toEqual(abc);
  });

  it('that needs fewer votes commits what waited for more', () => {
    const leader = TestMember.leader({ voters: [A, B] });
    leader.accept(B, 2);
    leader.propose(1);
    expect(leader.status.commitIndex).toBe(2);
    ask(leader, change('remove', B));
    expect(leader.status).toMatchObject({ commitIndex: 4, lastIndex: 4 });
  });

  it('without a learner no longer has it replicated to', () => {
    const leader = TestMember.leader({ learners: [D] });
    for (const id of [B, C, D]) leader.accept(id, 2);
    expect(leader.status.configuration.voters, 'it caught up').toContain(D);
    leader.accept(B, 3);
    leader.accept(C, 3);
    ask(leader, change('demote', D), 1);
    leader.accept(B, 4);
    leader.accept(C, 4);
    ask(leader, change('remove', D), 2);
    for (const id of [B, C, D]) leader.accept(id, 5);
    expect(leader.status.configuration).toEqual(configurationOf(abc));
    leader.accept(D, 5);
    leader.clear();
    leader.propose(1);
    expect(leader.sent(D)).toEqual([]);
    expect(leader.sent(B).length).toBe(1);
  });

  const newcomers = (count: number): readonly ConfigurationChange[] =>
    Array.from({ length: count }, (_, n) => ({ type: 'add-learner', member: `n${n}` as MemberId }));

  it('grows to nine and no further; one that has more already only shrinks', () => {
    const leader = TestMember.leader();
    for (const id of [B, C]) leader.accept(id, 2);
    ask(leader, newcomers(7));
    expect(leader.settled).toMatchObject([{ outcome: { reason: 'too-many-members' } }]);
    leader.clear();
    ask(leader, newcomers(6));
    expect(leader.settled).toEqual([]);
    expect(membersOf(leader.status.configuration)).toHaveLength(9);

    const crowd = newcomers(8).map(({ member }) => member);
    const many = TestMember.leader({ learners: crowd });
    for (const id of [B, C]) many.accept(id, 2);
    ask(many, change('add-learner', D));
    expect(many.settled).toMatchObject([{ outcome: { reason: 'too-many-members' } }]);
    many.clear();
    ask(many, change('remove', crowd[0]!));
    expect(many.settled).toEqual([]);
    expect(membersOf(many.status.configuration)).toHaveLength(10);
  });

  it('cannot be changed by who does not lead', () => {
    const follower = new TestMember();
    follower.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    const request = asRequestId(4);
    follower.receive(C, { type: 'change-request', term: follower.status.term, request, changes: change('demote', C) });
    expect(follower.sentOf('change-response', C)).toMatchObject([
      { request: 4, outcome: { type: 'refused', reason: 'not-leader' } },
    ]);
  });
});

describe('A change that is forgotten', () => {
  it('is made all the same, and its asker hears no more of it, at the leader as at a follower', () => {
    const leader = TestMember.leader();
    for (const id of [B, C]) leader.accept(id, 2);
    ask(leader, change('add-learner', D));
    leader.step({ type: 'forget', request: asRequestId(1) });
    leader.accept(B, 3);
    expect(leader.status).toMatchObject({ commitIndex: 3, configuration: { learners: [D] } });
    expect(leader.settled).toEqual([]);

    const follower = new TestMember();
    follower.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    ask(follower, change('add-learner', D));
    const { request } = follower.sentOf('change-request', B)[0]!;
    follower.step({ type: 'forget', request: asRequestId(1) });
    follower.receive(B, { type: 'change-response', term: follower.status.term, request, outcome: { type: 'already' } });
    expect(follower.settled).toEqual([]);
  });
});

describe('A leader that led alone for long', () => {
  it('does not take a newcomer that has just got its vote for a silent one', () => {
    const leader = TestMember.leader({ voters: [A] });
    leader.pass(100 * electionTimeoutMs);
    ask(leader, change('add-learner', B));
    leader.accept(B, 3);
    expect(leader.status.configuration.voters).toEqual([A, B]);
    leader.pass(electionTimeoutMs - 1);
    expect(leader.status.role).toBe('leader');
    leader.pass(1);
    expect(leader.status.role, 'now it was silent for that long').toBe('follower');
  });
});
