/** The promises that are watched, by the name under which a failure is reported. */
export const invariantNames = [
  'election-safety',
  'leader-append-only',
  'log-matching',
  'leader-completeness',
  'state-machine-safety',
  'committed-is-durable',
  'committed-never-changes',
  'current-term-commit',
  'term-never-falls',
  'one-vote-a-term',
  'commit-never-falls',
  'applied-in-order',
  'index-order',
  'match-is-durable',
  'durable-before-reply',
  'one-change-at-a-time',
  'quorums-intersect',
  'removed-leader-leaves',
  'configuration-in-force',
  'applied-once',
  'fresh-read',
  'linearizability',
  'snapshot-is-the-state',
  'epochs-do-not-mix',
  'recovery-keeps-the-log',
  'recovered-member-serves',
  'converges-after-healing',
  'serves-after-healing',
  'states-agree',
  'progress-in-partial-fault',
  'closes-in-order',
  'steady-leader',
  'correct-message-rejected',
  'wakes-in-the-past',
  'livelock',
  'core-threw',
] as const;

export type InvariantName = (typeof invariantNames)[number];

/** A promise of Raft was broken. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly invariant: InvariantName;

  constructor(invariant: InvariantName, what: string) {
    super(what);
    this.invariant = invariant;
  }
}

export function violated(invariant: InvariantName, what: string): never {
  throw new Violation(invariant, what);
}
