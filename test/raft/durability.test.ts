import { describe, expect, it } from 'vitest';
import { Raft, createCluster } from '../../src/raft/raft.ts';
import { asLogIndex, asPersistId } from '../../src/raft/types.ts';
import { limits } from '../../src/raft/limits.ts';
import { Log } from '../../src/raft/log.ts';
import { A, B, C, TestMember, appendRequest, entry, logOf, voteRequest, configurationOf, timing } from './member.ts';

describe('Nothing is promised before it is durable', () => {
  it('a vote leaves after term and vote, which are written as one', () => {
    const member = new TestMember({ slowDisk: true });
    member.receive(B, voteRequest(4, 1, 1));
    expect(member.persists).toMatchObject([{ persistId: 1, hardState: { term: 4, votedFor: B }, mustSync: true }]);
    expect(member.sends(B)).toMatchObject([{ message: { granted: true }, after: 1 }]);
  });

  it('a repeated vote waits for the same write', () => {
    const member = new TestMember({ slowDisk: true });
    member.receive(B, voteRequest(4, 1, 1));
    member.receive(B, voteRequest(4, 1, 1));
    expect(member.sends(B).map(({ after }) => after)).toEqual([1, 1]);
  });

  it('an acknowledgement leaves after its entries, and at once when they are durable already', () => {
    const member = new TestMember({ slowDisk: true });
    const request = appendRequest({ term: 1, previous: [1, 1], entries: [entry(2, 1)] });
    member.receive(B, request);
    member.receive(B, request);
    expect(member.sends(B).map(({ after }) => after)).toEqual([1, 1]);
    member.persistAll();
    member.clear();
    member.receive(B, request);
    expect(member.sends(B)).toMatchObject([{ after: null, message: { matchIndex: 2 } }]);
  });

  it('the commit index is made durable when asked for, and not again', () => {
    const member = new TestMember({ slowDisk: true });
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [entry(2, 1)], leaderCommit: 2 }));
    member.persistAll();
    member.clear();
    member.step({ type: 'keep-commit-index' });
    expect(member.persists).toMatchObject([{ hardState: { commitIndex: 2 }, mustSync: true, entries: [] }]);
    member.clear();
    member.step({ type: 'keep-commit-index' });
    expect(member.persists).toEqual([]);
  });

  it('a heartbeat is answered at once, for what is durable, however slow the disk', () => {
    const member = new TestMember({ slowDisk: true });
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [entry(2, 1), entry(3, 1)] }));
    member.clear();
    member.receive(B, appendRequest({ term: 1, previous: [3, 1] }));
    expect(member.sends(B)).toMatchObject([{ after: null, message: { type: 'append-accepted', matchIndex: 1 } }]);
  });

  it('a leader counts itself only once its own disk is done', () => {
    const leader = TestMember.leader({ slowDisk: true });
    leader.accept(B, 2);
    leader.propose(1);
    leader.accept(B, 3);
    expect(leader.status.commitIndex).toBe(2);
    leader.persistAll();
    expect(leader.status.commitIndex).toBe(3);
  });

  it('a write that completes late does not make durable what replaced its entries (ABA)', () => {
    const log = new Log(logOf([1], configurationOf([A])));
    log.append([entry(2, 1), entry(3, 1)]);
    log.takeUnwritten(asPersistId(1));
    log.truncate(asLogIndex(3));
    log.append([entry(3, 2)]);
    log.takeUnwritten(asPersistId(2));
    log.persisted(asPersistId(1));
    expect(log.durableIndex).toBe(2);
    log.persisted(asPersistId(2));
    expect(log.durableIndex).toBe(3);
  });

  it('entries that were replaced within one write are cut and written together', () => {
    const member = new TestMember({ log: [1, 1, 1], slowDisk: true });
    member.receive(B, appendRequest({ term: 2, previous: [1, 1], entries: [entry(2, 2)] }));
    expect(member.persists).toMatchObject([
      { truncateFrom: 2, entries: [{ index: 2, term: 2 }], hardState: { term: 2 } },
    ]);
    expect(member.sends(B)).toMatchObject([{ after: 1, message: { matchIndex: 2 } }]);
  });
});

describe('The commit hint', () => {
  it('is not written for every commit, but at the latest after a second, without a sync', () => {
    const member = new TestMember();
    for (let index = 2; index <= 5; index += 1) {
      member.receive(B, appendRequest({ term: 1, previous: [index - 1, 1], entries: [entry(index, 1)] }));
    }
    member.clear();
    for (let commit = 2; commit <= 5; commit += 1) {
      member.receive(B, appendRequest({ term: 1, previous: [5, 1], leaderCommit: commit }));
    }
    expect(member.persists).toEqual([]);
    for (let turn = 0; turn < 12; turn += 1) {
      member.pass(100);
      member.receive(B, appendRequest({ term: 1, previous: [5, 1], leaderCommit: 5 }));
    }
    expect(member.persists).toMatchObject([{ mustSync: false, entries: [], hardState: { term: 1, commitIndex: 5 } }]);
  });

  it('never names an entry that is not durable here', () => {
    const member = new TestMember({ slowDisk: true });
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [entry(2, 1)], leaderCommit: 2 }));
    expect(member.status.commitIndex).toBe(2);
    expect(member.persists).toMatchObject([{ hardState: { commitIndex: 1 } }]);
  });

  it('lets a restarted member show what it knew to be committed, in its first step', () => {
    const member = new TestMember({ log: [1, 1, 1], commitIndex: 2 });
    member.step({ type: 'tick' });
    expect(member.applied.map(({ entry: { index } }) => index)).toEqual([1, 2]);
  });

  it('lets it show very much in several steps, each due at once', () => {
    const total = 2 * limits.appliedEntries + 1;
    const member = new TestMember({ log: Array.from({ length: total }, () => 1), commitIndex: total });
    const applied: number[] = [];
    for (let step = 0; step < 3; step += 1) {
      member.step({ type: 'tick' });
      applied.push(member.applied.length);
      expect(member.wakeAt === member.now).toBe(member.applied.length < total);
    }
    expect(applied).toEqual([limits.appliedEntries, 2 * limits.appliedEntries, total]);
    expect(member.applied.map(({ entry: { index } }) => index)).toEqual(
      Array.from({ length: total }, (_, at) => at + 1),
    );
  });

  it('is cut to the log that was found', () => {
    expect(new TestMember({ log: [1], commitIndex: 9 }).status.commitIndex).toBe(1);
  });
});

describe('A founded cluster', () => {
  it('is led by its founder, who applies its configuration', () => {
    const raft = new Raft({ self: A, random: () => 0.5, timing, restored: createCluster(A), now: 100 });
    raft.step({ type: 'tick' }, 100);
    const { effects, wakeAt } = raft.step({ type: 'persisted', persistId: asPersistId(1) }, 101);
    expect(raft.status()).toMatchObject({ role: 'leader', term: 2, commitIndex: 1, appliedIndex: 1 });
    expect(effects).toMatchObject([{ type: 'persist', entries: [{ kind: 'no-op', index: 2 }] }, {}, {}]);
    raft.step({ type: 'persisted', persistId: asPersistId(2) }, 102);
    expect(raft.status().commitIndex).toBe(2);
    expect(wakeAt, 'alone, there is nothing to wake for').toBe(null);
  });

  it('idles on heartbeats alone', () => {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    leader.accept(C, 2);
    leader.pass(74);
    leader.accept(B, 2);
    leader.accept(C, 2);
    leader.clear();
    for (let turn = 0; turn < 40; turn += 1) {
      leader.pass(75);
      leader.accept(B, 2);
      leader.accept(C, 2);
    }
    expect(leader.sent().length).toBe(80);
    expect(leader.persists.length, 'the commit hint').toBeLessThanOrEqual(1);
  });
});
