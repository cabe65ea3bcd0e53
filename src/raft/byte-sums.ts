/**
 * For each entry of a log the bytes of all entries up to and including it. Those of the entries that were found on the disk,
 * often very many, stay in an array of their own: one that grows behind a million numbers is copied as a whole.
 */
export class ByteSums {
  private restored = new Float64Array(0);
  private recent: number[] = [];
  /** Of all entries before the first. */
  private before = 0;

  /** Of the entries before `position`. */
  upTo(position: number): number {
    const { length } = this.restored;
    if (position <= 0) return this.before;
    const last = position - 1;
    return (last < length ? this.restored[last] : this.recent[last - length]) ?? 0;
  }

  /** In place of all: so many entries, whose bytes `set` says. */
  restore(length: number): void {
    this.restored = new Float64Array(length);
    this.recent = [];
    this.before = 0;
  }

  /** `sum`: of all entries up to and including the one at `position`, which is there or next. */
  set(position: number, sum: number): void {
    const { length } = this.restored;
    if (position < length) this.restored[position] = sum;
    else this.recent[position - length] = sum;
  }

  truncate(length: number): void {
    if (length < this.restored.length) this.restored = this.restored.slice(0, length);
    this.recent.length = Math.max(0, Math.min(this.recent.length, length - this.restored.length));
  }

  dropFirst(count: number): void {
    const { length } = this.restored;
    this.before = this.upTo(count);
    if (count > length) this.recent = this.recent.slice(count - length);
    this.restored = this.restored.slice(Math.min(count, length));
  }
}
