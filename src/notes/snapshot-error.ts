/**
 * - `not-a-snapshot`: it does not begin like one.
 * - `newer-format`: written by a newer version of the app; update this one.
 * - `incomplete`: it ends too early.
 * - `damaged`: it holds what no state can hold.
 */
export type SnapshotProblem = 'not-a-snapshot' | 'newer-format' | 'incomplete' | 'damaged';

/** A snapshot of the notes cannot be read. Nothing of it was taken over. */
export class SnapshotError extends Error {
  readonly problem: SnapshotProblem;

  constructor(problem: SnapshotProblem, message: string) {
    super(message);
    this.name = 'SnapshotError';
    this.problem = problem;
  }
}

export function damaged(what: string): SnapshotError {
  return new SnapshotError('damaged', `The snapshot of the notes is damaged: ${what}.`);
}
