import { describe, expect, it } from 'vitest';
import { asLogIndex, asRequestId, asTerm } from '../../../src/raft/types.ts';
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
  preVoteRequest,
  voteRequest,
  voteResponse,
} from '../member.ts';
import { Group } from './group.ts';

const abc = [A, B, C];
const preVoteResponse = (term: number, askedTerm: number, granted = true) =>
  ({ type: 'pre-vote-response', term: asTerm(term), granted, askedTerm: asTerm(askedTerm) }) as const;

function inRole(role: 'follower' | 'pre-candidate' | 'candidate' | 'leader'): TestMember {
  if (role === 'leader') return TestMember.leader();
  const member = new TestMember();
  if (role === 'candidate') member.campaign();
  if (role === 'pre-candidate') {
    member.step({ type: 'tick' });
    member.pass(2 * electionTimeoutMs);
  }
  expect(member.status.role).toBe(role);
  member.clear();
  return member;
}

describe('Who may win', () => {
  it('every member in its turn, twice round', () => {
    const group = new Group(abc);
    for (const candidate of [...abc, ...abc]) {
      group.stopHearing(...abc.filter((id) => id !== candidate && group.of(id).status.role !== 'leader'));
      group.of(candidate).clear();
      // The one that leads is cut off: it would not hear of an election while a quorum answers it.
      group.cutOff(...group.leaders);
      group.timeOut(candidate);
      expect(group.of(candidate).status.role).toBe('leader');
      group.heal();
      group.pass(heartbeatMs);
      expect(group.leaders).toEqual([candidate]);
    }
  });

  it('one whose log lacks entries of a newer term that no majority holds, and it overwrites them', () => {
    const ids = [A, B, C, D, E];
    // C led term 2 by the votes of D and E, wrote one entry and told no one.
    const voted = { term: 2, votedFor: C };
    const group = new Group(ids, { [C]: { log: [1, 2], ...voted }, [D]: voted, [E]: voted });
    group.cutOff(C);
    group.timeOut(A);
    expect(group.of(A).status, 'it learned of term 2 first').toMatchObject({ role: 'follower', term: 2 });
    group.timeOut(A);
    expect(group.of(A).status).toMatchObject({ role: 'leader', term: 3 });
    group.heal();
    group.pass(2 * heartbeatMs);
    for (const id of ids) expect(group.of(id).logTerms).toEqual([1, 3]);
  });

  it('only by votes of voters: those of learners and strangers are not counted', () => {
    for (const other of [D, E]) {
      const member = new TestMember({ learners: [D] });
      member.step({ type: 'tick' });
      member.pass(2 * electionTimeoutMs);
      member.receive(other, preVoteResponse(1, 2));
      expect(member.status.role).toBe('pre-candidate');
      member.grantPreVotes();
      member.receive(other, voteResponse(2, true));
      expect(member.status.role).toBe('candidate');
    }
  });

  it('by a majority of the configuration that its log ends with, committed or not', () => {
    const member = new TestMember();
    const configuration = configurationOf([A, B, C, D]);
    const promotion = {
      kind: 'configuration',
      index: asLogIndex(2),
      term: asTerm(1),
      configuration,
      changes: [{ type: 'promote', member: D }],
      requestedBy: B,
    } as const;
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [promotion] }));
    member.campaign();
    member.receive(B, voteResponse(2, true));
    expect(member.status.role, 'two of three, but only two of four').toBe('candidate');
    member.receive(D, voteResponse(2, true));
    expect(member.status.role).toBe('leader');
  });

  it('by the vote of a member that does not know yet that it has one, and is then brought up to date', () => {
    // A promoted C, told B alone, and died.
    const promotion = {
      kind: 'configuration',
      index: asLogIndex(2),
      term: asTerm(1),
      configuration: configurationOf(abc),
      changes: [{ type: 'promote', member: C }],
      requestedBy: A,
    } as const;
    const group = new Group(abc, {
      [A]: { voters: [A, B], learners: [C] },
      [B]: { voters: [A, B], learners: [C] },
      [C]: { voters: [A, B], learners: [C] },
    });
    group.of(B).receive(A, appendRequest({ term: 1, previous: [1, 1], entries: [promotion], leaderCommit: 2 }));
    group.takeLetters();
    group.cutOff(A);
    expect(group.of(C).status.configuration.voters).toEqual([A, B]);
    group.timeOut(B);
    expect(group.of(B).status.role).toBe('leader');
    expect(group.of(C).status).toMatchObject({ leader: B, configuration: { voters: abc }, commitIndex: 3 });
  });
});

describe('A vote', () => {
  it.each(['follower', 'pre-candidate', 'candidate'] as const)('of a newer term is given by a %s', (role) => {
    const member = inRole(role);
    member.receive(B, voteRequest(9, 5, 5));
    expect(member.sentOf('vote-response', B)).toMatchObject([{ term: 9, granted: true }]);
    expect(member.status).toMatchObject({ role: 'follower', term: 9, leader: null });
  });

  it('of a newer term is given by a leader only if it asked for that election', () => {
    const leader = inRole('leader');
    leader.clear();
    leader.receive(B, voteRequest(9, 5, 5));
    expect(leader.sent()).toEqual([]);
    leader.receive(B, { ...voteRequest(9, 5, 5), transfer: true });
    expect(leader.sentOf('vote-response', B)).toMatchObject([{ term: 9, granted: true }]);
  });

  it.each([
    ['follower', true],
    ['pre-candidate', true],
    ['candidate', true],
    ['leader', false],
  ] as const)('asked for beforehand changes nothing about a %s', (role, granted) => {
    const member = inRole(role);
    const before = member.status;
    member.clear();
    member.receive(B, preVoteRequest(9, 5, 5));
    expect(member.sentOf('pre-vote-response', B)).toMatchObject([{ granted, askedTerm: 9 }]);
    expect(member.status).toEqual(before);
    expect(member.persists).toEqual([]);
  });

  it('is not given to a log that is behind, even by who has just lost its leader', () => {
    const member = new TestMember({ log: [1, 1] });
    member.receive(B, appendRequest({ term: 1, previous: [2, 1] }));
    member.step({ type: 'peer-disconnected', peer: B });
    member.clear();
    member.receive(C, preVoteRequest(2, 1, 1));
    member.receive(C, voteRequest(2, 1, 1));
    expect(member.sent(C)).toMatchObject([{ granted: false }, { granted: false }]);
  });

  it('for itself that becomes durable after the election was lost elects no one', () => {
    const member = new TestMember({ slowDisk: true, voters: [A, B, C, D, E] });
    member.step({ type: 'tick' });
    member.pass(2 * electionTimeoutMs);
    member.grantPreVotes();
    for (const peer of [B, C]) member.receive(peer, voteResponse(2, true));
    expect(member.status.role, 'its own is not durable').toBe('candidate');
    member.receive(D, appendRequest({ term: 2, previous: [1, 1] }));
    member.persistAll();
    expect(member.status).toMatchObject({ role: 'follower', leader: D, term: 2 });
  });
});

describe('Two candidates at a time', () => {
  it('who split the votes are followed by a leader in the next round', () => {
    const group = Group.led(A, abc);
    group.cutOff(A);
    group.stopHearing(B, C);
    for (const id of [B, C]) group.askForVotes(id);
    group.settle();
    const terms = [B, C].map((id) => group.of(id).status.term);
    expect(Math.max(...terms), 'both voted for themselves').toBe(3);
    group.pass(10 * electionTimeoutMs);
    const [leader] = group.leaders.filter((id) => id !== A);
    expect(leader).toBeDefined();
    expect(group.of(leader!).status.term).toBeGreaterThan(3);
  });

  it('of whom one cannot be heard by the other: the loser follows, and disturbs nobody afterwards', () => {
    const group = new Group(abc);
    group.isLost = ({ from, to }) => [from, to].includes(A) && [from, to].includes(C);
    group.askForVotes(A);
    group.askForVotes(C);
    group.settle();
    expect(group.leaders.length).toBe(1);
    const [leader] = group.leaders as [typeof A];
    const loser = leader === A ? C : A;
    const { term } = group.of(leader).status;
    group.of(leader).propose(1);
    group.pass(5 * electionTimeoutMs);
    expect(group.of(leader).status).toMatchObject({ role: 'leader', term });
    group.heal();
    group.pass(2 * heartbeatMs);
    expect(group.of(loser).status).toMatchObject({ role: 'follower', leader, term, lastIndex: 3 });
  });
});

describe('A member that fell behind', () => {
  it('and returns just when the leader is cut off does not keep the others from electing', () => {
    const group = Group.led(A, abc);
    group.cutOff(C);
    // B leads a newer term, of which C hears nothing.
    group.stopHearing(A);
    group.of(A).step({ type: 'peer-disconnected', peer: B });
    group.stopHearing(B);
    group.timeOut(B);
    if (group.of(B).status.role !== 'leader') group.timeOut(B);
    expect(group.of(B).status.term).toBeGreaterThan(group.of(C).status.term);
    group.pass(heartbeatMs);
    group.cutOff(B);
    group.pass(10 * electionTimeoutMs);
    expect(group.leaders.filter((id) => id !== B).length).toBe(1);
    expect(group.of(A).status.term).toBe(group.of(C).status.term);
  });

  it('asks in vain while the others hear a leader, and its answer to a late heartbeat deposes no one', () => {
    const group = Group.led(A, abc);
    group.cutOff(C);
    group.of(A).propose(1);
    group.settle();
    group.of(A).pass(heartbeatMs);
    const heartbeats = group.takeLetters();
    group.timeOut(C);
    expect(group.of(C).status).toMatchObject({ role: 'pre-candidate', term: 2 });
    group.heal();
    group.deliver(heartbeats);
    group.settle();
    expect(group.of(C).status).toMatchObject({ role: 'follower', leader: A, lastIndex: 3 });
    expect(group.of(A).status).toMatchObject({ role: 'leader', term: 2 });
  });
});

describe('A member in a newer term than its leader', () => {
  it.each([
    ['whose log could win', [1]],
    ['whose log could not', []],
  ])('and %s is not left out: the leader takes that term over, and one of a later term leads all', (_, log) => {
    const group = new Group(abc, { [C]: { log, term: 7 } });
    group.cutOff(C);
    group.timeOut(A);
    expect(group.leaders).toEqual([A]);
    group.heal();
    group.of(A).pass(heartbeatMs);
    group.settle();
    expect(group.of(A).status, 'C refused its heartbeat').toMatchObject({ role: 'follower', term: 7 });
    group.pass(10 * electionTimeoutMs);
    const [leader, ...more] = group.leaders;
    expect(more).toEqual([]);
    for (const id of abc) expect(group.of(id).status).toMatchObject({ leader });
    expect(group.of(C).status.term).toBeGreaterThan(7);
  });
});

describe('A quorum that has given its leader up', () => {
  it('elects another though that one is alive and was heard a moment ago', () => {
    const group = Group.led(A, abc);
    // The connections of both to A closed; A has not noticed yet.
    for (const id of [B, C]) group.of(id).step({ type: 'peer-disconnected', peer: A });
    group.cutOff(A);
    group.timeOut(B);
    expect(group.of(B).status).toMatchObject({ role: 'leader', term: 3 });
    group.heal();
    group.of(B).pass(heartbeatMs);
    group.settle();
    expect(group.of(A).status).toMatchObject({ role: 'follower', leader: B, term: 3 });
  });
});

describe('A member that was removed and does not know', () => {
  it('cannot depose the leader, nor win once there is none', () => {
    const group = Group.led(A, abc);
    group.cutOff(C);
    group.of(A).step({ type: 'change', request: asRequestId(1), changes: [{ type: 'remove', member: C }] });
    group.settle();
    group.pass(5 * electionTimeoutMs);
    expect(group.of(A).status).toMatchObject({ role: 'leader', term: 2, configuration: { voters: [A, B] } });
    group.heal();
    // From here on the leader is not heard at C, but C is heard by all.
    group.isLost = ({ to }) => to === C;
    group.pass(5 * electionTimeoutMs);
    expect(group.of(A).status).toMatchObject({ role: 'leader', term: 2 });
    group.isLost = ({ from, to }) => to === A || from === A;
    group.stopHearing(B);
    group.timeOut(C);
    expect(group.of(C).status, 'its log lacks its removal').toMatchObject({ term: 2 });
    expect(group.of(C).status.role).not.toBe('leader');
    expect(group.of(B).logTerms).toEqual([1, 2, 2]);
  });
});

describe('A leader', () => {
  it('that lost its quorum is not followed, nor does it lead on, when its late heartbeats arrive', () => {
    const group = Group.led(A, abc);
    group.of(A).pass(heartbeatMs);
    const late = group.takeLetters();
    group.cutOff(A);
    group.pass(2 * electionTimeoutMs + 100);
    expect(group.of(A).status.role).not.toBe('leader');
    group.pass(5 * electionTimeoutMs);
    const [leader] = group.leaders as [typeof A];
    const { term } = group.of(leader).status;
    group.heal();
    group.deliver(late.filter(({ from }) => from === A));
    for (const id of [B, C]) expect(group.of(id).status.term).toBe(term);
    expect(group.of(leader).status.role).toBe('leader');
  });

  it('whose disk completes writes after it stepped down commits nothing by them', () => {
    const leader = TestMember.leader({ slowDisk: true });
    leader.accept(B, 2);
    leader.propose(1);
    leader.accept(B, 3);
    leader.receive(C, appendRequest({ term: 3, previous: [2, 2], entries: [entry(3, 3)] }));
    leader.persistAll();
    expect(leader.status).toMatchObject({ role: 'follower', commitIndex: 2, lastIndex: 3, durableIndex: 3 });
    expect(leader.sentOf('append-accepted', C)).toMatchObject([{ matchIndex: 3 }]);
  });
});
