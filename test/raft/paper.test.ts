import { describe, expect, it } from 'vitest';
import { memberName, SimulatedCluster } from './cluster.ts';
import {
  A,
  B,
  C,
  D,
  E,
  TestMember,
  appendRequest,
  electionTimeoutMs,
  entry,
  heartbeatMs,
  logOf,
  voteRequest,
  voteResponse,
  configurationOf,
} from './member.ts';
import { asLogIndex, asTerm } from '../../src/raft/types.ts';
import { seededRandom } from '../seeded-random.ts';

/** The claims of the Raft paper, section by section: at least those that etcd's raft_paper_test.go names. */

const fives = [A, B, C, D, E];
const others = { 1: [], 3: [B, C], 5: [B, C, D, E] };

describe('§5.1 Terms', () => {
  it.each(['follower', 'candidate', 'leader'] as const)('a %s that hears of a newer term follows in it', (role) => {
    const member = role === 'leader' ? TestMember.leader() : new TestMember();
    if (role === 'candidate') member.campaign();
    expect(member.status.role).toBe(role);

    member.receive(B, appendRequest({ term: 7 }));

    expect(member.status).toMatchObject({ role: 'follower', term: 7, leader: B });
  });

  it('a request of an older term is refused, and its sender learns the newer one', () => {
    const member = new TestMember({ term: 2 });
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries: [entry(2, 1)] }));

    expect(member.logTerms).toEqual([1]);
    expect(member.status.leader).toBe(null);
    expect(member.sent(B)).toMatchObject([{ type: 'append-rejected', term: 2 }]);
  });

  it('an answer of an older term counts for nothing', () => {
    const member = new TestMember();
    member.campaign();
    member.receive(B, voteResponse(member.status.term - 1, true));
    expect(member.status.role).toBe('candidate');
  });
});

describe('§5.2 Leader election', () => {
  it('members start as followers', () => {
    expect(new TestMember().status).toMatchObject({ role: 'follower', leader: null });
  });

  it('a leader sends heartbeats to all others in every interval', () => {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    leader.accept(C, 2);
    leader.pass(heartbeatMs);
    leader.clear();

    leader.pass(heartbeatMs);

    for (const peer of [B, C]) {
      expect(leader.sent(peer)).toMatchObject([{ type: 'append-request', previousIndex: 2, entries: [] }]);
    }
  });

  it('a follower without a leader asks all for votes in a new term, and votes for itself', () => {
    const member = new TestMember({ slowDisk: true });
    member.step({ type: 'tick' });
    member.pass(2 * electionTimeoutMs);
    expect(member.status.role).toBe('pre-candidate');
    member.clear();
    member.grantPreVotes();

    expect(member.status).toMatchObject({ role: 'candidate', term: 2 });
    expect(member.persists).toMatchObject([{ hardState: { epoch: 0, term: 2, votedFor: A }, mustSync: true }]);
    const asked = member.sends().filter(({ message }) => message.type === 'vote-request');
    expect(asked.map(({ to }) => to)).toEqual([B, C]);
    for (const { after } of asked)
      expect(after, 'only once its own vote is durable').toBe(member.persists[0]!.persistId);
  });

  it('a candidate without an outcome starts a new election after another timeout', () => {
    const member = new TestMember();
    member.campaign();
    expect(member.status).toMatchObject({ role: 'candidate', term: 2 });
    member.clear();
    member.pass(2 * electionTimeoutMs);
    member.grantPreVotes();

    expect(member.status).toMatchObject({ role: 'candidate', term: 3 });
    expect(member.sentOf('vote-request', B)).toMatchObject([{ term: 3 }]);
  });

  it.each([
    { size: 1, grants: 0, denials: 0, role: 'leader' },
    { size: 3, grants: 2, denials: 0, role: 'leader' },
    { size: 3, grants: 1, denials: 0, role: 'leader' },
    { size: 5, grants: 4, denials: 0, role: 'leader' },
    { size: 5, grants: 3, denials: 0, role: 'leader' },
    { size: 5, grants: 2, denials: 0, role: 'leader' },
    { size: 3, grants: 0, denials: 2, role: 'follower' },
    { size: 5, grants: 0, denials: 4, role: 'follower' },
    { size: 5, grants: 1, denials: 3, role: 'follower' },
    { size: 3, grants: 0, denials: 0, role: 'candidate' },
    { size: 5, grants: 1, denials: 0, role: 'candidate' },
    { size: 5, grants: 0, denials: 2, role: 'candidate' },
    { size: 5, grants: 0, denials: 0, role: 'candidate' },
  ] as const)(
    'of $size, a candidate with $grants votes and $denials refusals is $role',
    ({ size, grants, denials, role }) => {
      const member = new TestMember({ voters: fives.slice(0, size) });
      member.campaign();
      const votes = [...Array(grants).fill(true), ...Array(denials).fill(false)] as boolean[];
      votes.forEach((granted, position) => member.receive(others[size][position]!, voteResponse(2, granted)));

      expect(member.status).toMatchObject({ role, term: 2 });
    },
  );

  it('the same vote counted twice does not elect', () => {
    const member = new TestMember({ voters: fives });
    member.campaign();
    member.receive(B, voteResponse(2, true));
    member.receive(B, voteResponse(2, true));
    expect(member.status.role).toBe('candidate');
  });

  it.each([
    { votedFor: null, candidate: B, granted: true },
    { votedFor: null, candidate: C, granted: true },
    { votedFor: B, candidate: B, granted: true },
    { votedFor: C, candidate: C, granted: true },
    { votedFor: B, candidate: C, granted: false },
    { votedFor: C, candidate: B, granted: false },
  ])(
    'a follower that voted for $votedFor answers $granted to $candidate in that term',
    ({ votedFor, candidate, granted }) => {
      const member = new TestMember({ votedFor });
      member.receive(candidate, voteRequest(1, 1, 1));
      expect(member.sent(candidate)).toMatchObject([{ type: 'vote-response', term: 1, granted }]);
    },
  );

  it('the first to ask in a term gets the vote, the second does not, also after a restart', () => {
    const member = new TestMember();
    member.receive(B, voteRequest(2, 1, 1));
    member.receive(C, voteRequest(2, 5, 1));
    expect(member.sentOf('vote-response', B)).toMatchObject([{ granted: true }]);
    expect(member.sentOf('vote-response', C)).toMatchObject([{ granted: false }]);

    const { hardState } = member.persists[0]!;
    const restarted = new TestMember({ term: hardState!.term, votedFor: hardState!.votedFor });
    restarted.receive(C, voteRequest(2, 5, 1));
    expect(restarted.sentOf('vote-response', C)).toMatchObject([{ granted: false }]);
  });

  it.each([2, 3])('a candidate of term 2 that hears from a leader of term %i follows it', (term) => {
    const member = new TestMember();
    member.campaign();
    expect(member.status).toMatchObject({ role: 'candidate', term: 2 });
    member.receive(B, appendRequest({ term, previous: [1, 1] }));
    expect(member.status).toMatchObject({ role: 'follower', term, leader: B });
  });

  it.each(['follower', 'candidate'])('the election timeout of a %s is random over [1, 2) timeouts', (role) => {
    const waits = Array.from({ length: 400 }, (_, seed) => {
      const member = new TestMember({ random: seededRandom(seed) });
      if (role === 'candidate') member.campaign();
      else member.receive(B, appendRequest({ term: 1, previous: [1, 1] }));
      return member.wakeAt! - member.now;
    });
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(electionTimeoutMs);
    expect(Math.max(...waits)).toBeLessThan(2 * electionTimeoutMs);
    const quarters = [0, 0, 0, 0];
    for (const wait of waits) quarters[Math.floor((wait / electionTimeoutMs - 1) * 4)]! += 1;
    for (const count of quarters) expect(count).toBeGreaterThan(50);
  });

  it.each(['followers', 'candidates'])('the timeouts of %s rarely come at the same time', (role) => {
    let conflicts = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const random = seededRandom(seed);
      const wakes = fives.map((self) => {
        const member = new TestMember({ self, voters: fives, random });
        if (role === 'candidates') member.campaign();
        else member.step({ type: 'tick' });
        return member.wakeAt! - member.now;
      });
      const [first, second] = wakes.sort((a, b) => a - b);
      if (second! - first! < 10) conflicts += 1;
    }
    expect(conflicts / 200).toBeLessThan(0.3);
  });
});

describe('§5.3 Log replication', () => {
  it('a leader appends a proposal to its log and sends it to all others in parallel, beside its own disk', () => {
    const leader = TestMember.leader({ slowDisk: true });
    leader.accept(B, 2);
    leader.accept(C, 2);
    leader.clear();
    leader.propose(1);

    const expected = { type: 'append-request', term: 2, previousIndex: 2, previousTerm: 2, leaderCommit: 2 };
    for (const peer of [B, C]) {
      expect(leader.sends(peer)).toMatchObject([
        { after: null, message: { ...expected, entries: [{ index: 3, term: 2 }] } },
      ]);
    }
    expect(leader.persists).toMatchObject([{ entries: [{ index: 3 }], mustSync: true }]);
  });

  it('a leader applies an entry that a majority holds, and tells the others that it is committed', () => {
    const leader = TestMember.leader();
    leader.accept(B, 2);
    leader.accept(C, 2);
    leader.propose(1);
    leader.clear();
    leader.accept(B, 3);

    expect(leader.status).toMatchObject({ commitIndex: 3, appliedIndex: 3 });
    expect(leader.applied).toMatchObject([{ entry: { index: 3 }, disposition: 'apply' }]);
    expect(leader.sentOf('append-request', B).pop()).toMatchObject({ leaderCommit: 3 });
    leader.pass(heartbeatMs);
    expect(leader.sentOf('append-request', C).pop()).toMatchObject({ leaderCommit: 3 });
  });

  it.each([
    { size: 1, holders: 0, committed: true },
    { size: 3, holders: 0, committed: false },
    { size: 3, holders: 1, committed: true },
    { size: 3, holders: 2, committed: true },
    { size: 5, holders: 0, committed: false },
    { size: 5, holders: 1, committed: false },
    { size: 5, holders: 2, committed: true },
    { size: 5, holders: 3, committed: true },
    { size: 5, holders: 4, committed: true },
  ] as const)(
    'of $size, with $holders others holding an entry, it is committed: $committed',
    ({ size, holders, committed }) => {
      const leader = TestMember.leader({ voters: fives.slice(0, size) });
      for (const peer of others[size]) leader.accept(peer, 2);
      leader.propose(1);
      for (const peer of others[size].slice(0, holders)) leader.accept(peer, 3);
      expect(leader.status.commitIndex >= 3).toBe(committed);
    },
  );

  it.each([{ log: [1] }, { log: [1, 2] }, { log: [1, 1, 2] }, { log: [1, 1, 1, 2, 3] }])(
    'with an entry of its term a leader commits all before it, of whatever term ($log)',
    ({ log }) => {
      const leader = TestMember.leader({ log });
      expect(leader.status.commitIndex).toBe(0);
      leader.propose(1);
      leader.clear();
      leader.accept(B, log.length + 2);
      expect(leader.applied.map(({ entry: { index } }) => index)).toEqual(
        Array.from({ length: log.length + 2 }, (_, position) => position + 1),
      );
    },
  );

  it.each([1, 2, 3])('a follower applies up to %i, as its leader committed, in order', (leaderCommit) => {
    const member = new TestMember();
    const entries = [entry(2, 1), entry(3, 1)];
    member.receive(B, appendRequest({ term: 1, previous: [1, 1], entries, leaderCommit }));
    expect(member.status.commitIndex).toBe(leaderCommit);
    expect(member.applied.map(({ entry: { index } }) => index)).toEqual([1, 2, 3].slice(0, leaderCommit));
  });

  it.each([
    { previous: [0, 0], accepted: 0 },
    { previous: [1, 1], accepted: 1 },
    { previous: [2, 2], accepted: 2 },
    { previous: [2, 1], rejected: 2, hint: [1, 1] },
    { previous: [2, 4], rejected: 2, hint: [2, 2] },
    { previous: [3, 3], rejected: 3, hint: [2, 2] },
    { previous: [9, 1], rejected: 9, hint: [1, 1] },
  ] as const)('a follower with terms 1, 2 answers an append behind $previous as it must', (expected) => {
    const member = new TestMember({ log: [1, 2], commitIndex: 1 });
    member.receive(B, appendRequest({ term: 4, previous: expected.previous, round: 8 }));
    expect(member.sent(B)).toMatchObject([
      'accepted' in expected
        ? { type: 'append-accepted', matchIndex: expected.accepted, round: 8 }
        : {
            type: 'append-rejected',
            rejectedIndex: expected.rejected,
            conflictIndex: expected.hint[0],
            conflictTerm: expected.hint[1],
            round: 8,
          },
    ]);
  });

  it.each([
    { previous: [3, 2], entries: [entry(4, 3)], result: [1, 1, 2, 3], written: [4] },
    { previous: [2, 1], entries: [entry(3, 3), entry(4, 4)], result: [1, 1, 3, 4], written: [3, 4], cut: 3 },
    { previous: [1, 1], entries: [entry(2, 1)], result: [1, 1, 2], written: [] },
    { previous: [1, 1], entries: [entry(2, 3)], result: [1, 3], written: [2], cut: 2 },
    { previous: [1, 1], entries: [entry(2, 1), entry(3, 2), entry(4, 2)], result: [1, 1, 2, 2], written: [4] },
  ] as const)(
    'a follower with terms 1, 1, 2 that is sent entries behind $previous holds $result',
    ({ previous, entries, result, written, ...rest }) => {
      const member = new TestMember({ log: [1, 1, 2] });
      member.receive(B, appendRequest({ term: 4, previous, entries }));
      expect(member.logTerms).toEqual(result);
      const writes = member.persists.flatMap((persist) => persist.entries.map(({ index }) => index));
      expect(writes).toEqual(written);
      expect(member.persists.map(({ truncateFrom }) => truncateFrom).find((from) => from !== null)).toBe(
        'cut' in rest ? rest.cut : undefined,
      );
    },
  );

  it.each([
    { name: 'a', log: [1, 1, 1, 4, 4, 5, 5, 6, 6] },
    { name: 'b', log: [1, 1, 1, 4] },
    { name: 'c', log: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6] },
    { name: 'd', log: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7] },
    { name: 'e', log: [1, 1, 1, 4, 4, 4, 4] },
    { name: 'f', log: [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3] },
  ])('a leader brings follower ($name) of figure 7 to its own log', ({ log }) => {
    const leaderLog = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6];
    const [leader, follower, third] = [0, 1, 2].map(memberName) as [typeof A, typeof B, typeof C];
    const configuration = configurationOf([leader, follower, third]);
    const cluster = new SimulatedCluster({ seed: 1 });
    const restored = (terms: readonly number[], term: number) => ({
      snapshot: null,
      hardState: { epoch: 0, term: asTerm(term), votedFor: null, commitIndex: asLogIndex(0) },
      entries: logOf(terms, configuration),
    });
    cluster.addMember(leader, restored(leaderLog, 7));
    // The third member holds nothing that could win against the leader, but gives it its majority.
    cluster.addMember(third, restored([1], 7));
    while (cluster.leader() !== leader) cluster.run(1_000);
    const { term } = cluster.raft(leader).status();
    cluster.addMember(follower, restored(log, Math.max(7, term)));

    const isSame = (): boolean => {
      const terms = (id: typeof A) => cluster.member(id).disk.entries.map((held) => held.term);
      return cluster.leader() !== null && String(terms(follower)) === String(terms(leader));
    };
    expect(cluster.runUntil(isSame, 10_000)).toBe(true);
    expect(
      cluster
        .member(follower)
        .disk.entries.slice(0, 10)
        .map((held) => held.term),
    ).toEqual(leaderLog);
  });
});

describe('§5.4 Safety', () => {
  it.each([{ log: [1] }, { log: [1, 2] }, { log: [1, 1, 3] }])(
    'a vote request says where the log ends ($log)',
    ({ log }) => {
      const member = new TestMember({ log });
      member.campaign();
      const end = { term: log[log.length - 1]! + 1, lastLogIndex: log.length, lastLogTerm: log[log.length - 1] };
      for (const peer of [B, C]) expect(member.sentOf('vote-request', peer)).toMatchObject([end]);
    },
  );

  it.each([
    { log: [1], last: [1, 1], granted: true },
    { log: [1], last: [2, 1], granted: true },
    { log: [1, 1], last: [1, 1], granted: false },
    { log: [1], last: [1, 2], granted: true },
    { log: [1], last: [2, 2], granted: true },
    { log: [1, 1], last: [1, 2], granted: true },
    { log: [2], last: [1, 1], granted: false },
    { log: [2], last: [2, 1], granted: false },
    { log: [1, 2], last: [3, 1], granted: false },
  ] as const)('a voter with $log answers $granted to a candidate whose log ends at $last', ({ log, last, granted }) => {
    const member = new TestMember({ log });
    member.receive(B, voteRequest(5, last[0], last[1]));
    expect(member.sent(B)).toMatchObject([{ type: 'vote-response', term: 5, granted }]);
  });

  it.each([
    { matchIndex: 1, committed: 0 },
    { matchIndex: 2, committed: 0 },
    { matchIndex: 3, committed: 3 },
  ])(
    'a majority up to $matchIndex of terms 1, 2, 3 commits up to $committed in term 3 (figure 8)',
    ({ matchIndex, committed }) => {
      const leader = TestMember.leader({ log: [1, 2] });
      expect(leader.status.term).toBe(3);
      leader.accept(B, matchIndex);
      expect(leader.status.commitIndex).toBe(committed);
    },
  );

  it('a new leader appends a no-op, so that what it found can be committed (§8)', () => {
    const leader = TestMember.leader({ log: [1, 2] });
    expect(leader.raft.entries(asLogIndex(3), asLogIndex(3))).toMatchObject([{ kind: 'no-op', term: 3 }]);
  });
});
