import { asLogIndex, asTerm } from '../raft/types.ts';
import type { HardState, LogEntry, LogIndex, Term } from '../raft/types.ts';
import type { LogWrite } from './types.ts';

/**
 * The rules that every sequence of log writes keeps. Checked before a write goes to disk and again when it is read
 * back: what fails the first time is a bug, what fails the second time is damage.
 */
export class LogSequence {
  /** Where each term's entries start, oldest first: a cut must know the term that is then last. */
  readonly #terms: { readonly from: LogIndex; readonly term: Term }[] = [];
  #lastIndex = asLogIndex(0);
  #hardState: HardState = { epoch: 0, term: asTerm(0), votedFor: null, commitIndex: asLogIndex(0) };

  get hardState(): HardState {
    return this.#hardState;
  }

  /** @throws Error with the broken rule; the sequence is of no use afterwards. */
  accept({ truncateFrom, entries, hardState }: LogWrite): void {
    if (truncateFrom !== null) this.#truncate(truncateFrom);
    for (const entry of entries) this.#append(entry);
    if (hardState !== null) this.#setHardState(hardState);
    if (this.#hardState.commitIndex > this.#lastIndex) {
      throw new Error(`entry ${this.#hardState.commitIndex} is committed, but the log ends at ${this.#lastIndex}`);
    }
  }

  /** Whether anything but the commit hint would change: that must never be written late. */
  needsSync({ truncateFrom, entries, hardState }: LogWrite): boolean {
    if (truncateFrom !== null || entries.length > 0) return true;
    return (
      hardState !== null && (hardState.term !== this.#hardState.term || hardState.votedFor !== this.#hardState.votedFor)
    );
  }

  #truncate(from: LogIndex): void {
    if (!Number.isSafeInteger(from) || from < 1 || from > this.#lastIndex + 1) {
      throw new Error(`a cut at ${from} does not fit a log that ends at ${this.#lastIndex}`);
    }
    if (from <= this.#hardState.commitIndex) {
      throw new Error(`a cut at ${from} would take entries that are committed up to ${this.#hardState.commitIndex}`);
    }
    while ((this.#terms[this.#terms.length - 1]?.from ?? 0) >= from) this.#terms.pop();
    this.#lastIndex = asLogIndex(from - 1);
  }

  #append({ index, term }: LogEntry): void {
    if (index !== this.#lastIndex + 1) throw new Error(`entry ${index} follows entry ${this.#lastIndex}`);
    const lastTerm = this.#terms[this.#terms.length - 1]?.term ?? 0;
    if (!Number.isSafeInteger(term) || term < 1) throw new Error(`entry ${index} has the term ${term}`);
    if (term < lastTerm) throw new Error(`entry ${index} of term ${term} follows one of term ${lastTerm}`);
    if (term > lastTerm) this.#terms.push({ from: index, term });
    this.#lastIndex = index;
  }

  #setHardState(next: HardState): void {
    const { term, votedFor } = this.#hardState;
    if (next.term < term) throw new Error(`the term goes back from ${term} to ${next.term}`);
    if (next.term === term && votedFor !== null && next.votedFor !== votedFor) {
      throw new Error(`the vote of term ${term} changes from ${votedFor} to ${next.votedFor ?? 'none'}`);
    }
    this.#hardState = next;
  }
}
