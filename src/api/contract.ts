/**
 * The contract between a member and whoever drives it: the app's window over a MessagePort, scripts and tests over
 * `control.sock`. Both speak JSON-RPC 2.0 with these methods, results, events and errors. Every parameter is
 * validated by these schemas at the member's edge; `docs/api.md` shows an example of each call.
 */
import { z } from 'zod';
import { copyId, copyMethods, type CopyResults } from './copies.ts';
import type { NetworkReport, PeerTestLine } from './network.ts';

const memberId = z
  .string()
  .min(10)
  .max(120)
  .regex(/^[1-9A-HJ-NP-Za-km-z]+$/, 'a PeerId in base58');
const noteId = z.string().regex(/^[0-9a-f]{32}$/, '32 hex digits');
const name = z.string().trim().min(1).max(80);
const title = z.string().max(200);
const registerName = z.string().min(1).max(200);
/** Bytes of a register, in base64; at most 64 KiB when decoded. */
const base64 = z
  .string()
  .max(87_384)
  .refine((text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text), 'base64')
  .refine(
    (text) => (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0) <= 65_536,
    'at most 64 KiB',
  );
/** A file on this machine: an absolute path; in the app's window, what the shell gave for the one that a person chose. */
const path = z.string().min(1).max(4_096);
/** The six digits of a request to join, with or without the gap in the middle. */
const joinCode = z.string().regex(/^[0-9]{3} ?[0-9]{3}$/, 'six digits');
const timeoutMs = z.number().int().min(1).max(600_000).optional();
const linearizable = z.boolean().optional();
const offset = z.number().int().min(0).max(10_000_000);
const change = z.array(z.union([offset, z.tuple([offset], z.string().max(1_000_000))])).max(20_000);
const documentUpdate = z.object({ clientId: z.string().min(1).max(64), changes: change });
const none = z.object({}).strict();

/** As it was pasted: what is wrong with it is told in words. */
const inviteLink = z.string().min(1).max(20_000);
const inviteId = z.string().regex(/^[0-9a-f]{32}$/, '32 hex digits');
/** Those that begin with `raftpad/` are Raftpad's own. */
const writableRegister = registerName.refine((text) => !text.startsWith('raftpad/'), 'a name of Raftpad’s own');

/** Waits: writes resolve once the command is committed and applied here, or fail with `timeout` (outcome unknown). */
const wait = { timeoutMs };

export const methods = {
  /** What this member is and how its cluster stands. */
  status: none,
  /** Chooses which events this connection receives; replaces the earlier choice. */
  subscribe: z
    .object({ topics: z.array(z.enum(['status', 'nearby', 'notes', 'document', 'log', 'notice', 'peerTest'])).max(10) })
    .strict(),
  /** Names this laptop. */
  setName: z.object({ name }).strict(),
  /** Starts a cluster of one with this laptop in it. */
  create: z.object({ clusterName: name, name: name.optional() }).strict(),
  /** The clusters and laptops seen on this network. */
  nearby: none,
  /**
   * What is known of the network that this laptop is on, and what follows from it. The member looks closer from the first
   * call on, and stops when it was not called for 12 s: call it every few seconds while somebody looks.
   */
  network: none,
  /**
   * Tests the way to a laptop, step by step: a `peerTest` event for each. Resolves when it is done, within about 20 s. Two
   * calls for the same laptop share one test.
   */
  testPeer: z.union([
    z.object({ member: memberId }).strict(),
    z.object({ address: z.string().min(1).max(300) }).strict(),
  ]),
  /** Breaks off a test, if it is under way; `target` as it was given to `testPeer`. */
  cancelTest: z.object({ target: z.string().min(1).max(300) }).strict(),
  /** Asks to be let into a cluster: one seen nearby (`clusterId`), or the one found at `address`. Returns once asked. */
  requestJoin: z.union([
    z
      .object({
        clusterId: z.string().min(1).max(64),
        epoch: z.number().int().min(0).optional(),
        name: name.optional(),
      })
      .strict(),
    z.object({ address: z.string().min(1).max(300), name: name.optional() }).strict(),
  ]),
  /** Takes the request back; ends `joinByInvite`. */
  cancelJoin: none,
  /** Makes an invite for one laptop. The link is given out only here: whoever has it can join. */
  createInvite: z
    .object({
      expiresInMs: z
        .number()
        .int()
        .min(1_000)
        .max(7 * 24 * 3_600_000)
        .optional(),
      ...wait,
    })
    .strict(),
  revokeInvite: z.object({ invite: inviteId, ...wait }).strict(),
  /** What an invite link says, as it was pasted. Asks nobody. */
  readInvite: z.object({ link: inviteLink }).strict(),
  /** Joins the cluster of the invite; resolves once this laptop is in. How far it is shows in `status.phase`. */
  joinByInvite: z.object({ link: inviteLink, name: name.optional() }).strict(),
  /**
   * Lets in laptops that asked to join, as one change of membership. Resolves once the cluster has decided so, with those
   * that were let in: who asks no longer is left out, and if nobody is left it fails with `unknown-member`.
   * `codes`: the six digits that were seen on a laptop's own screen, by its id. If they are not those of its request, it
   * fails with `wrong-code` and nobody is let in.
   */
  approve: z
    .object({ members: z.array(memberId).min(1).max(64), codes: z.record(memberId, joinCode).optional(), ...wait })
    .strict(),
  refuse: z.object({ member: memberId }).strict(),
  /**
   * Leaves the cluster; a leader hands over first. The notes stay in a folder of the data directory. Without a majority
   * it fails with `no-majority`; `force` leaves all the same, and the others keep counting this laptop as away.
   */
  leave: z.object({ force: z.boolean().optional(), ...wait }).strict(),
  /** Removes other members, as one change of membership; a leader among them hands over first. */
  remove: z.object({ members: z.array(memberId).min(1).max(64), ...wait }).strict(),
  /** Hands leadership over to that member, or, if none is named, to the voter that is furthest. Any member may ask. */
  handOver: z.object({ to: memberId.optional(), ...wait }).strict(),
  /**
   * The majority is lost: this laptop goes on alone, with what it has. Fails with `refused` as long as there is a leader or
   * enough are reachable to elect one. `clusterName`: as a person typed it, to confirm.
   */
  recover: z.object({ clusterName: z.string().max(200) }).strict(),
  /**
   * Goes over to the run of this cluster that laptops it knows are in (`cluster.elsewhere`, or the step `recovered` of a
   * repair). What this laptop has is set aside; what only it has of the notes is in `found` afterwards.
   */
  rejoin: z.object({ epoch: z.number().int().min(0) }).strict(),
  /** Takes that back, as long as nobody has let this laptop in: it goes on as it was. */
  cancelRejoin: none,
  /**
   * This laptop is about to sleep: it gives up its vote, so that the others can go on without it; a leader hands over
   * first. Resolves when it may sleep, at the latest after the time limit (default: 2 s). It votes again after `wake`, or
   * if it is awake for another half a minute.
   */
  sleep: z.object(wait).strict(),
  /** This laptop is awake again, and wants its vote back. */
  wake: none,
  /** The texts that only this laptop has, after it came over to a recovered cluster or was removed with edits that waited. */
  'found.list': none,
  'found.read': z.object({ id: noteId }).strict(),
  /** Makes a note of one, for everyone; from then on it is not in the list any more. */
  'found.add': z.object({ id: noteId, title: title.optional(), ...wait }).strict(),
  /** Deletes one. */
  'found.discard': z.object({ id: noteId }).strict(),
  ...copyMethods,
  /** Clears the notice that this laptop was refused or could not join; if there is none, that it was removed. */
  dismiss: none,
  /** The last entries of the log, newest first, readable by a person. */
  log: z.object({ limit: z.number().int().min(1).max(200).optional() }).strict(),
  'notes.list': z.object({ linearizable, ...wait }).strict(),
  'notes.create': z.object({ title, note: noteId.optional(), ...wait }).strict(),
  'notes.rename': z.object({ note: noteId, title, ...wait }).strict(),
  'notes.delete': z.object({ note: noteId, ...wait }).strict(),
  /** Confirmed text; `local: true` adds this laptop's waiting edits. */
  'notes.read': z.object({ note: noteId, linearizable, local: z.boolean().optional(), ...wait }).strict(),
  /**
   * Edits by splices on the local text (`local: true` of read), each `from..to` before any of them is applied, in
   * ascending order. Resolves when kept on this disk; with `committed: true` when on a majority.
   */
  'notes.edit': z
    .object({
      note: noteId,
      splices: z
        .array(z.object({ from: offset, to: offset, insert: z.string().max(1_000_000) }).strict())
        .min(1)
        .max(1000),
      committed: z.boolean().optional(),
      ...wait,
    })
    .strict(),
  /** Opens the local text for live editing: `document` events follow until `notes.close`. */
  'notes.open': z.object({ note: noteId }).strict(),
  /** Live edits on top of `version` of the local text. Resolves when they are kept on this disk. */
  'notes.push': z
    .object({
      note: noteId,
      epoch: z.string().max(64),
      version: z.number().int().min(0),
      updates: z.array(documentUpdate).min(1).max(5000),
    })
    .strict(),
  'notes.close': z.object({ note: noteId }).strict(),
  /** Writes each note into a text file, all of them into a new folder in the folder `path`. `untitled`: for notes without a title. */
  'notes.export': z.object({ path, untitled: z.string().max(40).optional(), copy: copyId.optional() }).strict(),
  /** Writes the notes that are committed and applied here into one file, which replaces what is there. Needs no majority. `copy`, here and above: of one that was kept. */
  'backup.save': z.object({ path, copy: copyId.optional() }).strict(),
  /** Checks all of a backup and tells what is in it. */
  'backup.inspect': z.object({ path }).strict(),
  /** Starts a cluster of one, as `create` does, with the notes and their history from a backup. */
  'backup.restore': z.object({ path, clusterName: name.optional(), name: name.optional() }).strict(),
  /**
   * Brings the notes of a backup into this cluster, as new notes. Those that are here with the same text are left out.
   * `mark` goes behind the title of a note where another of that title is here. The time limit is for each note.
   */
  'backup.import': z.object({ path, mark: z.string().max(40).optional(), ...wait }).strict(),
  /**
   * Of a laptop that is read-only: starts a new cluster with all that could be read. The damaged files are kept, and a
   * backup of what could be read with them.
   */
  'backup.startAnew': z.object({ clusterName: name.optional() }).strict(),
  'registers.set': z.object({ name: writableRegister, value: base64, ...wait }).strict(),
  'registers.get': z.object({ name: registerName, linearizable, ...wait }).strict(),
  /** `expected: null`: only if the register does not exist. */
  'registers.compareAndSet': z
    .object({ name: writableRegister, expected: base64.nullable(), value: base64, ...wait })
    .strict(),
} as const;

export type Method = keyof typeof methods;
export type Params<M extends Method> = z.input<(typeof methods)[M]>;

export interface Results extends CopyResults {
  status: MemberStatus;
  subscribe: Record<string, never>;
  setName: Record<string, never>;
  create: Record<string, never>;
  nearby: NearbyStatus;
  network: NetworkReport;
  testPeer: PeerTestLine;
  cancelTest: Record<string, never>;
  requestJoin: Record<string, never>;
  cancelJoin: Record<string, never>;
  createInvite: { invite: string; link: string; expiresAtMs: number };
  revokeInvite: Record<string, never>;
  readInvite: InvitationLine;
  joinByInvite: Record<string, never>;
  approve: { approved: string[] };
  refuse: Record<string, never>;
  recover: Record<string, never>;
  rejoin: Record<string, never>;
  cancelRejoin: Record<string, never>;
  'found.list': { texts: FoundTextLine[] };
  'found.read': { text: string };
  'found.add': { note: string };
  'found.discard': Record<string, never>;
  leave: { keptIn: string };
  remove: Record<string, never>;
  /** Who leads now. */
  handOver: { leader: string };
  /** `last`: nobody else was there; `alone`: too few to decide anything; `late`: there was no time. */
  sleep: { closing: 'resting' | 'last' | 'alone' | 'late' };
  wake: Record<string, never>;
  dismiss: Record<string, never>;
  log: { entries: LogLine[] };
  'notes.list': { notes: NoteLine[] };
  'notes.create': { note: string; index: number };
  'notes.rename': { index: number };
  'notes.delete': { index: number };
  'notes.read': { note: string; title: string; version: number; text: string };
  /** `index`: where it was committed, null if only kept here so far. */
  'notes.edit': { index: number | null };
  'notes.open': DocumentState;
  'notes.push': Record<string, never>;
  'notes.close': Record<string, never>;
  'notes.export': { folder: string; notes: number };
  /** `index`: the last entry that is in it. `waiting`: edits of this laptop that wait for a majority and are not. */
  'backup.save': { path: string; bytes: number; notes: number; index: number; waiting: number };
  'backup.inspect': BackupLine;
  'backup.restore': Record<string, never>;
  'backup.startAnew': { keptIn: string };
  'backup.import': { imported: number; skipped: number };
  'registers.set': { index: number };
  /** `value` null: no such register. */
  'registers.get': { value: string | null };
  /** `swapped` false: `current` is what was found instead. */
  'registers.compareAndSet': { swapped: boolean; current: string | null; index: number };
}

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
  /** It is here, but its Raftpad speaks no language that this one does: one of the two is too old. */
  readonly isForeign: boolean;
}
export interface JoinRequestLine {
  readonly member: string;
  readonly fingerprint: string;
  readonly name: string;
  readonly sinceMs: number;
  /** Six digits that its own screen shows too; null: it asked at a laptop with an older Raftpad, which has none. */
  readonly code: string | null;
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
/** One entry of the log. What it says is built by the reader from `what`, in its own language. */
export interface LogLine {
  readonly index: number;
  readonly term: number;
  readonly what:
    | { readonly type: 'no-op' }
    | {
        readonly type: 'configuration';
        /** All that changed in one step; never empty. */
        readonly changes: readonly ConfigurationLine[];
        /** Whether old and new voters decide together from here on (a joint configuration), or no longer do. */
        readonly joint: 'begins' | 'ends' | null;
      }
    | { readonly type: 'create-note' | 'rename-note' | 'delete-note'; readonly note: string; readonly title: string }
    | {
        readonly type: 'edit-note';
        readonly note: string;
        readonly title: string;
        readonly inserted: string;
        readonly deletedLength: number;
      }
    | { readonly type: 'set-register' | 'compare-and-set-register'; readonly name: string; readonly bytes: number }
    /** An invite was made, claimed, used or revoked: see `MemberStatus.invites`. */
    | { readonly type: 'invites' }
    | { readonly type: 'introduce-member'; readonly memberName: string }
    | { readonly type: 'name-cluster'; readonly name: string }
    /** Here all members compare their notes, and each reports the digest of its own. */
    | { readonly type: 'digest-mark' }
    /** `mark`: the index of the entry as of which it is; `digest`: 32 hexadecimal digits. */
    | { readonly type: 'digest-report'; readonly mark: number; readonly digest: string }
    | { readonly type: 'unknown'; readonly bytes: number };
  readonly by: { readonly member: string; readonly name: string } | null;
  readonly committed: boolean;
}
export interface ConfigurationLine {
  readonly change: 'create' | 'recover' | 'add-learner' | 'promote' | 'demote' | 'remove';
  /** Of a demotion that the leader decided by itself: why. */
  readonly because: 'resting' | 'silent' | null;
  readonly member: string;
  readonly memberName: string;
}
export interface NoteLine {
  readonly note: string;
  readonly title: string;
  readonly version: number;
  readonly preview: string;
  /** Log index of the last change: newest first when sorted by it. */
  readonly changedIndex: number;
  readonly changedBy: string;
  /** Whether edits of this laptop wait here for a majority. */
  readonly waiting: boolean;
}

/** The local text of an open note: what is committed with this laptop's waiting edits on top. */
export interface DocumentState {
  readonly note: string;
  readonly title: string;
  /** Names this run of the local text; versions of different epochs do not compare. */
  readonly epoch: string;
  /** Counts the updates of the local text within the epoch. */
  readonly version: number;
  readonly text: string;
  /** Ranges of the text that are kept here and not on a majority yet. */
  readonly pending: readonly (readonly [number, number])[];
  /** How many laptops a majority is, and the version confirmed by it. */
  readonly confirmedVersion: number;
}

export interface Events {
  status: MemberStatus;
  nearby: NearbyStatus;
  /** The list of notes changed. */
  notes: { readonly notes: readonly NoteLine[] };
  document:
    | {
        readonly type: 'updates';
        readonly note: string;
        readonly epoch: string;
        readonly fromVersion: number;
        readonly updates: readonly { readonly clientId: string; readonly changes: Change }[];
        readonly pending: DocumentState['pending'];
      }
    /** What waits changed, the text did not. `version`: the local version the ranges refer to. */
    | {
        readonly type: 'pending';
        readonly note: string;
        readonly epoch: string;
        readonly version: number;
        readonly pending: DocumentState['pending'];
      }
    | { readonly type: 'deleted'; readonly note: string };
  /** Entries appended, committed or cut off since the last event: the newest lines, as `log` gives them. */
  log: { readonly entries: readonly LogLine[] };
  /** Something a person should know, once. */
  notice: Notice;
  /** A test of the way to a laptop got further; whole each time. */
  peerTest: PeerTestLine;
}
export type EventTopic = keyof Events;
export type Change = z.output<typeof change>;

export type Notice =
  | {
      readonly type: 'edit-lost';
      readonly note: string;
      readonly title: string;
      readonly reason: string;
      readonly text: string;
    }
  | { readonly type: 'peer-misbehaves'; readonly peer: string; readonly detail: string }
  | {
      readonly type: 'join-decided';
      readonly memberName: string;
      readonly outcome: 'approved' | 'refused' | 'withdrawn';
      readonly by: string;
    }
  | { readonly type: 'storage-failed'; readonly detail: string }
  /** This laptop has come over to the recovered cluster; what it had before is in `keptIn`. */
  | { readonly type: 'rejoined'; readonly keptIn: string; readonly found: number }
  /** This laptop has all that it ever acknowledged again; the damaged files are in `keptIn`. */
  | { readonly type: 'repaired'; readonly keptIn: string }
  /** A damaged file that this laptop can do without was moved to `keptIn`: edits that waited, or a snapshot. */
  | { readonly type: 'set-aside'; readonly what: 'outbox' | 'snapshot'; readonly keptIn: string }
  /** Another member's notes are not those of the majority: it loads them anew. */
  | { readonly type: 'notes-differ'; readonly member: string; readonly memberName: string }
  /** This laptop's are not: it serves none until it has loaded them anew; `reloaded`: it has. */
  | { readonly type: 'own-notes-differ' | 'own-notes-reloaded' }
  /** Members hold different notes, and none of them is a majority's: nobody can tell which are right. */
  | { readonly type: 'notes-disputed' };

/** Why a call failed. `message` in the JSON-RPC error is for people; `data.code` is this. */
export const errorCodes = [
  'invalid-request', // not JSON-RPC, or parameters that do not fit
  'unknown-method',
  'not-a-member', // the call needs a cluster
  'damaged', // what this laptop kept is damaged: it is being repaired, or can only be exported
  'already-a-member',
  'no-majority', // nothing was done
  'cluster-full', // it has as many members as it may; nobody was let in
  'wrong-code', // not the six digits of that request to join; nobody was let in
  'timeout', // for writes: not known whether it will be done
  'refused', // done by nobody; the message says why
  'busy', // another change of membership or leadership was under way all the time; nothing was done
  'not-a-voter', // it cannot lead
  'no-successor', // no other voter is reachable that could lead
  'successor-unreachable', // the leader does not reach it, and leads on
  'successor-behind', // it did not have the whole log in time; the leader leads on
  'not-elected', // it was told to lead, but did not in time
  'unreachable',
  'other-version', // who answers there speaks no language that this Raftpad does; the older one is to be updated
  'bad-address',
  'not-an-invite', // what was pasted is something else; in the next three, why the link cannot be read
  'invite-cut-off',
  'invite-damaged',
  'invite-newer', // made by a newer Raftpad
  'invite-expired',
  'invite-used',
  'invite-revoked',
  'unknown-invite',
  'invite-failed', // nobody could be reached that could let this laptop in; the message says why
  'too-many-tests', // wait until one of them is done
  'unknown-note',
  'unknown-member',
  'unknown-cluster',
  'no-cluster', // the laptop at that address is in none
  'already-asking', // this laptop is being let into a cluster already; take that back first
  'stale-document', // open the note again
  'too-many-waiting',
  'too-large',
  'unknown-copy', // of a cluster that this laptop left
  'copy-unreadable', // its files are gone, or none of them can be read; the message says where they should be
  'not-a-backup', // the file is of another kind
  'backup-damaged', // it is not what was written
  'backup-newer', // a newer Raftpad wrote it
  'file-unreadable', // it is not there, or this account may not read it
  'file-unwritable', // there is no room, or this account may not write there
  'storage-failed',
  'disk-full', // of this laptop, or of too many others; nothing was done
  'diverged', // this laptop's notes are not those of the majority; they are being fetched from the others
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** JSON-RPC 2.0 frames as this API uses them. */
export interface RpcRequest {
  readonly jsonrpc: '2.0';
  readonly id: number | string;
  readonly method: string;
  readonly params?: unknown;
}
export type RpcResponse =
  | { readonly jsonrpc: '2.0'; readonly id: number | string | null; readonly result: unknown }
  | {
      readonly jsonrpc: '2.0';
      readonly id: number | string | null;
      readonly error: { readonly code: number; readonly message: string; readonly data: { readonly code: ErrorCode } };
    };
export interface RpcNotification {
  readonly jsonrpc: '2.0';
  readonly method: EventTopic;
  readonly params: unknown;
}
