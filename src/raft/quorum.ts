import type { MemberId } from './types.ts';

export type VoteOutcome = 'won' | 'lost' | 'pending';

/** A rule that says which sets of members may decide. Any two sets that may decide share a member. */
export interface Quorum {
  /**
   * The largest number that a deciding set has reached, given what each member has reached: a log index for
   * committing, a round for reads, a time for CheckQuorum.
   */
  agreed(reachedBy: (member: MemberId) => number): number;
  /** How an election stands, given each member's vote (undefined: not yet answered). */
  outcome(voteOf: (member: MemberId) => boolean | undefined): VoteOutcome;
}

/**
 * More than half of the members decide (§5.2). No members decide everything at once (infinity, won), so that a joint
 * quorum (§6) will be no more than the minimum of two majorities.
 */
export function majority(members: readonly MemberId[]): Quorum {
  const needed = Math.floor(members.length / 2) + 1;
  return {
    agreed(reachedBy) {
      if (members.length === 0) return Infinity;
      // Few members, and a leader asks several times in each step: sorting with a comparison of its own takes longer.
      const descending: number[] = [];
      for (const member of members) {
        const reached = reachedBy(member);
        let at = descending.length;
        for (; at > 0 && (descending[at - 1] ?? 0) < reached; at -= 1) descending[at] = descending[at - 1] ?? 0;
        descending[at] = reached;
      }
      return descending[needed - 1] ?? -Infinity;
    },
    outcome(voteOf) {
      if (members.length === 0) return 'won';
      const votes = members.map(voteOf);
      const granted = votes.filter((vote) => vote === true).length;
      const unanswered = votes.filter((vote) => vote === undefined).length;
      if (granted >= needed) return 'won';
      return granted + unanswered >= needed ? 'pending' : 'lost';
    },
  };
}

/** Both decide together (joint consensus, §6): what one of them alone could decide is not decided. */
export function joint(one: Quorum, other: Quorum): Quorum {
  return {
    agreed: (reachedBy) => Math.min(one.agreed(reachedBy), other.agreed(reachedBy)),
    outcome(voteOf) {
      const outcomes = [one.outcome(voteOf), other.outcome(voteOf)];
      if (outcomes.includes('lost')) return 'lost';
      return outcomes.includes('pending') ? 'pending' : 'won';
    },
  };
}
