import { join } from 'node:path';
import type { CopyLine, CopyState } from '../api/copies.ts';
import { keptText, NoteSession } from '../notes/note-session.ts';
import type { NoteId } from '../notes/types.ts';
import { asMemberId } from '../raft/types.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import { errorCode } from '../storage/errors.ts';
import { salvageLog } from '../storage/log-salvage.ts';
import { salvageOutbox } from '../storage/outbox.ts';
import type { KeptCopyRecord } from '../storage/types.ts';
import type { BackupSource } from './backup-source.ts';
import { deleteCopy } from './copy-deletion.ts';
import { ApiError, messageOf } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import type { MemberRecord } from './member-record.ts';
import { noteLines } from './note-lines.ts';
import { readNotes, type ReadableNotes } from './readable-notes.ts';

export interface KeptCopiesOptions {
  readonly directory: Pick<DataDirectory, 'leftPath' | 'damagedPath' | 'files'>;
  readonly record: MemberRecord;
  /** There is one less. */
  readonly changed: () => void;
}

/** What was read and nobody asks for any more is forgotten after so long, and read again when somebody does. */
const letGoMs = 120_000;

/** What this laptop kept of the clusters that it is no longer in. Read and deleted, never written. */
export class KeptCopies {
  readonly #options: KeptCopiesOptions;
  /** The one that was read last: whoever looks at one reads note after note. */
  #open: { readonly copy: string; readonly notes: Promise<CopiedNotes> } | null = null;
  #letGoTimer: NodeJS.Timeout | null = null;
  /** Out of sight already; the record may still name them. */
  readonly #deleted = new Set<string>();
  readonly #deleting = new Map<string, Promise<string | null>>();

  constructor(options: KeptCopiesOptions) {
    this.#options = options;
  }

  /** The last one first. */
  list(): CopyLine[] {
    return [...this.#records()].reverse().map((record) => this.#line(record));
  }

  /** Reads it afresh. Throws ApiError. */
  async open(copy: string): Promise<CopyState> {
    this.#open = null;
    const notes = await this.notes(copy);
    return { ...this.#line(this.#record(copy)), ...notes.state() };
  }

  /** Throws ApiError. */
  notes(copy: string): Promise<CopiedNotes> {
    this.#letGoLater();
    if (this.#open?.copy === copy) return this.#open.notes;
    const record = this.#record(copy);
    const notes = this.#read(record);
    const open = { copy, notes };
    this.#open = open;
    notes.catch(() => {
      if (this.#open === open) this.#open = null; // the files may be put back
    });
    return notes;
  }

  /** For good. Returns where files are that could not be removed yet; null: there are none. Throws ApiError. */
  delete(copy: string): Promise<string | null> {
    const deleting = this.#deleting.get(copy) ?? this.#delete(copy).finally(() => this.#deleting.delete(copy));
    this.#deleting.set(copy, deleting);
    return deleting;
  }

  async #delete(copy: string): Promise<string | null> {
    const { directory, record, changed } = this.#options;
    const { folder } = this.#record(copy);
    const reading = this.#open?.copy === copy ? this.#open.notes : null;
    await reading?.catch(() => undefined); // an open file could not be moved everywhere
    return await deleteCopy(directory, record, folder, () => {
      this.#deleted.add(folder);
      if (this.#open?.copy === copy) this.#open = null;
      changed();
    });
  }

  stop(): void {
    if (this.#letGoTimer !== null) clearTimeout(this.#letGoTimer);
    this.#open = null;
  }

  /** It may take as much memory as the notes of a cluster. */
  #letGoLater(): void {
    if (this.#letGoTimer !== null) clearTimeout(this.#letGoTimer);
    this.#letGoTimer = setTimeout(() => (this.#open = null), letGoMs).unref();
  }

  async #read(record: KeptCopyRecord): Promise<CopiedNotes> {
    const { directory } = this.#options;
    const { keptIn, clusterId } = this.#line(record);
    const notesIn = record.damaged === undefined ? keptIn : join(directory.damagedPath, record.damaged);
    try {
      // What reads the snapshots makes a directory for them: never in the place of one that is gone.
      const found = new Set(await directory.files.list(notesIn));
      if (!found.has('log') && !found.has('snapshots')) throw new Error('neither a log nor a snapshot is in it');
      const log = await salvageLog(join(notesIn, 'log'), directory.files);
      const readable = await readNotes(join(notesIn, 'snapshots'), log, record.appliedIndex);
      const waiting = new Map<string, Uint8Array>();
      for (const folder of new Set([notesIn, keptIn])) {
        const outbox = await salvageOutbox(join(folder, 'outbox'), directory.files).catch(noneIfMissing);
        for (const [note, edits] of outbox) waiting.set(note, edits);
      }
      return new CopiedNotes({ id: clusterId, name: record.clusterName }, readable, waiting);
    } catch (error) {
      throw new ApiError('copy-unreadable', `The copy in ${notesIn} cannot be read: ${messageOf(error)}`);
    }
  }

  #record(copy: string): KeptCopyRecord {
    const record = this.#records().find(({ folder }) => folder === copy);
    if (record === undefined) throw new ApiError('unknown-copy', 'This laptop has kept no such copy.');
    return record;
  }

  #records(): readonly KeptCopyRecord[] {
    return (this.#options.record.file.kept ?? []).filter(({ folder }) => !this.#deleted.has(folder));
  }

  #line({ folder, cameOver = false, damaged, clusterName, by, atMs }: KeptCopyRecord): CopyLine {
    const { leftPath, damagedPath } = this.#options.directory;
    const [clusterId = ''] = folder.split('-');
    const alsoIn = damaged === undefined ? null : join(damagedPath, damaged);
    return { copy: folder, clusterId, clusterName, by, cameOver, atMs, keptIn: join(leftPath, folder), alsoIn };
  }
}

/** The notes of one copy, with the edits that still waited when this laptop came out of its cluster. */
export class CopiedNotes {
  readonly #cluster: { readonly id: string; readonly name: string };
  readonly #readable: ReadableNotes;
  readonly #waiting: ReadonlyMap<NoteId, NoteSession>;
  /** Notes whose waiting edits do not fit what could be read of them: the text that they put in. */
  readonly #unplaced: ReadonlyMap<NoteId, string>;

  constructor(
    cluster: { readonly id: string; readonly name: string },
    readable: ReadableNotes,
    outbox: ReadonlyMap<string, Uint8Array>,
  ) {
    this.#cluster = cluster;
    this.#readable = readable;
    const waiting = new Map<NoteId, NoteSession>();
    const unplaced = new Map<NoteId, string>();
    for (const [note, bytes] of outbox) {
      const kept = parsed(bytes);
      const opened = NoteSession.open(readable.notes, { note, editor: '', epoch: '', kept });
      const text = (opened.type === 'open' ? opened.lost?.text : keptText(kept)) ?? '';
      if (text !== '') unplaced.set(note, text);
      if (opened.type === 'open' && opened.session.isWaiting) waiting.set(note, opened.session);
    }
    this.#waiting = waiting;
    this.#unplaced = unplaced;
  }

  state(): Omit<CopyState, keyof CopyLine> {
    const { notes, completeUpTo, reached, missing } = this.#readable;
    const nameOf = (member: string): string => notes.member(member)?.name ?? fingerprint(asMemberId(member));
    const isWaiting = (note: NoteId): boolean => this.#waiting.has(note) || this.#unplaced.has(note);
    return { notes: noteLines(notes, nameOf, isWaiting), completeUpTo, reached, missing };
  }

  /** Throws ApiError `unknown-note`. */
  read(note: NoteId): { title: string; text: string; pending: readonly (readonly [number, number])[] } {
    const found = this.#readable.notes.note(note);
    if (found === null) throw new ApiError('unknown-note', 'There is no such note in this copy.');
    const { text, pending } = this.#waiting.get(note)?.state() ?? { text: found.text, pending: [] };
    const unplaced = this.#unplaced.get(note);
    if (unplaced === undefined) return { title: found.title, text, pending };
    // What fits nowhere in it any more stands behind it.
    const whole = `${text}\n\n${unplaced}`;
    return { title: found.title, text: whole, pending: [...pending, [whole.length - unplaced.length, whole.length]] };
  }

  /** What a backup takes: what was on a majority. A text file has the edits that waited too. */
  source(): BackupSource {
    const { notes, index, missing } = this.#readable;
    return {
      notes,
      capture: () => ({ index, state: notes.capture() }),
      cluster: { ...this.#cluster, members: notes.roster().flatMap(({ name }) => (name === '' ? [] : [name])) },
      waiting: new Set([...this.#waiting.keys(), ...this.#unplaced.keys()]).size,
      missing: missing.length === 0 ? null : missing,
      textOf: (note) => this.read(note).text,
    };
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}

function noneIfMissing(error: unknown): ReadonlyMap<string, Uint8Array> {
  if (errorCode(error) === 'ENOENT') return new Map();
  throw error;
}
