/** The calls that a member answers, and the schema of the parameters of each. */
import { z } from 'zod';
import { copyId, copyMethods } from './copies.ts';

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

export type Change = z.output<typeof change>;
