import { asLogIndex, asTerm } from './types.ts';
import type { MemberId, Restored } from './types.ts';

/** What a member starts from that founds a cluster: a committed configuration of itself alone. */
export function createCluster(self: MemberId): Restored {
  const index = asLogIndex(1);
  const term = asTerm(1);
  return {
    hardState: { term, votedFor: self, commitIndex: index },
    entries: [
      {
        kind: 'configuration',
        index,
        term,
        configuration: { voters: [self], learners: [] },
        change: { type: 'create', member: self },
        requestedBy: self,
      },
    ],
  };
}

/** What a newcomer starts from, who waits for a leader to bring it the log. */
export const emptyRestored: Restored = {
  hardState: { term: asTerm(0), votedFor: null, commitIndex: asLogIndex(0) },
  entries: [],
};
