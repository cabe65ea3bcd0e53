import { ByteSums } from './byte-sums.ts';
import { emptyConfiguration, membersOf } from './configuration.ts';
import { EntryList } from './entry-list.ts';
import { invariant, unreachable } from './invariant.ts';
import { asLogIndex, asTerm } from './types.ts';
import type {
  Configuration,
  EntryRun,
  LogEntry,
  LogIndex,
  LogPosition,
  PersistId,
  SnapshotMetadata,
  Term,
} from './types.ts';

/** What is still to be written to disk. */
export interface UnwrittenLog {
  readonly resetTo: LogPosition | null;
  readonly truncateFrom: LogIndex | null;
  readonly entries: readonly LogEntry[];
}

/** A configuration and where it was appended. */
interface PlacedConfiguration {
  readonly index: LogIndex;
  readonly configuration: Configuration;
}

/**
 * The log of one member: the entries it still has, in memory, and how far they are durable. What lies at or before
 * `baseIndex` was cut, for a snapshot stands for it.
 *
 * Invariant: baseIndex <= durableIndex and writtenIndex <= lastIndex; terms never fall from one entry to the next.
 */
export class Log {
  private base = asLogIndex(0);
  private baseTerm = asTerm(0);
  /** Entry `index` is at position `index - base - 1`. */
  private readonly list = new EntryList();
  /** The bytes of the entries, by the same position. */
  private readonly bytes = new ByteSums();
  /** The one in force at `base`, if there is any, and all that were appended behind it. */
  private configurations: PlacedConfiguration[] = [];

  /** Up to here entries were handed out to be written. */
  private writtenIndex = asLogIndex(0);
  private truncatedFrom: LogIndex | null = null;
  private resetTo: LogPosition | null = null;
  /** Writes under way, oldest first, and the last entry of each that has not been truncated since. */
  private readonly writes: { readonly persistId: PersistId; lastIndex: LogIndex }[] = [];
  private durable = asLogIndex(0);

  /**
   * @param restored what was found on the disk: consecutive, durable.
   * @param snapshot the newest one found; see `Restored` for how the two may fit together.
   */
  constructor(restored: EntryRun, snapshot: SnapshotMetadata | null = null) {
    const first = restored.at(0);
    if (snapshot === null) {
      this.restore(restored);
    } else if (first !== undefined && isAt(snapshot, restored, first.index)) {
      // The log goes through the snapshot. The term before its first entry is not known, so it starts behind that one.
      if (first.index > 1) {
        this.base = first.index;
        this.baseTerm = first.term;
      }
      this.configurations = [{ index: snapshot.configurationIndex, configuration: snapshot.configuration }];
      this.restore(restored.slice(first.index > 1 ? 1 : 0, restored.length));
    } else if (first?.index === snapshot.index + 1) {
      this.startBehind(snapshot);
      this.restore(restored);
    } else {
      invariant(first === undefined || first.index <= snapshot.index, 'the log goes on where the snapshot ends');
      this.reset(snapshot);
    }
    this.writtenIndex = this.lastIndex;
    this.durable = this.lastIndex;
  }

  /** The last index that was cut: the log still has everything behind it. */
  get baseIndex(): LogIndex {
    return this.base;
  }

  get lastIndex(): LogIndex {
    return asLogIndex(this.base + this.list.length);
  }

  get lastTerm(): Term {
    return this.list.at(this.list.length - 1)?.term ?? this.baseTerm;
  }

  /** Up to here the entries that the log holds now are on this member's disk. */
  get durableIndex(): LogIndex {
    return this.durable;
  }

  /** The term of the entry at `index`: 0 before the first entry, null behind the last and where the log was cut. */
  termAt(index: LogIndex): Term | null {
    return index === this.base ? this.baseTerm : (this.list.at(index - this.base - 1)?.term ?? null);
  }

  /** The entries from `from` to `to`, both included, as far as the log has them. */
  slice(from: LogIndex, to: LogIndex): readonly LogEntry[] {
    return this.list.slice(Math.max(from - this.base - 1, 0), Math.max(to - this.base, 0));
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
    const { length } = this.list;
    const upTo = (index: LogIndex): number => this.bytes.upTo(Math.min(index - this.base, length));
    return upTo(to) - upTo(asLogIndex(from - 1));
  }

  /**
   * The last position at or before `index` whose term is at most `term`. What a follower and a leader each look up to
   * skip all entries of a conflicting term in one round trip (end of §5.3).
   */
  lastAtOrBefore(index: LogIndex, term: Term): LogIndex {
    // Where the log was cut there is nothing to compare: whoever asks needs a snapshot, or has one.
    if (index <= this.base) return index;
    // Terms never fall along the log, so the positions that qualify are a prefix.
    let low: number = this.base;
    let high = Math.min(index, this.lastIndex);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.list.at(middle - this.base - 1)?.term ?? 0) <= term) low = middle;
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
    return this.configurations[this.configurations.length - 1]?.configuration ?? emptyConfiguration;
  }

  /** The one that is in force again if the configuration in force is cut. */
  get previousConfiguration(): Configuration {
    return this.configurations[this.configurations.length - 2]?.configuration ?? emptyConfiguration;
  }

  /** Where the configuration in force was appended; 0: the log has none. */
  get configurationIndex(): LogIndex {
    return this.configurations[this.configurations.length - 1]?.index ?? asLogIndex(0);
  }

  /** The configuration that was in force where the log ended at `index`. */
  configurationAt(index: LogIndex): PlacedConfiguration {
    let found: PlacedConfiguration = { index: asLogIndex(0), configuration: emptyConfiguration };
    for (const placed of this.configurations) if (placed.index <= index) found = placed;
    return found;
  }

  append(entries: readonly LogEntry[]): void {
    this.admit(entries, this.list.length);
    this.list.push(entries);
  }

  /** Cuts the entry at `from` and all behind it. */
  truncate(from: LogIndex): void {
    invariant(from > this.base && from <= this.lastIndex, `cut at ${from} lies within a log up to ${this.lastIndex}`);
    const last = asLogIndex(from - 1);
    this.list.truncate(last - this.base);
    this.bytes.truncate(last - this.base);
    while (this.configurationIndex > last) this.configurations.pop();
    if (from <= this.writtenIndex) {
      this.truncatedFrom = asLogIndex(Math.min(from, this.truncatedFrom ?? from));
      this.writtenIndex = last;
    }
    this.durable = asLogIndex(Math.min(this.durable, last));
    // A write that completes late speaks of the entries as they were: what was cut since, it must not make durable (ABA).
    for (const write of this.writes) write.lastIndex = asLogIndex(Math.min(write.lastIndex, last));
  }

  /** Forgets the entries up to and including `through`, for which a durable snapshot stands. */
  compact(through: LogIndex): void {
    const term = this.termAt(through);
    invariant(term !== null && through <= this.durable, `the log is cut within what it has durably, not at ${through}`);
    const count = through - this.base;
    this.list.dropFirst(count);
    this.bytes.dropFirst(count);
    const inForce = this.configurationAt(through);
    this.configurations = this.configurations.filter(({ index }) => index >= inForce.index);
    this.base = through;
    this.baseTerm = term;
  }

  /** Forgets everything: the log goes on behind this snapshot, which is durable. */
  reset(snapshot: SnapshotMetadata): void {
    this.startBehind(snapshot);
    this.resetTo = { index: snapshot.index, term: snapshot.term };
    this.truncatedFrom = null;
    this.writtenIndex = snapshot.index;
    this.durable = snapshot.index;
    // What completes late speaks of entries that are no more.
    for (const write of this.writes) write.lastIndex = asLogIndex(0);
  }

  get hasUnwritten(): boolean {
    return this.resetTo !== null || this.truncatedFrom !== null || this.writtenIndex < this.lastIndex;
  }

  /** Hands out what is to be written by persist effect `persistId`. */
  takeUnwritten(persistId: PersistId): UnwrittenLog {
    const unwritten = {
      resetTo: this.resetTo,
      truncateFrom: this.truncatedFrom,
      entries: this.slice(asLogIndex(this.writtenIndex + 1), this.lastIndex),
    };
    this.resetTo = null;
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

  private restore(run: EntryRun): void {
    this.bytes.restore(run.length);
    this.admit(run, 0);
    this.list.restore(run);
  }

  /** Notes what is about to follow the last entry, which is at the position before `at`. */
  private admit(entries: EntryRun, at: number): void {
    let { lastIndex, lastTerm }: { lastIndex: number; lastTerm: number } = this;
    let bytes = this.bytes.upTo(at);
    for (let position = 0; position < entries.length; position += 1) {
      const entry = entries.at(position);
      invariant(entry !== undefined, 'a run has all of its entries');
      const { index, term } = entry;
      if (index !== lastIndex + 1) invariant(false, `entry ${index} follows ${lastIndex}`);
      if (term < lastTerm) invariant(false, `term ${term} follows term ${lastTerm}`);
      [lastIndex, lastTerm] = [index, term];
      bytes += entryBytes(entry);
      this.bytes.set(at + position, bytes);
      // Entries before a snapshot that were not cut yet repeat what it says.
      if (entry.kind === 'configuration' && index > this.configurationIndex) {
        this.configurations.push({ index, configuration: entry.configuration });
      }
    }
  }

  private startBehind({ index, term, configuration, configurationIndex }: SnapshotMetadata): void {
    this.list.restore([]);
    this.bytes.restore(0);
    this.base = index;
    this.baseTerm = term;
    this.configurations = [{ index: configurationIndex, configuration }];
  }
}

function isAt({ index, term }: LogPosition, run: EntryRun, firstIndex: LogIndex): boolean {
  return index >= firstIndex && run.at(index - firstIndex)?.term === term;
}

/** About what an entry takes in a message, in memory and on disk. */
function entryBytes(entry: LogEntry): number {
  const position = 32;
  switch (entry.kind) {
    case 'no-op':
      return position;
    case 'command':
      return position + 64 + (entry.payloadBytes ?? entry.payload.length);
    case 'configuration':
      return position + 128 + 64 * membersOf(entry.configuration).length;
    default:
      return unreachable(entry);
  }
}
