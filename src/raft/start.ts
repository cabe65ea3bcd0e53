import { asLogIndex, asPersistId, asTerm } from './types.ts';
import { emptyConfiguration, changed } from './configuration.ts';
import { Log } from './log.ts';
import type { ConfigurationEntry, HardState, LogPosition, MemberId, Restored } from './types.ts';

/** What a member starts from that founds a cluster: a committed configuration of itself alone. */
export function createCluster(self: MemberId): Restored & { readonly entries: readonly ConfigurationEntry[] } {
  const index = asLogIndex(1);
  const term = asTerm(1);
  return {
    hardState: { epoch: 0, term, votedFor: self, commitIndex: index },
    snapshot: null,
    entries: [
      {
        kind: 'configuration',
        index,
        term,
        configuration: { ...emptyConfiguration, voters: [self] },
        changes: [{ type: 'create', member: self }],
        requestedBy: self,
      },
    ],
  };
}

/** What a newcomer starts from, who waits for a leader to bring it the log. */
export const emptyRestored: Restored = {
  hardState: { epoch: 0, term: asTerm(0), votedFor: null, commitIndex: asLogIndex(0) },
  snapshot: null,
  entries: [],
};

/** What `recoverFromLostMajority` adds to a member's disk, as one durable write, before it starts again. */
export interface Recovery {
  readonly hardState: HardState;
  /** If not null, the log on the disk does not fit the snapshot there: it is forgotten, and goes on behind that entry. */
  readonly resetTo: LogPosition | null;
  readonly entry: ConfigurationEntry;
}

/**
 * The majority is lost for good: this member goes on alone with what its log holds, all of which counts as committed
 * from here on. What only the lost members held is gone, and what was not committed yet may now be. A person decides
 * this. The new epoch keeps members of the old one, should they turn up again, from mixing with this one: they have to
 * come back as newcomers, with an empty log. Its number is drawn, for two members that are recovered apart from each
 * other must not meet in the same epoch.
 *
 * The driver begins a new session with it: an own command may have been applied here by an entry that only the lost
 * members had on their disks yet. It is lost, and what came behind it in its session is never taken.
 *
 * @param random uniform in [0, 1)
 */
export function recoverFromLostMajority(
  self: MemberId,
  { hardState, snapshot, entries }: Restored,
  random: () => number,
): Recovery {
  const log = new Log(entries, snapshot);
  const { resetTo } = log.takeUnwritten(asPersistId(0));
  const index = asLogIndex(log.lastIndex + 1);
  const term = asTerm(Math.max(hardState.term, log.lastTerm) + 1);
  const change = { type: 'recover', member: self } as const;
  const configuration = changed(emptyConfiguration, [change]);
  return {
    hardState: {
      epoch: hardState.epoch + 1 + Math.floor(random() * epochSpread),
      term,
      votedFor: self,
      commitIndex: index,
    },
    resetTo,
    entry: { kind: 'configuration', index, term, configuration, changes: [change], requestedBy: self },
  };
}

/** Large enough that two draws hardly ever meet, and small enough for thousands of recoveries within a safe integer. */
const epochSpread = 2 ** 40;
