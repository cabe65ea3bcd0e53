import type { Text } from '@codemirror/state';
import { ByteWriter } from './byte-writer.ts';
import type { KeptEdit } from './edit-record.ts';
import { writeEdit } from './edit-record.ts';
import type { NotePicture } from './note.ts';
import type { HistoryPicture } from './note-history.ts';
import { ownRegisterPrefix } from './registers.ts';
import { cutLength, deletedPerBlock, formatVersion, historyBlockBytes, idLength, magic } from './state-format.ts';
import type { NoteId, RosterEntry } from './types.ts';
import { wholePairsLength } from './unicode.ts';

/** The length in bytes of every chunk but the last. */
export const chunkLength = 65_536;

/**
 * The state at one moment, whatever is applied afterwards. Taking it costs a few milliseconds for thousands of notes:
 * texts, edits and values are shared with the state, which never changes them in place.
 */
export class StateCapture {
  readonly #notes: readonly NotePicture[];
  readonly #deleted: readonly NoteId[];
  readonly #registers: readonly (readonly [name: string, value: Uint8Array])[];
  readonly #clusterName: string;
  readonly #roster: readonly RosterEntry[];

  constructor(state: {
    readonly notes: readonly NotePicture[];
    readonly deleted: readonly NoteId[];
    readonly registers: readonly (readonly [name: string, value: Uint8Array])[];
    readonly clusterName: string;
    readonly roster: readonly RosterEntry[];
  }) {
    this.#notes = state.notes;
    this.#deleted = state.deleted;
    this.#registers = state.registers;
    this.#clusterName = state.clusterName;
    this.#roster = state.roster;
  }

  /** The same for what leaves the cluster: where members were last reached, and who was invited, is nobody's business there. */
  forBackup(): StateCapture {
    return new StateCapture({
      notes: this.#notes,
      deleted: this.#deleted,
      registers: this.#registers.filter(([name]) => !name.startsWith(ownRegisterPrefix)),
      clusterName: this.#clusterName,
      roster: this.#roster.map((entry) => ({ ...entry, addresses: [] })),
    });
  }

  /**
   * The bytes of a snapshot (see state-format.ts), made as they are asked for: whoever writes them can let other work
   * go on between two. Members that applied the same log have the same bytes. Each call begins anew.
   */
  *chunks(): Generator<Uint8Array> {
    const out = new ByteWriter();
    out.bytes(magic);
    out.byte(formatVersion);
    for (const block of this.#blocks()) {
      out.uint32(block.length);
      out.bytes(block);
      while (out.length >= chunkLength) yield out.take(chunkLength);
    }
    if (out.length > 0) yield out.take(out.length);
  }

  /** A block is valid until the next is asked for. */
  *#blocks(): Generator<Uint8Array> {
    const block = new ByteWriter();
    block.number(this.#notes.length);
    block.number(this.#deleted.length);
    block.number(this.#registers.length);
    block.number(this.#roster.length);
    block.text(this.#clusterName);
    yield block.view();

    for (const note of this.#notes) {
      yield head(block, note);
      yield* textBlocks(block, note.text);
      yield* historyBlocks(block, note.history);
    }
    for (let from = 0; from < this.#deleted.length; from += deletedPerBlock) {
      block.clear();
      for (const id of this.#deleted.slice(from, from + deletedPerBlock)) writeId(block, id);
      yield block.view();
    }
    for (const [name, value] of this.#registers) {
      block.clear();
      block.text(name);
      block.bytes(value);
      yield block.view();
    }
    for (const { member, name, addresses } of this.#roster) {
      block.clear();
      block.text(member);
      block.text(name);
      for (const address of addresses) block.text(address);
      yield block.view();
    }
  }
}

function head(block: ByteWriter, note: NotePicture): Uint8Array {
  const { version, packed, span } = note.history;
  block.clear();
  writeId(block, note.id);
  block.text(note.title);
  block.number(note.changedIndex);
  block.text(note.changedBy);
  block.number(note.text.length);
  block.number(version);
  block.number(packed.count + span.to - span.from);
  for (const [editor, progress] of note.editors) {
    block.text(editor);
    block.number(progress.sequence);
    block.number(progress.version);
  }
  return block.view();
}

function* textBlocks(block: ByteWriter, text: Text): Generator<Uint8Array> {
  for (let from = 0; from < text.length;) {
    const units = text.sliceString(from, from + cutLength + 1);
    const piece = units.slice(0, wholePiece(units));
    block.clear();
    block.utf8(piece);
    yield block.view();
    from += piece.length;
  }
}

/** A block is full as soon as it reaches its length, so that the same edits are always cut alike. */
function* historyBlocks(block: ByteWriter, { packed, span }: HistoryPicture): Generator<Uint8Array> {
  // What was read from a snapshot goes out as it came in: all blocks are full, but perhaps the last.
  const last = packed.blocks.at(-1);
  for (const full of packed.blocks.slice(0, -1)) yield full;
  block.clear();
  if (last !== undefined) block.bytes(last);
  for (let i = span.from; i < span.to; i += 1) {
    if (block.length >= historyBlockBytes) {
      yield block.view();
      block.clear();
    }
    const edit: KeptEdit | undefined = span.edits[i];
    if (edit === undefined) throw new Error('a history span reaches beyond its list');
    writeEdit(block, edit);
  }
  if (block.length > 0) yield block.view();
}

function wholePiece(units: string): number {
  return wholePairsLength(units, Math.min(units.length, cutLength));
}

function writeId(block: ByteWriter, id: NoteId): void {
  for (let at = 0; at < idLength * 2; at += 2) block.byte(Number.parseInt(id.slice(at, at + 2), 16));
}
