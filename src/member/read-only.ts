import { join } from 'node:path';
import type { Damage, Phase } from '../api/contract.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import { makeDirectoryDurably } from '../storage/durable-file.ts';
import { setDamagedAside, unusedDamagedPath } from '../storage/set-aside.ts';
import type { MemberFile } from '../storage/types.ts';
import type { BackupSource } from './backup-source.ts';
import type { Diagnosis } from './damage.ts';
import { fromNotes, type Beginning } from './new-cluster.ts';
import { readNotes, type ReadableNotes } from './readable-notes.ts';
import { notesIn, openBackup, saveBackup } from './saved-backup.ts';

/**
 * The notes of a laptop that is alone in its cluster and whose log or snapshots are damaged: as far as they can be read,
 * never written. Nobody can bring back what is missing, so what is there must not be lost to a repair.
 */
export class ReadOnlyNotes {
  readonly #cluster: NonNullable<MemberFile['cluster']>;
  readonly #ownName: string;
  readonly #damage: Damage;
  readonly #readable: ReadableNotes;

  static async read(
    { damage, salvaged }: Extract<Diagnosis, { type: 'alone' }>,
    { snapshotsPath }: DataDirectory,
    { cluster, name }: MemberFile,
  ): Promise<ReadOnlyNotes> {
    if (cluster === null) throw new Error('there is no cluster to read the notes of');
    return new ReadOnlyNotes(cluster, name, damage, await readNotes(snapshotsPath, salvaged));
  }

  private constructor(
    cluster: NonNullable<MemberFile['cluster']>,
    ownName: string,
    damage: Damage,
    readable: ReadableNotes,
  ) {
    this.#cluster = cluster;
    this.#ownName = ownName;
    this.#damage = damage;
    this.#readable = readable;
  }

  phase(): Extract<Phase, { type: 'read-only' }> {
    const { completeUpTo, reached } = this.#readable;
    return { type: 'read-only', clusterName: this.#clusterName, damage: this.#damage, completeUpTo, reached };
  }

  /** What a backup or an export takes. */
  source(): BackupSource {
    const { notes, index, missing } = this.#readable;
    return {
      notes,
      capture: () => ({ index, state: notes.capture() }),
      cluster: { id: this.#cluster.id, name: this.#clusterName, members: [this.#ownName] },
      waiting: 0,
      missing,
    };
  }

  /** Puts a backup of it where the damaged files are to be kept, durably. */
  async keepIn(directory: DataDirectory, now: number): Promise<NonNullable<MemberFile['anew']>> {
    const keptIn = await unusedDamagedPath(directory, now);
    await makeDirectoryDurably(directory.damagedPath);
    await makeDirectoryDurably(keptIn);
    await saveBackup(this.source(), backupIn(keptIn), this.#ownName);
    return { keptIn, clusterName: this.#clusterName };
  }

  get #clusterName(): string {
    return this.#readable.notes.clusterName() || this.#cluster.name;
  }
}

/** Moves the damaged files to where the backup of them is. What a new cluster begins with is in that. */
export async function beginAnew(
  directory: DataDirectory,
  { keptIn, clusterName }: NonNullable<MemberFile['anew']>,
): Promise<Beginning> {
  const { logPath, snapshotsPath, outboxPath } = directory;
  await setDamagedAside(directory, [outboxPath, snapshotsPath, logPath], keptIn);
  const { file } = await openBackup(backupIn(keptIn));
  return fromNotes(await notesIn(file, () => undefined), file.index, clusterName);
}

function backupIn(keptIn: string): string {
  return join(keptIn, 'readable.raftpad');
}
