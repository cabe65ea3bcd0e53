/** What a run can reach. A run of many seeds that reaches none of a kind has not tested it, and says so. */
export const coverageNames = [
  'elections',
  'pre-votes refused',
  'votes refused',
  'leaders without quorum stepped down',
  'leaders with a stalled disk stepped down',
  'two leaders at a time',
  'entries committed',
  'commits of older terms',
  'truncations',
  'configurations rolled back',
  'configuration changes',
  'joint states reached',
  'learners promoted',
  'voters demoted',
  'resting voters demoted',
  'silent voters demoted',
  'members closed in order',
  'last members closed',
  'clusters closed down to one',
  'members removed',
  'leaders removed',
  'members rejoined',
  'members replaced',
  'changes refused',
  'recoveries by a new epoch',
  'committed entries lost with a majority',
  'uncommitted entries kept by a recovery',
  'newcomers to a new epoch',
  'members returned to an old epoch',
  'old epochs that went on',
  'messages of another epoch refused',
  'transfers asked for',
  'transfers done',
  'transfers failed',
  'snapshots taken',
  'logs compacted',
  'snapshots sent',
  'snapshots failed under way',
  'snapshots installed',
  'snapshot chunks received',
  'snapshot transfers resumed',
  'snapshot chunks of a former leader',
  'snapshots replaced while being sent',
  'snapshots received for an earlier attempt',
  'restarts from a snapshot',
  'crashes',
  'crashes before a sync',
  'crashes after a sync',
  'torn writes',
  'writes lost at a crash',
  'commit hints lost at a crash',
  'restarts',
  'pauses',
  'clock jumps',
  'disk stalls',
  'messages delivered',
  'messages lost',
  'messages doubled',
  'messages overtaken',
  'connections closed',
  'partitions',
  'one-way cuts',
  'bridges',
  'isolations',
  'writes done',
  'compare-and-sets won',
  'compare-and-sets lost',
  'notes edited',
  'reads done',
  'reads by followers',
  'client timeouts',
  'retries after timeouts',
  'proposals held',
  'partial faults with progress',
  'steady leaders undisturbed',
  'register histories searched',
] as const;
export type CoverageName = (typeof coverageNames)[number];

export class Coverage {
  readonly counts: Record<CoverageName, number>;

  constructor() {
    this.counts = Object.fromEntries(coverageNames.map((name) => [name, 0])) as Record<CoverageName, number>;
  }

  count(name: CoverageName, by = 1): void {
    this.counts[name] += by;
  }

  add(other: Readonly<Record<CoverageName, number>>): void {
    for (const name of coverageNames) this.counts[name] += other[name];
  }

  missing(): CoverageName[] {
    return coverageNames.filter((name) => this.counts[name] === 0);
  }
}
