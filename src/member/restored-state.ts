import { SnapshotError } from '../notes/snapshot-error.ts';
import { NotesState } from '../notes/state-machine.ts';
import type { SnapshotMetadata } from '../raft/types.ts';
import { SnapshotDamagedError } from '../storage/errors.ts';
import type { OpenedSnapshots } from '../storage/snapshot-store.ts';
import type { LogPosition } from '../storage/types.ts';
import { DecodeError } from '../wire/checks.ts';
import { decodeSnapshotMetadata } from './snapshot-metadata.ts';
import { restoreState } from './restoring.ts';

/** What a member starts from: the notes as of a snapshot, or empty ones. The log has the rest. */
export interface RestoredState {
  readonly snapshot: SnapshotMetadata | null;
  readonly notes: NotesState;
}

/** The log begins behind what no readable snapshot holds: the entries between are lost here. */
export class SnapshotMissingError extends Error {
  override readonly name = 'SnapshotMissingError';
  readonly base: LogPosition;
  /** Those that are there and cannot be read, newest first. */
  readonly damaged: readonly SnapshotDamagedError[];

  constructor(base: LogPosition, damaged: readonly SnapshotDamagedError[]) {
    super(
      `The log begins behind entry ${base.index}, and no snapshot of all up to there can be read. Nothing was changed. ` +
        'Put the data directory back from a backup, or move it away and join the cluster again.',
    );
    this.base = base;
    this.damaged = damaged;
  }
}

/**
 * The state of the newest snapshot that can be read; with an older one the log makes up for the rest, as long as it
 * begins no later than that.
 *
 * @throws SnapshotMissingError, SnapshotError (of a newer format)
 */
export async function restoreNewest({ store, damaged }: OpenedSnapshots, base: LogPosition): Promise<RestoredState> {
  for (const stored of store.all) {
    if (stored.id.index < base.index) break;
    try {
      const snapshot = decodeSnapshotMetadata(stored.metadata);
      return { snapshot, notes: await restoreState(store, stored) };
    } catch (error) {
      if (!isDamage(error)) throw error;
      console.error(`raftpad: the snapshot of entry ${stored.id.index} cannot be read: ${String(error)}`);
    }
  }
  if (base.index > 0) throw new SnapshotMissingError(base, damaged);
  return { snapshot: null, notes: new NotesState() };
}

function isDamage(error: unknown): boolean {
  if (error instanceof SnapshotError) return error.problem !== 'newer-format';
  return error instanceof SnapshotDamagedError || error instanceof DecodeError;
}
