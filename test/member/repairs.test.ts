import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError, noMajorityError } from '../../src/member/errors.ts';
import { leastIntervalMs, Repairs } from '../../src/member/repairs.ts';
import type { JoinAnswer, JoinRequest, Removed } from '../../src/network/types.ts';
import { asLogIndex, asMemberId, asTerm, type ConfigurationChange, type MemberId } from '../../src/raft/types.ts';

const ana = asMemberId('12D3KooWAnaAnaAna');
const bo = asMemberId('12D3KooWBoBoBo');
const chen = asMemberId('12D3KooWChenChen');
const approval: JoinAnswer = {
  type: 'approved',
  clusterId: 'c'.repeat(32),
  clusterName: 'Field team',
  configurationIndex: asLogIndex(9),
  term: asTerm(2),
  members: [],
};
const removal: Removed = { type: 'removed', by: 'Bo', atMs: 7, index: asLogIndex(5) };
const request = (via: MemberId): JoinRequest => ({
  peer: chen,
  name: 'Chen',
  addresses: [],
  via,
  isRepair: true,
  code: null,
});

/** Ana, who is asked, and the cluster as she sees it. */
let members: Set<MemberId>;
/** Who was in before a recovery. */
let former: Set<MemberId>;
let done: string[];
let nowMs: number;
/** What the change of that kind fails with. */
let failing: Map<ConfigurationChange['type'], Error>;
let repairs: Repairs;
beforeEach(() => {
  members = new Set([ana, bo, chen]);
  former = new Set();
  done = [];
  nowMs = 1_000_000;
  failing = new Map();
  repairs = new Repairs({
    read: () => {
      done.push('read');
      return Promise.resolve();
    },
    change: ([change]) => {
      if (change === undefined) throw new Error('no change');
      const error = failing.get(change.type);
      if (error !== undefined) return Promise.reject(error);
      done.push(change.type);
      if (change.type === 'remove') {
        members.delete(change.member);
        repairs.removed(change.member, ana);
      } else {
        members.add(change.member);
        repairs.admitted(change.member);
      }
      return Promise.resolve();
    },
    isMember: (peer) => members.has(peer),
    isIn: (peer) => members.has(peer),
    mayReturn: (peer) => former.has(peer),
    removalOf: () => removal,
    approval: () => approval,
    tell: () => done.push('tell'),
    introduce: () => done.push('introduce'),
    clock: () => nowMs,
  });
});

describe('A member that lost its log', () => {
  it('is taken out and let in anew, after the others know that it asked', async () => {
    expect(await repairs.asked(request(ana))).toEqual(approval);
    expect(done).toEqual(['read', 'tell', 'remove', 'add-learner', 'introduce', 'read']);
  });

  it('hears that it was removed, and comes back by no repair', async () => {
    members.delete(chen);
    expect(await repairs.asked(request(ana))).toEqual(removal);
    expect(done).toEqual(['read']);
  });

  it('comes back into a cluster that was recovered without it', async () => {
    members.delete(chen);
    former.add(chen);
    expect(await repairs.asked(request(ana))).toEqual(approval);
    expect(done).toEqual(['read', 'tell', 'add-learner', 'introduce', 'read']);
  });

  it('hears that the others are too few, and nothing is changed', async () => {
    failing.set('remove', noMajorityError());
    expect(await repairs.asked(request(ana))).toEqual({ type: 'unavailable', reason: 'no-majority' });
    expect(members.has(chen)).toBe(true);
    failing.set('remove', new ApiError('busy', 'another change'));
    expect(await repairs.asked(request(ana))).toEqual({ type: 'unavailable', reason: 'busy' });
  });

  it('is let in by another if the one that took it out is gone', async () => {
    repairs.heard(request(bo));
    members.delete(chen);
    repairs.removed(chen, bo);
    expect(await repairs.asked(request(ana))).toEqual(approval);
    expect(done).toEqual(['read', 'add-learner', 'introduce', 'read']);
  });

  it('is let in by the one that took it out, if it comes again', async () => {
    failing.set('add-learner', noMajorityError());
    expect(await repairs.asked(request(ana))).toEqual({ type: 'unavailable', reason: 'no-majority' });
    failing.clear();
    expect(await repairs.asked(request(ana))).toEqual(approval);
    expect(done.filter((step) => step === 'remove')).toHaveLength(1);
  });

  it('stays out if someone else wanted it out meanwhile', async () => {
    repairs.heard(request(bo));
    members.delete(chen);
    repairs.removed(chen, ana);
    expect(await repairs.asked(request(ana))).toEqual(removal);
  });

  it('is let in one at a time, and not again at once', async () => {
    const first = repairs.asked(request(ana));
    expect(await repairs.asked(request(ana))).toEqual({ type: 'unavailable', reason: 'busy' });
    expect(await first).toEqual(approval);
    nowMs += leastIntervalMs - 1;
    expect(await repairs.asked(request(ana))).toEqual({ type: 'unavailable', reason: 'busy' });
    nowMs += 1;
    expect(await repairs.asked(request(ana))).toEqual(approval);
  });

  it('is not let in again at once by another member either', async () => {
    repairs.heard(request(bo));
    repairs.admitted(chen);
    expect(await repairs.asked(request(ana))).toEqual({ type: 'unavailable', reason: 'busy' });
    expect(done).toEqual([]);
  });

  it('is taken out by one member at a time: a late removal would hit its next life', async () => {
    repairs.heard(request(bo));
    expect(await repairs.asked(request(ana))).toEqual({ type: 'unavailable', reason: 'busy' });
    nowMs += 20_000;
    expect(await repairs.asked(request(ana))).toEqual(approval);
  });

  it('waits for nobody that joined a moment ago', async () => {
    repairs.admitted(chen);
    expect(await repairs.asked(request(ana))).toEqual(approval);
  });
});
