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
  const { cluster, repair } = record.file;
  if (cluster === null) throw new Error('there is no cluster to leave');
  const nowMs = Date.now();
  // What was moved half way on coming over stays together.
  const isBegun = repair?.over?.decided === true && !repair.letIn && repair.damage === null;
  const keptIn = isBegun
    ? join(directory.leftPath, basename(repair.keptIn))
    : await unusedLeftPath(directory, cluster.id, nowMs);
  const damaged = repair === undefined || repair.damage === null ? undefined : basename(repair.keptIn);
  const copy: KeptCopyRecord = {
    folder: basename(keptIn),
    damaged,
    clusterName,
    by: removed?.by ?? null,
    atMs: removed?.atMs ?? nowMs,
    // Of the new log. The files that were set aside before it have entries of their own.
    appliedIndex: damaged === undefined ? (appliedIndex ?? undefined) : undefined,
  };
  await record.save((file) => ({
    ...nothingOfCluster,
    removed: removed === null ? null : { clusterName, ...removed },
    kept: [...(keptBeforeComingOver(file).kept ?? file.kept ?? []), copy].slice(-mostKept),
    leaving: true,
  }));
  return keptIn;
}

/** With what this laptop had before it came over to the cluster as it was recovered elsewhere, if it has come over. */
export function keptBeforeComingOver({ cluster, repair, kept = [] }: MemberFile): Pick<MemberFile, 'kept'> {
  // Of one that was damaged there is nothing in `left/`.
  if (repair?.over === undefined || !repair.letIn || repair.damage !== null) return {};
  const copy: KeptCopyRecord = {
    folder: basename(repair.keptIn),
    cameOver: true,
    clusterName: repair.over.from ?? cluster?.name ?? '',
    by: null,
    atMs: repair.sinceMs,
  };
  return { kept: [...kept, copy].slice(-mostKept) };
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
