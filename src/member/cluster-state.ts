import type { DataDirectory } from '../storage/data-directory.ts';
import { openLogStore } from '../storage/log-store.ts';
import { openOutbox } from '../storage/outbox.ts';
import { openSnapshotStore } from '../storage/snapshot-store.ts';
import type { LogContents, LogStore, Outbox, SnapshotStore } from '../storage/types.ts';
import { decodeVersion1 } from './log-codec.ts';
import { restoreNewest, type RestoredState } from './restored-state.ts';

/** What a data directory holds of a cluster, open. */
export interface ClusterState {
  readonly store: LogStore;
  readonly log: LogContents;
  readonly snapshots: SnapshotStore;
  /** From the newest snapshot that can be read. */
  readonly state: RestoredState;
  readonly outbox: Outbox;
}

/**
 * Opens it, without a network. What the errors mean, `diagnose` says.
 *
 * @throws LogDamagedError, SnapshotMissingError, NewerFormatError, OutboxDamagedError
 */
export async function openClusterState(
  directory: Pick<DataDirectory, 'logPath' | 'snapshotsPath' | 'outboxPath'>,
): Promise<ClusterState> {
  const snapshots = await openSnapshotStore(directory.snapshotsPath);
  const { store, restored } = await openLogStore(directory.logPath, { decodeVersion1 });
  try {
    const state = await restoreNewest(snapshots, restored.base);
    const outbox = await openOutbox(directory.outboxPath);
    return { store, log: restored, snapshots: snapshots.store, state, outbox };
  } catch (error) {
    await store.close();
    throw error;
  }
}
