import { emptyConfiguration } from './configuration.ts';
import { invariant, unreachable } from './invariant.ts';
import { asLogIndex, asTerm } from './types.ts';
import type { Configuration, LogEntry, LogIndex, PersistId, Term } from './types.ts';

/** What is still to be written to disk. */
export interface UnwrittenLog {
  readonly truncateFrom: LogIndex | null;
  readonly entries: readonly LogEntry[];
}

/**
 * The log of one member: all entries in memory, and how far they are durable.
 *
 * Invariant: durableIndex <= writtenIndex <= lastIndex; terms never fall from one entry to the next.
 */
export class Log {
  /** Entry `index` is at position `index - 1`. */
  private readonly list: LogEntry[] = [];
  /** The bytes of all entries up to and including the one at the same position. */
  private readonly bytesUpTo: number[] = [];
  private readonly configurationIndexes: LogIndex[] = [];

  /** Up to here entries were handed out to be written. */
  private writtenIndex = asLogIndex(0);
  private truncatedFrom: LogIndex | null = null;
  /** Writes under way, oldest first, and the last entry of each that has not been truncated since. */
  private readonly writes: { readonly persistId: PersistId; lastIndex: LogIndex }[] = [];
  private durable = asLogIndex(0);

  /** @param restored what was found on the disk: consecutive from index 1, and durable. */
  constructor(restored: readonly LogEntry[]) {
    this.append(restored);
    this.writtenIndex = this.lastIndex;
    this.durable = this.lastIndex;
  }

  get lastIndex(): LogIndex {
    return asLogIndex(this.list.length);
  }

  get lastTerm(): Term {
    return this.list[this.list.length - 1]?.term ?? asTerm(0);
  }

  /** Up to here the entries that the log holds now are on this member's disk. */
  get durableIndex(): LogIndex {
    return this.durable;
  }

  /** The term of the entry at `index`: 0 before the first entry, null behind the last. */
  termAt(index: LogIndex): Term | null {
    return index === 0 ? asTerm(0) : (this.list[index - 1]?.term ?? null);
  }

  /** The entries from `from` to `to`, both included, as far as the log has them. */
  slice(from: LogIndex, to: LogIndex): readonly LogEntry[] {
    return this.list.slice(Math.max(from - 1, 0), Math.max(to, 0));
  }

  /** The entries from `from` on that fit one message: at least one if there is one. */
  batch(from: LogIndex, maxEntries: number, maxBytes: number): readonly LogEntry[] {
    let to = from;
    while (
      to < this.lastIndex &&
      to - from + 1 < maxEntries &&
      this.bytesBetween(from, asLogIndex(to + 1)) <= maxBytes
    ) {
      to = asLogIndex(to + 1);
    }
    return this.slice(from, to);
  }

  /** The size of the entries from `from` to `to`, both included. */
  bytesBetween(from: LogIndex, to: LogIndex): number {
    return (this.bytesUpTo[to - 1] ?? 0) - (this.bytesUpTo[from - 2] ?? 0);
  }

  /**
   * The last position at or before `index` whose term is at most `term`. What a follower and a leader each look up to
   * skip all entries of a conflicting term in one round trip (end of §5.3).
   */
  lastAtOrBefore(index: LogIndex, term: Term): LogIndex {
    // Terms never fall along the log, so the positions that qualify are a prefix.
    let low = 0;
    let high = Math.min(index, this.lastIndex);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.list[middle - 1]?.term ?? 0) <= term) low = middle;
      else high = middle - 1;
    }
    return asLogIndex(low);
  }

  /** Whether a log that ends with (lastIndex, lastTerm) is at least as up-to-date as this one (§5.4.1). */
  isUpToDate(lastIndex: LogIndex, lastTerm: Term): boolean {
    return lastTerm > this.lastTerm || (lastTerm === this.lastTerm && lastIndex >= this.lastIndex);
  }

  /** The configuration in force: the latest in the log, committed or not (§6). */
  get configuration(): Configuration {
    return this.configurationAt(this.configurationIndex);
  }

  /** The one that is in force again if the configuration in force is cut. */
  get previousConfiguration(): Configuration {
    return this.configurationAt(this.configurationIndexes[this.configurationIndexes.length - 2] ?? asLogIndex(0));
  }

  /** Where the configuration in force was appended; 0: the log has none. */
  get configurationIndex(): LogIndex {
    return this.configurationIndexes[this.configurationIndexes.length - 1] ?? asLogIndex(0);
  }

  append(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      invariant(entry.index === this.lastIndex + 1, `entry ${entry.index} follows ${this.lastIndex}`);
      invariant(entry.term >= this.lastTerm, `term ${entry.term} follows term ${this.lastTerm}`);
      this.bytesUpTo.push((this.bytesUpTo[this.bytesUpTo.length - 1] ?? 0) + entryBytes(entry));
      this.list.push(entry);
      if (entry.kind === 'configuration') this.configurationIndexes.push(entry.index);
    }
  }

  /** Cuts the entry at `from` and all behind it. */
  truncate(from: LogIndex): void {
    invariant(from >= 1 && from <= this.lastIndex, `cut at ${from} lies within a log up to ${this.lastIndex}`);
    const last = asLogIndex(from - 1);
    this.list.length = last;
    this.bytesUpTo.length = last;
    while (this.configurationIndex > last) this.configurationIndexes.pop();
    if (from <= this.writtenIndex) {
      this.truncatedFrom = asLogIndex(Math.min(from, this.truncatedFrom ?? from));
      this.writtenIndex = last;
    }
    this.durable = asLogIndex(Math.min(this.durable, last));
    // A write that completes late speaks of the entries as they were: what was cut since, it must not make durable (ABA).
    for (const write of this.writes) write.lastIndex = asLogIndex(Math.min(write.lastIndex, last));
  }

  get hasUnwritten(): boolean {
    return this.truncatedFrom !== null || this.writtenIndex < this.lastIndex;
  }

  /** Hands out what is to be written by persist effect `persistId`. */
  takeUnwritten(persistId: PersistId): UnwrittenLog {
    const unwritten = {
      truncateFrom: this.truncatedFrom,
      entries: this.slice(asLogIndex(this.writtenIndex + 1), this.lastIndex),
    };
    this.truncatedFrom = null;
    this.writtenIndex = this.lastIndex;
    this.writes.push({ persistId, lastIndex: this.lastIndex });
    return unwritten;
  }

  /** Every write up to and including `persistId` is durable. */
  persisted(persistId: PersistId): void {
    for (let write = this.writes[0]; write !== undefined && write.persistId <= persistId; write = this.writes[0]) {
      this.durable = asLogIndex(Math.max(this.durable, write.lastIndex));
      this.writes.shift();
    }
  }

  private configurationAt(index: LogIndex): Configuration {
    const entry = this.list[index - 1];
    return entry?.kind === 'configuration' ? entry.configuration : emptyConfiguration;
  }
}

/** About what an entry takes in a message, in memory and on disk. */
function entryBytes(entry: LogEntry): number {
  const position = 32;
  switch (entry.kind) {
    case 'no-op':
      return position;
    case 'command':
      return position + 64 + entry.payload.length;
    case 'configuration':
      return position + 128 + 64 * (entry.configuration.voters.length + entry.configuration.learners.length);
    default:
      return unreachable(entry);
  }
}
