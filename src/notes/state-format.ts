/**
 * The format of a snapshot of the notes. A chunk is a piece of it cut anywhere.
 *
 *     snapshot = magic, format version (1 byte), block*
 *     block    = bytes (uint32, little-endian), contents
 *
 * The blocks, in this order:
 *
 *     sizes    = notes, deleted, registers, members, cluster name
 *     then for each note
 *       head     = id, title, changedIndex, changedBy, text units, version, edits, (editor, sequence, version)*
 *       text*    = up to `cutLength` UTF-16 units of the text, as UTF-8 to the end of the block
 *       edits*   = record*: see edit-record.ts; the latest `edits` of the note, the oldest first
 *     deleted* = id*, up to `deletedPerBlock` in a block
 *     for each register: name, value to the end of the block
 *     for each member:   id, name, address*
 *
 * Numbers are LEB128 in their shortest form, texts are the number of their bytes and UTF-8, ids of notes are 16 bytes.
 * Everything has one form only, and goes in the order in which the log made it: equal states have equal bytes.
 *
 * There is no checksum in it: the file or the stream that carries it has its own, and `NotesState.digest` compares what
 * was restored with what the others have.
 */
export const magic: Uint8Array = new TextEncoder().encode('RPNOTES');
export const formatVersion = 1;

/** Most UTF-16 units in a text block. One less where the cut would fall into a pair. */
export const cutLength = 16_384;
/** An edits block ends with the record that reaches this length. */
export const historyBlockBytes = 32_768;
export const deletedPerBlock = 1_000;
/** Of a note's id, in bytes. */
export const idLength = 16;
