import { describe, expect, it } from 'vitest';
import { Trust } from '../../src/member/trust.ts';
import { asLogIndex, asMemberId, type Configuration } from '../../src/raft/types.ts';

const [ana, bo, chen, dana] = ['Ana', 'Bo', 'Chen', 'Dana'].map(asMemberId) as [never, never, never, never];
const of = (...voters: readonly never[]): Configuration => ({ voters, votersOutgoing: [], learners: [], demoted: [] });
const named = (configurationIndex: number, ...members: readonly never[]) => ({
  configurationIndex,
  members: members.map((member) => ({ member, name: String(member), addresses: [] })),
});

describe('who is let in', () => {
  it('is whoever the configuration names, and nobody else', () => {
    const trust = new Trust(ana, null);
    trust.configured(of(ana, bo), asLogIndex(3));
    expect(trust.standing(bo)).toEqual({ type: 'member' });
    expect(trust.standing(chen)).toEqual({ type: 'stranger' });
    expect([...trust.peers().keys()]).toEqual([bo]);
  });

  it('was in already only with a vote, or by a committed configuration: else it is being let in at this moment', () => {
    const trust = new Trust(ana, null);
    trust.configured(of(ana, bo), asLogIndex(3));
    trust.committed(of(ana, bo));
    trust.configured({ ...of(ana, bo), learners: [chen] }, asLogIndex(5));
    expect([bo, chen, dana].map((member) => trust.isIn(member))).toEqual([true, false, false]);
    trust.committed({ ...of(ana, bo), learners: [chen] });
    expect(trust.isIn(chen)).toBe(true);
    trust.configured({ ...of(ana, bo, dana), votersOutgoing: [ana, bo] }, asLogIndex(7));
    expect(trust.isIn(dana)).toBe(true);
  });

  it('is a member being removed until that is committed: it must hear so', () => {
    const trust = new Trust(ana, null);
    trust.configured(of(ana, bo, chen), asLogIndex(3));
    trust.committed(of(ana, bo, chen));
    trust.configured(of(ana, bo), asLogIndex(5));
    expect(trust.standing(chen)).toEqual({ type: 'member' });
    trust.committed(of(ana, bo));
    trust.removed(chen, { type: 'removed', by: 'Bo', atMs: 1, index: asLogIndex(5) });
    expect(trust.standing(chen)).toMatchObject({ type: 'removed', by: 'Bo' });
    expect([...trust.peers().keys()]).toEqual([bo]);
  });

  it('is a leader that joined while this laptop was away, once a member has named it, until the log says who is in', () => {
    const trust = new Trust(ana, null);
    trust.configured(of(ana, bo), asLogIndex(3));
    expect(trust.introduced(named(9, ana, bo, dana))).toBe(true);
    expect(trust.standing(dana)).toEqual({ type: 'member' });
    trust.configured(of(ana, bo), asLogIndex(9));
    expect(trust.standing(dana)).toEqual({ type: 'stranger' });
  });

  it('does not go by a member that knows less than this laptop', () => {
    const trust = new Trust(ana, null);
    trust.configured(of(ana, bo), asLogIndex(9));
    expect(trust.introduced(named(5, ana, bo, dana))).toBe(false);
    expect(trust.standing(dana)).toEqual({ type: 'stranger' });
  });
});

describe('being told of one’s own removal', () => {
  it('is news if it comes after all that this laptop knows of being in', () => {
    const trust = new Trust(ana, null);
    trust.configured(of(ana, bo), asLogIndex(5));
    expect(trust.isNewRemoval(6)).toBe(true);
  });

  it('is no news from before it was let in again, told by a member that is behind', () => {
    const back = new Trust(ana, named(8, ana, bo));
    expect(back.isNewRemoval(6)).toBe(false);
    back.configured(of(ana, bo), asLogIndex(8));
    expect(back.isNewRemoval(6)).toBe(false);
    expect(back.isNewRemoval(8)).toBe(false);
  });

  it('is news if the removal itself is the last that this laptop has in its log', () => {
    const trust = new Trust(ana, null);
    trust.configured(of(bo), asLogIndex(6));
    expect(trust.isNewRemoval(6)).toBe(true);
  });
});
