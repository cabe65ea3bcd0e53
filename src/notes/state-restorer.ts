import { Text } from '@codemirror/state';
import { ByteQueue } from './byte-queue.ts';
import { ByteReader, decodeText } from './byte-reader.ts';
import { maximumRecordBytes } from './edit-record.ts';
import { HistoryReader } from './history-reader.ts';
import { isId } from './note.ts';
import type { EditorProgress } from './note.ts';
import { Notebook } from './notebook.ts';
import { Registers } from './registers.ts';
import { Roster } from './roster.ts';
import { damaged, SnapshotError } from './snapshot-error.ts';
import { cutLength, deletedPerBlock, formatVersion, historyBlockBytes, idLength, magic } from './state-format.ts';
import { NotesState } from './state-machine.ts';
import { limits } from './types.ts';
import type { EditorId, NoEffectReason, NoteId } from './types.ts';

/** The length and the contents of the largest block, which is one of edits. */
const maximumBlockBytes = historyBlockBytes + maximumRecordBytes + 8;
const headerLength = magic.length + 1;

/** Receives one block at each `yield`. */
type BlockParser<Result> = Generator<void, Result, Uint8Array>;

/** The state of a snapshot, from an iterable of its bytes. Throws a `SnapshotError`. */
export function restoreState(chunks: Iterable<Uint8Array>): NotesState {
  const restorer = new StateRestorer();
  for (const chunk of chunks) restorer.push(chunk);
  return restorer.finish();
}

/**
 * Makes the state of a snapshot whose bytes come piece by piece, from a file or a stream, cut anywhere. A call does the
 * work of the bytes that it is handed, so that whoever feeds it can let other work go on in between.
 *
 * Every byte is checked as it comes, against the limits that `apply` enforces and for all that `apply` relies on: what
 * was restored cannot make it throw. Histories are checked but stay packed (see `NoteHistory`).
 */
export class StateRestorer {
  readonly #queue = new ByteQueue();
  readonly #parser: BlockParser<NotesState>;
  #headerSeen = false;
  #state: NotesState | null = null;
  #failure: SnapshotError | null = null;

  constructor() {
    this.#parser = parseState();
    this.#parser.next(); // to where it waits for the first block
  }

  /** Throws a `SnapshotError` as soon as it is clear that this is no snapshot. Nothing more may come then. */
  push(bytes: Uint8Array): void {
    if (this.#failure !== null) throw this.#failure;
    this.#queue.push(bytes);
    try {
      this.#parse();
    } catch (error) {
      if (error instanceof SnapshotError) this.#failure = error;
      throw error;
    }
  }

  /** The state, when all bytes were pushed. Throws a `SnapshotError` if some are missing. */
  finish(): NotesState {
    if (this.#failure !== null) throw this.#failure;
    if (this.#state === null)
      throw new SnapshotError('incomplete', 'The snapshot of the notes is incomplete: it ends too early.');
    return this.#state;
  }

  #parse(): void {
    if (!this.#headerSeen) {
      this.#checkMagic();
      if (this.#queue.length < headerLength) return;
      this.#headerSeen = true;
      const version = this.#queue.take(headerLength)[magic.length] ?? 0;
      if (version > formatVersion)
        throw new SnapshotError(
          'newer-format',
          `The snapshot of the notes has format ${version}, which this version of the app does not know. Update it.`,
        );
      if (version < formatVersion) throw damaged(`there is no format ${version}`);
    }
    for (let block = this.#nextBlock(); block !== null; block = this.#nextBlock()) {
      const next = this.#parser.next(block);
      if (next.done === true) this.#state = next.value;
    }
    if (this.#state !== null && this.#queue.length > 0) throw damaged('more follows after its end');
  }

  #checkMagic(): void {
    const start = this.#queue.peek(Math.min(this.#queue.length, magic.length));
    if (!start.every((byte, i) => byte === magic[i]))
      throw new SnapshotError('not-a-snapshot', 'This is no snapshot of the notes.');
  }

  #nextBlock(): Uint8Array | null {
    if (this.#state !== null || this.#queue.length < 4) return null;
    const length = new DataView(Uint8Array.from(this.#queue.peek(4)).buffer).getUint32(0, true);
    if (length > maximumBlockBytes) throw damaged('a block is too long');
    if (this.#queue.length < 4 + length) return null;
    this.#queue.take(4);
    return this.#queue.take(length);
  }
}

function* parseState(): BlockParser<NotesState> {
  const sizes = new ByteReader(yield);
  const notes = sizes.number(limits.notes);
  const deleted = sizes.number(limits.deletedNotes);
  const registerCount = sizes.number(limits.registers);
  const members = sizes.number(limits.rosterEntries);
  const clusterName = sizes.text();
  sizes.end();

  const notebook = new Notebook();
  for (let i = 0; i < notes; i += 1) yield* parseNote(notebook);
  for (let left = deleted; left > 0; left -= deletedPerBlock) {
    const ids = new ByteReader(yield);
    for (let i = 0; i < Math.min(left, deletedPerBlock); i += 1) accept(notebook.restoreDeleted(readId(ids)));
    ids.end();
  }
  const registers = new Registers();
  for (let i = 0; i < registerCount; i += 1) {
    const block: Uint8Array = yield;
    const reader = new ByteReader(block);
    const name = reader.text();
    if (registers.get(name) !== null) throw damaged('a register is there twice');
    // A copy: the block is of a queue that goes on to others.
    const set = registers.set(name, new Uint8Array(block.subarray(reader.position)));
    if (set.type !== 'set') throw damaged('a register breaks a limit');
  }
  const roster = new Roster();
  if (clusterName !== '') accept(roster.nameCluster(clusterName));
  for (let i = 0; i < members; i += 1) {
    const reader = new ByteReader(yield);
    const member = reader.text();
    if (roster.entry(member) !== undefined) throw damaged('a member is there twice');
    const name = reader.text();
    const addresses: string[] = [];
    while (!reader.atEnd && addresses.length <= limits.addresses) addresses.push(reader.text());
    reader.end();
    accept(roster.introduce(member, name, addresses));
  }
  return new NotesState(notebook, registers, roster);
}

function* parseNote(notebook: Notebook): BlockParser<void> {
  const head = new ByteReader(yield);
  const id = readId(head);
  const title = head.text();
  const changedIndex = head.number();
  const changedBy = head.text();
  if (!isId(changedBy)) throw damaged('a note was changed by nobody');
  const units = head.number(limits.noteLength);
  const version = head.number();
  const edits = head.number(Math.min(limits.historyLength, version));
  const editors = readEditors(head, version);

  const text = yield* parseText(units);
  const history = new HistoryReader(edits, version, [...editors.values()]);
  while (!history.complete) history.read(yield);
  accept(notebook.restore({ id, title, text, changedIndex, changedBy, editors, history: history.finish(text.length) }));
}

function readEditors(reader: ByteReader, noteVersion: number): Map<EditorId, EditorProgress> {
  const editors = new Map<EditorId, EditorProgress>();
  while (!reader.atEnd) {
    const editor = reader.text();
    if (!isId(editor) || editors.has(editor)) throw damaged('an editor has no name of its own');
    if (editors.size >= limits.editors) throw damaged('a note has too many editors');
    const sequence = reader.number();
    if (sequence === 0) throw damaged('an editor has made no edit');
    editors.set(editor, { number: editors.size, sequence, version: reader.number(noteVersion) });
  }
  return editors;
}

function* parseText(units: number): BlockParser<Text> {
  const pieces: string[] = [];
  let length = 0;
  while (length < units) {
    const piece = decodeText(yield);
    // Also in the one form: full, but for the last, or where a pair would have been cut.
    const full = Math.min(cutLength, units - length);
    if (piece.length !== full && piece.length !== cutLength - 1) throw damaged('a text is not as long as it says');
    if (piece.includes('\r')) throw damaged('a text holds a carriage return');
    pieces.push(piece);
    length += piece.length;
  }
  if (length !== units) throw damaged('a text is not as long as it says');
  return Text.of(pieces.join('').split('\n'));
}

function readId(reader: ByteReader): NoteId {
  return Array.from(reader.bytes(idLength), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function accept(refusal: NoEffectReason | null): void {
  if (refusal !== null) throw damaged(`what it holds would be refused (${refusal})`);
}
