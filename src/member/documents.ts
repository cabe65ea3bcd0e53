import { randomBytes } from 'node:crypto';
import type { Change, DocumentState, Events, Notice } from '../api/contract.ts';
import { keptText, NoteSession, type DocumentChange, type EditResult, type LostEdits } from '../notes/note-session.ts';
import type { Splice } from '../notes/splices.ts';
import type { NotesState } from '../notes/state-machine.ts';
import type { AcceptedEdit, Command, EditorId, NoEffectReason, NoteId } from '../notes/types.ts';
import type { Outbox } from '../storage/types.ts';
import { ApiError, timeoutError } from './errors.ts';

export type DocumentEvent = Events['document'];

export interface DocumentsOptions {
  readonly editor: EditorId;
  readonly notes: NotesState;
  readonly outbox: Outbox;
  /** What a damaged outbox held of each note, perhaps not its last: shown, not sent. */
  readonly unsent: ReadonlyMap<string, Uint8Array>;
  /** Puts an edit into the log; it is applied once, whatever happens to leaders. Throws ApiError if too many wait. */
  readonly propose: (command: Command) => void;
  /** Why no edit is taken now; null: they are. */
  readonly refusal: () => ApiError | null;
  /** Resolves when what is applied now would be applied again after a crash: kept edits refer to it. */
  readonly keepApplied: () => Promise<void>;
  readonly emit: (event: DocumentEvent) => void;
  readonly notice: (notice: Notice) => void;
  /** How much waits changed. */
  readonly changed: () => void;
  /** A note began or ceased to have something waiting. */
  readonly waitingChanged: () => void;
  readonly fail: (error: unknown) => void;
}

/** Sessions that nobody has open and nothing waits in are kept up to this many, for scripts that edit now and then. */
const idleSessions = 32;
/** When proposing was refused because too many commands wait. */
const retryMs = 500;

/** A note being edited on this laptop, and what is under way between its session, the disk and the log. */
interface OpenNote {
  readonly session: NoteSession;
  title: string;
  /** Clients that have it open. */
  holders: number;
  /** The note is gone: nothing of it is written any more. */
  closed: boolean;
  /** Edits accepted here so far; those up to `sentUpTo` are in the batch in flight or confirmed. */
  accepted: number;
  sentUpTo: number;
  confirmedUpTo: number;
  /** The write to the outbox that is under way, and the one that will follow it. */
  keeping: Promise<void> | null;
  keepingNext: Promise<void> | null;
  readonly waiters: Set<{ readonly edit: number; readonly settle: (result: number | ApiError) => void }>;
}

/**
 * This laptop's edits on their way: accepted into the local text, kept in the outbox, proposed, confirmed. An edit is
 * acknowledged once it is on this disk, and enters the log only after that: its number must not be given out twice.
 */
export class Documents {
  readonly #options: DocumentsOptions;
  readonly #open = new Map<NoteId, OpenNote>();
  /** Kept edits of notes that the log has not brought back as far as they refer to, after a restart. */
  readonly #behind = new Map<NoteId, unknown>();
  readonly #unsent = new Set<NoteId>();
  readonly #keepingForScripts = new Set<(reason: Error) => void>();
  #retry: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** Takes up what waited when this laptop was last closed. */
  restore(): void {
    for (const [note, bytes] of this.#options.outbox.entries()) this.#restoreNote(note, parseKept(bytes));
    for (const [note, bytes] of this.#options.unsent) this.#tellUnsent(note, parseKept(bytes));
    this.#options.changed();
  }

  /** Nothing more is sent; whoever waits for a majority is told. */
  stop(
    reason = new ApiError(
      'not-a-member',
      'This member stopped before the edit was on a majority. It is kept on this disk.',
    ),
  ): void {
    this.#stopped = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    for (const { waiters } of this.#open.values()) for (const waiter of [...waiters]) waiter.settle(reason);
  }

  /** Opens the local text for a client; `close` undoes it. */
  open(note: NoteId): DocumentState {
    const open = this.#take(note);
    open.holders++;
    return { note, title: this.#options.notes.document(note)?.title ?? open.title, ...open.session.state() };
  }

  /** The notes that someone has open. */
  openNotes(): readonly NoteId[] {
    return [...this.#open].filter(([, { holders }]) => holders > 0).map(([note]) => note);
  }

  close(note: NoteId): void {
    const open = this.#open.get(note);
    if (open === undefined) return;
    open.holders--;
    this.#dropIdle();
  }

  /** A window's edits. Resolves when they are on this disk. */
  async push(
    note: NoteId,
    epoch: string,
    version: number,
    updates: readonly { clientId: string; changes: Change }[],
  ): Promise<void> {
    this.#requireRoom();
    const open = this.#open.get(note);
    if (open === undefined) throw new ApiError('stale-document', 'This note is not open here any more. Open it again.');
    await this.#accepted(open, open.session.push(epoch, version, updates));
  }

  /** A script's edit. Resolves with null when it is on this disk, or with its log index when on a majority. */
  async edit(note: NoteId, splices: readonly Splice[], commitTimeoutMs: number | null): Promise<number | null> {
    this.#requireRoom();
    const open = this.#take(note);
    const kept = this.#unlessFull(this.#accepted(open, open.session.edit(splices)));
    const edit = open.accepted;
    if (commitTimeoutMs === null) {
      await kept;
      return null;
    }
    const [index] = await Promise.all([this.#confirmed(open, edit, commitTimeoutMs), kept]);
    return index;
  }

  /** What is being kept waits for room, and is kept as soon as there is some. Scripts are told; a window shows it. */
  diskFull(reason: ApiError): void {
    for (const refuse of [...this.#keepingForScripts]) refuse(reason);
  }

  #requireRoom(): void {
    const refusal = this.#options.refusal();
    if (refusal !== null) throw refusal;
  }

  #unlessFull(kept: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#keepingForScripts.add(reject);
      kept.then(resolve, reject).finally(() => this.#keepingForScripts.delete(reject));
    });
  }

  /** The text with this laptop's waiting edits; null if nothing waits and nobody edits it. */
  localText(note: NoteId): string | null {
    return this.#open.get(note)?.session.text.toString() ?? null;
  }

  isWaiting(note: NoteId): boolean {
    return this.#open.get(note)?.session.isWaiting ?? this.#behind.has(note);
  }

  /** Edits that are kept here and not on a majority yet. After a restart all those of a note count as one. */
  waitingCount(): number {
    let count = this.#behind.size;
    for (const open of this.#open.values())
      if (open.session.isWaiting) count += Math.max(1, open.accepted - open.confirmedUpTo);
    return count;
  }

  // From the log, in its order

  edited(note: NoteId, edit: AcceptedEdit, index: number): void {
    const kept = this.#behind.get(note);
    if (kept !== undefined) {
      this.#behind.delete(note);
      this.#restoreNote(note, kept);
      return;
    }
    const open = this.#open.get(note);
    if (open === undefined) return;
    const waited = open.session.isWaiting;
    const { change, resend } = open.session.applied(edit);
    this.#emit(open, change);
    if (edit.editor === open.session.editor && !resend) this.#batchConfirmed(open, index);
    else if (waited) this.#keepLater(open, resend);
    this.#options.changed();
  }

  refused(note: NoteId, sequence: number, reason: NoEffectReason): void {
    const open = this.#open.get(note);
    if (open === undefined) return;
    const { change, resend, lost } = open.session.refused(sequence, reason);
    this.#emit(open, change);
    if (lost !== null) {
      this.#tellLost(note, open.title, lost);
      for (const waiter of [...open.waiters])
        waiter.settle(new ApiError('refused', `The edit was not accepted: ${reason.replaceAll('-', ' ')}.`));
    }
    if (resend || lost !== null) this.#keepLater(open, resend);
    this.#options.changed();
  }

  /** A snapshot took the place of the state: everything up to `index` at once. */
  caughtUp(index: number): void {
    const { notes } = this.#options;
    for (const [note, kept] of [...this.#behind]) {
      this.#behind.delete(note);
      this.#restoreNote(note, kept);
    }
    for (const [note, open] of [...this.#open]) {
      const present = notes.document(note);
      if (present === null) {
        this.deleted(note);
        continue;
      }
      open.title = present.title;
      const { changes, resend, lost } = open.session.caughtUp(notes);
      for (const change of changes) this.#emit(open, change);
      if (lost !== null) {
        this.#tellLost(note, open.title, lost);
        const reason = new ApiError('refused', 'The edit was made on a text that is too old by now.');
        for (const waiter of [...open.waiters]) waiter.settle(reason);
      }
      if (!open.session.isWaiting) this.#batchConfirmed(open, index);
      else this.#keepLater(open, resend);
    }
    this.#options.changed();
    this.#options.waitingChanged();
  }

  renamed(note: NoteId): void {
    const open = this.#open.get(note);
    if (open !== undefined) open.title = this.#options.notes.document(note)?.title ?? open.title;
  }

  deleted(note: NoteId): void {
    const kept = this.#behind.get(note);
    if (kept !== undefined) this.#dropKept(note, kept);
    const open = this.#open.get(note);
    this.#open.delete(note);
    if (open !== undefined) {
      open.closed = true;
      const lost = open.session.deleted();
      if (lost !== null) this.#tellLost(note, open.title, lost);
      for (const waiter of [...open.waiters])
        waiter.settle(new ApiError('unknown-note', 'The note was deleted before the edit was accepted.'));
      this.#options.emit({ type: 'deleted', note });
    }
    if (this.#options.outbox.entries().has(note) || open !== undefined) this.#forget(note);
  }

  // Inside

  #take(note: NoteId): OpenNote {
    const present = this.#open.get(note);
    if (present !== undefined) return present;
    if (this.#behind.has(note)) throw this.#behindError();
    // A session that was dropped while idle left its numbers in the outbox.
    const bytes = this.#options.outbox.entries().get(note);
    const opened = this.#begin(note, bytes === undefined ? null : parseKept(bytes));
    if (opened === 'no-note') throw new ApiError('unknown-note', 'There is no such note, or it was deleted.');
    if (opened === 'behind') throw this.#behindError();
    this.#dropIdle();
    return opened;
  }

  #behindError(): ApiError {
    return new ApiError(
      'no-majority',
      'Edits of this note wait here on top of changes that this laptop has not received again yet. It opens as soon as another laptop of the cluster is reachable.',
    );
  }

  #restoreNote(note: NoteId, kept: unknown): void {
    const opened = this.#begin(note, kept);
    if (opened === 'behind') this.#behind.set(note, kept);
    else if (opened === 'no-note') {
      // Deleted, or its creation is not known to be committed again yet: then it is kept until the log says which.
      if (this.#options.notes.isDeleted(note)) this.#dropKept(note, kept);
      else this.#behind.set(note, kept);
    } else if (opened.session.isWaiting) this.#keepLater(opened, true);
    else this.#dropIdle();
  }

  /** Kept edits of a note that was deleted. */
  #dropKept(note: NoteId, kept: unknown): void {
    this.#behind.delete(note);
    const text = keptText(kept);
    if (text !== null) this.#tellLost(note, '', { reason: 'note-deleted', text });
    this.#forget(note);
  }

  #forget(note: NoteId): void {
    this.#options.outbox.delete(note).catch((error: unknown) => this.#options.fail(error));
  }

  #begin(note: NoteId, kept: unknown): OpenNote | 'no-note' | 'behind' {
    const { notes, editor } = this.#options;
    const result = NoteSession.open(notes, { note, editor, epoch: randomBytes(8).toString('hex'), kept });
    if (result.type !== 'open') return result.type;
    const { session, lost } = result;
    const open: OpenNote = {
      session,
      title: notes.document(note)?.title ?? '',
      holders: 0,
      closed: false,
      accepted: 0,
      sentUpTo: 0,
      confirmedUpTo: 0,
      keeping: null,
      keepingNext: null,
      waiters: new Set(),
    };
    this.#open.set(note, open);
    if (lost !== null) this.#tellLost(note, open.title, lost);
    return open;
  }

  async #accepted(open: OpenNote, result: EditResult): Promise<void> {
    if (result.type === 'refused') {
      const code = result.reason === 'bad-change' ? 'invalid-request' : result.reason;
      throw new ApiError(code, result.message);
    }
    if (open.accepted++ === open.confirmedUpTo) this.#options.waitingChanged();
    this.#emit(open, result.change);
    this.#options.changed();
    await this.#keep(open, false);
  }

  /** Resolves when what the session holds now is on disk. While one write runs, all that comes shares the next. */
  #keep(open: OpenNote, resend: boolean): Promise<void> {
    if (resend) this.#unsent.add(open.session.note);
    if (open.keeping === null) return this.#write(open);
    open.keepingNext ??= open.keeping.then(() => {
      open.keepingNext = null;
      return this.#write(open);
    });
    return open.keepingNext;
  }

  /** For callers that wait for nothing. A failure has been told to `fail`. */
  #keepLater(open: OpenNote, resend: boolean): void {
    this.#keep(open, resend).catch(() => undefined);
  }

  #write(open: OpenNote): Promise<void> {
    if (open.closed) return Promise.resolve();
    const { session } = open;
    const { note } = session;
    const again = this.#unsent.delete(note);
    const command = session.takeForSending() ?? (again ? session.resend() : null);
    const state = session.toKeep();
    if (state.waiting === null && state.inFlight !== null) open.sentUpTo = open.accepted;
    const kept = this.#options.outbox.put(note, Buffer.from(JSON.stringify(state)));
    open.keeping = Promise.all([kept, this.#options.keepApplied()]).then(
      () => {
        open.keeping = null;
        if (command !== null) this.#send(note, command);
      },
      (error: unknown) => {
        this.#options.fail(error);
        throw new ApiError('storage-failed', 'The edit could not be kept on this disk.');
      },
    );
    return open.keeping;
  }

  /** Proposes a batch that is on disk. */
  #send(note: NoteId, command: Command): void {
    if (this.#stopped) return;
    try {
      this.#options.propose(command);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code !== 'too-many-waiting') {
        if (command.type === 'edit-note') this.refused(note, command.sequence, 'too-large');
        return;
      }
      this.#unsent.add(note);
      this.#retry ??= setTimeout(() => {
        this.#retry = null;
        for (const waiting of [...this.#unsent]) {
          const open = this.#open.get(waiting);
          if (open !== undefined) this.#keepLater(open, true);
        }
      }, retryMs);
    }
  }

  #batchConfirmed(open: OpenNote, index: number): void {
    open.confirmedUpTo = open.session.isWaiting ? open.sentUpTo : open.accepted;
    for (const waiter of [...open.waiters]) if (waiter.edit <= open.confirmedUpTo) waiter.settle(index);
    if (!open.session.isWaiting) {
      this.#verify(open);
      this.#options.waitingChanged();
    }
    this.#keepLater(open, false);
    this.#dropIdle();
  }

  /** The local text must be the confirmed one when nothing waits. If it ever is not, windows are set right. */
  #verify(open: OpenNote): void {
    const confirmed = this.#options.notes.document(open.session.note);
    const repair = confirmed === null ? null : open.session.verify(confirmed.text);
    if (repair === null) return;
    console.error(
      `raftpad: the local text of note ${open.session.note} was not as the log says and was repaired; please report this`,
    );
    this.#emit(open, repair);
  }

  #confirmed(open: OpenNote, edit: number, timeoutMs: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const waiter = {
        edit,
        settle: (result: number | ApiError): void => {
          clearTimeout(timer);
          open.waiters.delete(waiter);
          if (typeof result === 'number') resolve(result);
          else reject(result);
        },
      };
      const timer = setTimeout(() => waiter.settle(timeoutError('The edit', timeoutMs)), timeoutMs);
      open.waiters.add(waiter);
    });
  }

  #emit(open: OpenNote, change: DocumentChange): void {
    const { epoch, version } = open.session.position();
    const { note } = open.session;
    const { fromVersion, updates, pending } = change;
    if (updates.length === 0) this.#options.emit({ type: 'pending', note, epoch, version, pending });
    else this.#options.emit({ type: 'updates', note, epoch, fromVersion, updates, pending });
  }

  #tellLost(note: NoteId, title: string, lost: LostEdits): void {
    this.#options.notice({ type: 'edit-lost', note, title, reason: lost.reason, text: lost.text });
  }

  /** Of a damaged outbox: the text of all that is not in the note, for the person to put there. */
  #tellUnsent(note: NoteId, kept: unknown): void {
    const { notes, editor } = this.#options;
    const result = NoteSession.open(notes, { note, editor, epoch: '', kept });
    const lost = result.type === 'open' ? result.lost : null;
    const text = lost?.text ?? keptText(result.type === 'open' ? result.session.toKeep() : kept);
    if (text !== null && text !== '') {
      this.#tellLost(note, notes.document(note)?.title ?? '', { reason: 'damaged', text });
    }
  }

  #dropIdle(): void {
    if (this.#open.size <= idleSessions) return;
    for (const [note, { holders, session, keeping, waiters }] of this.#open) {
      if (this.#open.size <= idleSessions) return;
      if (holders === 0 && !session.isWaiting && keeping === null && waiters.size === 0) this.#open.delete(note);
    }
  }
}

/** What the outbox holds of a note. What cannot be read is told to the person by `NoteSession.open`. */
function parseKept(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return 'damaged';
  }
}
