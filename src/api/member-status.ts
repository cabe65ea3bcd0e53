/** What a member is, and what it waits for. */
import type { ClusterStatus } from './cluster-status.ts';
import type { Phase } from './phase.ts';

/** Who this is and how it stands. Sent whole whenever something in it changes, at most every 50 ms. */
export interface MemberStatus {
  readonly self: {
    readonly member: string;
    /** The PeerId shortened for people: compare it where a decision is taken. */
    readonly fingerprint: string;
    readonly name: string;
    readonly addresses: readonly string[];
    readonly dataDirectory: string;
    readonly appVersion: string;
    readonly mdns: boolean;
  };
  readonly phase: Phase;
  readonly cluster: ClusterStatus | null;
  readonly joinRequests: readonly JoinRequestLine[];
  /** Of the cluster: those that are open, and what became of the others of late; the newest first. */
  readonly invites: readonly InviteLine[];
  /** This laptop's edits that are kept here and not on a majority yet. */
  readonly waitingEdits: number;
  /** Texts that only this laptop has, and its person has not decided upon. */
  readonly foundTexts: number;
  /** A backup that is being saved or read; null: none is. */
  readonly backup: BackupWork | null;
}

export interface JoinRequestLine {
  readonly member: string;
  readonly fingerprint: string;
  readonly name: string;
  readonly sinceMs: number;
  /** Six digits that its own screen shows too; null: it asked at a laptop with an older Raftpad, which has none. */
  readonly code: string | null;
}

/** An invite as a cluster knows it: not its link. */
export interface InviteLine {
  readonly invite: string;
  readonly inviter: string;
  readonly inviterName: string;
  /** Milliseconds since 1970, on the clock of the inviter. */
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** `claimed`: somebody is being let in by it. */
  readonly state: 'open' | 'expired' | 'claimed' | 'used' | 'revoked';
  /** Who was or is being let in, or who revoked it. */
  readonly by: { readonly member: string; readonly name: string; readonly fingerprint: string } | null;
}

/** What an invite link says. Its names are what its maker wrote; the fingerprint is what the connection will prove. */
export interface InvitationLine {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly inviter: string;
  readonly inviterFingerprint: string;
  readonly expiresAtMs: number;
  /** By the clock of this laptop. */
  readonly expired: boolean;
  /** Whether this laptop is in a cluster: in none, in this one, in another one. */
  readonly standing: 'none' | 'same' | 'other';
}

/** A text that only this laptop has. */
export interface FoundTextLine {
  readonly id: string;
  /** Of the note that it was in; empty: not known. */
  readonly title: string;
  /** Whether it is all of the note as this laptop had it, or only what was typed into it. */
  readonly isWhole: boolean;
  readonly clusterName: string;
  /** When it was found. */
  readonly atMs: number;
  readonly length: number;
  /** The first characters. */
  readonly excerpt: string;
}

export interface BackupWork {
  readonly type: 'saving' | 'reading' | 'importing' | 'exporting';
  /** How much of it is done: in bytes when reading, else in notes; `total` 0: not known yet. */
  readonly done: number;
  readonly total: number;
}

/** What a backup says of itself. */
export interface BackupLine {
  readonly clusterId: string;
  readonly clusterName: string;
  /** What its members were called. */
  readonly members: readonly string[];
  /** The laptop that it was saved on. */
  readonly savedBy: string;
  readonly savedAtMs: number;
  readonly notes: number;
  /** The last entry that is in it. */
  readonly index: number;
  readonly bytes: number;
  /** Of one that was saved from damaged files: what could not be read. null: nothing is missing. */
  readonly missing: readonly string[] | null;
}

export interface NearbyStatus {
  readonly clusters: readonly {
    readonly id: string;
    /** Which run of it, if it was recovered from a lost majority: two of one id are two clusters. */
    readonly epoch: number;
    readonly name: string;
    readonly memberCount: number;
    /** Laptops of it that are seen now. */
    readonly laptops: readonly { readonly member: string; readonly name: string; readonly fingerprint: string }[];
  }[];
  /** Laptops seen that are in no cluster. */
  readonly alone: readonly { readonly member: string; readonly name: string; readonly fingerprint: string }[];
}
