/** How a cluster stands, as one of its members knows it. */

export interface ClusterStatus {
  readonly id: string;
  readonly name: string;
  readonly role: 'leader' | 'follower' | 'candidate' | 'learner' | 'catching-up';
  readonly term: number;
  readonly leader: string | null;
  readonly commitIndex: number;
  readonly appliedIndex: number;
  readonly lastIndex: number;
  readonly members: readonly MemberLine[];
  /** Members reachable now, this one included. */
  readonly reachable: number;
  /** Whether a leader is known and the disks of a majority have room: what is written now can reach a majority. */
  readonly writable: boolean;
  /** The first entry that the log still has, and the last that the newest snapshot stands for; 0: there is none. */
  readonly firstIndex: number;
  readonly snapshotIndex: number;
  /** Snapshots on their way from or to this laptop. */
  readonly snapshotTransfers: readonly SnapshotTransferLine[];
  readonly agreement: Agreement;
  /** The disk of this laptop. */
  readonly disk: DiskStatus;
  /** Set while no leader is known and too few are reachable to elect one. */
  readonly lostMajority: LostMajority | null;
  /** How this run of the cluster began, if with a recovery. */
  readonly recovery: RecoveryLine | null;
  /** Other runs of this cluster, which laptops that this one knows are in now. */
  readonly elsewhere: readonly RecoveredElsewhere[];
}

/** Reading and typing go on; nothing can be decided. */
export interface LostMajority {
  readonly sinceMs: number;
  /** Members that are not reachable; `sinceMs` null: not seen since this laptop's member was started. */
  readonly missing: readonly {
    readonly member: string;
    readonly fingerprint: string;
    readonly name: string;
    readonly sinceMs: number | null;
  }[];
}

/** One laptop went on alone after the majority was lost. */
export interface RecoveryLine {
  readonly by: string;
  readonly bySelf: boolean;
  readonly atMs: number;
  /** Who was in before and has not come back; `seen`: it is on this network now, and its person is asked there. */
  readonly former: readonly {
    readonly member: string;
    readonly fingerprint: string;
    readonly name: string;
    readonly seen: boolean;
  }[];
}

/**
 * `behind`: the cluster was recovered while this laptop was away, from what it had in common with it. `apart`: it was
 * recovered there and here, and these are two now.
 */
export interface RecoveredElsewhere {
  readonly type: 'behind' | 'apart';
  readonly epoch: number;
  /** The laptop that it was recovered on, and when. */
  readonly by: string;
  readonly atMs: number;
  /** Those that are in it, and seen now. */
  readonly laptops: readonly { readonly member: string; readonly name: string; readonly fingerprint: string }[];
}

export interface DiskStatus {
  /** What may still be written; null: not known. */
  readonly freeBytes: number | null;
  /** `low`: make room soon. `full`: nothing new is taken, reading goes on; when there is room, writing goes on by itself. */
  readonly state: 'ok' | 'low' | 'full';
}

/** Whether all members hold the same notes. They compare them now and then. */
export interface Agreement {
  /**
   * `reloading`: this laptop's notes are not those of the majority; it serves none until it has theirs. `disputed`: no
   * majority has the same.
   */
  readonly state: 'agreed' | 'reloading' | 'disputed';
  /** The entry of the log as of which a majority last had the same; 0: none yet in this run. */
  readonly comparedIndex: number;
}

export interface SnapshotTransferLine {
  readonly direction: 'sending' | 'receiving';
  /** To or from whom. */
  readonly member: string;
  readonly index: number;
  readonly writtenBytes: number;
  readonly totalBytes: number;
}

export interface MemberLine {
  readonly member: string;
  readonly fingerprint: string;
  readonly name: string;
  readonly self: boolean;
  readonly vote: boolean;
  readonly role: 'leader' | 'follower' | 'candidate' | 'learner' | 'away';
  readonly connected: boolean;
  /**
   * Why it has no vote: it closed in order (`resting`), or was not heard from for long (`silent`). Back and caught up, it
   * votes again. null: it votes, or is new, or that is not known here.
   */
  readonly demotedFor: 'resting' | 'silent' | null;
  /** Since when it is not connected; null: it is, or was not since this start. */
  readonly awaySinceMs: number | null;
  /** The last entry known to be in its log as in the leader's; null: not known yet. */
  readonly matchIndex: number | null;
  /** Whether its notes were not those of the majority when they were last compared. */
  readonly differs: boolean;
  /** How much room its disk has; null: not known. */
  readonly disk: DiskStatus['state'] | null;
  readonly addresses: readonly string[];
  /** What it runs, as its last hello said; null: it is not here. */
  readonly appVersion: string | null;
  /** It is here, but its Raftpad speaks no language that this one does: this one is too old (`newer`), or one of the two is. */
  readonly foreign: 'newer' | 'unsure' | null;
}
