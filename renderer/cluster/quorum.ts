import type { MemberLine } from '../../src/api/contract.ts';

type Voter = Pick<MemberLine, 'vote' | 'self' | 'connected'>;

/**
 * Who decides alone while all others have closed or are away; null: nobody does, or there is nobody else. What it writes
 * is on its disk only.
 */
export function loneVoter<Line extends Voter>(members: readonly Line[]): Line | null {
  const [voter, ...otherVoters] = members.filter((each) => each.vote);
  return voter === undefined || otherVoters.length > 0 || members.length === 1 ? null : voter;
}

/**
 * How many of the voters that can be reached may vanish before the rest is no majority of all voters any more.
 * Negative: it is none now.
 */
export function spareVoters(members: readonly Voter[]): number {
  const voters = members.filter((each) => each.vote);
  const majority = Math.floor(voters.length / 2) + 1;
  return voters.filter((each) => each.self || each.connected).length - majority;
}

/** Why what is written now reaches no majority. */
export type Hindrance = 'no-leader' | 'leader-unreachable' | 'no-room';

/** Null: it does reach one. */
export function hindranceOf(cluster: {
  readonly writable: boolean;
  readonly leader: string | null;
  readonly members: readonly Pick<MemberLine, 'member' | 'self' | 'connected'>[];
}): Hindrance | null {
  const { writable, leader, members } = cluster;
  if (writable) return null;
  if (leader === null) return 'no-leader';
  const isReached = members.some(({ member, self, connected }) => member === leader && (self || connected));
  return isReached ? 'no-room' : 'leader-unreachable';
}
