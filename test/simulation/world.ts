import type { Random } from './random.ts';

/** What a seed may switch on. Each seed takes a random set of them, and draws how often each strikes. */
export const faultKinds = [
  'loss',
  'duplication',
  'reordering',
  'slow-network',
  'partition',
  'one-way',
  'bridge',
  'isolation',
  'disconnect',
  'slow-disk',
  'disk-stall',
  'crash',
  'crash-at-persist',
  'torn-write',
  'pause',
  'clock-drift',
  'clock-jump',
  'membership',
  'rejoin',
  'replacement',
  'transfer',
  'rest',
  'snapshot',
  'recovery',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** How one seed's world behaves. Times in milliseconds, pairs are from the least to the most. */
export interface World {
  readonly members: number;
  readonly faults: ReadonlySet<FaultKind>;
  readonly heartbeatMs: number;
  readonly electionTimeoutMs: number;
  readonly awayMs: number;
  readonly delayMs: readonly [number, number];
  readonly loss: number;
  readonly duplication: number;
  /** The second copy of a message comes up to this much later. */
  readonly lateCopyMs: number;
  readonly reordering: number;
  readonly diskMs: readonly [number, number];
  /** How many writes share a sync at the most. */
  readonly groupCommit: number;
  /** Clocks run between 1 / (1 + drift) and 1 + drift times as fast as true time. */
  readonly drift: number;
  /** True time between two things that people or faults do, on average. */
  readonly clientGapMs: number;
  readonly faultGapMs: number;
  readonly registers: number;
  readonly clientTimeoutMs: number;
  /** Entries between two snapshots of a member, and how many are kept behind one. */
  readonly snapshotEveryEntries: number;
  readonly keptEntries: number;
  /** The size in bytes of one piece of a snapshot under way. */
  readonly chunkBytes: number;
  readonly hasPartialFault: boolean;
  /** A run that takes more than that many has lost its way. */
  readonly mostEvents: number;
}

export function drawWorld(random: Random, fewestMembers: number, mostMembers: number, steps: number): World {
  // Some seeds see one or two kinds of fault only: what many faults together hide, one alone may show.
  const share = random.pick([0.1, 0.25, 0.5, 0.75, 1]);
  const faults = new Set(faultKinds.filter(() => random.chance(share)));
  // A lost majority changes all that follows: most seeds go without.
  if (random.chance(0.5)) faults.delete('recovery');
  // Those that join two epochs at a time are in the most danger while they are brought a snapshot.
  else if (faults.has('recovery') && random.chance(0.7)) faults.add('snapshot');
  const electionTimeoutMs = random.pick([120, 200, 400]);
  const rate = (kind: FaultKind, most: number): number => {
    const drawn = random.leaning(0.005, most);
    return faults.has(kind) ? drawn : 0;
  };
  // Who comes back under an old name is in danger from what was said to its earlier life, and only from that.
  const duplication = faults.has('rejoin') ? Math.max(0.1, rate('duplication', 0.3)) : rate('duplication', 0.3);
  const slowest = random.pick([20, 60, 150]);
  const slowestDisk = random.pick([20, 60, 200]);
  return {
    members: fewestMembers + random.below(mostMembers - fewestMembers + 1),
    faults,
    heartbeatMs: electionTimeoutMs / random.pick([3, 4, 5]),
    electionTimeoutMs,
    awayMs: electionTimeoutMs * random.pick([2, 5, 20]),
    delayMs: [0.3, faults.has('slow-network') ? slowest : random.pick([2, 8])],
    loss: rate('loss', 0.3),
    duplication,
    lateCopyMs: random.pick(faults.has('rejoin') ? [300, 3000] : [20, 300, 3000]),
    reordering: rate('reordering', 0.5),
    diskMs: [0.2, faults.has('slow-disk') ? slowestDisk : random.pick([2, 8])],
    groupCommit: random.pick([1, 4, 100]),
    drift: rate('clock-drift', 0.5),
    clientGapMs: random.leaning(4, 120),
    faultGapMs: random.leaning(30, 600),
    registers: random.pick([1, 2, 4]),
    clientTimeoutMs: random.pick([200, 600, 2000]),
    snapshotEveryEntries: random.pick([5, 20, 60]),
    keptEntries: random.pick([0, 3, 20]),
    chunkBytes: random.pick([100, 400, 2000]),
    hasPartialFault: random.chance(0.5),
    mostEvents: 20 * steps + 100_000,
  };
}
