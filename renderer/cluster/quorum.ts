import type { MemberLine } from '../../src/api/contract.ts';

/**
 * How many of the voters that can be reached may vanish before the rest is no majority of all voters any more.
 * Negative: it is none now.
 */
export function spareVoters(members: readonly Pick<MemberLine, 'vote' | 'self' | 'connected'>[]): number {
  const voters = members.filter((each) => each.vote);
  const majority = Math.floor(voters.length / 2) + 1;
  return voters.filter((each) => each.self || each.connected).length - majority;
}
