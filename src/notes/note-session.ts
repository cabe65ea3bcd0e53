import { ChangeSet } from '@codemirror/state';
import type { Text } from '@codemirror/state';
import { applyChanges } from './apply-changes.ts';
import { changesToJson, parseChanges } from './change-json.ts';
import type { WireChange } from './change-json.ts';
import { LocalDocument } from './local-document.ts';
import type { PushedUpdate, PushRefusal, PushResult } from './local-document.ts';
import type { AuthoredChange } from './rebase.ts';
import { changesFromSplices } from './splices.ts';
import type { Splice } from './splices.ts';
import type { NotesState } from './state-machine.ts';
import type { AcceptedEdit, Command, EditorId, NoEffectReason, NoteId } from './types.ts';
import { WaitingEdits } from './waiting-edits.ts';
import type { WaitingEditsJson } from './waiting-edits.ts';

export type PendingRanges = readonly (readonly [from: number, to: number])[];

/** What to tell the windows. Without updates only `pending` changed. */
export interface DocumentChange {
  /** The local version that `updates` start from. */
  readonly fromVersion: number;
  readonly updates: readonly { readonly clientId: string; readonly changes: WireChange }[];
  /** Ranges of the local text after `updates` that wait for a majority. */
  readonly pending: PendingRanges;
}
export type EditResult =
  | { readonly type: 'accepted'; readonly change: DocumentChange }
  | { readonly type: 'refused'; readonly reason: PushRefusal; readonly message: string };

/** Waiting edits that could not be brought into the note. `text` is all that they inserted: show it to the person. */
export interface LostEdits {
  readonly reason: NoEffectReason | 'damaged';
  readonly text: string;
}

export type OpenResult =
  | { readonly type: 'open'; readonly session: NoteSession; readonly lost: LostEdits | null }
  | { readonly type: 'no-note' }
  /** The kept edits were made on `version`, which the log has not brought back yet after a restart: open again then. */
  | { readonly type: 'behind'; readonly version: number };

/**
 * One note as this laptop edits it: the confirmed text, the edits that wait for a majority on top of it, and the
 * local text that results. The member feeds it what windows push and, in log order, every edit of the note.
 */
export class NoteSession {
  readonly note: NoteId;
  #waiting: WaitingEdits;
  readonly #document: LocalDocument;
  #confirmed: Text;

  private constructor(waiting: WaitingEdits, confirmed: Text, epoch: string) {
    this.note = waiting.note;
    this.#waiting = waiting;
    this.#confirmed = confirmed;
    this.#document = new LocalDocument(epoch, waiting.localText(confirmed));
  }

  /**
   * @param kept what `toKeep` gave before the restart, null if nothing was kept. It goes on under the editor id it was
   *   made with, whatever `editor` is. Keep it also when nothing waits: it remembers the sequence numbers.
   */
  static open(
    state: Pick<NotesState, 'document' | 'history' | 'lastSequence'>,
    options: { readonly note: NoteId; readonly editor: EditorId; readonly epoch: string; readonly kept: unknown },
  ): OpenResult {
    const { note, editor, epoch, kept } = options;
    const confirmed = state.document(note);
    if (confirmed === null) return { type: 'no-note' };
    const { version, text } = confirmed;
    const fresh = (owner: EditorId): WaitingEdits =>
      WaitingEdits.fresh(note, owner, version, state.lastSequence(note, owner));
    if (kept === null || kept === undefined) return opened(new NoteSession(fresh(editor), text, epoch), null);

    const waiting = WaitingEdits.restore(kept);
    if (waiting === null || waiting.note !== note) {
      return opened(new NoteSession(fresh(editor), text, epoch), { reason: 'damaged', text: '' });
    }
    if (waiting.version > version) return { type: 'behind', version: waiting.version };
    const changes = waiting.changes();
    const startAnew = (reason: LostEdits['reason']): OpenResult => {
      const next = fresh(waiting.editor);
      next.noteSequence(waiting.lastSequence);
      return opened(new NoteSession(next, text, epoch), changes === null ? null : lostEdits(reason, changes));
    };
    // Numbers are kept before they are used: what is kept here is not the last that was. It may have been sent since.
    if (state.lastSequence(note, waiting.editor) > waiting.lastSequence) return startAnew('damaged');
    const missed = state.history(note, waiting.version);
    if (missed === null) return startAnew('base-too-old');
    const missedEdits = missed.map((edit) => ({ edit, changes: ChangeSet.fromJSON(edit.changes) }));
    if (changes !== null && changes.length !== (missedEdits[0]?.changes.length ?? text.length))
      return startAnew('damaged');
    for (const { edit, changes: accepted } of missedEdits) waiting.applied(edit, accepted);
    waiting.noteSequence(state.lastSequence(note, waiting.editor));
    return opened(new NoteSession(waiting, text, epoch), null);
  }

  get editor(): EditorId {
    return this.#waiting.editor;
  }

  /** Whether edits of this laptop wait for a majority. */
  get isWaiting(): boolean {
    return this.#waiting.changes() !== null;
  }

  get text(): Text {
    return this.#document.text();
  }

  state(): { epoch: string; version: number; text: string; pending: PendingRanges; confirmedVersion: number } {
    return {
      epoch: this.#document.epoch,
      version: this.#document.version,
      text: this.#document.text().toString(),
      pending: this.#waiting.pendingRanges(),
      confirmedVersion: this.#waiting.version,
    };
  }

  /** Where the local text stands: versions count within an epoch. */
  position(): { readonly epoch: string; readonly version: number } {
    return { epoch: this.#document.epoch, version: this.#document.version };
  }

  /** Updates of a window on top of `version` of the local text. `toKeep` is to be kept before they are acknowledged. */
  push(epoch: string, version: number, updates: readonly PushedUpdate[]): EditResult {
    if (epoch !== this.#document.epoch) return refused('stale-document');
    return this.#pushed(this.#document.push(version, updates));
  }

  /** A script's splices of the local text. */
  edit(splices: readonly Splice[]): EditResult {
    const result = changesFromSplices(splices, this.text.length);
    if (result.type === 'invalid') return { type: 'refused', reason: 'bad-change', message: result.message };
    return this.#pushed(this.#document.edit(result.changes));
  }

  /** What a window that is at `version` of the local text lacks; null if it must open the document again. */
  updatesSince(version: number): DocumentChange | null {
    const updates = this.#document.updatesSince(version);
    return updates === null ? null : this.#change(updates);
  }

  /** A new batch for the log, if something waits and none is in flight. Keep `toKeep` before proposing it. */
  takeForSending(): Command | null {
    return this.#waiting.takeForSending();
  }

  /** The batch in flight once more, after a restart or when told to. */
  resend(): Command | null {
    return this.#waiting.resend();
  }

  /**
   * The note accepted an edit, this laptop's or another's. In log order and none left out; those that the session saw
   * when it was opened are skipped. `resend`: propose what `resend()` gives.
   */
  applied(edit: AcceptedEdit): { readonly change: DocumentChange; readonly resend: boolean } {
    if (edit.version <= this.#waiting.version) return { change: this.#change([]), resend: false };
    const changes = parseChanges(edit.changes, this.#confirmed.length);
    if (changes === null)
      throw new Error(`edit ${edit.version} of note ${this.note} does not fit the session's confirmed text`);
    const meant = this.#waiting.applied(edit, changes);
    this.#confirmed = applyChanges(changes, this.#confirmed);
    if (meant.type === 'confirmed') return { change: this.#change([]), resend: false };
    return { change: this.#change([this.#document.applyRemote(meant.changes)]), resend: meant.resend };
  }

  /** The note refused an edit of this editor. What is lost is taken out of the local text. In log order with `applied`. */
  refused(
    sequence: number,
    reason: NoEffectReason,
  ): { readonly change: DocumentChange; readonly resend: boolean; readonly lost: LostEdits | null } {
    const refusal = this.#waiting.refused(sequence, reason);
    if (refusal.type !== 'lost') return { change: this.#change([]), resend: refusal.type === 'retry', lost: null };
    const undone = this.#document.applyRemote(refusal.changes.invert(this.#confirmed));
    return { change: this.#change([undone]), resend: false, lost: lostEdits(reason, refusal.changes) };
  }

  /**
   * The note has moved on in one step, by a snapshot: all edits since the session's version at once. What waits is
   * brought along if the note still knows them all; else it is handed back as lost, and taken out of the local text.
   */
  caughtUp(state: Pick<NotesState, 'document' | 'history' | 'lastSequence'>): {
    readonly changes: readonly DocumentChange[];
    readonly resend: boolean;
    readonly lost: LostEdits | null;
  } {
    const confirmed = state.document(this.note);
    if (confirmed === null) throw new Error(`note ${this.note} is gone: it has no more edits`);
    const missed = state.history(this.note, this.#waiting.version);
    if (missed !== null) {
      const applied = missed.map((edit) => this.applied(edit));
      // A batch that was refused meanwhile has used up its number: sent again, it is refused as a repetition, and relaunched.
      return { changes: applied.map(({ change }) => change), resend: this.isWaiting, lost: null };
    }
    const { editor, lastSequence } = this.#waiting;
    const waiting = this.#waiting.changes();
    this.#waiting = WaitingEdits.fresh(this.note, editor, confirmed.version, state.lastSequence(this.note, editor));
    this.#waiting.noteSequence(lastSequence);
    this.#confirmed = confirmed.text;
    const replaced = this.#document.applyRemote(difference(this.text, confirmed.text));
    const lost = waiting === null ? null : lostEdits('base-too-old', waiting);
    return { changes: [this.#change([replaced])], resend: false, lost };
  }

  /** The note was deleted: what waited, if anything did. The session is of no use after this. */
  deleted(): LostEdits | null {
    const changes = this.#waiting.clear();
    return changes === null ? null : lostEdits('note-deleted', changes);
  }

  /**
   * Checks that the local text is the confirmed text with the waiting edits on top, and repairs it if not. Null: all
   * is well, as it should ever be. `confirmed` is the note's text at `state().confirmedVersion`.
   */
  verify(confirmed: Text): DocumentChange | null {
    this.#confirmed = confirmed;
    const waiting = this.#waiting.changes();
    if (waiting !== null && waiting.length !== confirmed.length) this.#waiting.clear();
    const expected = this.#waiting.localText(confirmed);
    if (expected.eq(this.text)) return null;
    return this.#change([this.#document.applyRemote(difference(this.text, expected))]);
  }

  /** What the outbox must hold for this note. */
  toKeep(): WaitingEditsJson {
    return this.#waiting.toJSON();
  }

  #pushed(result: PushResult): EditResult {
    if (result.type === 'refused') return refused(result.reason);
    this.#waiting.add(result.composed);
    return { type: 'accepted', change: this.#change(result.updates) };
  }

  #change(updates: readonly AuthoredChange[]): DocumentChange {
    return {
      fromVersion: this.#document.version - updates.length,
      updates: updates.map(({ clientID, changes }) => ({ clientId: clientID, changes: changesToJson(changes) })),
      pending: this.#waiting.pendingRanges(),
    };
  }
}

/** What kept edits (see `toKeep`) would insert; null if nothing waits in them or they cannot be read. */
export function keptText(kept: unknown): string | null {
  const changes = WaitingEdits.restore(kept)?.changes() ?? null;
  return changes === null ? null : lostEdits('note-deleted', changes).text;
}

const refusalMessages: Readonly<Record<PushRefusal, string>> = {
  'stale-document':
    'The edit was made on a text that is no longer known here. Nothing was changed. Open the note again.',
  'bad-change': 'The edit does not fit the text it was made on. Nothing was changed. Open the note again.',
  'too-large': 'The note would become too long. Nothing was changed. Shorten it or go on in another note.',
};

function refused(reason: PushRefusal): EditResult {
  return { type: 'refused', reason, message: refusalMessages[reason] };
}

function opened(session: NoteSession, lost: LostEdits | null): OpenResult {
  return { type: 'open', session, lost };
}

function lostEdits(reason: LostEdits['reason'], changes: ChangeSet): LostEdits {
  const inserted: string[] = [];
  changes.iterChanges((_fromA, _toA, _fromB, _toB, text) => {
    if (text.length > 0) inserted.push(text.toString());
  });
  return { reason, text: inserted.join('\n') };
}

/** One replacement of what lies between the common start and the common end. */
function difference(from: Text, to: Text): ChangeSet {
  const [a, b] = [from.toString(), to.toString()];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end += 1;
  return ChangeSet.of({ from: start, to: a.length - end, insert: to.slice(start, b.length - end) }, a.length);
}
