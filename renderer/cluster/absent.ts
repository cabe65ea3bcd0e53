import type { MemberLine } from '../../src/api/contract.ts';

/** The names of those who are not there, by why. */
export interface Absent {
  readonly resting: readonly string[];
  readonly silent: readonly string[];
  /** They vote, so a majority is counted with them. */
  readonly missing: readonly string[];
}

export function absent(members: readonly MemberLine[], nameOf: (member: string) => string): Absent {
  const away = members.filter((each) => !each.self && !each.connected);
  const named = (isOne: (line: MemberLine) => boolean): string[] =>
    away.filter(isOne).map(({ member }) => nameOf(member));
  return {
    resting: named((each) => each.demotedFor === 'resting'),
    silent: named((each) => each.demotedFor === 'silent'),
    missing: named((each) => each.vote),
  };
}
