/** A state that cannot be: a bug in this program, never something a peer or a file can cause. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/**
 * Stays on in production: an assertion that is compiled out protects nobody. A claim that is put together from numbers
 * is a function where each entry is checked: writing the numbers down takes longer than appending the entry.
 */
export function invariant(condition: boolean, claim: string | (() => string)): asserts condition {
  if (!condition) throw new InvariantError(`Raft invariant broken: ${typeof claim === 'string' ? claim : claim()}`);
}

/** The end of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new InvariantError(`Raft invariant broken: unexpected ${JSON.stringify(value)}`);
}
