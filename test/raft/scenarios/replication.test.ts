import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/raft/limits.ts';
import { asLogIndex, asPersistId, asTerm } from '../../../src/raft/types.ts';
import { seededRandom } from '../../seeded-random.ts';
import { A, B, C, D, E, TestMember, appendRequest, command, electionTimeoutMs, entry, heartbeatMs } from '../member.ts';
import { Group } from './group.ts';

const abc = [A, B, C];
const peer = (leader: TestMember, id: typeof A) => leader.status.peers.find(({ member }) => member === id)!;
const entriesSent = (leader: TestMember, to: typeof A) =>
  leader.sentOf('append-request', to).filter(({ entries }) => entries.length > 0);

describe('A follower whose log is not known to match', () => {
  it('is sent one append, and no more until it answers; an answered heartbeat is enough to go on', () => {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    leader.step({ type: 'peer-disconnected', peer: B });
    expect(peer(leader, B)).toMatchObject({ state: 'probing', matchIndex: 2 });
    leader.clear();
    leader.propose(1);
    leader.propose(2);
    leader.propose(3);
    expect(entriesSent(leader, B).map(({ entries }) => entries.map(({ index }) => index))).toEqual([[3]]);
    leader.clear();
    leader.pass(heartbeatMs);
    expect(leader.sentOf('append-request', B), 'a heartbeat from where it may match').toMatchObject([
      { previousIndex: 2, entries: [] },
    ]);
    leader.accept(B, 2);
    expect(peer(leader, B).state).toBe('replicating');
    expect(entriesSent(leader, B)).toMatchObject([{ entries: [{ index: 3 }, { index: 4 }, { index: 5 }] }]);
  });

  it('and has everything already is found to match by a heartbeat, without a new entry', () => {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    leader.step({ type: 'peer-disconnected', peer: B });
    leader.pass(heartbeatMs);
    leader.accept(B, 2);
    expect(peer(leader, B)).toMatchObject({ state: 'replicating', nextIndex: 3 });
  });
});

describe('Appends under way', () => {
  function saturated(): TestMember {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    leader.clear();
    for (let n = 1; n <= limits.inFlightAppends + 10; n += 1) leader.propose(n);
    return leader;
  }

  it('are limited in number; heartbeats still go', () => {
    const leader = saturated();
    expect(entriesSent(leader, B).length).toBe(limits.inFlightAppends);
    leader.clear();
    leader.pass(heartbeatMs);
    expect(leader.sentOf('append-request', B)).toMatchObject([{ entries: [] }]);
  });

  it('make room as they are acknowledged, an earlier one together with those before it, a stale one none', () => {
    const leader = saturated();
    leader.clear();
    leader.accept(B, 2);
    expect(entriesSent(leader, B), 'acknowledged before').toEqual([]);
    leader.accept(B, 4);
    // What waited fits one message.
    expect(entriesSent(leader, B)).toMatchObject([{ previousIndex: 2 + limits.inFlightAppends }]);
    leader.clear();
    leader.accept(B, 3);
    leader.propose(limits.inFlightAppends + 11);
    expect(entriesSent(leader, B).length, 'two were acknowledged, one was sent').toBe(1);
    leader.propose(limits.inFlightAppends + 12);
    expect(entriesSent(leader, B).length).toBe(1);
  });

  it('that were all lost are found out by a refused heartbeat, and sent again', () => {
    const group = Group.led(A, abc);
    group.cutOff(C);
    for (let n = 1; n <= limits.inFlightAppends + 10; n += 1) group.of(A).propose(n);
    group.settle();
    expect(group.of(A).status.commitIndex).toBe(limits.inFlightAppends + 12);
    group.heal();
    group.of(A).pass(heartbeatMs);
    group.settle();
    expect(group.of(C).status.commitIndex).toBe(limits.inFlightAppends + 12);
  });

  it('that arrive in any order, some twice, leave all with the same log', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = seededRandom(seed);
      const group = Group.led(A, abc);
      for (let n = 1; n <= 10; n += 1) {
        group.of(A).propose(n);
        if (n % 3 === 0) group.of(A).pass(10);
      }
      for (let turn = 0; turn < 6; turn += 1) {
        const letters = group.takeLetters();
        const shuffled = [...letters, ...letters.filter(() => random() < 0.3)]
          .map((letter) => ({ letter, key: random() }))
          .sort((a, b) => a.key - b.key);
        group.deliver(shuffled.map(({ letter }) => letter));
      }
      group.pass(2 * heartbeatMs);
      for (const id of abc) {
        expect(group.of(id).status, `seed ${seed}`).toMatchObject({ commitIndex: 12, lastIndex: 12 });
        expect(group.of(id).raft.entries(asLogIndex(1), asLogIndex(12))).toEqual(
          group.of(A).raft.entries(asLogIndex(1), asLogIndex(12)),
        );
        expect(group.of(id).rejections).toEqual([]);
      }
    }
  });
});

describe('A commit', () => {
  it('reaches a follower whose acknowledgements were lost with the next heartbeat, in half a round trip', () => {
    const group = Group.led(A, abc);
    group.isLost = ({ from, to, message }) =>
      (from === C && to === A) || (to === C && message.type === 'append-request' && message.leaderCommit > 2);
    group.of(A).propose(1, 2);
    group.settle();
    expect(group.of(A).status.commitIndex).toBe(4);
    expect(group.of(C).status).toMatchObject({ lastIndex: 4, commitIndex: 2 });
    group.isLost = ({ from }) => from === C;
    group.of(A).pass(heartbeatMs);
    group.settle();
    expect(group.of(C).status.commitIndex).toBe(4);
  });

  it('waits for an entry of the new term, though what came before is on every disk', () => {
    const group = Group.led(A, abc);
    group.of(A).propose(1);
    // All hold entry 3, nobody knows it committed, and A dies.
    group.isLost = ({ from, message }) => from !== A && message.type === 'append-accepted';
    group.settle();
    for (const id of abc) expect(group.of(id).status).toMatchObject({ lastIndex: 3, commitIndex: 2 });
    group.cutOff(A);
    group.stopHearing(C);
    // B is elected, but its no-op reaches no one.
    group.isLost = ({ from, to, message }) =>
      [from, to].includes(A) || (message.type === 'append-request' && message.entries.length > 0);
    group.timeOut(B);
    group.of(B).pass(heartbeatMs);
    group.settle();
    expect(group.of(B).status).toMatchObject({ role: 'leader', term: 3, commitIndex: 2 });
    expect(peer(group.of(B), C), 'a majority holds entry 3').toMatchObject({ matchIndex: 3 });
    group.cutOff(A);
    group.of(B).step({ type: 'peer-connected', peer: C });
    group.of(B).pass(heartbeatMs);
    group.settle();
    group.of(B).pass(heartbeatMs);
    group.settle();
    for (const id of [B, C]) expect(group.of(id).status).toMatchObject({ lastIndex: 4, commitIndex: 4 });
  });

  it('is not made by answers of a learner, nor of a stranger', () => {
    const leader = TestMember.leader({ learners: [D] });
    leader.accept(D, 2);
    leader.accept(E, 2);
    expect(leader.status.commitIndex).toBe(0);
    leader.accept(B, 2);
    expect(leader.status.commitIndex).toBe(2);
  });
});

describe('Three leaders that overwrite the same place before a slow disk is done with any of it', () => {
  it('are acknowledged each for its own entry only, whatever write completes when', () => {
    const member = new TestMember({ slowDisk: true, voters: [A, B, C, D, E] });
    const leaders = [
      [B, 2],
      [C, 3],
      [D, 4],
    ] as const;
    for (const [leader, term] of leaders) {
      member.receive(leader, appendRequest({ term, previous: [1, 1], entries: [entry(2, term)] }));
    }
    const writes = member.persists.map(({ persistId }) => persistId);
    expect(writes.length).toBe(3);
    const acknowledgements = member.sends().filter(({ message }) => message.type === 'append-accepted');
    expect(acknowledgements.map(({ to, after }) => [to, after])).toEqual(
      leaders.map(([leader], position) => [leader, writes[position]]),
    );
    const durable = writes.map((persistId) => {
      member.step({ type: 'persisted', persistId });
      return member.status.durableIndex;
    });
    expect(durable, 'the first two wrote what is no longer there').toEqual([1, 1, 2]);
  });

  it('and a heartbeat meanwhile acknowledges nothing that is not durable', () => {
    const member = new TestMember({ slowDisk: true });
    member.receive(B, appendRequest({ term: 2, previous: [1, 1], entries: [entry(2, 2)] }));
    member.receive(C, appendRequest({ term: 3, previous: [1, 1], entries: [entry(2, 3)] }));
    member.clear();
    member.step({ type: 'persisted', persistId: asPersistId(1) });
    member.receive(C, appendRequest({ term: 3, previous: [2, 3], round: 2 }));
    const [answer] = member.sends(C);
    const leavesAtOnce = answer?.after === null;
    const match = answer?.message.type === 'append-accepted' ? answer.message.matchIndex : null;
    expect(leavesAtOnce ? match === 1 : match === 2, 'at once for what is durable, or all once it is').toBe(true);
  });
});

describe('A leader whose uncommitted log is full', () => {
  it('refuses further commands of others with a reason while it is cut off, and takes them again after', () => {
    const leader = TestMember.leader();
    const all = [B, C];
    const big = limits.payloadBytes;
    for (let n = 1; n * big <= limits.uncommittedBytes + big; n += 1) {
      leader.receive(B, { type: 'propose', term: asTerm(2), commands: [command(n, big)] });
    }
    const { lastIndex } = leader.status;
    leader.receive(B, { type: 'propose', term: asTerm(2), commands: [command(lastIndex - 1, 1)] });
    expect(leader.status).toMatchObject({ lastIndex, proposalsHeld: 'uncommitted-log-full' });
    expect(leader.sentOf('propose-held', B).pop()).toMatchObject({ reason: 'uncommitted-log-full' });
    for (const id of all) leader.accept(id, lastIndex);
    leader.receive(B, { type: 'propose', term: asTerm(2), commands: [command(lastIndex - 1, 1)] });
    expect(leader.status).toMatchObject({ lastIndex: lastIndex + 1, proposalsHeld: null });
  });
});

describe('A command that a leader wrote and could not commit', () => {
  it.each([
    { heldBy: 'one follower', survives: true, terms: [1, 2, 2, 3] },
    { heldBy: 'no one else', survives: false, terms: [1, 2, 3, 3] },
  ])('is in the log of all once, under the next leader, if it was held by $heldBy', ({ survives, terms }) => {
    const group = Group.led(A, abc);
    group.of(A).propose(1);
    group.isLost = ({ from, to }) => !(survives && from === A && to === B);
    group.settle();
    group.cutOff(A);
    group.stopHearing(C);
    group.timeOut(B);
    expect(group.of(B).status.role).toBe('leader');
    group.of(A).pass(2 * electionTimeoutMs);
    group.heal();
    group.pass(2 * heartbeatMs);
    for (const id of abc) expect(group.of(id).logTerms).toEqual(terms);
    expect(group.of(A).status).toMatchObject({ commitIndex: 4, waitingProposals: 0 });
  });
});
