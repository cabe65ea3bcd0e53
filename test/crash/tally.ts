/** What a kill can hit. A long run that never hits one of a kind has not tested it, and says so. */
export const hits = [
  'a leader',
  'a follower',
  'one that knew of no leader',
  'one that was starting, before it had its folder',
  'one that was opening its files and applying its log again',
  'one that had just acknowledged a write',
  'one with writes that were not acknowledged yet',
  'one with kept edits that were not on a majority yet',
  'a snapshot being written',
  'a snapshot being received',
  'a segment being begun',
  'segments being dropped',
  'two at once',
  'all at once',
] as const;
export type Hit = (typeof hits)[number];

export class Tally {
  kills = 0;
  starts = 0;
  snapshotsReceived = 0;
  /** Times that the cluster was let come to rest and everything was looked for. */
  checks = 0;
  acknowledged = { committed: 0, kept: 0, registers: 0 };
  /** Writes whose caller never heard. */
  unheard = 0;
  readonly #hits = new Map<Hit, number>();

  hit(what: Hit): void {
    this.#hits.set(what, (this.#hits.get(what) ?? 0) + 1);
  }

  missing(): Hit[] {
    return hits.filter((what) => !this.#hits.has(what));
  }

  lines(): string[] {
    const { committed, kept, registers } = this.acknowledged;
    return [
      `${this.kills} kills, ${this.starts} starts, ${this.snapshotsReceived} snapshots received, ${this.checks} checks`,
      `acknowledged: ${committed} committed words, ${kept} kept words, ${registers} register writes; ${this.unheard} never heard of`,
      'hit:',
      ...hits.map((what) => `${String(this.#hits.get(what) ?? 0).padStart(6)}  ${what}`),
    ];
  }
}
