import { describe, expect, it } from 'vitest';
import { Raft } from '../../src/raft/raft.ts';
import { asLogIndex, asTerm, type Effect, type SnapshotMetadata } from '../../src/raft/types.ts';
import { memberName, SimulatedCluster } from './cluster.ts';
import {
  A,
  B,
  C,
  TestMember,
  appendRequest,
  configurationOf,
  snapshotAt,
  snapshotOffer,
  snapshotReceived,
  entry,
  logOf,
  timing,
} from './member.ts';

const abc = configurationOf([A, B, C]);

/** A leader that has committed and applied `count` commands, took a snapshot of all and kept no trailing entries. */
function compactedLeader(count = 10, trailingEntries = 0): TestMember {
  const leader = TestMember.leader({ trailingEntries });
  for (let n = 1; n <= count; n += 1) leader.propose(n);
  leader.accept(B, count + 2);
  leader.step({ type: 'snapshot-taken', snapshot: leader.raft.snapshotMetadata()! });
  leader.clear();
  return leader;
}

/** C, which has nothing, answers a probe. */
function rejectFromC(leader: TestMember): void {
  const { lastIndex, term } = leader.status;
  const zero = { conflictIndex: asLogIndex(0), conflictTerm: asTerm(0) };
  const rejectedIndex = leader.status.peers.find(({ member }) => member === C)!.nextIndex - 1;
  leader.receive(C, { type: 'append-rejected', term, rejectedIndex: asLogIndex(rejectedIndex), ...zero, round: 1 });
  expect(lastIndex).toBeGreaterThan(0);
}

const peerC = (leader: TestMember) => leader.status.peers.find(({ member }) => member === C)!;
const effectsOf = <Type extends Effect['type']>(member: TestMember, type: Type) =>
  member.effects.filter((effect): effect is Extract<Effect, { type: Type }> => effect.type === type);

describe('A snapshot that is durable', () => {
  it('lets the log be cut, but for the trailing entries', () => {
    const leader = TestMember.leader({ trailingEntries: 3 });
    for (let n = 1; n <= 10; n += 1) leader.propose(n);
    leader.accept(B, 12);
    leader.step({ type: 'snapshot-taken', snapshot: leader.raft.snapshotMetadata()! });
    expect(effectsOf(leader, 'compact')).toEqual([{ type: 'compact', through: 9 }]);
    expect(leader.status).toMatchObject({ firstIndex: 10, snapshotIndex: 12, lastIndex: 12 });
  });

  it('names the configuration and the client table of its own index, not later ones', () => {
    const leader = TestMember.leader();
    leader.propose(1);
    leader.accept(B, 3);
    const snapshot = leader.raft.snapshotMetadata();
    leader.propose(2);
    expect(snapshot).toEqual({ ...snapshotAt(3, 2), sessions: [[A, 2 ** 32 + 1]] });
  });

  it('older than the latest changes nothing', () => {
    const leader = compactedLeader();
    leader.step({ type: 'snapshot-taken', snapshot: snapshotAt(2, 2) });
    expect(leader.status.snapshotIndex).toBe(12);
    expect(effectsOf(leader, 'compact')).toEqual([]);
  });
});

describe('A follower that needs what was cut', () => {
  it('is offered the snapshot, sent it once it accepts, and then the log from where that ends', () => {
    const leader = compactedLeader();
    rejectFromC(leader);
    const [offered] = leader.sentOf('snapshot-offer', C);
    expect(offered).toMatchObject({ snapshot: { index: 12, term: 2 } });
    expect(effectsOf(leader, 'send-snapshot')).toEqual([]);
    const { session, round } = offered!;
    const accepted = { type: 'snapshot-accepted', term: asTerm(2), session, round } as const;
    leader.receive(C, accepted);
    leader.receive(C, accepted);
    expect(effectsOf(leader, 'send-snapshot')).toMatchObject([{ to: C, session, snapshot: { index: 12 } }]);
    leader.propose(11);
    expect(leader.sentOf('append-request', C)).toEqual([]);
    leader.clear();
    leader.accept(C, 12, round);
    expect(leader.sentOf('append-request', C)[0]).toMatchObject({ previousIndex: 12, entries: [{ index: 13 }] });
    expect(peerC(leader).state).toBe('replicating');
  });

  it('keeps the log behind it from being cut while it is under way, so that it needs no second one', () => {
    const leader = compactedLeader();
    rejectFromC(leader);
    const { session, round } = leader.sentOf('snapshot-offer', C)[0]!;
    leader.receive(C, { type: 'snapshot-accepted', term: asTerm(2), session, round });
    for (let n = 11; n <= 20; n += 1) leader.propose(n);
    leader.accept(B, 22);
    leader.step({ type: 'snapshot-taken', snapshot: leader.raft.snapshotMetadata()! });
    expect(leader.status).toMatchObject({ snapshotIndex: 22, firstIndex: 13 });
    leader.accept(C, 12, round);
    expect(peerC(leader)).toMatchObject({ state: 'replicating' });
    expect(leader.status.firstIndex, 'C still lacks what was written meanwhile').toBe(13);
    leader.accept(C, 22);
    expect(leader.status.firstIndex, 'now it may').toBe(23);
  });

  it('that answers a heartbeat meanwhile counts as present, and is sent nothing twice', () => {
    const leader = compactedLeader();
    rejectFromC(leader);
    leader.clear();
    leader.pass(75);
    expect(leader.sentOf('snapshot-offer', C).length, 'an unanswered offer is the heartbeat').toBe(1);
    rejectFromC(leader);
    expect(peerC(leader).state).toBe('snapshotting');
  });

  it('is asked again where it stands, at the next heartbeat, if sending failed', () => {
    const leader = compactedLeader();
    rejectFromC(leader);
    const { session, round } = leader.sentOf('snapshot-offer', C)[0]!;
    leader.receive(C, { type: 'snapshot-accepted', term: asTerm(2), session, round });
    leader.clear();
    leader.step({ type: 'snapshot-send-failed', to: C, term: asTerm(2), session: session + 1 });
    expect(peerC(leader).state, 'another attempt').toBe('snapshotting');
    leader.step({ type: 'snapshot-send-failed', to: C, term: asTerm(1), session });
    expect(peerC(leader).state, 'an attempt of an earlier term in which this member led').toBe('snapshotting');
    leader.step({ type: 'snapshot-send-failed', to: C, term: asTerm(2), session });
    expect(leader.sent(C)).toEqual([]);
    leader.pass(75);
    const again = leader.sentOf('snapshot-offer', C);
    expect(again.length).toBe(1);
    expect(again[0]!.session).not.toBe(session);
  });
});

describe('A follower that is offered a snapshot', () => {
  it('accepts it, takes it in place of its log when it has arrived, and acknowledges it when that is durable', () => {
    const follower = new TestMember({ slowDisk: true, log: [1, 1] });
    follower.receive(B, snapshotOffer(3, snapshotAt(20, 2)));
    expect(effectsOf(follower, 'receive-snapshot')).toMatchObject([{ from: B, session: 5 }]);
    follower.persistAll();
    follower.clear();
    follower.step(snapshotReceived(snapshotAt(20, 2)));
    expect(follower.persists).toMatchObject([{ resetTo: { index: 20 }, entries: [], mustSync: true }]);
    expect(effectsOf(follower, 'install-snapshot')).toMatchObject([{ snapshot: { index: 20 } }]);
    expect(follower.status).toMatchObject({ commitIndex: 20, appliedIndex: 20, lastIndex: 20, firstIndex: 21 });
    expect(follower.sends(B).map(({ after }) => after)).toEqual([follower.persists[0]!.persistId]);
    expect(follower.sentOf('append-accepted', B)).toMatchObject([{ matchIndex: 20, round: 5 }]);
    follower.receive(B, appendRequest({ term: 3, previous: [20, 2], entries: [entry(21, 3)], leaderCommit: 21 }));
    expect(follower.applied.map(({ entry: { index } }) => index)).toEqual([21]);
  });

  it('has its driver told once for each attempt, however often it is offered', () => {
    const follower = new TestMember();
    follower.receive(B, snapshotOffer(3, snapshotAt(20, 2)));
    follower.receive(B, snapshotOffer(3, snapshotAt(20, 2)));
    follower.receive(B, snapshotOffer(3, snapshotAt(20, 2), 6));
    expect(effectsOf(follower, 'receive-snapshot').map(({ session }) => session)).toEqual([5, 6]);
  });

  it.each([
    { of: 'another leader', earlier: B, earlierTerm: 3, later: C, laterTerm: 4 },
    { of: 'the same leader in an earlier term', earlier: B, earlierTerm: 3, later: B, laterTerm: 5 },
  ])('does not take a late one of $of, whose number is the same, for the one it expects', (attempts) => {
    const { earlier, earlierTerm, later, laterTerm } = attempts;
    const follower = new TestMember();
    follower.receive(earlier, snapshotOffer(earlierTerm, snapshotAt(10, 2)));
    follower.receive(later, snapshotOffer(laterTerm, snapshotAt(20, 2)));
    follower.clear();
    follower.step(snapshotReceived(snapshotAt(10, 2), earlier, earlierTerm));
    expect(follower.status.commitIndex, 'what is committed is right, whoever sent it').toBe(10);
    expect(follower.sentOf('append-accepted'), 'of no round of this term').toEqual([]);
    follower.receive(later, snapshotOffer(laterTerm, snapshotAt(20, 2)));
    expect(effectsOf(follower, 'receive-snapshot'), 'the attempt under way goes on').toEqual([]);
    follower.step(snapshotReceived(snapshotAt(20, 2), later, laterTerm));
    expect(follower.sentOf('append-accepted', later)).toMatchObject([{ matchIndex: 20, round: 5, term: laterTerm }]);
    expect(follower.status.commitIndex).toBe(20);
  });

  it('that has all of it committed says so instead', () => {
    const follower = new TestMember({ log: [1, 1, 1], commitIndex: 3 });
    follower.receive(B, snapshotOffer(3, snapshotAt(2, 1)));
    expect(effectsOf(follower, 'receive-snapshot')).toEqual([]);
    expect(follower.sentOf('append-accepted', B)).toMatchObject([{ matchIndex: 3 }]);
  });

  it('keeps the log behind it if it goes through it, and learns that it is committed', () => {
    const follower = new TestMember({ log: [1, 1, 1, 1, 1] });
    follower.receive(B, snapshotOffer(3, snapshotAt(3, 1)));
    expect(follower.status).toMatchObject({ lastIndex: 5, commitIndex: 3 });
    expect(effectsOf(follower, 'receive-snapshot')).toEqual([]);
  });

  it('drops a log behind it that is of another history', () => {
    const follower = new TestMember({ log: [1, 1, 1, 1, 1] });
    follower.receive(B, snapshotOffer(3, snapshotAt(3, 2)));
    follower.step(snapshotReceived(snapshotAt(3, 2)));
    expect(follower.status).toMatchObject({ lastIndex: 3, commitIndex: 3 });
  });

  it('does not go back, nor to an older configuration, for one that arrives late', () => {
    const follower = new TestMember({ log: [1, 1, 1, 1, 1], voters: [A, B], commitIndex: 5 });
    follower.step(snapshotReceived(snapshotAt(3, 1)));
    expect(follower.status).toMatchObject({ commitIndex: 5, configuration: { voters: [A, B] } });
    expect(effectsOf(follower, 'install-snapshot')).toEqual([]);
  });

  it('takes over who votes, though it was no member of the log it had', () => {
    const newcomer = new TestMember({ self: C, voters: [A, B] });
    newcomer.receive(B, snapshotOffer(3, snapshotAt(20, 2)));
    newcomer.step(snapshotReceived(snapshotAt(20, 2)));
    expect(newcomer.status).toMatchObject({ configuration: abc, configurationIndex: 1 });
  });

  it('takes appends that begin before what it has cut', () => {
    const follower = new TestMember();
    follower.receive(B, snapshotOffer(3, snapshotAt(20, 2)));
    follower.step(snapshotReceived(snapshotAt(20, 2)));
    follower.clear();
    const entries = [entry(19, 2), entry(20, 2), entry(21, 3)];
    follower.receive(B, appendRequest({ term: 3, previous: [18, 2], entries }));
    expect(follower.sentOf('append-accepted', B)).toMatchObject([{ matchIndex: 21 }]);
    follower.receive(
      B,
      appendRequest({ term: 3, previous: [18, 2], entries: [entry(19, 2), entry(20, 1)].slice(0, 1) }),
    );
    expect(follower.status.lastIndex).toBe(21);
  });

  it.each([
    ['of a term that is to come', snapshotAt(20, 9)],
    ['at no index', snapshotAt(0, 0)],
    ['without voters', snapshotAt(20, 2, configurationOf([]))],
    ['with a configuration of the future', { ...snapshotAt(20, 2), configurationIndex: asLogIndex(21) }],
  ])('ignores one %s', (_, snapshot) => {
    const follower = new TestMember();
    follower.receive(B, snapshotOffer(3, snapshot));
    expect(follower.rejections.length).toBe(1);
  });
});

describe('A restart', () => {
  const restart = (snapshot: SnapshotMetadata, entries: ReturnType<typeof logOf>) => {
    const hardState = { epoch: 0, term: asTerm(3), votedFor: null, commitIndex: asLogIndex(0) };
    const restored = { hardState, snapshot, entries };
    return new Raft({ self: A, random: () => 0.5, timing, restored, now: 0 });
  };
  const log = logOf([1, 1, 1, 2, 2, 3], abc);

  it.each([
    ['the log was not cut since the snapshot', log, 6, 1],
    ['the log was cut with trailing entries', log.slice(2), 6, 4],
    ['the log was cut up to the snapshot', log.slice(5), 6, 6],
    ['the log ends before the snapshot', log.slice(0, 3), 5, 6],
    ['there is no log', [], 5, 6],
    ['the log is of another history', logOf([1, 1, 1, 1, 1, 1], abc), 5, 6],
  ] as const)('goes on from the snapshot if %s', (_, entries, lastIndex, firstIndex) => {
    const raft = restart(snapshotAt(5, 2), [...entries]);
    expect(raft.status()).toMatchObject({ lastIndex, firstIndex, commitIndex: 5, appliedIndex: 5, configuration: abc });
    const { effects } = raft.step({ type: 'tick' }, 0);
    const resets = effects.flatMap((effect) => (effect.type === 'persist' ? [effect.resetTo?.index ?? null] : []));
    expect(resets, 'a log that does not fit is replaced on the disk too').toEqual(lastIndex === 5 ? [5] : []);
  });

  it('with a gap between snapshot and log is refused', () => {
    expect(() => restart(snapshotAt(3, 1), log.slice(5))).toThrow('goes on where the snapshot ends');
  });
});

describe('In a cluster that takes snapshots all the time', () => {
  it('a member that was away for long, and a newcomer, get to where the others are', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const cluster = SimulatedCluster.of(3, { seed, snapshotEvery: 5, trailingEntries: 2, loss: 0.1 });
      cluster.runUntil(() => cluster.leader() !== null, 5_000);
      const away = cluster.ids.find((id) => id !== cluster.leader())!;
      cluster.crash(away);
      for (let n = 0; n < 40; n += 1) {
        cluster.propose(cluster.leader() ?? memberName(0));
        cluster.run(20);
      }
      cluster.restart(away);
      const newcomer = memberName(3);
      cluster.addMember(newcomer);
      cluster.runUntil(() => cluster.leader() !== null, 5_000);
      cluster.change(cluster.leader()!, { type: 'add-learner', member: newcomer });
      const haveAll = (): boolean => [away, newcomer].every((id) => cluster.member(id).applied.length >= 40);
      expect(cluster.runUntil(haveAll, 10_000), `seed ${seed}`).toBe(true);
      expect(cluster.seen.snapshotsInstalled).toBeGreaterThan(0);
    }
  });
});
