import type { DataDirectory } from '../storage/data-directory.ts';
import { OutboxDamagedError } from '../storage/errors.ts';
import { openLogStore } from '../storage/log-store.ts';
import { openOutbox, salvageOutbox } from '../storage/outbox.ts';
import { setDamagedAside, unusedDamagedPath } from '../storage/set-aside.ts';
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
  /** What could be read of a damaged outbox: to be shown to the person, not to be sent. */
  readonly unsent: ReadonlyMap<string, Uint8Array>;
  /** What was damaged and could be done without, and where it is kept now. */
  readonly setAside: readonly SetAside[];
}

export interface SetAside {
  readonly what: 'outbox' | 'snapshot';
  readonly keptIn: string;
}

/**
 * Opens it, without a network. Damaged snapshots that the log makes up for are set aside, and so is a damaged outbox. What
 * the errors mean, `diagnose` says.
 *
 * @throws LogDamagedError, SnapshotMissingError, NewerFormatError
 */
export async function openClusterState(
  directory: Pick<DataDirectory, 'logPath' | 'snapshotsPath' | 'outboxPath' | 'damagedPath'>,
): Promise<ClusterState> {
  const snapshots = await openSnapshotStore(directory.snapshotsPath);
  const { store, restored } = await openLogStore(directory.logPath, { decodeVersion1, mustExist: true });
  try {
    const state = await restoreNewest(snapshots, restored.base);
    const { outbox, keptIn, unsent } = await openOutboxAnyway(directory);
    const setAside: SetAside[] = keptIn === null ? [] : [{ what: 'outbox', keptIn }];
    if (snapshots.damaged.length > 0) {
      const files = snapshots.damaged.map(({ file }) => file);
      setAside.push({ what: 'snapshot', keptIn: await moveAside(directory, files) });
    }
    return { store, log: restored, snapshots: snapshots.store, state, outbox, unsent, setAside };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * What waits here was never acknowledged by a majority, so a member can go on without it. None of a damaged outbox is sent:
 * of what can be read nobody knows whether it is the last that was kept of its note. What a later one has sent would be
 * sent again.
 */
async function openOutboxAnyway(
  directory: Pick<DataDirectory, 'outboxPath' | 'damagedPath'>,
): Promise<Pick<ClusterState, 'outbox' | 'unsent'> & { readonly keptIn: string | null }> {
  const { outboxPath } = directory;
  try {
    return { outbox: await openOutbox(outboxPath), keptIn: null, unsent: new Map() };
  } catch (error) {
    if (!(error instanceof OutboxDamagedError)) throw error;
    console.error(`raftpad: ${error.message}`);
  }
  const unsent = await salvageOutbox(outboxPath);
  const keptIn = await moveAside(directory, [outboxPath]);
  return { outbox: await openOutbox(outboxPath), keptIn, unsent };
}

async function moveAside(directory: Pick<DataDirectory, 'damagedPath'>, paths: readonly string[]): Promise<string> {
  const keptIn = await unusedDamagedPath(directory, Date.now());
  await setDamagedAside(directory, paths, keptIn);
  return keptIn;
}
