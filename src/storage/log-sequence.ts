import { asLogIndex, asTerm } from '../raft/types.ts';
import type { HardState, LogIndex, Term } from '../raft/types.ts';
import type { LogPosition, LogWrite } from './types.ts';

/**
 * The rules that every sequence of log writes keeps. Checked before a write goes to disk and again when it is read
 * back: what fails the first time is a bug, what fails the second time is damage. Every method throws Error with the
 * broken rule, and the sequence is of no use afterwards.
 */
export class LogSequence {
  /** Where each term's entries start, oldest first: a cut must know the term that is then last. */
  #terms: { readonly from: LogIndex; readonly term: Term }[] = [];
  #base: LogPosition = { index: asLogIndex(0), term: asTerm(0) };
  #lastIndex = asLogIndex(0);
  #hardState: HardState = { epoch: 0, term: asTerm(0), votedFor: null, commitIndex: asLogIndex(0) };

  /** The position before the first entry. */
  get base(): LogPosition {
    return this.#base;
  }

  get last(): LogPosition {
    return { index: this.#lastIndex, term: this.#lastTerm };
  }

  get nextIndex(): LogIndex {
    return asLogIndex(this.#lastIndex + 1);
  }

  get hardState(): HardState {
    return this.#hardState;
  }

  accept({ resetTo, truncateFrom, entries, hardState }: LogWrite): void {
    if (resetTo !== null) this.reset(resetTo);
    if (truncateFrom !== null) this.truncate(truncateFrom);
    for (const { index, term } of entries) this.append(index, term);
    if (hardState !== null) this.setHardState(hardState);
    this.endWrite();
  }

  /** Whether anything but the commit hint would change: that must never be written late. */
  needsSync({ resetTo, truncateFrom, entries, hardState }: LogWrite): boolean {
    if (resetTo !== null || truncateFrom !== null || entries.length > 0) return true;
    if (hardState === null) return false;
    const { epoch, term, votedFor } = this.#hardState;
    return hardState.epoch !== epoch || hardState.term !== term || hardState.votedFor !== votedFor;
  }

  /** Forgets all entries: the log goes on behind this position. */
  reset(base: LogPosition): void {
    if (!Number.isSafeInteger(base.index) || base.index < 0) throw new Error(`a log cannot start behind ${base.index}`);
    if (!Number.isSafeInteger(base.term) || base.term < 0) throw new Error(`the term ${base.term} cannot be`);
    this.#terms = [];
    this.#base = base;
    this.#lastIndex = base.index;
  }

  truncate(from: LogIndex): void {
    if (!Number.isSafeInteger(from) || from <= this.#base.index || from > this.#lastIndex + 1) {
      throw new Error(`a cut at ${from} does not fit a log from ${this.#base.index + 1} to ${this.#lastIndex}`);
    }
    if (from <= this.#hardState.commitIndex) {
      throw new Error(`a cut at ${from} would take entries that are committed up to ${this.#hardState.commitIndex}`);
    }
    while ((this.#terms[this.#terms.length - 1]?.from ?? 0) >= from) this.#terms.pop();
    this.#lastIndex = asLogIndex(from - 1);
  }

  append(index: LogIndex, term: Term): void {
    if (index !== this.#lastIndex + 1) throw new Error(`entry ${index} follows entry ${this.#lastIndex}`);
    const lastTerm = this.#lastTerm;
    if (!Number.isSafeInteger(term) || term < 1) throw new Error(`entry ${index} has the term ${term}`);
    if (term < lastTerm) throw new Error(`entry ${index} of term ${term} follows one of term ${lastTerm}`);
    if (term > lastTerm) this.#terms.push({ from: index, term });
    this.#lastIndex = index;
  }

  setHardState(next: HardState): void {
    const { term, votedFor } = this.#hardState;
    for (const number of [next.epoch, next.term, next.commitIndex]) {
      if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${number} is no epoch, term or index`);
    }
    if (next.term < term) throw new Error(`the term goes back from ${term} to ${next.term}`);
    if (next.term === term && votedFor !== null && next.votedFor !== votedFor) {
      throw new Error(`the vote of term ${term} changes from ${votedFor} to ${next.votedFor ?? 'none'}`);
    }
    this.#hardState = next;
  }

  endWrite(): void {
    if (this.#hardState.commitIndex > this.#lastIndex) {
      throw new Error(`entry ${this.#hardState.commitIndex} is committed, but the log ends at ${this.#lastIndex}`);
    }
  }

  get #lastTerm(): Term {
    return this.#terms[this.#terms.length - 1]?.term ?? this.#base.term;
  }
}
