/** A state that cannot be: a bug in this program, never something a peer or a file can cause. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Stays on in production: an assertion that is compiled out protects nobody. */
export function invariant(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new InvariantError(`Raft invariant broken: ${claim}`);
}

/** The end of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new InvariantError(`Raft invariant broken: unexpected ${JSON.stringify(value)}`);
}
