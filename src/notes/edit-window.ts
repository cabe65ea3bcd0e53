import type { ChangeSet } from '@codemirror/state';
import { weightOf } from './change-json.ts';

/** Fewer dropped entries than this are not worth moving the rest. */
const compactAfter = 512;

/** `edits` from `from` up to `to`; what is before and behind does not belong to it. */
export interface EditSpan<Edit> {
  readonly edits: readonly Edit[];
  readonly from: number;
  readonly to: number;
}

/**
 * The latest edits of a text, to rebase late ones over. Version n is the text after the n-th edit. Bounded in number
 * and weight; which edits are dropped depends only on the edits, so that every member drops the same.
 */
export class EditWindow<Edit extends { readonly changes: ChangeSet }> {
  readonly #maximumLength: number;
  readonly #maximumWeight: number;
  #edits: Edit[] = [];
  /** Entries at the front of `#edits` that are dropped already. */
  #dropped = 0;
  #weight = 0;
  #version = 0;

  constructor(maximumLength: number, maximumWeight: number, startVersion = 0) {
    this.#maximumLength = maximumLength;
    this.#maximumWeight = maximumWeight;
    this.#version = startVersion;
  }

  /** The version after the last edit. */
  get version(): number {
    return this.#version;
  }

  /** The oldest version that an edit may still be based on. */
  get oldestVersion(): number {
    return this.#version - (this.#edits.length - this.#dropped);
  }

  /** What the kept edits weigh together. */
  get weight(): number {
    return this.#weight;
  }

  /** The edits that had to make room, the oldest first. */
  push(edit: Edit): readonly Edit[] {
    this.#edits.push(edit);
    this.#version += 1;
    this.#weight += weightOf(edit.changes);
    const dropped: Edit[] = [];
    while (this.#edits.length - this.#dropped > this.#maximumLength || this.#weight > this.#maximumWeight)
      dropped.push(this.#dropOldest());
    return dropped;
  }

  /** The edits that lead from `version` to the present; null if they are not all here, or there was no such version. */
  since(version: number): readonly Edit[] | null {
    if (!Number.isSafeInteger(version) || version < this.oldestVersion || version > this.#version) return null;
    return this.#edits.slice(this.#edits.length - (this.#version - version));
  }

  /** The kept edits, for ever: a window only appends to its list, or takes another. Not copied. */
  span(): EditSpan<Edit> {
    return { edits: this.#edits, from: this.#dropped, to: this.#edits.length };
  }

  #dropOldest(): Edit {
    const oldest = this.#edits[this.#dropped];
    if (oldest === undefined) throw new Error('an empty edit window outweighs its limit');
    this.#weight -= weightOf(oldest.changes);
    this.#dropped += 1;
    if (this.#dropped >= compactAfter && this.#dropped * 2 >= this.#edits.length) {
      this.#edits = this.#edits.slice(this.#dropped);
      this.#dropped = 0;
    }
    return oldest;
  }
}
