import { asPersistId } from '../../src/raft/types.ts';
import type { Effect, HardState, LogEntry, Restored, SnapshotMetadata } from '../../src/raft/types.ts';
import type { Recovery } from './core-module.ts';
import type { AwaitedSnapshot } from './member.ts';

export type PersistEffect = Extract<Effect, { type: 'persist' }>;

/** A snapshot as a driver keeps it: what the consensus must know, and the state machine's own data. */
export interface StoredSnapshot {
  readonly metadata: SnapshotMetadata;
  readonly data: Uint8Array;
}

/** What has arrived so far of a snapshot that another member sends. */
export interface PartOfSnapshot {
  readonly epoch: number;
  readonly index: number;
  readonly term: number;
  readonly chunks: Uint8Array[];
  /** So many of the chunks outlive a crash. */
  synced: number;
}

/**
 * What one member's disk holds. A write is atomic by the storage room's contract: torn, it is as if it had not been
 * made. Of several that wait for a sync, a crash leaves some of the first.
 */
export class Disk {
  hardState: HardState;
  snapshot: StoredSnapshot | null = null;
  /** Every snapshot that was ever here, by its index: a core may hear late of one that is not the newest. */
  readonly kept = new Map<number, StoredSnapshot>();
  part: PartOfSnapshot | null = null;
  /** The index of the first entry. */
  private firstIndex = 1;
  private entries: LogEntry[];
  /** A commit hint without a sync, which a crash may take away. */
  private unsynced: HardState | null = null;

  constructor(hardState: HardState, entries: readonly LogEntry[]) {
    this.hardState = hardState;
    this.entries = [...entries];
  }

  get lastIndex(): number {
    return Math.max(this.firstIndex + this.entries.length - 1, this.snapshot?.metadata.index ?? 0);
  }

  /** How many entries the disk has not been told to cut yet. */
  get entryCount(): number {
    return this.entries.length;
  }

  /** Whether a restart from here would stand on the entry with this index and term. */
  holds(index: number, term: number): boolean {
    if (index <= (this.snapshot?.metadata.index ?? 0)) return true;
    return this.entries[index - this.firstIndex]?.term === term;
  }

  write(write: PersistEffect): void {
    const { entries } = this;
    if (write.resetTo !== null) {
      entries.length = 0;
      this.firstIndex = write.resetTo.index + 1;
    }
    if (write.truncateFrom !== null) entries.length = Math.max(0, write.truncateFrom - this.firstIndex);
    for (const entry of write.entries) {
      if (entry.index !== this.firstIndex + entries.length)
        throw new Error(`the disk is told to write ${entry.index} out of order`);
      entries.push(entry);
    }
    if (write.hardState === null) return;
    if (write.mustSync) {
      this.hardState = write.hardState;
      this.unsynced = null;
    } else {
      this.unsynced = write.hardState;
    }
  }

  /** A whole snapshot is durable, in its final place: the newer one stays. */
  keep(snapshot: StoredSnapshot): void {
    this.kept.set(snapshot.metadata.index, snapshot);
    if (snapshot.metadata.index > (this.snapshot?.metadata.index ?? 0)) this.snapshot = snapshot;
  }

  /** What is there of this snapshot. There is room for one: what is there of another is thrown away. */
  partOf({ epoch, snapshot: { index, term } }: AwaitedSnapshot): PartOfSnapshot {
    const { part } = this;
    if (part !== null && part.epoch === epoch && part.index === index && part.term === term) return part;
    this.part = { epoch, index, term, chunks: [], synced: 0 };
    return this.part;
  }

  /** What the recovery from a lost majority adds, as one durable write. */
  recover({ hardState, resetTo, entry }: Recovery): void {
    const persistId = asPersistId(0);
    this.write({
      type: 'persist',
      persistId,
      resetTo,
      truncateFrom: null,
      entries: [entry],
      hardState,
      mustSync: true,
    });
  }

  /** Cuts the log up to and including `through`. */
  compact(through: number): void {
    const count = Math.min(through - this.firstIndex + 1, this.entries.length);
    if (count <= 0) return;
    this.entries.splice(0, count);
    this.firstIndex += count;
  }

  /** @param keptUnsynced whether what was written without a sync got there all the same. */
  crash(keptUnsynced: boolean): void {
    if (keptUnsynced && this.unsynced !== null) this.hardState = this.unsynced;
    this.unsynced = null;
    const { part } = this;
    if (part !== null) part.chunks.length = Math.min(part.synced, part.chunks.length);
  }

  restored(): Restored {
    return { hardState: this.hardState, snapshot: this.snapshot?.metadata ?? null, entries: [...this.entries] };
  }
}
