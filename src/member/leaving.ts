import { basename, join } from 'node:path';
import type { DataDirectory } from '../storage/data-directory.ts';
import { setAsideInto, unusedLeftPath } from '../storage/set-aside.ts';
import type { KeptCopyRecord, MemberFile } from '../storage/types.ts';
import type { MemberRecord } from './member-record.ts';

/** How this laptop came out of its cluster. */
export interface Departure {
  readonly clusterName: string;
  /** Who removed it (empty: not known), and when; null: it left by itself. */
  readonly removed: { readonly by: string; readonly atMs: number } | null;
  /** The last entry that its notes have; null: not known. */
  readonly appliedIndex: number | null;
}

/** More are not remembered. Their files stay where they are. */
const mostKept = 50;

/**
 * Writes down that this laptop is in its cluster no more, and that its files are to be kept in the directory which is
 * returned. From then on it takes no part, even if it loses power before `moveAway`; the next start does that then.
 */
export async function writeDownLeaving(
  directory: DataDirectory,
  record: MemberRecord,
  { clusterName, removed, appliedIndex }: Departure,
): Promise<string> {
  const { cluster, repair, kept = [] } = record.file;
  if (cluster === null) throw new Error('there is no cluster to leave');
  const nowMs = Date.now();
  const keptIn = await unusedLeftPath(directory, cluster.id, nowMs);
  const copy: KeptCopyRecord = {
    folder: basename(keptIn),
    // Of one that was to come over to another epoch nothing was moved yet, or it is in `left/` as another copy.
    damaged: repair === undefined || repair.damage === null ? undefined : basename(repair.keptIn),
    clusterName,
    by: removed?.by ?? null,
    atMs: removed?.atMs ?? nowMs,
    appliedIndex: appliedIndex ?? undefined,
  };
  await record.save({
    ...nothingOfCluster,
    removed: removed === null ? null : { clusterName, ...removed },
    kept: [...kept, copy].slice(-mostKept),
    leaving: true,
  });
  return keptIn;
}

/** What is there is moved, so it may be called again after a crash. */
export async function moveAway(directory: DataDirectory, keptIn: string): Promise<void> {
  const { outboxPath, snapshotsPath, logPath } = directory;
  await setAsideInto(directory, [outboxPath, snapshotsPath, logPath], keptIn);
}

/** The cluster whose files are not all away yet, and where they are to be kept; null: there is none. */
export function unfinishedLeaving(
  { leftPath }: Pick<DataDirectory, 'leftPath'>,
  { leaving, kept }: MemberFile,
): { readonly copy: KeptCopyRecord; readonly keptIn: string } | null {
  const copy = leaving === true ? kept?.at(-1) : undefined;
  return copy === undefined ? null : { copy, keptIn: join(leftPath, copy.folder) };
}

const nothingOfCluster = {
  cluster: null,
  members: undefined,
  admissions: undefined,
  epoch: undefined,
  recovery: undefined,
  repair: undefined,
  diverged: undefined,
};
