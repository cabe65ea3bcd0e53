import { describe, expect, it } from 'vitest';
import {
  asLogIndex,
  asMemberId,
  asSequence,
  asTerm,
  type ConfigurationEntry,
  type LogEntry,
  type MessageBody,
} from '../../src/raft/types.ts';
import { A, B, C, TestMember, appendRequest, command, entry, voteRequest, configurationOf } from './member.ts';

const many = (count: number) => Array.from({ length: count }, (_, n) => asMemberId(`n${n}`));

function configurationEntry(fields: Partial<ConfigurationEntry>): ConfigurationEntry {
  return {
    kind: 'configuration',
    index: asLogIndex(2),
    term: asTerm(1),
    configuration: configurationOf([A, B]),
    changes: [{ type: 'remove', member: C }],
    requestedBy: B,
    ...fields,
  };
}

describe('A follower', () => {
  it('does not cut its log for a repeated or late append that ends earlier', () => {
    const member = new TestMember({ log: [1, 1, 1, 1] });
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [entry(2, 1)] }));
    member.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
    expect(member.logTerms).toEqual([1, 1, 1, 1]);
    expect(member.persists).toEqual([]);
  });

  it('commits no further than the last entry that it matched', () => {
    const member = new TestMember({ log: [1, 1, 1] });
    member.receive(B, appendRequest({ term: 2, previous: [1, 1], leaderCommit: 3 }));
    expect(member.status.commitIndex).toBe(1);
    member.receive(B, appendRequest({ term: 2, previous: [1, 1], entries: [entry(2, 1)], leaderCommit: 9 }));
    expect(member.status.commitIndex).toBe(2);
  });

  it('never takes a commit back', () => {
    const member = new TestMember({ log: [1, 1, 1], commitIndex: 3 });
    member.receive(B, appendRequest({ term: 2, previous: [3, 1], leaderCommit: 1 }));
    expect(member.status.commitIndex).toBe(3);
  });

  it('accepts a leader that its configuration does not name, for it may have joined since', () => {
    const member = new TestMember();
    member.receive(
      asMemberId('Z'),
      appendRequest({ term: 3, previous: [1, 1], entries: [entry(2, 3)], leaderCommit: 2 }),
    );
    expect(member.status).toMatchObject({ leader: 'Z', term: 3, commitIndex: 2 });
  });

  it('as a newcomer takes the whole log', () => {
    const member = new TestMember({ log: [] });
    const { raft } = new TestMember({ log: [1, 1], learners: [asMemberId('D')] });
    const entries = raft.entries(asLogIndex(1), asLogIndex(2));
    member.receive(B, appendRequest({ term: 2, entries, leaderCommit: 2 }));
    expect(member.status).toMatchObject({
      commitIndex: 2,
      configurationIndex: 1,
      configuration: { voters: [A, B, C] },
    });
  });

  it('names one place for a whole conflicting term, so that one round trip skips it', () => {
    const member = new TestMember({ log: [1, 1, 2, 2, 2, 2] });
    member.receive(B, appendRequest({ term: 5, previous: [6, 3] }));
    member.receive(B, appendRequest({ term: 5, previous: [6, 1] }));
    expect(member.sentOf('append-rejected')).toMatchObject([
      { rejectedIndex: 6, conflictIndex: 6, conflictTerm: 2 },
      { rejectedIndex: 6, conflictIndex: 2, conflictTerm: 1 },
    ]);
  });

  it('does not answer the notice of a commit that it has acknowledged, but takes it', () => {
    const member = new TestMember();
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [entry(2, 1)] }));
    expect(member.sentOf('append-accepted')).toMatchObject([{ matchIndex: 2, round: 1 }]);
    member.clear();
    member.receive(B, appendRequest({ term: 1, previous: [2, 1], leaderCommit: 2 }));
    expect(member.sent()).toEqual([]);
    expect(member.status.commitIndex).toBe(2);
  });

  it('answers every new round, and every append with entries, though it has nothing else to tell', () => {
    const member = new TestMember({ log: [1, 1] });
    const requests = [
      appendRequest({ term: 1, previous: [2, 1], round: 1 }),
      appendRequest({ term: 1, previous: [2, 1], round: 2 }),
      appendRequest({ term: 1, previous: [1, 1], entries: [entry(2, 1)], round: 2 }),
      appendRequest({ term: 1, previous: [2, 1], round: 1 }), // overtaken
    ];
    for (const request of requests) member.receive(B, request);
    expect(member.sentOf('append-accepted')).toMatchObject([{ round: 1 }, { round: 2 }, { round: 2, matchIndex: 2 }]);
  });

  it('answers a round at once for what is durable, and what else it held not twice', () => {
    const member = new TestMember({ slowDisk: true, term: 1 });
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [entry(2, 1)], round: 3 }));
    member.clear();
    // The answer with round 3 waits for the disk: a leader must not wait for that.
    member.receive(B, appendRequest({ term: 1, previous: [2, 1], round: 3 }));
    member.receive(B, appendRequest({ term: 1, previous: [2, 1], leaderCommit: 2, round: 3 }));
    expect(member.sentOf('append-accepted')).toMatchObject([{ round: 3, matchIndex: 1 }]);
    member.persistAll();
    member.receive(B, appendRequest({ term: 1, previous: [2, 1], leaderCommit: 2, round: 3 }));
    expect(member.sentOf('append-accepted').length).toBe(1);
  });

  it('tells a new leader anew what it told another one', () => {
    const member = new TestMember({ log: [1, 1] });
    member.receive(B, appendRequest({ term: 1, previous: [2, 1] }));
    member.receive(C, appendRequest({ term: 2, previous: [2, 1] }));
    expect(member.sends().map(({ to }) => to)).toEqual([B, C]);
  });

  it('answers a request of an older term for no round: its sender may lead this term by now, and count it', () => {
    const member = new TestMember({ term: 5 });
    member.receive(B, appendRequest({ term: 3, previous: [1, 1], round: 7 }));
    expect(member.sent(B)).toMatchObject([{ type: 'append-rejected', term: 5, round: 0 }]);
  });
});

describe('What no correct member sends is ignored with a reason, and never throws', () => {
  const base = { term: asTerm(2) };
  const bad: [string, MessageBody][] = [
    ['a negative term', { ...voteRequest(-1, 0, 0) }],
    ['an unsafe term', { ...voteRequest(2 ** 53, 1, 1) }],
    ['a fractional index', appendRequest({ term: 2, previous: [0.5, 1] })],
    ['entries with a gap', appendRequest({ term: 2, previous: [1, 1], entries: [entry(3, 1)] })],
    ['entries that go back in term', appendRequest({ term: 2, previous: [1, 1], entries: [entry(2, 2), entry(3, 1)] })],
    ['an entry of a term to come', appendRequest({ term: 2, previous: [1, 1], entries: [entry(2, 3)] })],
    ['a conflict with a committed entry', appendRequest({ term: 2, previous: [1, 1], entries: [entry(2, 2)] })],
    ['a committed place of another term', appendRequest({ term: 2, previous: [2, 2] })],
    ['a place in term 0', appendRequest({ term: 2, previous: [1, 0] })],
    ['an impossible round', appendRequest({ term: 2, previous: [1, 1], round: NaN })],
    ['too large a command', { ...base, type: 'propose', commands: [command(1, 512 * 1024 + 1)] }],
    ['commands out of order', { ...base, type: 'propose', commands: [command(2), command(1)] }],
    [
      'a command without a number',
      { ...base, type: 'propose', commands: [{ sequence: asSequence(2 ** 32), payload: new Uint8Array() }] },
    ],
    ['an impossible answer', { ...base, type: 'append-accepted', matchIndex: asLogIndex(-3), round: 1 }],
    [
      'an acknowledgement of what was never sent',
      { ...base, type: 'append-accepted', matchIndex: asLogIndex(99), round: 1 },
    ],
    ['an answer of a round to come', { ...base, type: 'append-accepted', matchIndex: asLogIndex(1), round: 99 }],
    ['a second leader of the term', appendRequest({ term: 2, previous: [1, 1] })],
  ];
  it.each(bad.slice(0, 13))('%s', (_, message) => {
    const member = new TestMember({ log: [1, 1], commitIndex: 2 });
    member.step({ type: 'tick' });
    member.receive(B, message);
    expect(member.rejections.length).toBe(1);
    expect(member.sent()).toEqual([]);
    expect(member.logTerms).toEqual([1, 1]);
  });
  it.each(bad.slice(13))('%s, to a leader', (_, message) => {
    const leader = TestMember.leader();
    leader.clear();
    leader.receive(B, message);
    expect(leader.rejections.length).toBe(1);
    expect(leader.status).toMatchObject({ role: 'leader', commitIndex: 0 });
  });
  it('a second leader of a term, to a follower of the first', () => {
    const member = new TestMember();
    member.receive(B, appendRequest({ term: 2, previous: [1, 1] }));
    member.clear();
    member.receive(C, appendRequest({ term: 2, previous: [1, 1], entries: [entry(2, 2)] }));
    expect(member.rejections).toEqual(['append-request: a second leader in this term']);
    expect(member.status).toMatchObject({ leader: B, lastIndex: 1 });
    expect(member.sent()).toEqual([]);
  });
  it.each([
    ['an entry too large', [{ ...entry(2, 1), payload: new Uint8Array(512 * 1024 + 1) } as LogEntry]],
    ['an entry without a number', [{ ...entry(2, 1), sequence: asSequence(2 ** 32) } as LogEntry]],
    ['a configuration without changes', [configurationEntry({ changes: [] })]],
    ['a demoted voter', [configurationEntry({ configuration: { ...configurationOf([A, B]), demoted: [B] } })]],
    ['too many members', [configurationEntry({ configuration: configurationOf(many(600)) })]],
  ])('%s, in an append', (_, entries) => {
    const member = new TestMember();
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries }));
    expect(member.rejections.length).toBe(1);
    expect(member.status.lastIndex).toBe(1);
  });
  it.each([
    ['an impossible client table', { sessions: [[A, asSequence(2 ** 32)]] as const }],
    ['more commands than a message holds', null],
  ])('%s', (_, fields) => {
    const member = TestMember.leader();
    member.clear();
    const place = { index: asLogIndex(20), term: asTerm(2), configurationIndex: asLogIndex(1) };
    if (fields === null) {
      const commands = Array.from({ length: 513 }, (_command, n) => command(n + 1));
      member.receive(B, { type: 'propose', term: asTerm(2), commands });
    } else {
      const snapshot = { ...place, configuration: configurationOf([A, B]), ...fields };
      member.receive(B, { type: 'snapshot-offer', term: asTerm(3), snapshot, session: 1, round: 1 });
    }
    expect(member.rejections.length).toBe(1);
    expect(member.status).toMatchObject({ role: 'leader', lastIndex: 2 });
  });
  it('a configuration that names a member twice', () => {
    const member = new TestMember();
    const configuration = configurationOf([B, B]);
    const twice = {
      kind: 'configuration',
      index: asLogIndex(2),
      term: asTerm(1),
      configuration,
      changes: [{ type: 'promote', member: B }],
      requestedBy: B,
    } as const;
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [twice] }));
    expect(member.rejections.length).toBe(1);
  });
});
