import { Hasher, hashToHex } from './hash128.ts';
import type { Hash128 } from './hash128.ts';

/** A hash that is known, or one that is made in small steps, of what there was when it was asked for. */
export type Hashing = Hash128 | (() => Generator<void, Hash128>);

/**
 * The digest of the state at one moment, whatever is applied afterwards. Taking it costs about a millisecond for
 * thousands of notes: parts that did not change since the last digest have their hashes, and of the others texts and
 * edits are shared with the state, which never changes them in place.
 */
export class DigestCapture {
  readonly #parts: readonly Hashing[];

  constructor(parts: Iterable<Hashing>) {
    this.#parts = [...parts];
  }

  /** Makes it, in steps of a few milliseconds at most; see `NotesState.digest`. Call it once. */
  *steps(): Generator<void, string> {
    const hasher = new Hasher();
    for (const part of this.#parts) {
      if (typeof part === 'function') {
        hasher.hash(yield* part());
        yield;
      } else hasher.hash(part);
    }
    return hashToHex(hasher.number(this.#parts.length).finish());
  }
}

/** What the steps come to, all at once. */
export function finished<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
