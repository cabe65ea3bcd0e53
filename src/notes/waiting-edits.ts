import type { ChangeSet } from '@codemirror/state';
import type { Text } from '@codemirror/state';
import { applyChanges } from './apply-changes.ts';
import { changesToJson, parseChangesOfAnyLength } from './change-json.ts';
import { rebaseOver } from './rebase.ts';
import { splitChanges } from './split-changes.ts';
import { limits } from './types.ts';
import type { AcceptedEdit, ChangeJson, Command, EditorId, NoEffectReason, NoteId } from './types.ts';

/** What the outbox keeps of one note. Plain JSON. */
export interface WaitingEditsJson {
  readonly note: NoteId;
  readonly editor: EditorId;
  /** The confirmed version that `rebased` and `waiting` apply on top of. */
  readonly version: number;
  /** The last sequence number that was given out. */
  readonly sequence: number;
  /** The batch that was sent: as it was sent, and as it applies to `version`. */
  readonly inFlight: {
    readonly sequence: number;
    readonly base: number;
    readonly changes: ChangeJson;
    readonly rebased: ChangeJson;
  } | null;
  /** What was typed since, on top of `inFlight`. */
  readonly waiting: ChangeJson | null;
}

/** What an accepted edit meant for the waiting ones. */
export type AppliedEdit =
  | { readonly type: 'confirmed' } // the batch in flight: the local text has it already
  /** Of someone else: `changes` does to the local text what the edit did to the note. `resend`: see `resend()`. */
  | { readonly type: 'remote'; readonly changes: ChangeSet; readonly resend: boolean };

export type Refusal =
  | { readonly type: 'ignored' } // not about the batch in flight
  | { readonly type: 'retry' } // nothing is lost: `resend()` has it under a new number
  | { readonly type: 'lost'; readonly changes: ChangeSet }; // all that waited, on top of the confirmed text

interface InFlight {
  readonly sequence: number;
  readonly base: number;
  readonly sent: ChangeJson;
  readonly rebased: ChangeSet;
}

/**
 * This laptop's edits of one note that no majority has yet: one batch in flight, and behind it all that was typed
 * since, composed into one. Rebases itself over what others do, step by step as the state machine will, so that
 * the local text stays right whenever and wherever the batch is accepted.
 */
export class WaitingEdits {
  readonly note: NoteId;
  readonly editor: EditorId;
  #version: number;
  #sequence: number;
  #inFlight: InFlight | null = null;
  #waiting: ChangeSet | null = null;

  private constructor(note: NoteId, editor: EditorId, version: number, sequence: number) {
    this.note = note;
    this.editor = editor;
    this.#version = version;
    this.#sequence = sequence;
  }

  static fresh(note: NoteId, editor: EditorId, version: number, lastSequence: number): WaitingEdits {
    return new WaitingEdits(note, editor, version, lastSequence);
  }

  /** From what `toJSON` gave. Null if it is damaged. */
  static restore(json: unknown): WaitingEdits | null {
    if (!isRecord(json)) return null;
    const { note, editor, version, sequence, inFlight, waiting } = json;
    if (typeof note !== 'string' || typeof editor !== 'string' || !isCount(version) || !isCount(sequence)) return null;
    const edits = new WaitingEdits(note, editor, version, sequence);
    if (inFlight !== null) {
      edits.#inFlight = restoreInFlight(inFlight);
      if (edits.#inFlight === null || edits.#inFlight.sequence > sequence || edits.#inFlight.base > version)
        return null;
    }
    if (waiting !== null) {
      edits.#waiting = parseChangesOfAnyLength(waiting);
      if (edits.#waiting === null) return null;
      if (edits.#inFlight !== null && edits.#inFlight.rebased.newLength !== edits.#waiting.length) return null;
    }
    return edits;
  }

  /** The confirmed version that the waiting edits apply on top of. */
  get version(): number {
    return this.#version;
  }

  /** The last sequence number that was given out. */
  get lastSequence(): number {
    return this.#sequence;
  }

  /** All that waits as one change on top of the confirmed text; null: nothing waits. */
  changes(): ChangeSet | null {
    if (this.#inFlight === null) return this.#waiting;
    return this.#waiting === null ? this.#inFlight.rebased : this.#inFlight.rebased.compose(this.#waiting);
  }

  /** Adds a change of the local text. */
  add(changes: ChangeSet): void {
    if (changes.empty) return;
    this.#waiting = this.#waiting === null ? changes : this.#waiting.compose(changes);
  }

  /** Makes a batch of what waits, up to the size of one command, unless one is in flight. Keep `toJSON()` before sending. */
  takeForSending(): Command | null {
    if (this.#inFlight !== null || this.#waiting === null) return null;
    const { first, rest } = splitChanges(this.#waiting, limits.editLength, limits.editParts);
    this.#waiting = rest;
    this.#launch(first);
    return this.resend();
  }

  /** The command in flight, as it was sent. Sending it twice does no harm: the note counts (editor, sequence). */
  resend(): Command | null {
    if (this.#inFlight === null) return null;
    const { sequence, base, sent } = this.#inFlight;
    return { type: 'edit-note', note: this.note, base, editor: this.editor, sequence, changes: sent };
  }

  /** The note accepted an edit: `version` must be the next. `changes` is the edit's, as accepted. */
  applied(edit: AcceptedEdit, changes: ChangeSet): AppliedEdit {
    if (edit.version !== this.#version + 1) {
      throw new Error(
        `waiting edits of note ${this.note} are at version ${this.#version} and were given edit ${edit.version}`,
      );
    }
    this.#version = edit.version;
    const own = edit.editor === this.editor;
    if (own && edit.sequence === this.#inFlight?.sequence && sameChanges(this.#inFlight.rebased, changes)) {
      this.#inFlight = null;
      return { type: 'confirmed' };
    }
    const local = this.#rebase(changes);
    // An edit of ours that we do not remember sending (the outbox was lost): the batch in flight needs another number.
    const collides = own && this.#inFlight !== null && edit.sequence >= this.#inFlight.sequence;
    if (own) this.noteSequence(edit.sequence);
    if (collides) this.#relaunch();
    return { type: 'remote', changes: local, resend: collides };
  }

  /**
   * The note refused an edit of this editor. To be called in log order with `applied`: what is refused as a duplicate
   * and was not confirmed before was refused once already, without our hearing of it.
   */
  refused(sequence: number, reason: NoEffectReason): Refusal {
    if (this.#inFlight?.sequence !== sequence) return { type: 'ignored' };
    if (reason === 'base-too-old' || reason === 'duplicate-edit') {
      this.#relaunch();
      return { type: 'retry' };
    }
    const changes = this.clear();
    return changes === null ? { type: 'ignored' } : { type: 'lost', changes };
  }

  /** Forgets all that waits, and returns it. */
  clear(): ChangeSet | null {
    const changes = this.changes();
    this.#inFlight = null;
    this.#waiting = null;
    return changes;
  }

  /** Numbers up to this one are used. */
  noteSequence(sequence: number): void {
    this.#sequence = Math.max(this.#sequence, sequence);
  }

  /** The ranges of the local text that the waiting edits inserted. */
  pendingRanges(): [from: number, to: number][] {
    const ranges: [number, number][] = [];
    this.changes()?.iterChangedRanges((_fromA, _toA, from, to) => {
      if (to > from) ranges.push([from, to]);
    });
    return ranges;
  }

  localText(confirmed: Text): Text {
    const changes = this.changes();
    return changes === null ? confirmed : applyChanges(changes, confirmed);
  }

  toJSON(): WaitingEditsJson {
    const inFlight = this.#inFlight;
    return {
      note: this.note,
      editor: this.editor,
      version: this.#version,
      sequence: this.#sequence,
      inFlight:
        inFlight === null
          ? null
          : {
              sequence: inFlight.sequence,
              base: inFlight.base,
              changes: inFlight.sent,
              rebased: changesToJson(inFlight.rebased),
            },
      waiting: this.#waiting === null ? null : changesToJson(this.#waiting),
    };
  }

  #rebase(accepted: ChangeSet): ChangeSet {
    let local = accepted;
    if (this.#inFlight !== null) {
      const { rebased } = this.#inFlight;
      this.#inFlight = { ...this.#inFlight, rebased: rebaseOver(rebased, local) };
      local = local.map(rebased, true);
    }
    if (this.#waiting !== null) {
      const waiting = this.#waiting;
      this.#waiting = rebaseOver(waiting, local);
      local = local.map(waiting, true);
    }
    return local;
  }

  #launch(changes: ChangeSet): void {
    this.#sequence += 1;
    this.#inFlight = { sequence: this.#sequence, base: this.#version, sent: changesToJson(changes), rebased: changes };
  }

  /** The batch in flight can never be accepted under its number: it goes again under the next, based on the present. */
  #relaunch(): void {
    if (this.#inFlight !== null) this.#launch(this.#inFlight.rebased);
  }
}

function restoreInFlight(json: unknown): InFlight | null {
  if (!isRecord(json)) return null;
  const { sequence, base } = json;
  const sent = parseChangesOfAnyLength(json['changes']);
  const rebased = parseChangesOfAnyLength(json['rebased']);
  if (!isCount(sequence) || !isCount(base) || sent === null || rebased === null) return null;
  return { sequence, base, sent: changesToJson(sent), rebased };
}

function sameChanges(a: ChangeSet, b: ChangeSet): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
