import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import type { BackupLine, BackupWork, Results } from '../api/contract.ts';
import type { NotesState } from '../notes/state-machine.ts';
import type { BackupFile } from '../storage/backup-file.ts';
import { DiskFullError } from '../storage/errors.ts';
import { backupLine } from './backup-description.ts';
import type { BackupSource } from './backup-source.ts';
import type { Cluster } from './cluster.ts';
import { ApiError } from './errors.ts';
import { fromNotes } from './new-cluster.ts';
import { writeNoteFiles } from './note-files.ts';
import { importNotes, type Imported } from './note-import.ts';
import type { OwnMembership } from './own-membership.ts';
import { fileError, notesIn, openBackup, saveBackup } from './saved-backup.ts';

export interface BackupsOptions {
  /** Nothing is written into it. */
  readonly dataDirectory: string;
  readonly ownName: () => string;
  readonly membership: Pick<OwnMembership, 'create' | 'requireNone' | 'startAnew'>;
  /**
   * The notes that this laptop has, or those of a copy that it kept of a cluster that it left. Throws ApiError if there are
   * none.
   */
  readonly source: (copy: string | undefined) => Promise<BackupSource>;
  /** Throws ApiError `not-a-member`. */
  readonly cluster: () => Cluster;
  /** `work` changed. */
  readonly changed: () => void;
}

/**
 * Backups: the notes of a cluster in one file, out of its members' reach. From a backup a new cluster begins, or notes
 * come into another one; never does it bring a member back, who would have forgotten what it promised since.
 */
export class Backups {
  readonly #options: BackupsOptions;
  #work: BackupWork | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: BackupsOptions) {
    this.#options = options;
  }

  /** What is under way; null: nothing. */
  get work(): BackupWork | null {
    return this.#work;
  }

  /** Writes what is applied at this moment; the notes are edited on meanwhile. */
  save(path: string, copy?: string): Promise<Results['backup.save']> {
    return this.#inTurn('saving', async () => {
      const source = await this.#options.source(copy);
      await this.#requireOutside(path);
      return await saveBackup(source, path, this.#options.ownName());
    });
  }

  /** Writes each note as a text file into a new folder in `parent`. */
  exportNotes(parent: string, untitled: string, copy?: string): Promise<Results['notes.export']> {
    return this.#inTurn('exporting', async () => {
      const { notes, cluster, textOf } = await this.#options.source(copy);
      await this.#requireOutside(join(parent, 'a folder'));
      const progress = (done: number, total: number): void => this.#show({ type: 'exporting', done, total });
      try {
        const folder = await writeNoteFiles(parent, notes, { name: cluster.name, untitled, textOf, progress });
        return { folder, notes: notes.notes().length };
      } catch (error) {
        throw fileError(error, 'file-unwritable');
      }
    });
  }

  /** Checks every byte and tells what is in it. */
  inspect(path: string): Promise<BackupLine> {
    return this.#inTurn('reading', async () => {
      const { file, description } = await openBackup(path);
      return backupLine(description, file);
    });
  }

  /** Starts a new cluster with what is in the backup. A crash within leaves this laptop alone, or all of it done. */
  restore(path: string, clusterName: string | undefined, name: string | undefined): Promise<void> {
    return this.#inTurn('reading', async () => {
      const { membership } = this.#options;
      membership.requireNone();
      const { file, description } = await openBackup(path);
      const notes = await this.#notesIn(file);
      const newName = clusterName ?? description.cluster.name;
      await onDisk(() => membership.create(newName, name, fromNotes(notes, file.index, newName)));
    });
  }

  /** Of a laptop that is read-only: starts a new cluster with what could be read. Returns where the damaged files are kept. */
  startAnew(clusterName: string | undefined): Promise<string> {
    return this.#inTurn('saving', () => onDisk(() => this.#options.membership.startAnew(clusterName)));
  }

  /** Brings the notes of a backup into the cluster that this laptop is in. */
  import(path: string, mark: string, timeoutMs: number): Promise<Imported> {
    return this.#inTurn('reading', async () => {
      const cluster = this.#options.cluster();
      const { file } = await openBackup(path);
      const notes = await this.#notesIn(file);
      const progress = (done: number, total: number): void => this.#show({ type: 'importing', done, total });
      return await importNotes(cluster, notes, { mark, timeoutMs, progress });
    });
  }

  #notesIn(file: BackupFile): Promise<NotesState> {
    return notesIn(file, (done) => this.#show({ type: 'reading', done, total: file.plainBytes }));
  }

  /** A backup among this member's own files could take the place of one of them. */
  async #requireOutside(path: string): Promise<void> {
    let target: string;
    try {
      target = join(await realpath(dirname(path)), basename(path));
    } catch (error) {
      throw fileError(error, 'file-unwritable');
    }
    const within = relative(await realpath(this.#options.dataDirectory), target);
    if (within.startsWith('..') || isAbsolute(within)) return;
    throw new ApiError(
      'file-unwritable',
      `${path} is in the data folder of this laptop’s member, which keeps its own files there. Choose another folder.`,
    );
  }

  /** One at a time: two saves to one path, or an import while it is asked for again, would get in each other's way. */
  #inTurn<T>(type: BackupWork['type'], run: () => Promise<T>): Promise<T> {
    const done = this.#last.then(async () => {
      this.#show({ type, done: 0, total: 0 });
      try {
        return await run();
      } finally {
        this.#show(null);
      }
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  #show(work: BackupWork | null): void {
    this.#work = work;
    this.#options.changed();
  }
}

/** A full disk is this laptop's own: other than with a file elsewhere, there is no other place to choose. */
async function onDisk<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof DiskFullError ? new ApiError('storage-failed', error.message) : error;
  }
}
