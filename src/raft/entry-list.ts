import type { EntryRun, LogEntry } from './types.ts';

/**
 * The entries that a log holds. Those that were found on the disk stay in the run that they came in, which may make
 * them into objects only when they are asked for; those that came since are in an array behind it.
 */
export class EntryList {
  private restored: EntryRun = [];
  private recent: LogEntry[] = [];

  get length(): number {
    return this.restored.length + this.recent.length;
  }

  at(position: number): LogEntry | undefined {
    const { length } = this.restored;
    if (position < 0) return undefined; // an array would count from its end
    return position < length ? this.restored.at(position) : this.recent[position - length];
  }

  /** From `from` up to and without `to`, as far as there are any. */
  slice(from: number, to: number): readonly LogEntry[] {
    const { restored, recent } = this;
    if (from >= restored.length) return recent.slice(from - restored.length, Math.max(to - restored.length, 0));
    const entries: LogEntry[] = [];
    for (let position = from; position < to; position += 1) {
      const entry = this.at(position);
      if (entry !== undefined) entries.push(entry);
    }
    return entries;
  }

  /** In place of all. */
  restore(run: EntryRun): void {
    this.restored = run.slice(0, run.length); // the caller's may change
    this.recent = [];
  }

  push(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.recent.push(entry);
  }

  truncate(length: number): void {
    this.recent.length = Math.max(0, Math.min(this.recent.length, length - this.restored.length));
    if (length < this.restored.length) this.restored = this.restored.slice(0, length);
  }

  dropFirst(count: number): void {
    const { length } = this.restored;
    if (count > length) this.recent = this.recent.slice(count - length);
    this.restored = this.restored.slice(Math.min(count, length), length);
  }
}
