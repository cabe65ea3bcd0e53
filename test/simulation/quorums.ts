import type { Configuration, MemberId } from '../../src/raft/types.ts';

/** Written again from the paper, naively, so that a mistake in the core's own arithmetic shows. */

export function isQuorum(configuration: Configuration, has: (member: MemberId) => boolean): boolean {
  const { voters, votersOutgoing } = configuration;
  return isMajority(voters, has) && (votersOutgoing.length === 0 || isMajority(votersOutgoing, has));
}

export function membersOf({ voters, votersOutgoing, learners }: Configuration): MemberId[] {
  return [...new Set([...voters, ...votersOutgoing, ...learners])];
}

export function isJoint(configuration: Configuration): boolean {
  return configuration.votersOutgoing.length > 0;
}

/** Whether every set that decides under the one shares a member with every set that decides under the other. */
export function quorumsIntersect(a: Configuration, b: Configuration): boolean {
  const everyone = [...new Set([...a.voters, ...a.votersOutgoing, ...b.voters, ...b.votersOutgoing])];
  for (let set = 0; set < 2 ** everyone.length; set += 1) {
    const isIn = (member: MemberId): boolean => ((set >>> everyone.indexOf(member)) & 1) === 1;
    if (isQuorum(a, isIn) && isQuorum(b, (member) => !isIn(member))) return false;
  }
  return true;
}

function isMajority(members: readonly MemberId[], has: (member: MemberId) => boolean): boolean {
  let count = 0;
  for (const member of members) if (has(member)) count += 1;
  return count * 2 > members.length;
}
