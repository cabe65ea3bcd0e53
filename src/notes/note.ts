import { Text } from '@codemirror/state';
import type { ChangeSet } from '@codemirror/state';
import { applyChanges } from './apply-changes.ts';
import { changesToJson, insertedLength, parseChanges } from './change-json.ts';
import { Hasher } from './hash128.ts';
import type { Hash128 } from './hash128.ts';
import { emptyHistory, NoteHistory } from './note-history.ts';
import type { HistoryPicture } from './note-history.ts';
import { rebaseOneByOne } from './rebase.ts';
import type { Hashing } from './state-digest.ts';
import { limits } from './types.ts';
import type { AcceptedEdit, ApplyContext, Command, EditorId, NoEffectReason, NoteId, NoteSummary } from './types.ts';
import { isWellFormed, keepsPairs, wholePairsLength } from './unicode.ts';

export type EditCommand = Extract<Command, { type: 'edit-note' }>;
export type EditResult =
  | { readonly type: 'edited'; readonly edit: AcceptedEdit }
  | { readonly type: 'refused'; readonly reason: NoEffectReason };

/** What a note knows of one editor. */
export interface EditorProgress {
  /** Counted from 0 in the order in which the note met its editors. */
  readonly number: number;
  /** Of its last edit that was decided. */
  readonly sequence: number;
  /** The version of its last edit that was accepted; 0: none was. */
  readonly version: number;
}

/** A note at one moment: values that never change, shared with the note. */
export interface NotePicture {
  readonly id: NoteId;
  readonly title: string;
  readonly text: Text;
  readonly changedIndex: number;
  readonly changedBy: string;
  /** In the order of their numbers. */
  readonly editors: ReadonlyMap<EditorId, EditorProgress>;
  readonly history: HistoryPicture;
}

const previewLength = 120;

/**
 * One note: its text, and what it needs to accept late edits. It is the authority of CodeMirror's collaborative
 * editing: it gives every edit its place, and moves one made on an older version over what came in between.
 */
export class Note {
  readonly id: NoteId;
  #title: string;
  #text: Text;
  readonly #history: NoteHistory;
  /** Not part of the history: an edit that is resent after its own is forgotten there must still count as a duplicate. */
  #editors: ReadonlyMap<EditorId, EditorProgress>;
  /** The same map while no picture has it; null: it must be copied before the next change. */
  #ownEditors: Map<EditorId, EditorProgress> | null = null;
  #changedIndex: number;
  #changedBy: string;
  /** Of the present state; null until it is made. */
  #hash: Hash128 | null = null;
  /** Counts what changed it in this run of the program. */
  #changes = 0;

  constructor(picture: NotePicture) {
    this.id = picture.id;
    this.#title = picture.title;
    this.#text = picture.text;
    this.#history = new NoteHistory(picture.history);
    this.#editors = picture.editors;
    this.#changedIndex = picture.changedIndex;
    this.#changedBy = picture.changedBy;
  }

  static create(id: NoteId, title: string, context: ApplyContext): Note {
    return new Note({
      id,
      title,
      text: Text.empty,
      changedIndex: context.index,
      changedBy: context.member,
      editors: new Map(),
      history: emptyHistory,
    });
  }

  get title(): string {
    return this.#title;
  }

  get text(): Text {
    return this.#text;
  }

  /** Counts the accepted edits. */
  get version(): number {
    return this.#history.version;
  }

  rename(title: string, context: ApplyContext): void {
    this.#title = title;
    this.#touch(context);
  }

  edit(command: EditCommand, context: ApplyContext): EditResult {
    const { editor, sequence } = command;
    if (!isId(editor)) return refused('bad-id');
    const last = this.#editors.get(editor) ?? { number: this.#editors.size, sequence: 0, version: 0 };
    if (!Number.isSafeInteger(sequence) || sequence > last.sequence + 1) return refused('edit-out-of-order');
    if (sequence <= last.sequence) return refused('duplicate-edit');
    if (!this.#editors.has(editor) && this.#editors.size >= limits.editors) return refused('too-many');

    const changes = this.#admit(command, last.version);
    if (typeof changes === 'string') {
      // Refused for good. If a late copy could still succeed, it would collide with what its sender sends next.
      this.#progress(editor, { ...last, sequence });
      return refused(changes);
    }
    this.#text = applyChanges(changes, this.#text);
    this.#history.push({ author: last.number, sequence, changes });
    this.#progress(editor, { number: last.number, sequence, version: this.version });
    this.#touch(context);
    return { type: 'edited', edit: { version: this.version, editor, sequence, changes: changesToJson(changes) } };
  }

  /** The edits after `version`; null if they are not all kept. */
  history(version: number): readonly AcceptedEdit[] | null {
    const edits = this.#history.since(version);
    if (edits === null) return null;
    const editors = [...this.#editors.keys()];
    return edits.map(({ author, sequence, changes }, i) => {
      const editor = editors[author];
      if (editor === undefined) throw new Error('a note has an edit of an editor that it never met');
      return { version: version + i + 1, editor, sequence, changes: changesToJson(changes) };
    });
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

  picture(): NotePicture {
    this.#ownEditors = null;
    return {
      id: this.id,
      title: this.#title,
      text: this.#text,
      changedIndex: this.#changedIndex,
      changedBy: this.#changedBy,
      editors: this.#editors,
      history: this.#history.picture(),
    };
  }

  /** A hash of all of it as of now, which may be made later. Known if nothing changed since it was last made. */
  hashing(): Hashing {
    if (this.#hash !== null) return this.#hash;
    const picture = this.picture();
    const history = this.#history.hashing();
    const changes = this.#changes;
    const made = (hash: Hash128): void => {
      if (this.#changes === changes) this.#hash = hash;
    };
    return function* () {
      const hash = yield* hashOf(picture, yield* history());
      made(hash);
      return hash;
    };
  }

  /** The change as it applies to the present text, or why it is refused. */
  #admit({ base, changes: json }: EditCommand, ownVersion: number): ChangeSet | NoEffectReason {
    if (!Number.isSafeInteger(base) || base < ownVersion || base > this.version) return 'bad-base';
    const since = this.#history.since(base);
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

  #progress(editor: EditorId, progress: EditorProgress): void {
    this.#ownEditors ??= new Map(this.#editors);
    this.#ownEditors.set(editor, progress);
    this.#editors = this.#ownEditors;
    this.#changed();
  }

  #touch(context: ApplyContext): void {
    this.#changedIndex = context.index;
    this.#changedBy = context.member;
    this.#changed();
  }

  #changed(): void {
    this.#hash = null;
    this.#changes += 1;
  }
}

/** Ids of editors and members: short text without broken characters. */
export function isId(id: unknown): id is string {
  return typeof id === 'string' && id.length > 0 && id.length <= limits.idLength && isWellFormed(id);
}

function* hashOf(picture: NotePicture, history: Hash128): Generator<void, Hash128> {
  const { id, title, text, changedIndex, changedBy, editors } = picture;
  const { version, packed, span } = picture.history;
  const hasher = new Hasher().text(id).text(title).number(changedIndex).text(changedBy);
  hasher.number(editors.size);
  for (const [editor, progress] of editors) hasher.text(editor).number(progress.sequence).number(progress.version);
  hasher
    .number(version)
    .number(version - packed.count - (span.to - span.from))
    .hash(history);
  // Line by line: where CodeMirror cuts its tree depends on how the text came to be.
  hasher.number(text.lines);
  let unitsInStep = 0;
  for (const line of text.iterLines()) {
    hasher.text(line);
    unitsInStep += line.length + 1;
    if (unitsInStep < unitsPerStep) continue;
    unitsInStep = 0;
    yield;
  }
  return hasher.finish();
}
/** Characters that are hashed in one step: a fraction of a millisecond, if no single line is far longer. */
const unitsPerStep = 65_536;

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
