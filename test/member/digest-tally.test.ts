import { describe, expect, it } from 'vitest';
import { DigestTally } from '../../src/member/digest-tally.ts';
import { asMemberId, type Configuration } from '../../src/raft/types.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(asMemberId) as [
  ReturnType<typeof asMemberId>,
  ...ReturnType<typeof asMemberId>[],
];
const of = (...voters: (typeof a)[]): Configuration => ({ voters, learners: [d!], votersOutgoing: [], demoted: [] });
const three = of(a, b!, c!);

describe('What members report of their notes', () => {
  it('is decided by a majority of the voters, whoever reported first', () => {
    const tally = new DigestTally();
    tally.report(a, 'wrong');
    tally.report(d!, 'wrong'); // a learner has no voice
    expect(tally.verdict(three)).toEqual({ type: 'open' });
    tally.report(b!, 'right');
    expect(tally.verdict(three)).toEqual({ type: 'open' });
    expect(tally.differs).toBe(true);
    tally.report(c!, 'right');
    expect(tally.verdict(three)).toEqual({ type: 'agreed', digest: 'right' });
  });

  it('is disputed as soon as no digest can have a majority any more', () => {
    const two = new DigestTally();
    two.report(a, 'one');
    expect(two.verdict(of(a, b!))).toEqual({ type: 'open' });
    two.report(b!, 'other');
    expect(two.verdict(of(a, b!))).toEqual({ type: 'disputed' });
    const all = new DigestTally();
    for (const [member, digest] of [
      [a, '1'],
      [b!, '2'],
      [c!, '3'],
    ] as const)
      all.report(member, digest);
    expect(all.verdict(three)).toEqual({ type: 'disputed' });
  });

  it('stays decided: who reports something else later differs', () => {
    const tally = new DigestTally();
    for (const member of [a, b!]) tally.report(member, 'right');
    expect(tally.verdict(of(a, b!))).toEqual({ type: 'agreed', digest: 'right' });
    tally.report(b!, 'wrong');
    expect(tally.verdict(of(a, b!))).toEqual({ type: 'agreed', digest: 'right' });
  });

  it('takes both majorities while membership changes', () => {
    const joint: Configuration = { voters: [a, b!, c!], votersOutgoing: [a, d!], learners: [], demoted: [] };
    const tally = new DigestTally();
    for (const member of [a, b!]) tally.report(member, 'right');
    expect(tally.verdict(joint)).toEqual({ type: 'open' });
    tally.report(d!, 'right');
    expect(tally.verdict(joint)).toMatchObject({ type: 'agreed' });
  });
});
