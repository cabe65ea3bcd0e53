import type { Text } from '@codemirror/state';
import { Hasher } from './hash128.ts';
import type { Hash128 } from './hash128.ts';
import { Note } from './note.ts';
import type { EditCommand, EditResult, NotePicture } from './note.ts';
import type { Hashing } from './state-digest.ts';
import { limits } from './types.ts';
import type { AcceptedEdit, ApplyContext, EditorId, NoEffectReason, NoteId, NoteSummary } from './types.ts';
import { isWellFormed } from './unicode.ts';

/** The notes, and which ids were notes once. Its methods return why nothing was done, or null if it was. */
export class Notebook {
  readonly #notes = new Map<NoteId, Note>();
  /** In the order of deletion; beyond the limit the oldest are forgotten, and are then unknown notes. */
  readonly #deleted = new Set<NoteId>();
  #deletedHash: Hash128 | null = null;

  create(id: NoteId, title: string, context: ApplyContext): NoEffectReason | null {
    if (!isNoteId(id)) return 'bad-id';
    if (!isTitle(title)) return 'bad-title';
    if (this.#notes.has(id)) return 'note-exists';
    if (this.#deleted.has(id)) return 'note-deleted';
    if (this.#notes.size >= limits.notes) return 'too-many';
    this.#notes.set(id, Note.create(id, title, context));
    return null;
  }

  rename(id: NoteId, title: string, context: ApplyContext): NoEffectReason | null {
    const note = this.#notes.get(id);
    if (note === undefined) return this.#whyMissing(id);
    if (!isTitle(title)) return 'bad-title';
    note.rename(title, context);
    return null;
  }

  delete(id: NoteId): NoEffectReason | null {
    if (!this.#notes.delete(id)) return this.#whyMissing(id);
    this.#deleted.add(id);
    this.#deletedHash = null;
    for (const oldest of this.#deleted) {
      if (this.#deleted.size <= limits.deletedNotes) break;
      this.#deleted.delete(oldest);
    }
    return null;
  }

  edit(command: EditCommand, context: ApplyContext): EditResult {
    const note = this.#notes.get(command.note);
    return note === undefined
      ? { type: 'refused', reason: this.#whyMissing(command.note) }
      : note.edit(command, context);
  }

  /** The last changed first. */
  summaries(): NoteSummary[] {
    return [...this.#notes.values()]
      .map((note) => note.summary())
      .sort((a, b) => b.changedIndex - a.changedIndex || (a.note < b.note ? -1 : 1));
  }

  document(id: NoteId): { readonly title: string; readonly version: number; readonly text: Text } | null {
    const note = this.#notes.get(id);
    return note === undefined ? null : { title: note.title, version: note.version, text: note.text };
  }

  isDeleted(id: NoteId): boolean {
    return this.#deleted.has(id);
  }

  history(id: NoteId, fromVersion: number): readonly AcceptedEdit[] | null {
    return this.#notes.get(id)?.history(fromVersion) ?? null;
  }

  lastSequence(id: NoteId, editor: EditorId): number {
    return this.#notes.get(id)?.lastSequence(editor) ?? 0;
  }

  /** In the order of creation, which the log gives alike to all. */
  pictures(): NotePicture[] {
    return Array.from(this.#notes.values(), (note) => note.picture());
  }

  /** In the order of deletion. */
  deletedNotes(): NoteId[] {
    return [...this.#deleted];
  }

  /** Takes over a note of a snapshot, behind those that are here. */
  restore(picture: NotePicture): NoEffectReason | null {
    if (!isTitle(picture.title)) return 'bad-title';
    if (this.#notes.has(picture.id)) return 'note-exists';
    if (this.#notes.size >= limits.notes) return 'too-many';
    this.#notes.set(picture.id, new Note(picture));
    return null;
  }

  /** As `restore`, for a note that was deleted. */
  restoreDeleted(id: NoteId): NoEffectReason | null {
    if (this.#notes.has(id)) return 'note-exists';
    if (this.#deleted.has(id)) return 'note-deleted';
    if (this.#deleted.size >= limits.deletedNotes) return 'too-many';
    this.#deleted.add(id);
    this.#deletedHash = null;
    return null;
  }

  /** Hashes of the notes in their order, then one of the deleted ones, all of this moment. */
  *hashings(): Generator<Hashing> {
    for (const note of this.#notes.values()) yield note.hashing();
    yield (this.#deletedHash ??= hashOfAll(this.#deleted));
  }

  #whyMissing(id: NoteId): NoEffectReason {
    return this.#deleted.has(id) ? 'note-deleted' : 'unknown-note';
  }
}

function hashOfAll(ids: ReadonlySet<NoteId>): Hash128 {
  const hasher = new Hasher().number(ids.size);
  for (const id of ids) hasher.text(id);
  return hasher.finish();
}

function isNoteId(id: unknown): id is NoteId {
  return typeof id === 'string' && /^[0-9a-f]{32}$/.test(id);
}

/** One line, possibly empty. */
function isTitle(title: unknown): title is string {
  return (
    typeof title === 'string' && title.length <= limits.titleLength && !/[\r\n]/.test(title) && isWellFormed(title)
  );
}
