import type { HardState, LogEntry, LogIndex, Restored } from '../raft/types.ts';

/** One durable step of the consensus core: cut, then append, then the hard state, as one atomic write. */
export interface LogWrite {
  /** Entries at this index and behind it are cut off first; null: nothing is cut. */
  readonly truncateFrom: LogIndex | null;
  readonly entries: readonly LogEntry[];
  readonly hardState: HardState | null;
  /** False if the write may reach the disk late (only the commit hint changed). */
  readonly mustSync: boolean;
}

/** The log and hard state of one member in its data directory. */
export interface LogStore {
  /** What was found at opening, to start the core with. */
  readonly restored: Restored;
  /**
   * Resolves once the write is durable. Writes become durable in the order of the calls; several that wait together
   * share one sync. After a rejection nothing later may be acknowledged: the store refuses all further writes.
   */
  write(write: LogWrite): Promise<void>;
  close(): Promise<void>;
}

/** What `member.json` holds: who this folder belongs to. */
export interface MemberFile {
  readonly formatVersion: 1;
  /** The name of this laptop as shown to others. */
  readonly name: string;
  /** Counts the starts of this member; durable before any command of the start is numbered. */
  readonly session: number;
  readonly cluster: {
    /** 128 random bits in hex. */
    readonly id: string;
    readonly name: string;
    /** Whom the approval named as members, at which configuration: trusted until our own log has got that far. */
    readonly introduction: {
      readonly configurationIndex: number;
      readonly members: readonly {
        readonly member: string;
        readonly name: string;
        readonly addresses: readonly string[];
      }[];
    } | null;
  } | null;
  /** Set when this member was removed from its cluster: shown until the person starts or joins another. */
  readonly removed: { readonly clusterName: string; readonly by: string; readonly atMs: number } | null;
}

/** Who holds the lock of a data directory. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly startedAtMs: number;
}

/**
 * Small values by key that survive a crash once `put` resolves (edits that are not committed yet). One append-only
 * journal, rewritten when it has grown; puts that wait together share one sync.
 */
export interface Outbox {
  entries(): ReadonlyMap<string, Uint8Array>;
  put(key: string, value: Uint8Array): Promise<void>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}
