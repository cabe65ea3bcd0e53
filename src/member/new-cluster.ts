import type { NotesState } from '../notes/state-machine.ts';
import { emptyConfiguration } from '../raft/configuration.ts';
import { createCluster, emptyRestored } from '../raft/raft.ts';
import { asTerm, type LogIndex, type MemberId, type SnapshotMetadata } from '../raft/types.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import { openLogStore, type OpenedLog } from '../storage/log-store.ts';
import { openSnapshotStore } from '../storage/snapshot-store.ts';
import type { LogWrite } from '../storage/types.ts';
import { decodeVersion1 } from './log-codec.ts';
import { encodeSnapshotMetadata } from './snapshot-metadata.ts';
import { unhurried } from './restoring.ts';

/** Writes what a new cluster of `self` alone begins with. It counts only once `member.json` says so. */
export type Beginning = (directory: DataDirectory, self: MemberId) => Promise<void>;

/** The log of a newcomer, which a leader of that epoch fills. As above. */
export async function emptyLog(directory: DataDirectory, epoch = 0): Promise<void> {
  const { store } = await openLog(directory);
  try {
    const hardState = { ...emptyRestored.hardState, epoch };
    const write = { resetTo: null, truncateFrom: null, entries: [], hardState, mustSync: true };
    if (epoch > 0) await store.write(write);
  } finally {
    await store.close();
  }
}

export const fromNothing: Beginning = (directory, self) => {
  const { entries, hardState } = createCluster(self);
  return writeLog(directory, { resetTo: null, truncateFrom: null, entries, hardState, mustSync: true });
};

/**
 * Notes of an earlier cluster, in a snapshot that is the new one's first. Its log goes on behind their last entry, so
 * that what is changed from now on is newer than what they were changed by. Nothing else of the earlier cluster is left:
 * no term, no vote, and no session, whose numbers would make the new cluster's commands repetitions.
 */
export function fromNotes(notes: NotesState, index: LogIndex, clusterName: string): Beginning {
  return async (directory, self) => {
    // Not only by the command that follows: a crash before that is committed must not bring the earlier name back.
    notes.apply({ type: 'name-cluster', name: clusterName }, { index, member: self });
    const term = asTerm(1);
    const snapshot: SnapshotMetadata = {
      index,
      term,
      configuration: { ...emptyConfiguration, voters: [self] },
      configurationIndex: index,
      sessions: [],
    };
    const { store } = await openSnapshotStore(directory.snapshotsPath, { files: directory.files });
    await store.write(snapshot, encodeSnapshotMetadata(snapshot), unhurried(notes.capture().chunks()));
    const hardState = { epoch: 0, term, votedFor: self, commitIndex: index };
    await writeLog(directory, { resetTo: { index, term }, truncateFrom: null, entries: [], hardState, mustSync: true });
  };
}

async function writeLog(directory: DataDirectory, write: LogWrite): Promise<void> {
  const { store } = await openLog(directory);
  try {
    await store.write(write);
  } finally {
    await store.close();
  }
}

function openLog({ logPath, logSizes, files }: DataDirectory): Promise<OpenedLog> {
  return openLogStore(logPath, { ...logSizes, files, decodeVersion1 });
}
