import { describe, expect, it } from 'vitest';
import { asLogIndex, asRequestId, asTerm, type Effect, type MemberId } from '../../../src/raft/types.ts';
import {
  A,
  B,
  C,
  D,
  TestMember,
  appendRequest,
  configurationOf,
  snapshotAt,
  snapshotOffer,
  snapshotReceived,
  electionTimeoutMs,
  entry,
  heartbeatMs,
} from '../member.ts';
import { Group } from './group.ts';

const abc = [A, B, C];

const effectsOf = <Type extends Effect['type']>(member: TestMember, type: Type) =>
  member.effects.filter((effect): effect is Extract<Effect, { type: Type }> => effect.type === type);
const peer = (leader: TestMember, id: MemberId) => leader.status.peers.find(({ member }) => member === id)!;

/** A leads, C is cut off and lacks what A has cut from its log: everything. */
function cutAhead(count = 10): Group {
  const group = Group.led(A, abc, { [A]: { trailingEntries: 0 } });
  group.cutOff(C);
  for (let n = 1; n <= count; n += 1) group.of(A).propose(n);
  group.settle();
  takeSnapshot(group.of(A));
  expect(group.of(A).status.firstIndex).toBe(count + 3);
  return group;
}

function takeSnapshot(member: TestMember): void {
  member.step({ type: 'snapshot-taken', snapshot: member.raft.snapshotMetadata()! });
}

/** Delivers everything; the data of the snapshots that were asked for arrives unless it is lost on the way. */
function settleWithData(group: Group, isDataLost = (): boolean => false): number {
  let sent = 0;
  for (let turn = 0; turn < 50; turn += 1) {
    const data = [...group.members].flatMap(([from, member]) =>
      effectsOf(member, 'send-snapshot').map((effect) => ({ from, ...effect })),
    );
    const letters = group.takeLetters();
    group.deliver(letters);
    for (const { from, to, term, session, snapshot } of data) {
      sent += 1;
      if (isDataLost()) group.of(from).step({ type: 'snapshot-send-failed', to, term, session });
      else group.of(to).step({ type: 'snapshot-received', from, term, session, snapshot });
    }
    if (letters.length + data.length === 0) break;
  }
  return sent;
}

describe('A follower that was away while the log was cut', () => {
  it('gets one snapshot, though much was under way to it, and then the log, with nothing new proposed', () => {
    const group = cutAhead();
    group.heal();
    group.of(A).pass(heartbeatMs);
    expect(settleWithData(group)).toBe(1);
    expect(peer(group.of(A), C)).toMatchObject({ state: 'replicating', matchIndex: 12 });
    expect(group.of(C).status).toMatchObject({ commitIndex: 12, snapshotIndex: 12 });
    group.of(A).propose(11);
    settleWithData(group);
    expect(group.of(C).status).toMatchObject({ lastIndex: 13, firstIndex: 13 });
  });

  it('gets it after failures, each a heartbeat apart, and never two at a time', () => {
    const group = cutAhead();
    group.heal();
    let failures = 0;
    for (let turn = 0; turn < 5; turn += 1) {
      group.of(A).pass(heartbeatMs);
      expect(settleWithData(group, () => ++failures <= 3)).toBeLessThanOrEqual(1);
    }
    expect(failures).toBe(4);
    expect(group.of(C).status.commitIndex).toBe(12);
  });

  it('and dies while it receives is asked again where it stands, and gets it under a new number', () => {
    const group = cutAhead();
    group.heal();
    group.of(A).pass(heartbeatMs);
    for (let turn = 0; turn < 10 && effectsOf(group.of(A), 'send-snapshot').length === 0; turn += 1) {
      group.deliver(group.takeLetters());
    }
    const [first] = effectsOf(group.of(A), 'send-snapshot');
    expect(first).toMatchObject({ to: C, snapshot: { index: 12 } });
    // C starts again with what its disk held.
    group.of(A).step({ type: 'peer-disconnected', peer: C });
    const { term } = group.of(C).status;
    group.members.set(C, new TestMember({ self: C, log: [1, 2], term }));
    group.of(A).clear();
    group.of(A).step({ type: 'peer-connected', peer: C });
    expect(peer(group.of(A), C).snapshotIndex, 'it is not taken to receive anything').toBe(12);
    settleWithData(group);
    expect(group.of(C).status).toMatchObject({ commitIndex: 12, snapshotIndex: 12 });
    group.of(A).step({ type: 'snapshot-send-failed', to: C, term: first!.term, session: first!.session });
    expect(peer(group.of(A), C), 'the end of the first attempt comes late').toMatchObject({ state: 'replicating' });
  });

  it('is offered the latest if a newer one was taken before it answered', () => {
    const group = cutAhead();
    group.isLost = ({ from }) => from === C;
    group.of(A).step({ type: 'peer-connected', peer: C });
    group.settle();
    group.heal();
    group.isLost = ({ from, to, message }) => to === C || (from === C && message.type === 'snapshot-accepted');
    group.of(A).receive(C, {
      type: 'append-rejected',
      term: group.of(A).status.term,
      rejectedIndex: asLogIndex(2),
      conflictIndex: asLogIndex(0),
      conflictTerm: asTerm(0),
      round: 1,
    });
    group.of(A).propose(11, 12);
    group.settle();
    takeSnapshot(group.of(A));
    group.heal();
    group.of(A).pass(heartbeatMs);
    const offered = group.of(A).sentOf('snapshot-offer', C).pop();
    expect(offered?.snapshot.index).toBe(14);
    settleWithData(group);
    expect(group.of(C).status.commitIndex).toBe(14);
  });

  it('that turns out to have it all ends the attempt, and a late failure of it changes nothing', () => {
    const group = cutAhead();
    group.heal();
    group.of(A).pass(heartbeatMs);
    for (let turn = 0; turn < 10 && effectsOf(group.of(A), 'send-snapshot').length === 0; turn += 1) {
      group.deliver(group.takeLetters());
    }
    const { term, session } = effectsOf(group.of(A), 'send-snapshot')[0]!;
    group.of(A).accept(C, 12, session);
    expect(peer(group.of(A), C).state).toBe('replicating');
    group.of(A).step({ type: 'snapshot-send-failed', to: C, term, session });
    expect(peer(group.of(A), C)).toMatchObject({ state: 'replicating', matchIndex: 12 });
  });

  it('and acknowledges an older one than is offered to it is still brought to the end', () => {
    const group = cutAhead();
    // A snapshot at 12 reached C on some other way, and while it was written A went on and cut again.
    group.of(A).propose(11, 12);
    group.settle();
    takeSnapshot(group.of(A));
    group.heal();
    group.of(C).step(snapshotReceived(snapshotAt(12, 2), B, 1));
    expect(group.of(C).status.commitIndex).toBe(12);
    group.of(C).clear();
    group.of(A).pass(heartbeatMs);
    settleWithData(group);
    group.of(A).pass(heartbeatMs);
    settleWithData(group);
    expect(group.of(C).status.commitIndex).toBe(14);
    expect(peer(group.of(A), C).state).toBe('replicating');
  });
});

describe('A removed follower that needs what was cut', () => {
  it('is not brought a snapshot only to learn of its removal', () => {
    const group = cutAhead();
    group.of(A).step({ type: 'change', request: asRequestId(1), changes: [{ type: 'remove', member: C }] });
    group.settle();
    takeSnapshot(group.of(A));
    let offers = 0;
    group.isLost = ({ message }) => message.type === 'snapshot-offer' && ++offers > 0;
    group.of(A).pass(heartbeatMs);
    settleWithData(group);
    expect(offers).toBe(0);
    expect(group.of(A).status.peers.map(({ member }) => member)).toEqual([B]);
  });
});

describe('A snapshot that arrives', () => {
  it.each(['candidate', 'leader'] as const)('at a %s does not replace its log', (role) => {
    const member = role === 'leader' ? TestMember.leader() : new TestMember();
    if (role === 'candidate') member.campaign();
    const { lastIndex } = member.status;
    member.step(snapshotReceived(snapshotAt(20, 1)));
    expect(member.status).toMatchObject({ role, lastIndex, snapshotIndex: 0 });
    expect(effectsOf(member, 'install-snapshot')).toEqual([]);
  });

  it('after another leader took over is installed all the same, and acknowledged to no one', () => {
    const follower = new TestMember();
    follower.receive(B, snapshotOffer(3, snapshotAt(20, 2)));
    follower.receive(C, appendRequest({ term: 4, previous: [1, 1] }));
    follower.clear();
    follower.step(snapshotReceived(snapshotAt(20, 2)));
    expect(follower.status).toMatchObject({ commitIndex: 20, leader: C });
    expect(follower.sent()).toEqual([]);
    follower.receive(C, appendRequest({ term: 4, previous: [20, 2], entries: [entry(21, 4)], leaderCommit: 21 }));
    expect(follower.status.commitIndex).toBe(21);
  });

  it('while the log had caught up by itself is dropped', () => {
    const follower = new TestMember();
    follower.receive(B, snapshotOffer(3, snapshotAt(3, 1)));
    const entries = [entry(2, 1), entry(3, 1), entry(4, 3)];
    follower.receive(B, appendRequest({ term: 3, previous: [1, 1], entries, leaderCommit: 4 }));
    follower.clear();
    follower.step(snapshotReceived(snapshotAt(3, 1)));
    expect(follower.status).toMatchObject({ commitIndex: 4, lastIndex: 4, snapshotIndex: 0 });
    expect(effectsOf(follower, 'install-snapshot')).toEqual([]);
  });

  it('and goes through the log keeps what lies behind it, uncommitted', () => {
    const follower = new TestMember();
    follower.receive(B, snapshotOffer(3, snapshotAt(3, 1)));
    const entries = [entry(2, 1), entry(3, 1), entry(4, 3)];
    follower.receive(B, appendRequest({ term: 3, previous: [1, 1], entries }));
    follower.clear();
    follower.step(snapshotReceived(snapshotAt(3, 1)));
    expect(follower.status).toMatchObject({ commitIndex: 3, lastIndex: 4, snapshotIndex: 3 });
    expect(follower.applied.map(({ entry: { index } }) => index)).toEqual([1, 2, 3]);
    expect(follower.sentOf('append-accepted', B)).toMatchObject([{ matchIndex: 3 }]);
  });

  it.each([
    ['as a voter lets it campaign', configurationOf([A, B, C]), true],
    ['as a learner keeps it from campaigning, though it was a voter', configurationOf([B, C], [A]), false],
    ['only as a voter of the old side lets it campaign', { ...configurationOf([B, C, D]), votersOutgoing: abc }, true],
    ['not at all keeps it from campaigning', configurationOf([B, C]), false],
  ])('and names its receiver %s', (_, configuration, campaigns) => {
    const member = new TestMember(campaigns ? { voters: [B], learners: [A] } : {});
    member.receive(B, snapshotOffer(3, snapshotAt(20, 2, configuration)));
    member.step(snapshotReceived(snapshotAt(20, 2, configuration)));
    expect(member.status.configuration).toEqual(configuration);
    member.clear();
    member.pass(2 * electionTimeoutMs);
    expect(member.sentOf('pre-vote-request').length > 0).toBe(campaigns);
  });
});

describe('A learner', () => {
  it('receives a snapshot as a voter does, and gets its vote by that', () => {
    const leader = TestMember.leader({ voters: [A, B], learners: [D], trailingEntries: 0 });
    leader.accept(B, 2);
    for (let n = 1; n <= 5; n += 1) leader.propose(n);
    leader.accept(B, 7);
    takeSnapshot(leader);
    leader.step({ type: 'peer-connected', peer: D });
    const { session, round } = leader.sentOf('snapshot-offer', D)[0]!;
    leader.receive(D, { type: 'snapshot-accepted', term: asTerm(2), session, round });
    expect(effectsOf(leader, 'send-snapshot')).toMatchObject([{ to: D, term: 2, snapshot: { index: 7 } }]);
    leader.propose(6);
    leader.accept(D, 7, round);
    expect(leader.status).toMatchObject({ commitIndex: 7, configuration: { voters: [A, B, D], learners: [] } });
  });
});
