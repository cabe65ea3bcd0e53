/** Where a laptop stands on its way into, in and out of a cluster. */
import type { RecoveredElsewhere } from './cluster-status.ts';

export type Phase =
  | { readonly type: 'alone' }
  | {
      readonly type: 'asking';
      readonly clusterName: string;
      readonly via: string;
      readonly viaFingerprint: string;
      readonly sinceMs: number;
      /** Six digits that the cluster's laptops show beside the request; null: not agreed on yet. */
      readonly code: string | null;
    }
  | { readonly type: 'refused'; readonly clusterName: string; readonly by: string }
  | {
      readonly type: 'join-failed';
      readonly clusterName: string;
      readonly reason: 'unreachable' | 'no-cluster' | 'other-cluster' | 'busy' | 'timed-out' | 'other-version';
    }
  /** Joining by an invite: nobody is asked. */
  | {
      readonly type: 'joining';
      readonly clusterName: string;
      readonly inviter: string;
      readonly inviterFingerprint: string;
      readonly sinceMs: number;
    }
  | {
      readonly type: 'invite-failed';
      readonly clusterName: string;
      readonly inviter: string;
      readonly reason: InviteFailure;
    }
  | { readonly type: 'member' }
  /** `copy`: its notes as they last were here; null: an older Raftpad removed it, and knows of none. */
  | {
      readonly type: 'removed';
      readonly clusterName: string;
      readonly by: string;
      readonly atMs: number;
      readonly copy: string | null;
    }
  /** The data directory is a copy: this laptop starts anew, and what the copy held is in `keptIn`. */
  | { readonly type: 'copied'; readonly keptIn: string }
  /**
   * What this laptop kept of the cluster is damaged. It was set aside, into `keptIn`; the others let this laptop in anew by
   * themselves and bring it everything. Until it has all that it ever acknowledged it neither votes nor serves notes.
   */
  | {
      readonly type: 'repairing';
      readonly clusterName: string;
      readonly damage: Damage;
      readonly keptIn: string;
      readonly step: RepairStep;
      readonly sinceMs: number;
    }
  /**
   * This laptop goes over to the cluster as it was recovered elsewhere. What it has is kept in `keptIn` from the moment on at
   * which it is let in (step `catching-up`); until then `cancelRejoin` takes it back.
   */
  | {
      readonly type: 'rejoining';
      readonly clusterName: string;
      /** The laptop that the cluster was recovered on. */
      readonly by: string;
      readonly keptIn: string;
      readonly step: RepairStep;
      readonly sinceMs: number;
    }
  /**
   * What this laptop kept of the cluster is damaged, and it is the only one in it: nobody can bring it back. Nothing was
   * changed. All that can be read can be exported; nothing is voted on, written or served.
   */
  | {
      readonly type: 'read-only';
      readonly clusterName: string;
      readonly damage: Damage;
      /** Up to this entry nothing is missing, and the log had gone on at least to that one. */
      readonly completeUpTo: number;
      readonly reached: number;
    };

/** Why an invite let nobody in. After the last four it may do so later. */
export type InviteFailure =
  | 'expired'
  | 'used'
  | 'revoked'
  /** No laptop of the cluster that was reached knows it. */
  | 'not-known'
  /** Those that were reached have a Raftpad from before there were invites. */
  | 'not-supported'
  | 'unreachable'
  | 'no-majority'
  | 'cluster-full'
  | 'busy';

/** What is not as it was written. */
export interface Damage {
  /** `notes`: what the log and the snapshots came to is not what it is on the other members. */
  readonly what: 'log' | 'snapshot' | 'notes';
  /** In which file; null: no one file tells. */
  readonly file: string | null;
  /** For an expert, in English. */
  readonly detail: string;
}

export type RepairStep =
  /** No laptop that it knows to be in the cluster has answered yet; these are their names. */
  | { readonly type: 'looking'; readonly known: readonly string[] }
  /** `by` was asked to let it in anew. */
  | { readonly type: 'asking'; readonly by: string }
  /** `by` answers, but the cluster was recovered there meanwhile: the person here says whether to go over to it (`rejoin`). */
  | { readonly type: 'recovered'; readonly by: string; readonly elsewhere: readonly RecoveredElsewhere[] }
  /** `by` answers, but without this laptop the others are too few to decide. */
  | { readonly type: 'no-majority'; readonly by: string }
  /** It was let in anew, as a learner; `cluster` of the status says how far it is. */
  | { readonly type: 'catching-up' };
