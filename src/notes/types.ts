/**
 * The state machine's vocabulary. Everything is plain data and deterministic; `apply` of the same commands in the
 * same order gives the same state, byte for byte, on every member.
 */

/** A note's id: 16 random bytes in hex, chosen by the laptop that creates it. */
export type NoteId = string;
/** An editor's id: stable for one laptop across restarts (edits resent under a new id would double text). */
export type EditorId = string;
/** CodeMirror's `ChangeSet.toJSON()`: a number keeps that many characters; `[deleted, ...insertedLines]` replaces. */
export type ChangeJson = readonly (number | readonly [number, ...string[]])[];

/** Limits that every member checks alike, in `apply`. Lengths in UTF-16 code units unless said otherwise. */
export const limits = {
  titleLength: 200,
  noteLength: 1_000_000,
  notes: 10_000,
  registerNameLength: 200,
  registerBytes: 65_536,
  registers: 10_000,
  nameLength: 80,
  addresses: 16,
  addressLength: 300,
  /** Edits of a note that are kept to rebase late edits over. */
  historyLength: 10_000,
  /** What those edits may weigh together: inserted characters plus changed places. */
  historyWeight: 4_000_000,
  /**
   * Inserted characters and parts of one edit; a bigger one is sent as several. In UTF-8 and with what frames the
   * parts, the biggest must fit a log entry (512 KiB).
   */
  editLength: 131_072,
  editParts: 10_000,
  idLength: 120,
  /** Editors that one note remembers, for ever: forgetting one could double its text. */
  editors: 1_000,
  /** Deleted notes that are remembered, so that a late edit is told why it has no effect. */
  deletedNotes: 10_000,
  rosterEntries: 1_000,
} as const;

export type Command =
  | { readonly type: 'create-note'; readonly note: NoteId; readonly title: string }
  | { readonly type: 'rename-note'; readonly note: NoteId; readonly title: string }
  | { readonly type: 'delete-note'; readonly note: NoteId }
  /**
   * `changes` applies to the note at version `base`; `sequence` counts this editor's edits of this note from 1. A
   * refused edit uses its number up as well: whatever is resent, one number has one fate.
   */
  | {
      readonly type: 'edit-note';
      readonly note: NoteId;
      readonly base: number;
      readonly editor: EditorId;
      readonly sequence: number;
      readonly changes: ChangeJson;
    }
  /** `value` may be kept as it is: nobody writes to it from then on. */
  | { readonly type: 'set-register'; readonly name: string; readonly value: Uint8Array }
  /** `expected` null: the register must not exist yet. */
  | {
      readonly type: 'compare-and-set-register';
      readonly name: string;
      readonly expected: Uint8Array | null;
      readonly value: Uint8Array;
    }
  /** A member's display name and where it can be reached. `member` is who it is about. */
  | {
      readonly type: 'introduce-member';
      readonly member: string;
      readonly name: string;
      readonly addresses: readonly string[];
    }
  | { readonly type: 'name-cluster'; readonly name: string };

/** Why a command changed nothing. The same on every member; told to whoever sent it. */
export type NoEffectReason =
  | 'unknown-note'
  | 'note-exists'
  | 'note-deleted'
  | 'bad-title'
  | 'bad-name'
  | 'bad-id' // of a note, an editor or a member
  | 'bad-address'
  | 'bad-change' // wrong length, not a change set
  | 'bad-base' // a version that the note never had, or one older than this editor's last edit
  | 'base-too-old' // older than the history window
  | 'duplicate-edit' // this (editor, sequence) was decided before: not an error
  | 'edit-out-of-order'
  | 'too-large'
  | 'too-many'
  | 'not-equal'; // compare-and-set

export type Outcome =
  | { readonly type: 'applied' }
  | { readonly type: 'edited'; readonly version: number }
  | { readonly type: 'register'; readonly value: Uint8Array | null } // not-equal carries the present value in `current`
  | { readonly type: 'no-effect'; readonly reason: NoEffectReason; readonly current?: Uint8Array | null };

/** Where a command stands in the log. `atMs` is not known to the state machine: no clock goes in. */
export interface ApplyContext {
  readonly index: number;
  /** The member whose command it is. */
  readonly member: string;
}

/** What `apply` changed, for those who show it. */
export type NotesEvent =
  | { readonly type: 'note-created' | 'note-renamed' | 'note-deleted'; readonly note: NoteId }
  | {
      readonly type: 'note-edited';
      readonly note: NoteId;
      readonly version: number;
      readonly editor: EditorId;
      readonly sequence: number;
      readonly changes: ChangeJson;
    } // as rebased
  | { readonly type: 'register-changed'; readonly name: string }
  | { readonly type: 'roster-changed' }
  | { readonly type: 'cluster-named' };

/** One edit of a note's history: `changes` takes the note from `version - 1` to `version`. */
export interface AcceptedEdit {
  readonly version: number;
  readonly editor: EditorId;
  readonly sequence: number;
  readonly changes: ChangeJson;
}

export interface NoteSummary {
  readonly note: NoteId;
  readonly title: string;
  /** Counts the edits accepted so far. */
  readonly version: number;
  /** Log index of the last change, for ordering by recency without a clock. */
  readonly changedIndex: number;
  readonly changedBy: string;
  /** The first characters of the text, on one line. */
  readonly preview: string;
}

export interface RosterEntry {
  readonly member: string;
  readonly name: string;
  readonly addresses: readonly string[];
}
