/**
 * Keeps one editor and the member's local text of a note in step. The member is the authority of CodeMirror's
 * collaborative editing: local changes go to it one batch at a time and count as confirmed when they come back in an
 * event, between the changes of everyone else. Typing never waits for any of it.
 */
import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from '@codemirror/collab';
import type { Update } from '@codemirror/collab';
import { ChangeSet, Compartment, EditorState, Text, Transaction } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import type { Change, DocumentState, Events } from '../../src/api/contract.ts';
import { failureCode } from '../lib/failure.ts';
import type { FailureCode, Member } from '../lib/rpc.ts';
import { carryOver } from './carry-over.ts';

export type Range = readonly [from: number, to: number];

/** What the session needs of an `EditorView`. */
export interface Editor {
  readonly state: EditorState;
  update(transactions: readonly Transaction[]): void;
}

export type SessionState =
  | { readonly type: 'opening' }
  /** `unkept`: why the last changes could not be kept on this disk yet; they are tried again. */
  | { readonly type: 'open'; readonly unkept: FailureCode | null }
  /** The member is away or has to be asked afresh. What is typed stays in the editor and is sent then. */
  | { readonly type: 'reopening' }
  | { readonly type: 'failed'; readonly code: FailureCode }
  | { readonly type: 'deleted' };

export interface SessionOptions {
  readonly member: Member;
  readonly note: string;
  /** Names this editor among all that write to the member's local text. */
  readonly clientId: string;
  /** Nothing that was typed waits any more to be kept by the member. */
  onSettled(): void;
}

/** Where the text is shown and typed. */
export interface SessionView {
  /** Makes the editor with the text as it was opened; `synchronization` belongs to its extensions. */
  makeEditor(text: string, synchronization: Extension): Editor;
  /** Makes an editor that goes on where one before it was left. */
  resumeEditor(state: EditorState): Editor;
  /** The ranges that are not on a majority yet, in the editor's own positions. */
  showPending(ranges: readonly Range[]): void;
  onState(state: SessionState): void;
}

export class DocumentSession {
  readonly #options: SessionOptions;
  #view: SessionView;
  readonly #synchronization = new Compartment();
  #editor: Editor | null = null;
  #state: SessionState = { type: 'opening' };
  #epoch = '';
  /** The member's local text at the synced version: the editor's text without what is not confirmed. */
  #synced = Text.empty;
  /** Changes that were sent and have not come back. */
  #inFlight = 0;
  /** Whether the member has said that it keeps them. */
  #inFlightKept = false;
  /** Batches of which the member has not said yet that they are on its disk. */
  #unanswered = 0;
  /** Ranges of the member's text that are not on a majority. */
  #pending: readonly Range[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  #opening = 0;
  #batch = 0;

  constructor(options: SessionOptions, view: SessionView) {
    this.#options = options;
    this.#view = view;
  }

  /** Whether all that was typed is on this disk, as far as the member has said. */
  get isSettled(): boolean {
    return this.#editor === null || (this.#unanswered === 0 && sendableUpdates(this.#editor.state).length === 0);
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The text with all that was typed; null: it was never opened. */
  get text(): string | null {
    return this.#editor?.state.doc.toString() ?? null;
  }

  /** Another view takes the place of the one before. */
  attach(view: SessionView): void {
    this.#view = view;
    if (this.#editor !== null) this.#editor = view.resumeEditor(this.#editor.state);
    view.onState(this.#state);
    this.#showPending(this.#pending);
  }

  /** The view goes away. The session stays, for as long as its owner likes: what was typed is sent all the same. */
  detach(onState: (state: SessionState) => void): void {
    this.attach({
      makeEditor: (text, synchronization) =>
        new EditorWithoutView(EditorState.create({ doc: text, extensions: [synchronization] })),
      resumeEditor: (state) => new EditorWithoutView(state),
      showPending: () => undefined,
      onState,
    });
  }

  /** Opens the note, or opens it again and carries over what the member does not hold. */
  async open(): Promise<void> {
    if (this.#state.type === 'deleted') return;
    const opening = this.#cutOff();
    this.#enter({ type: this.#editor === null ? 'opening' : 'reopening' });
    try {
      const document = await this.#options.member.call('notes.open', { note: this.#options.note });
      if (opening === this.#opening) this.#takeDocument(document);
    } catch (error) {
      if (opening === this.#opening) this.#fail(failureCode(error));
    }
  }

  /** The member is away: typing goes on, sending waits for `open`. */
  disconnected(): void {
    if (this.#state.type === 'deleted') return;
    this.#cutOff();
    this.#enter({ type: this.#editor === null ? 'opening' : 'reopening' });
  }

  /** Ends the session, whatever was typed; the editor is left to its owner. */
  close(): void {
    this.#cutOff();
    this.#state = { type: 'deleted' };
    this.#options.member.call('notes.close', { note: this.#options.note }).catch(() => {
      // A member that is away has forgotten the note anyway.
    });
  }

  /** To be called after each local change of the editor. */
  send(): void {
    const editor = this.#editor;
    if (editor === null || this.#state.type !== 'open' || this.#inFlight > 0) return;
    const updates = nextBatch(sendableUpdates(editor.state).map(({ changes }) => changes));
    if (updates.length === 0) return;
    this.#inFlight = updates.length;
    this.#inFlightKept = false;
    const batch = ++this.#batch;
    void this.#push(batch, updates, getSyncedVersion(editor.state));
  }

  receive(event: Events['document']): void {
    if (event.note !== this.#options.note || this.#state.type !== 'open' || this.#editor === null) return;
    switch (event.type) {
      case 'updates':
        return this.#receiveUpdates(this.#editor, event);
      case 'pending':
        if (event.epoch !== this.#epoch) void this.open();
        else if (event.version === getSyncedVersion(this.#editor.state)) this.#showPending(event.pending);
        return undefined;
      case 'deleted':
        return this.#enter({ type: 'deleted' });
      default:
        return unreachable(event);
    }
  }

  #receiveUpdates(editor: Editor, event: UpdatesEvent): void {
    const known = getSyncedVersion(editor.state) - event.fromVersion;
    if (event.epoch !== this.#epoch || known < 0) return void this.open();
    const updates = event.updates
      .slice(known)
      .map(({ clientId, changes }) => ({ clientID: clientId, changes: ChangeSet.fromJSON(changes) }));
    if (updates.length > 0) {
      editor.update(oneByOne(editor.state, updates));
      this.#synced = updates.reduce((text, { changes }) => changes.apply(text), this.#synced);
      const own = updates.filter(({ clientID }) => clientID === this.#options.clientId).length;
      this.#inFlight = Math.max(0, this.#inFlight - own);
      if (this.#inFlight === 0) clearTimeout(this.#retry);
    }
    this.#showPending(event.pending);
    this.send();
    this.#tellIfSettled();
  }

  /** What is under way counts no more. */
  #cutOff(): number {
    clearTimeout(this.#retry);
    return ++this.#opening;
  }

  async #push(batch: number, updates: readonly ChangeSet[], version: number): Promise<void> {
    const opening = this.#opening;
    const { member, note, clientId } = this.#options;
    const params = {
      note,
      epoch: this.#epoch,
      version,
      updates: updates.map((changes) => ({ clientId, changes: toChange(changes) })),
    };
    this.#unanswered++;
    try {
      await member.call('notes.push', params).finally(() => this.#unanswered--);
      if (opening !== this.#opening) return;
      if (this.#state.type === 'open' && this.#state.unkept !== null) this.#enter({ type: 'open', unkept: null });
      this.#tellIfSettled();
      // The event that confirms them comes about now. Should it never come, opening again finds out what is kept.
      if (batch !== this.#batch || this.#inFlight === 0) return;
      this.#inFlightKept = true;
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => void this.open(), confirmationTimeoutMs);
    } catch (error) {
      if (opening === this.#opening) this.#pushFailed(failureCode(error));
    }
  }

  #pushFailed(code: FailureCode): void {
    // Only a member that died leaves open whether the batch was kept; any other answer means that it was not.
    if (code === 'disconnected') return this.disconnected();
    this.#inFlight = 0;
    clearTimeout(this.#retry);
    if (code === 'stale-document') return void this.open();
    if (code === 'unknown-note') return this.#enter({ type: 'deleted' });
    this.#enter({ type: 'open', unkept: code });
    this.#retry = setTimeout(() => this.send(), retryDelayMs);
    return undefined;
  }

  #takeDocument({ epoch, version, text, pending }: DocumentState): void {
    const { clientId } = this.#options;
    const synced = Text.of(text.split('\n'));
    const synchronization = collab({ startVersion: version, clientID: clientId });
    if (this.#editor === null) this.#editor = this.#view.makeEditor(text, this.#synchronization.of(synchronization));
    else this.#carryOver(this.#editor, synced, synchronization);
    this.#epoch = epoch;
    this.#synced = synced;
    this.#inFlight = 0;
    this.#enter({ type: 'open', unkept: null });
    this.#showPending(pending);
    this.send();
    this.#tellIfSettled();
  }

  /** Moves the editor to the member's text with the unconfirmed changes on top, which count as new ones from here. */
  #carryOver(editor: Editor, current: Text, synchronization: Extension): void {
    const changes = sendableUpdates(editor.state).map((update) => update.changes);
    const { toEditor, local } = carryOver(
      { synced: this.#synced, changes, sent: this.#inFlight, keptForSure: this.#inFlightKept },
      current,
    );
    const silent = [Transaction.addToHistory.of(false), Transaction.remote.of(true)];
    const off = editor.state.update({ effects: this.#synchronization.reconfigure([]) });
    const moved = off.state.update({ changes: toEditor, annotations: silent, filter: false });
    const on = { effects: this.#synchronization.reconfigure(synchronization) };
    if (local.empty) return editor.update([off, moved, moved.state.update(on)]);
    // The synchronization takes up its work at the member's text: local changes are taken back and made again after it.
    const back = moved.state.update({ changes: local.invert(current), annotations: silent, filter: false });
    const started = back.state.update(on);
    const again = started.state.update({ changes: local, selection: moved.newSelection, filter: false });
    return editor.update([off, moved, back, started, again]);
  }

  /** `ranges` in the member's text; what is not even there yet is pending too. */
  #showPending(ranges: readonly Range[]): void {
    this.#pending = ranges;
    if (this.#editor === null) return;
    const unconfirmed = sendableUpdates(this.#editor.state).reduce(
      (all, { changes }) => all.compose(changes),
      ChangeSet.empty(this.#synced.length),
    );
    const shown: Range[] = ranges.map(([from, to]) => [unconfirmed.mapPos(from, 1), unconfirmed.mapPos(to, -1)]);
    unconfirmed.iterChanges((_fromA, _toA, fromB, toB) => shown.push([fromB, toB]));
    const length = this.#editor.state.doc.length;
    this.#view.showPending(shown.filter(([from, to]) => from < to && to <= length));
  }

  #fail(code: FailureCode): void {
    if (code === 'disconnected') return this.disconnected();
    return this.#enter(code === 'unknown-note' ? { type: 'deleted' } : { type: 'failed', code });
  }

  #enter(state: SessionState): void {
    this.#state = state;
    this.#view.onState(state);
  }

  #tellIfSettled(): void {
    if (this.isSettled) this.#options.onSettled();
  }
}

/** Holds a text and what was typed into it, and shows nothing. */
class EditorWithoutView implements Editor {
  state: EditorState;

  constructor(state: EditorState) {
    this.state = state;
  }

  update(transactions: readonly Transaction[]): void {
    this.state = transactions.at(-1)?.state ?? this.state;
  }
}

type UpdatesEvent = Extract<Events['document'], { type: 'updates' }>;

const retryDelayMs = 2_000;
const confirmationTimeoutMs = 5_000;
/** A batch stays far below the limits of `notes.push`. */
const batchUpdates = 500;
const batchSize = 500_000;

/**
 * The updates as transactions, one each. Taken together they would be composed before they are mapped over what was
 * typed here, which can put an insertion elsewhere than the member did; see `rebaseOneByOne` in src/notes.
 */
function oneByOne(state: EditorState, updates: readonly Update[]): readonly Transaction[] {
  const transactions: Transaction[] = [];
  for (const update of updates) {
    const received = receiveUpdates(transactions.at(-1)?.state ?? state, [update]);
    transactions.push(received);
  }
  return transactions;
}

/** The first changes, as many as fit a batch and one at least. */
function nextBatch(changes: readonly ChangeSet[]): readonly ChangeSet[] {
  let size = 0;
  const end = changes.findIndex((each, position) => {
    size += Math.max(0, each.newLength - each.length) + 16;
    return position > 0 && (position >= batchUpdates || size > batchSize);
  });
  return end === -1 ? changes : changes.slice(0, end);
}

/** CodeMirror leaves the type of its JSON open; the contract names it. */
function toChange(changes: ChangeSet): Change {
  return changes.toJSON() as Change;
}

function unreachable(value: never): never {
  throw new Error(`not an event: ${JSON.stringify(value)}`);
}
