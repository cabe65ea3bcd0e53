import type { EntryRun, HardState, LogEntry, LogIndex, LogPosition } from '../raft/types.ts';
import type { RecoveryFacts } from './recovery-facts.ts';

export type { LogPosition };

/** One durable step of the consensus core: reset, then cut, then append, then the hard state, as one atomic write. */
export interface LogWrite {
  /** The whole log is forgotten, and goes on behind this position: a durable snapshot stands for it. null: no reset. */
  readonly resetTo: LogPosition | null;
  /** Entries at this index and behind it are cut off first; null: nothing is cut. */
  readonly truncateFrom: LogIndex | null;
  readonly entries: readonly LogEntry[];
  readonly hardState: HardState | null;
  /** False if the write may reach the disk late (only the commit hint changed). */
  readonly mustSync: boolean;
}

/** What a log holds. */
export interface LogContents {
  readonly hardState: HardState;
  /** What lies before the first entry: (0, 0), or where the log was cut. A snapshot must stand for all up to here. */
  readonly base: LogPosition;
  /** Consecutive, from the entry behind `base` on. Commands are views of the file as it was read: read their fields, do not spread them. */
  readonly entries: EntryRun;
}

/**
 * Room on the disk, as the log sees it. `reserve`: the disk is full, but what was set aside still takes some hundred
 * kilobytes: refuse new commands, so that it lasts for terms and votes. `full`: writes wait; reading goes on.
 */
export type SpaceState = 'ok' | 'reserve' | 'full';

/** The log and hard state of one member in its data directory. */
export interface LogStore {
  /**
   * Resolves once the write is durable. Writes become durable in the order of the calls; several that wait together
   * share one sync. While the disk is full it waits, and goes on by itself when there is room again. After a rejection
   * (StorageFailedError) nothing later may be acknowledged: the store refuses all further writes until it is opened
   * again, for after a failed sync nobody can say what is on the disk.
   */
  write(write: LogWrite): Promise<void>;
  /**
   * Drops the oldest segments whose entries all lie at or before `through`, which must be committed and in a durable
   * snapshot. Resolves when they are gone. A rejection is no harm: they go the next time.
   */
  compact(through: LogIndex): Promise<void>;
  readonly space: SpaceState;
  /** Writes what waits, and closes. What waits for room on a full disk is refused. */
  close(): Promise<void>;
}

/** Which snapshot, to the byte: two files with the same of all four are the same. */
export interface SnapshotId {
  readonly index: number;
  readonly term: number;
  /** The length of the file. */
  readonly bytes: number;
  readonly check: number;
}

export interface StoredSnapshot {
  readonly id: SnapshotId;
  /** As the caller gave it: what the consensus must know of it, encoded. */
  readonly metadata: Uint8Array;
  /** The length of the data, expanded. */
  readonly plainBytes: number;
}

/** The snapshots of one member in its data directory: the two newest. */
export interface SnapshotStore {
  /** The newest that is sound; null: there is none. */
  readonly newest: StoredSnapshot | null;
  /** All that are sound, newest first. */
  readonly all: readonly StoredSnapshot[];
  /**
   * Writes a snapshot of the state at `position`. Resolves when it is durable and was read back and found right: from
   * then on the log may be cut. What `data` gives is copied before the next piece is asked for.
   *
   * @throws DiskFullError, SnapshotDamagedError (what was read back is not what was written); the older ones are kept
   */
  write(
    position: LogPosition,
    metadata: Uint8Array,
    data: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<StoredSnapshot>;
  /**
   * The data, piece by piece, checked as it is read; each is valid until the next is asked for. Throws
   * SnapshotDamagedError within.
   */
  read(id: SnapshotId): AsyncIterable<Uint8Array>;
  /** The file's bytes as they are, to send it. Kept until it is closed, even when newer ones come. */
  source(id: SnapshotId): Promise<SnapshotSource>;
  /**
   * Receives the bytes of a file. Goes on where an earlier attempt for the same one ended, also after a restart; what
   * there is of any other is removed. One at a time: close the one before.
   */
  sink(id: SnapshotId): Promise<SnapshotSink>;
  /** Removes all others, durably. */
  keepOnly(id: SnapshotId): Promise<void>;
}

export interface SnapshotSource {
  /** The bytes from `offset` on, at most `length`; fewer only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface SnapshotSink {
  /** How many bytes are there: the next to be written is this one. */
  readonly offset: number;
  /** Appends. @throws DiskFullError: nothing of it counts, try again; RangeError: more than was announced */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * The data from its first byte on, expanded, as it comes: read back from the file behind what is being written, and
   * checked as it is read. It ends when all was written and is what was announced; until `finish` has resolved, nothing of
   * it may take effect. Once only; each piece is valid until the next is asked for. Throws SnapshotDamagedError within, and when the sink is closed before.
   */
  data(): AsyncIterable<Uint8Array>;
  /**
   * Checks all of it, unless `data` has come to its end and so has done that, and puts it in its place, durably.
   *
   * @throws SnapshotDamagedError: it is not what was announced; it is removed, and the transfer starts over
   */
  finish(): Promise<StoredSnapshot>;
  /** Keeps what is there for another attempt, if no damage was found in it. */
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
      /** The term in which it was let in; a record of an earlier app does not say. */
      readonly term?: number | undefined;
      /** The epoch that both are of; absent: 0, or whichever the log that arrives is of. */
      readonly epoch?: number | undefined;
      readonly members: readonly MemberAddress[];
    } | null;
  } | null;
  /** Set when this member was removed from its cluster: shown until the person starts or joins another. */
  readonly removed: { readonly clusterName: string; readonly by: string; readonly atMs: number } | null;
  /** What this laptop has of clusters that it is no longer in; the last one left comes last. */
  readonly kept?: readonly KeptCopyRecord[] | undefined;
  /** True: the files of the last of `kept` are not all where it says yet. */
  readonly leaving?: boolean | undefined;
  /** Where the files were moved that came with a copied directory: shown until the person starts or joins a cluster. */
  readonly copied?: string | undefined;
  /**
   * Who was in the cluster when this laptop last heard of a change, itself included: whom it may ask for a repair when its
   * log cannot be read. A record of an earlier app does not say.
   */
  readonly members?: readonly MemberAddress[] | undefined;
  /**
   * Set while this laptop starts anew from what could be read of a damaged cluster that it was alone in: `keptIn` is where
   * the damaged files are kept, or are to be moved, and where a backup of what could be read is.
   */
  readonly anew?: { readonly keptIn: string; readonly clusterName: string } | undefined;
  /** Who let whom into the cluster, each signed by the one that did. */
  readonly admissions?: readonly KeptAdmission[] | undefined;
  /** The epoch that this laptop's log was last known to be of, for when it cannot be read. */
  readonly epoch?: number | undefined;
  /** What a recovery here is to put into the log of its epoch; if the log is of another, the recovery did not happen. */
  readonly recovery?: RecoveryFacts | undefined;
  /** Set while this member is repaired from the others. */
  readonly repair?: RepairRecord | undefined;
  /** The notes of this member were found not to be those of the majority, as of this entry of the log, and are not loaded anew yet. */
  readonly diverged?: { readonly mark: number; readonly digest: string } | undefined;
}

/** Where the files of a cluster are that this laptop left or was removed from, and how that came. */
export interface KeptCopyRecord {
  /** In `left/`. */
  readonly folder: string;
  /** True: not what this laptop left, but what it had before it came over to the cluster as it was recovered elsewhere. */
  readonly cameOver?: boolean | undefined;
  /** Of one that was being repaired: where in `damaged/` its log and snapshots are. */
  readonly damaged?: string | undefined;
  readonly clusterName: string;
  /** Who removed it (empty: not known); null: it left by itself. */
  readonly by: string | null;
  readonly atMs: number;
  /** The last entry that its notes had; absent: all that can be read counts. */
  readonly appliedIndex?: number | undefined;
}

export interface KeptAdmission {
  readonly member: string;
  readonly approver: string;
  readonly atMs: number;
  /** In base64. */
  readonly signature: string;
}

export interface MemberAddress {
  readonly member: string;
  readonly name: string;
  readonly addresses: readonly string[];
}

/** A repair that was begun. It stands here before anything is moved, and until the member votes again. */
export interface RepairRecord {
  /** null: nothing is damaged, the laptop goes over to another epoch. */
  readonly damage: {
    readonly what: 'log' | 'snapshot' | 'notes';
    readonly file: string | null;
    readonly detail: string;
  } | null;
  /** To which epoch it goes over, as the person here decided; absent: it stays in its own. */
  readonly over?: OverRecord | undefined;
  /** Where the damaged files are kept, or are to be moved. */
  readonly keptIn: string;
  readonly sinceMs: number;
  /** Whom it may ask. */
  readonly members: readonly MemberAddress[];
  /**
   * False: whatever lies in `log/` is not to be used, and the others are to let this laptop in anew. True: they have;
   * `cluster` says where, and the log is a new one.
   */
  readonly letIn: boolean;
}

/** A laptop goes over to the cluster as it was recovered elsewhere. */
export interface OverRecord {
  readonly epoch: number;
  /** The laptop that it was recovered on. */
  readonly by: string;
  /** The name of the cluster that it comes from; a record of an earlier app does not say. */
  readonly from?: string | undefined;
  /** The others have let this laptop in: there is no way back. */
  readonly decided: boolean;
}

/** Who holds the lock of a data directory. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly startedAtMs: number;
}

/**
 * Small values by key that survive a crash once `put` resolves (edits that are not committed yet). One append-only
 * journal, rewritten when it has grown; puts that wait together share one sync. While the disk is full they wait, and
 * go on by themselves when there is room again; what waits when it is closed is refused.
 */
export interface Outbox {
  entries(): ReadonlyMap<string, Uint8Array>;
  put(key: string, value: Uint8Array): Promise<void>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}
