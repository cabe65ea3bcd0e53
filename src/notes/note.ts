import { Text } from '@codemirror/state';
import type { ChangeSet } from '@codemirror/state';
import { applyChanges } from './apply-changes.ts';
import { changesToJson, insertedLength, parseChanges } from './change-json.ts';
import { EditWindow } from './edit-window.ts';
import { rebaseOneByOne } from './rebase.ts';
import { limits } from './types.ts';
import type { AcceptedEdit, ApplyContext, Command, EditorId, NoEffectReason, NoteId, NoteSummary } from './types.ts';
import { isWellFormed, keepsPairs, wholePairsLength } from './unicode.ts';

export type EditCommand = Extract<Command, { type: 'edit-note' }>;
export type EditResult =
  | { readonly type: 'edited'; readonly edit: AcceptedEdit }
  | { readonly type: 'refused'; readonly reason: NoEffectReason };

interface KeptEdit {
  readonly editor: EditorId;
  readonly sequence: number;
  readonly changes: ChangeSet;
}
/** The last edit of an editor that was decided, and the version of its last one that was accepted (0: none was). */
interface EditorProgress {
  readonly sequence: number;
  readonly version: number;
}

const previewLength = 120;

/**
 * One note: its text, and what it needs to accept late edits. It is the authority of CodeMirror's collaborative
 * editing: it gives every edit its place, and moves one made on an older version over what came in between.
 */
export class Note {
  readonly id: NoteId;
  #title: string;
  #text = Text.empty;
  readonly #window = new EditWindow<KeptEdit>(limits.historyLength, limits.historyWeight);
  /** Not part of the window: an edit that is resent after its own is forgotten there must still count as a duplicate. */
  readonly #editors = new Map<EditorId, EditorProgress>();
  #changedIndex: number;
  #changedBy: string;

  constructor(id: NoteId, title: string, context: ApplyContext) {
    this.id = id;
    this.#title = title;
    this.#changedIndex = context.index;
    this.#changedBy = context.member;
  }

  get title(): string {
    return this.#title;
  }

  get text(): Text {
    return this.#text;
  }

  /** Counts the accepted edits. */
  get version(): number {
    return this.#window.version;
  }

  rename(title: string, context: ApplyContext): void {
    this.#title = title;
    this.#touch(context);
  }

  edit(command: EditCommand, context: ApplyContext): EditResult {
    const { editor, sequence } = command;
    if (!isId(editor)) return refused('bad-id');
    const last = this.#editors.get(editor) ?? { sequence: 0, version: 0 };
    if (!Number.isSafeInteger(sequence) || sequence > last.sequence + 1) return refused('edit-out-of-order');
    if (sequence <= last.sequence) return refused('duplicate-edit');
    if (!this.#editors.has(editor) && this.#editors.size >= limits.editors) return refused('too-many');

    const changes = this.#admit(command, last.version);
    if (typeof changes === 'string') {
      // Refused for good. If a late copy could still succeed, it would collide with what its sender sends next.
      this.#editors.set(editor, { sequence, version: last.version });
      return refused(changes);
    }
    this.#text = applyChanges(changes, this.#text);
    this.#window.push({ editor, sequence, changes });
    this.#editors.set(editor, { sequence, version: this.version });
    this.#touch(context);
    return { type: 'edited', edit: { version: this.version, editor, sequence, changes: changesToJson(changes) } };
  }

  /** The edits after `version`; null if they are not all kept. */
  history(version: number): readonly AcceptedEdit[] | null {
    const edits = this.#window.since(version);
    return edits === null
      ? null
      : edits.map(({ editor, sequence, changes }, i) => ({
          version: version + i + 1,
          editor,
          sequence,
          changes: changesToJson(changes),
        }));
  }

  /** The last sequence number of this editor that was decided; 0: none. */
  lastSequence(editor: EditorId): number {
    return this.#editors.get(editor)?.sequence ?? 0;
  }

  summary(): NoteSummary {
    return {
      note: this.id,
      title: this.#title,
      version: this.version,
      changedIndex: this.#changedIndex,
      changedBy: this.#changedBy,
      preview: preview(this.#text),
    };
  }

  /** All of it as plain data, in an order that depends only on the commands. */
  toJSON(): unknown {
    return {
      id: this.id,
      title: this.#title,
      text: this.#text.toJSON(),
      changedIndex: this.#changedIndex,
      changedBy: this.#changedBy,
      editors: [...this.#editors].map(([editor, { sequence, version }]) => [editor, sequence, version]),
      history: { from: this.#window.oldestVersion, edits: this.history(this.#window.oldestVersion) },
    };
  }

  /** The change as it applies to the present text, or why it is refused. */
  #admit({ base, changes: json }: EditCommand, ownVersion: number): ChangeSet | NoEffectReason {
    if (!Number.isSafeInteger(base) || base < ownVersion || base > this.version) return 'bad-base';
    const since = this.#window.since(base);
    if (since === null) return 'base-too-old';
    if (!Array.isArray(json)) return 'bad-change';
    if (json.length > limits.editParts) return 'too-large';
    const made = parseChanges(json, since[0]?.changes.length ?? this.#text.length);
    if (made === null) return 'bad-change';
    if (insertedLength(made) > limits.editLength) return 'too-large';

    const over = since.map((edit) => ({ clientID: 'accepted', changes: edit.changes }));
    const [rebased] = rebaseOneByOne([{ clientID: 'late', changes: made }], over);
    if (rebased === undefined) throw new Error('rebasing over edits of others dropped an edit');
    if (rebased.changes.newLength > limits.noteLength) return 'too-large';
    return keepsPairs(rebased.changes, this.#text) ? rebased.changes : 'bad-change';
  }

  #touch(context: ApplyContext): void {
    this.#changedIndex = context.index;
    this.#changedBy = context.member;
  }
}

/** Ids of editors and members: short text without broken characters. */
export function isId(id: unknown): id is string {
  return typeof id === 'string' && id.length > 0 && id.length <= limits.idLength && isWellFormed(id);
}

function refused(reason: NoEffectReason): EditResult {
  return { type: 'refused', reason };
}

function preview(text: Text): string {
  // White space is folded, so a little more than what is shown is looked at.
  const head = text
    .sliceString(0, previewLength * 4)
    .replace(/\s+/g, ' ')
    .trim();
  return head.slice(0, wholePairsLength(head, Math.min(previewLength, head.length)));
}
