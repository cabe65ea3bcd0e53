import { z } from 'zod';

const count = z.int().min(0);

const fork = z.strictObject({
  from: count,
  committed: count,
  terms: z.array(z.tuple([z.int().min(1), count])).max(100),
  last: count,
});

/** As it is read from `member.json` and from the notes. */
export const recoveryFacts = z.strictObject({
  epoch: count,
  by: z.string().max(120),
  byName: z.string().max(80),
  atMs: count,
  former: z.array(z.string().max(120)).max(64),
  forks: z.array(fork).min(1).max(8),
});

/**
 * Up to `last`, the log is that of one member of epoch `from`, who knew it to be committed up to `committed`. `terms`: from
 * which entry on it had each term, ascending; of a long history only the newest.
 */
export interface Fork {
  readonly from: number;
  readonly committed: number;
  readonly terms: readonly (readonly [term: number, from: number])[];
  readonly last: number;
}

/** What all members keep of the recovery that their epoch began with. */
export interface RecoveryFacts {
  readonly epoch: number;
  /** The laptop that went on, and what it was called. */
  readonly by: string;
  readonly byName: string;
  /** Milliseconds since 1970, on its clock. */
  readonly atMs: number;
  /** Who was in the cluster before, and has not come back. */
  readonly former: readonly string[];
  /** Where this log left that of the epoch before, and that one the one before it; the last first. */
  readonly forks: readonly Fork[];
}
