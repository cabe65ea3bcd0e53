import type { DataDirectory } from '../storage/data-directory.ts';
import { OutboxDamagedError } from '../storage/errors.ts';
import { openLogStore } from '../storage/log-store.ts';
import { openOutbox, salvageOutbox } from '../storage/outbox.ts';
import { setDamagedAside, unusedDamagedPath } from '../storage/set-aside.ts';
import { openSnapshotStore } from '../storage/snapshot-store.ts';
import type { LogContents, LogStore, Outbox, SnapshotStore, SpaceState } from '../storage/types.ts';
import { Disk } from './disk.ts';
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
  /** What log and outbox find of room on it. */
  readonly disk: Disk;
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
  directory: Pick<
    DataDirectory,
    'path' | 'logPath' | 'snapshotsPath' | 'outboxPath' | 'damagedPath' | 'files' | 'logSizes'
  >,
): Promise<ClusterState> {
  const { files, logSizes } = directory;
  const disk = new Disk(directory.path);
  const snapshots = await openSnapshotStore(directory.snapshotsPath, { files });
  const { store, restored } = await openLogStore(directory.logPath, {
    ...logSizes,
    files,
    decodeVersion1,
    mustExist: true,
    onSpace: (space) => disk.logSpace(space),
  });
  try {
    const state = await restoreNewest(snapshots, restored.base);
    const { outbox, keptIn, unsent } = await openOutboxAnyway(directory, disk);
    const setAside: SetAside[] = keptIn === null ? [] : [{ what: 'outbox', keptIn }];
    if (snapshots.damaged.length > 0) {
      const damaged = snapshots.damaged.map(({ file }) => file);
      setAside.push({ what: 'snapshot', keptIn: await moveAside(directory, damaged) });
    }
    return { store, log: restored, snapshots: snapshots.store, state, outbox, disk, unsent, setAside };
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
  directory: Pick<DataDirectory, 'outboxPath' | 'damagedPath' | 'files'>,
  disk: Disk,
): Promise<Pick<ClusterState, 'outbox' | 'unsent'> & { readonly keptIn: string | null }> {
  const { outboxPath, files } = directory;
  const options = { files, onSpace: (space: SpaceState) => disk.outboxSpace(space) };
  try {
    return { outbox: await openOutbox(outboxPath, options), keptIn: null, unsent: new Map() };
  } catch (error) {
    if (!(error instanceof OutboxDamagedError)) throw error;
    console.error(`raftpad: ${error.message}`);
  }
  const unsent = await salvageOutbox(outboxPath, files);
  const keptIn = await moveAside(directory, [outboxPath]);
  return { outbox: await openOutbox(outboxPath, options), keptIn, unsent };
}

async function moveAside(
  directory: Pick<DataDirectory, 'damagedPath' | 'files'>,
  paths: readonly string[],
): Promise<string> {
  const keptIn = await unusedDamagedPath(directory, Date.now());
  await setDamagedAside(directory, paths, keptIn);
  return keptIn;
}
