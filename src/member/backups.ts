import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import type { BackupLine, BackupWork, ErrorCode, Results } from '../api/contract.ts';
import { SnapshotError } from '../notes/snapshot-error.ts';
import type { NotesState } from '../notes/state-machine.ts';
import { BackupError, readBackup, writeBackup, type BackupFile } from '../storage/backup-file.ts';
import { DiskFullError, errorCode } from '../storage/errors.ts';
import { backupLine, decodeDescription, encodeDescription, type BackupDescription } from './backup-description.ts';
import type { BackupSource } from './backup-source.ts';
import type { Cluster } from './cluster.ts';
import { ApiError, messageOf } from './errors.ts';
import { fromNotes } from './new-cluster.ts';
import { writeNoteFiles } from './note-files.ts';
import { importNotes, type Imported } from './note-import.ts';
import type { OwnMembership } from './own-membership.ts';
import { stateFrom, unhurried } from './snapshots.ts';
import { appVersion } from './version.ts';

export interface BackupsOptions {
  /** Nothing is written into it. */
  readonly dataDirectory: string;
  readonly ownName: () => string;
  readonly membership: Pick<OwnMembership, 'create' | 'requireNone'>;
  /** The notes that this laptop has. Throws ApiError if it has none. */
  readonly source: () => BackupSource;
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
  save(path: string): Promise<Results['backup.save']> {
    return this.#inTurn('saving', async () => {
      const { notes, capture, cluster, waiting, missing } = this.#options.source();
      await this.#requireOutside(path);
      const captured = capture();
      if (captured === null) {
        throw new ApiError('refused', 'This laptop has nothing of its cluster yet. Wait until it has caught up.');
      }
      const { index, state } = captured;
      const count = notes.notes().length;
      const description: BackupDescription = {
        savedAtMs: Date.now(),
        appVersion,
        savedBy: this.#options.ownName(),
        cluster: { ...cluster, members: [...cluster.members] },
        notes: count,
        missing: missing === null ? null : [...missing],
      };
      const data = unhurried(state.withoutAddresses().chunks());
      try {
        const { bytes } = await writeBackup(path, index, encodeDescription(description), data);
        return { path, bytes, notes: count, index, waiting };
      } catch (error) {
        throw fileError(error, 'file-unwritable');
      }
    });
  }

  /** Writes each note as a text file into a new folder in `parent`. */
  exportNotes(parent: string, untitled: string): Promise<Results['notes.export']> {
    return this.#inTurn('exporting', async () => {
      const { notes, cluster } = this.#options.source();
      await this.#requireOutside(join(parent, 'a folder'));
      const progress = (done: number, total: number): void => this.#show({ type: 'exporting', done, total });
      try {
        const folder = await writeNoteFiles(parent, notes, { name: cluster.name, untitled, progress });
        return { folder, notes: notes.notes().length };
      } catch (error) {
        throw fileError(error, 'file-unwritable');
      }
    });
  }

  /** Checks every byte and tells what is in it. */
  inspect(path: string): Promise<BackupLine> {
    return this.#inTurn('reading', async () => {
      const { file, description } = await this.#read(path);
      return backupLine(description, file);
    });
  }

  /** Starts a new cluster with what is in the backup. A crash within leaves this laptop alone, or all of it done. */
  restore(path: string, clusterName: string | undefined, name: string | undefined): Promise<void> {
    return this.#inTurn('reading', async () => {
      const { membership } = this.#options;
      membership.requireNone();
      const { file, description } = await this.#read(path);
      const notes = await this.#notesOf(file);
      const newName = clusterName ?? description.cluster.name;
      try {
        await membership.create(newName, name, fromNotes(notes, file.index, newName));
      } catch (error) {
        throw error instanceof DiskFullError ? new ApiError('storage-failed', error.message) : error;
      }
    });
  }

  /** Brings the notes of a backup into the cluster that this laptop is in. */
  import(path: string, mark: string, timeoutMs: number): Promise<Imported> {
    return this.#inTurn('reading', async () => {
      const cluster = this.#options.cluster();
      const { file } = await this.#read(path);
      const notes = await this.#notesOf(file);
      const progress = (done: number, total: number): void => this.#show({ type: 'importing', done, total });
      return await importNotes(cluster, notes, { mark, timeoutMs, progress });
    });
  }

  async #read(path: string): Promise<{ readonly file: BackupFile; readonly description: BackupDescription }> {
    try {
      const file = await readBackup(path);
      const description = decodeDescription(file.metadata);
      if (description === null) throw new BackupError('damaged', 'It does not say what is in it.');
      // The new cluster's log goes on from there, for as long as anyone writes.
      if (file.index < 1 || file.index > mostEntries) throw new BackupError('damaged', 'It ends at no entry.');
      return { file, description };
    } catch (error) {
      throw fileError(error, 'file-unreadable');
    }
  }

  async #notesOf(file: BackupFile): Promise<NotesState> {
    try {
      return await stateFrom(file.data(), (done) => this.#show({ type: 'reading', done, total: file.plainBytes }));
    } catch (error) {
      throw fileError(error, 'file-unreadable');
    }
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

const mostEntries = 2 ** 48;

/** What became of a file, as the caller hears it. `otherwise`: if it is the system's error. */
function fileError(error: unknown, otherwise: ErrorCode): unknown {
  if (error instanceof BackupError) return new ApiError(codeOf[error.problem], error.message);
  if (error instanceof SnapshotError) {
    return new ApiError(error.problem === 'newer-format' ? 'backup-newer' : 'backup-damaged', error.message);
  }
  if (error instanceof DiskFullError) return new ApiError('file-unwritable', error.message);
  if (errorCode(error) === null) return error;
  const what = otherwise === 'file-unwritable' ? 'The file could not be written' : 'The file could not be read';
  return new ApiError(otherwise, `${what}: ${messageOf(error)}. Nothing else was changed.`);
}
const codeOf = {
  'not-a-backup': 'not-a-backup',
  damaged: 'backup-damaged',
  newer: 'backup-newer',
} as const satisfies Record<BackupError['problem'], ErrorCode>;
