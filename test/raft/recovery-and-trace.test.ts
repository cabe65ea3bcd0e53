import { describe, expect, it } from 'vitest';
import { Raft, emptyRestored, recoverFromLostMajority } from '../../src/raft/raft.ts';
import { asEventId, asLogIndex, asSequence, asTerm } from '../../src/raft/types.ts';
import type { Effect, Input, LogEntry, ProposedCommand, Restored } from '../../src/raft/types.ts';
import { A, B, C, TestMember, appendRequest, configurationOf, entry, logOf, preVoteRequest, timing } from './member.ts';

const lost: Restored = {
  hardState: { epoch: 0, term: asTerm(4), votedFor: B, commitIndex: asLogIndex(2) },
  snapshot: null,
  entries: logOf([1, 1, 3], configurationOf([A, B, B])),
};

const command = (session: number, number: number): ProposedCommand => ({
  sequence: asSequence(session * 2 ** 32 + number),
  payload: new Uint8Array(),
});

describe('Recovery from a lost majority', () => {
  it('is one entry in a new term and a new epoch, behind all that the log holds', () => {
    expect(recoverFromLostMajority(A, lost, () => 0)).toEqual({
      hardState: { epoch: 1, term: 5, votedFor: A, commitIndex: 4 },
      resetTo: null,
      entry: {
        kind: 'configuration',
        index: 4,
        term: 5,
        configuration: configurationOf([A]),
        changes: [{ type: 'recover', member: A }],
        requestedBy: A,
      },
    });
  });

  it('apart from another one of the same cluster is in an epoch of its own', () => {
    const [here, there] = [A, B].map((self, i) => recoverFromLostMajority(self, lost, () => (i + 1) / 3));
    expect(here?.hardState.epoch).not.toBe(there?.hardState.epoch);
    expect(Number.isSafeInteger(recoverFromLostMajority(A, lost, () => 1 - 2 ** -53).hardState.epoch)).toBe(true);
  });

  it('goes on behind a snapshot that came when the log had not yet given way to it', () => {
    const snapshot = {
      index: asLogIndex(3),
      term: asTerm(4),
      configuration: configurationOf([A, B]),
      configurationIndex: asLogIndex(1),
      sessions: [],
    };
    const { resetTo, entry: recovered, hardState } = recoverFromLostMajority(A, { ...lost, snapshot }, () => 0);
    expect(resetTo).toEqual({ index: 3, term: 4 });
    expect(recovered.index).toBe(4);
    // With the old entries still there, a restart would take the whole log for one that the snapshot replaces.
    const restored = { hardState, snapshot, entries: [recovered] };
    const raft = new Raft({ self: A, random: () => 0, timing, restored, now: 0 });
    expect(raft.status()).toMatchObject({ epoch: 1, commitIndex: 4, configuration: configurationOf([A]) });
  });

  it('lets the member lead alone at once, with everything applied', () => {
    const { hardState, entry: recovered } = recoverFromLostMajority(A, lost, () => 0);
    const restored = { hardState, snapshot: null, entries: [...lost.entries, recovered] };
    const raft = new Raft({ self: A, random: () => 0, timing, restored, now: 0 });
    raft.step({ type: 'tick' }, 0);
    expect(raft.status()).toMatchObject({ epoch: 1, appliedIndex: 4 });
    const [persist] = raft.step({ type: 'tick' }, 0).effects.filter(({ type }) => type === 'persist');
    expect(persist).toBe(undefined);
    expect(raft.status().role).toBe('candidate');
  });

  it('takes own commands in a new session, and never those behind one that was lost', () => {
    const applied: LogEntry = { kind: 'command', index: asLogIndex(3), term: asTerm(3), member: A, ...command(1, 1) };
    const entries = [...lost.entries.slice(0, 2), applied];
    const { hardState, entry: recovered } = recoverFromLostMajority(A, { ...lost, entries }, () => 0);
    const waitingBehind = (proposed: ProposedCommand): number => {
      const restored = { hardState, snapshot: null, entries: [...entries, recovered] };
      const raft = new Raft({ self: A, random: () => 0, timing, restored, now: 0 });
      const inputs: Input[] = [{ type: 'tick' }, { type: 'propose', commands: [proposed] }];
      for (let input = inputs.shift(); input !== undefined; input = inputs.shift()) {
        for (const effect of raft.step(input, 0).effects)
          if (effect.type === 'persist') inputs.push({ type: 'persisted', persistId: effect.persistId });
      }
      expect(raft.status().role).toBe('leader');
      return raft.status().waitingProposals;
    };
    expect(waitingBehind(command(1, 2))).toBe(0);
    // The second was applied here, and its entry lost with the majority.
    expect(waitingBehind(command(1, 3))).toBe(1);
    expect(waitingBehind(command(2, 1))).toBe(0);
  });
});

describe('A message of another epoch', () => {
  it('is not listened to, whether older or newer, and is reported', () => {
    const member = new TestMember();
    for (const epoch of [1, 7]) {
      member.receive(B, appendRequest({ term: 9, previous: [1, 1] }), epoch);
      member.receive(B, preVoteRequest(9, 9, 9), epoch);
    }
    expect(member.status).toMatchObject({ epoch: 0, term: 1, leader: null });
    expect(member.sent()).toEqual([]);
    expect(member.traces('other-epoch')[0]).toEqual({ type: 'other-epoch', from: B, epoch: 1, own: 0 });
  });

  it('is taken over, durably and before any answer, by a newcomer without a history, and only once', () => {
    const raft = new Raft({ self: A, random: () => 0, timing, restored: emptyRestored, now: 0 });
    const receive = (epoch: number, term: number): readonly Effect[] => {
      const body = appendRequest({ term, entries: [entry(1, term)] });
      return raft.step({ type: 'message', from: B, message: { ...body, epoch, event: asEventId(1) } }, 0).effects;
    };
    const effects = receive(2, 3);
    expect(effects.slice(0, 2)).toMatchObject([
      { type: 'persist', hardState: { epoch: 2, term: 3 } },
      { type: 'send', after: 1 },
    ]);
    receive(3, 4);
    expect(raft.status()).toMatchObject({ epoch: 2, term: 3 });
  });

  it('leaves a newcomer without the leader that it had in the older epoch, even if the terms have the same number', () => {
    const member = new TestMember({ log: [] });
    member.receive(B, appendRequest({ term: 3, previous: [5, 2] }), 0);
    expect(member.status).toMatchObject({ epoch: 0, leader: B });
    member.receive(C, appendRequest({ term: 3, entries: [entry(1, 3)] }), 1);
    expect(member.status).toMatchObject({ epoch: 1, leader: C, lastIndex: 1 });
    expect(member.traces('rejected-message')).toEqual([]);
  });

  it('is not taken over while a snapshot of the older epoch is on its way, which would become its history', () => {
    const member = new TestMember({ log: [] });
    const snapshot = {
      index: asLogIndex(5),
      term: asTerm(2),
      configuration: configurationOf([B]),
      configurationIndex: asLogIndex(1),
      sessions: [],
    };
    member.receive(B, { type: 'snapshot-offer', term: asTerm(3), snapshot, session: 1, round: 1 }, 0);
    member.receive(C, appendRequest({ term: 9, entries: [entry(1, 9)] }), 1);
    expect(member.status).toMatchObject({ epoch: 0, leader: B, lastIndex: 0 });
  });
});

describe('Every event', () => {
  const step = (traceSteps: boolean) => {
    const restored = { ...lost, entries: logOf([1], configurationOf([A, B])) };
    const raft = new Raft({ self: A, random: () => 0, timing, restored, now: 0, traceSteps });
    const body = appendRequest({ term: 4, previous: [1, 1], entries: [entry(2, 4)] });
    return raft.step({ type: 'message', from: B, message: { ...body, epoch: 0, event: asEventId(77) } }, 0).effects;
  };
  const traces = (effects: readonly Effect[]) => effects.flatMap((effect) => (effect.type === 'trace' ? [effect] : []));

  it('names the first one of its step as its cause, and a message names the event that it is', () => {
    const effects = step(true);
    const [first, ...others] = traces(effects);
    expect(first).toMatchObject({ id: 1, cause: null, event: { type: 'message-received', from: B, sent: 77 } });
    for (const { cause } of others) expect(cause).toBe(1);
    const sent = effects.flatMap((effect) => (effect.type === 'send' ? [effect.message.event] : []));
    expect(sent).toEqual(traces(effects).flatMap(({ id, event }) => (event.type === 'message-sent' ? [id] : [])));
    expect(others.map(({ event }) => event.type)).toContain('append');
  });

  it('has the same number whether steps are traced or not', () => {
    const numbered = new Map(traces(step(true)).map(({ id, event }) => [id, event]));
    for (const { id, event } of traces(step(false))) expect(numbered.get(id)).toEqual(event);
  });
});
