import type { Raft } from '../../src/raft/raft.ts';
import type { Admission, Effect, MemberId, ProposedCommand, SnapshotMetadata, Term } from '../../src/raft/types.ts';
import type { CrashPoint } from './actions.ts';
import type { Clock } from './clock.ts';
import type { Disk, PersistEffect } from './disk.ts';
import type { OpenOperation } from './history.ts';
import type { Notebook } from './notebook.ts';

export type SendEffect = Extract<Effect, { type: 'send' }>;

/** A read that a client waits for. */
export interface PendingRead {
  readonly register: string;
  readonly operation: OpenOperation;
  /** What was committed anywhere when it was asked. */
  readonly committedWhenAsked: number;
}

/** A snapshot that was announced to a member. */
export interface AwaitedSnapshot {
  readonly from: MemberId;
  readonly term: Term;
  readonly session: number;
  readonly snapshot: SnapshotMetadata;
  readonly epoch: number;
}

/** One start of a member's process, and all that it would forget in a crash. */
export interface Run {
  readonly raft: Raft;
  /** As of its last step. */
  epoch: number;
  notebook: Notebook;
  /** Asked for and not synced; the first `syncing` of them are on their way to the platter. */
  readonly writes: PersistEffect[];
  syncing: number;
  durableId: number;
  readonly held: SendEffect[];
  /** On the member's own clock. */
  wakeAtMs: number | null;
  /** In true time. */
  timerAtMs: number | null;
  nextNumber: number;
  readonly reads: Map<number, PendingRead>;
  /** Own commands whose outcome a client waits for, by sequence. */
  readonly commands: Map<number, OpenOperation>;
  isTakingSnapshot: boolean;
  /** The snapshot that this member's core waits for. */
  awaited: AwaitedSnapshot | null;
  /** The attempt to bring each of the others a snapshot that is under way. */
  readonly sending: Map<MemberId, Extract<Effect, { type: 'send-snapshot' }>>;
}

/** One laptop: its disk, its clock, and what its driver keeps over a crash. */
export interface Member {
  readonly id: MemberId;
  /** By which the network knows it. */
  readonly number: number;
  readonly clock: Clock;
  disk: Disk;
  /** Where it was let in after it had lost its disk: it is told with the approval. */
  admission: Admission | null;
  run: Run | null;
  /** Grows with every start of the process; durable. */
  session: number;
  /** Commands that are not applied yet; durable, as in the app. */
  outbox: ProposedCommand[];
  /** Edits of the shared note that this laptop has numbered; durable. */
  edits: number;
  isPaused: boolean;
  /** What happened to the process while it was paused. */
  readonly deferred: (() => void)[];
  diskStalledUntilMs: number;
  crashAt: { readonly point: CrashPoint; readonly downMs: number } | null;
  /** It will never come back. */
  isGone: boolean;
}
