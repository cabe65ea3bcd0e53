/**
 * Append-only files of checksummed frames, the common ground of the log and the outbox.
 *
 *     file   = header frame*
 *     header = magic (8 bytes) · format version u32 · number u32 · salt u32 · CRC-32C of the 20 bytes before u32
 *     frame  = length of payload u32 · CRC-32C of length and payload u32 · payload
 *     payload= (length of record u32 · record)+
 *
 * All numbers are little-endian. One frame is one durable write: the next frame is written only when the one before is
 * on the disk. So a crash can damage the last frame and no other, in whatever order the disk wrote its blocks, and all
 * records of a frame are there or none is. Checksums start from the file's random salt: bytes that came in a record
 * from outside, or from another file, cannot pass for a frame of this one.
 */
import { randomBytes } from 'node:crypto';
import { crc32c } from './crc32c.ts';
import { writeFileDurably } from './durable-file.ts';
import { DiskFullError, isDiskFull, NewerFormatError } from './errors.ts';
import type { FileLayer, OpenFile } from './file-layer.ts';

/** What kind of file it is: eight ASCII characters, and which of its kind. */
export interface FrameFileKind {
  readonly magic: string;
  readonly number: number;
}

export const frameFileHeaderBytes = 24;
/** The most that one record may hold. */
export const maxRecordBytes = 32 * 1024 * 1024;
const frameHeaderBytes = 8;
/** A frame carries one batch; a batch ends with the record that takes it over a limit far below this one. */
const maxPayloadBytes = 2 * maxRecordBytes;
const formatVersion = 1;

/** Writes a new file with these frames, durably and at once; returns the salt and the length for a `FrameWriter`. */
export async function createFrameFile(
  path: string,
  kind: FrameFileKind,
  frames: readonly (readonly Uint8Array[])[],
  files: FileLayer,
): Promise<{ salt: number; end: number }> {
  const salt = randomBytes(4).readUInt32LE();
  const content = Buffer.concat([encodeHeader(kind, salt), ...frames.map((records) => encodeFrame(records, salt))]);
  await writeFileDurably(path, content, files);
  return { salt, end: content.length };
}

/** Appends frames to a file opened for writing. */
export class FrameWriter {
  readonly #path: string;
  readonly #file: OpenFile;
  readonly #salt: number;
  #end: number;
  #closed: Promise<void> | null = null;

  constructor(path: string, file: OpenFile, salt: number, end: number) {
    this.#path = path;
    this.#file = file;
    this.#salt = salt;
    this.#end = end;
  }

  /** The length of the file in bytes. */
  get end(): number {
    return this.#end;
  }

  get salt(): number {
    return this.#salt;
  }

  /**
   * One write, one sync.
   *
   * @throws DiskFullError: the file is as it was, and may be written further. After any other error it must not be.
   */
  async append(records: readonly Uint8Array[]): Promise<void> {
    const frame = encodeFrame(records, this.#salt);
    try {
      await this.#file.writeDurably(frame, this.#end);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      // A disk that is nearly full takes part of it: that goes again.
      await this.#file.truncate(this.#end);
      await this.#file.sync();
      throw new DiskFullError(this.#path, error);
    }
    this.#end += frame.length;
  }

  /** May be called again: a second close of the same descriptor could hit another file. */
  close(): Promise<void> {
    this.#closed ??= this.#file.close();
    return this.#closed;
  }
}

export interface ScannedFile {
  readonly salt: number;
  /** Where the valid frames end, in bytes. */
  readonly end: number;
  /** Why what comes after `end` is no frame; null if nothing comes after. Only an unfinished write may be cut off. */
  readonly tail: { readonly reason: string; readonly couldBeUnfinishedWrite: boolean } | null;
}

/**
 * Reads a file from front to back and hands over each record, in memory of its own, with the offset of its frame.
 * Changes nothing.
 *
 * @throws what `damaged` makes, if the header is bad; NewerFormatError
 */
export async function scanFrameFile(
  path: string,
  kind: FrameFileKind,
  files: FileLayer,
  onRecord: (record: Uint8Array, offset: number) => void,
  damaged: (offset: number, reason: string) => Error,
): Promise<ScannedFile> {
  const file = await files.open(path, 'read');
  try {
    const size = await file.size();
    const salt = readHeader(path, kind, await readExactly(file, 0, Math.min(frameFileHeaderBytes, size)), damaged);
    let end = frameFileHeaderBytes;
    let wantedBytes = 0;
    while (end < size) {
      // A fresh chunk each time: records are views of it and stay with the caller.
      const chunk = await readExactly(file, end, Math.min(Math.max(chunkBytes, wantedBytes), size - end));
      const chunkStart = end;
      wantedBytes = 0;
      while (end - chunkStart < chunk.length && wantedBytes === 0) {
        const frame = readFrame(chunk, end - chunkStart, size - chunkStart, salt);
        switch (frame.type) {
          case 'beyond-chunk':
            wantedBytes = frame.frameBytes;
            break;
          case 'bad': {
            const rest = await readExactly(file, end, size - end);
            const couldBeUnfinishedWrite = isUnfinishedWrite(rest, end, salt);
            return { salt, end, tail: { reason: frame.reason, couldBeUnfinishedWrite } };
          }
          case 'frame':
            for (const record of splitRecords(frame.payload, () => damaged(end, 'a record runs over its frame'))) {
              onRecord(record, end);
            }
            end += frameHeaderBytes + frame.payload.length;
            break;
          default: {
            const impossible: never = frame;
            throw new Error(`Unknown frame ${String(impossible)}`);
          }
        }
      }
    }
    return { salt, end, tail: null };
  } finally {
    await file.close();
  }
}

const chunkBytes = 1024 * 1024;

type FrameRead =
  | { readonly type: 'frame'; readonly payload: Uint8Array }
  | { readonly type: 'beyond-chunk'; readonly frameBytes: number }
  | { readonly type: 'bad'; readonly reason: string };

/** `available`: how far the file goes, counted like `at` from the start of the chunk. */
function readFrame(chunk: Buffer, at: number, available: number, salt: number): FrameRead {
  if (available - at < frameHeaderBytes) return { type: 'bad', reason: 'the file ends within a frame' };
  if (chunk.length - at < frameHeaderBytes) return { type: 'beyond-chunk', frameBytes: frameHeaderBytes };
  const length = chunk.readUInt32LE(at);
  const frameBytes = frameHeaderBytes + length;
  if (length === 0 || length > maxPayloadBytes) return { type: 'bad', reason: `a frame of ${length} bytes cannot be` };
  if (available - at < frameBytes) return { type: 'bad', reason: 'the file ends within a frame' };
  if (chunk.length - at < frameBytes) return { type: 'beyond-chunk', frameBytes };
  const payload = chunk.subarray(at + frameHeaderBytes, at + frameBytes);
  if (frameChecksum(chunk.subarray(at, at + 4), payload, salt) !== chunk.readUInt32LE(at + 4)) {
    return { type: 'bad', reason: 'the checksum is wrong' };
  }
  return { type: 'frame', payload };
}

/**
 * Whether `rest`, which starts with a bad frame at `offset`, can be the one write that a crash cut short. It cannot if it
 * is all there, no sector of it as it was before; nor if a valid frame follows anywhere: that one was written only after
 * the bad one was durable.
 */
function isUnfinishedWrite(rest: Buffer, offset: number, salt: number): boolean {
  if (rest.length > frameHeaderBytes + maxPayloadBytes) return false;
  if (isAllThere(rest, salt) && !hasUnwrittenSector(rest, offset)) return false;
  // Only a checksum can tell a length from other bytes. Chance lengths are rare; a limit keeps the worst case short.
  let checksumBytesLeft = 256 * 1024 * 1024;
  for (let at = 1; at + frameHeaderBytes < rest.length; at += 1) {
    const length = rest.readUInt32LE(at);
    if (length === 0 || length > rest.length - at - frameHeaderBytes) continue;
    if (readFrame(rest, at, rest.length, salt).type === 'frame') return false;
    checksumBytesLeft -= length;
    if (checksumBytesLeft < 0) return false; // not known: refusing loses nothing
  }
  return true;
}

const sectorBytes = 512;

/** Whether it is as long as its frame says, or as its checksum says: then the length in it is not what was written. */
function isAllThere(rest: Buffer, salt: number): boolean {
  if (rest.length <= frameHeaderBytes) return false;
  if (rest.readUInt32LE(0) <= rest.length - frameHeaderBytes) return true;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(rest.length - frameHeaderBytes, 0);
  return frameChecksum(length, rest.subarray(frameHeaderBytes), salt) === rest.readUInt32LE(4);
}

/** What was never written reads as zeros, a whole sector at a time. */
function hasUnwrittenSector(rest: Buffer, offset: number): boolean {
  for (let at = 0; at < rest.length;) {
    const end = Math.min(rest.length, at + sectorBytes - ((offset + at) % sectorBytes));
    if (rest.subarray(at, end).every((byte) => byte === 0)) return true;
    at = end;
  }
  return false;
}

function encodeHeader({ magic, number }: FrameFileKind, salt: number): Buffer {
  const header = Buffer.alloc(frameFileHeaderBytes);
  header.write(magic, 0, 8, 'latin1');
  header.writeUInt32LE(formatVersion, 8);
  header.writeUInt32LE(number, 12);
  header.writeUInt32LE(salt, 16);
  header.writeUInt32LE(crc32c(header.subarray(0, 20)), 20);
  return header;
}

function readHeader(
  path: string,
  { magic, number }: FrameFileKind,
  header: Buffer,
  damaged: (offset: number, reason: string) => Error,
): number {
  if (header.length < frameFileHeaderBytes) throw damaged(0, 'the header is cut short');
  if (header.readUInt32LE(20) !== crc32c(header.subarray(0, 20))) throw damaged(0, "the header's checksum is wrong");
  if (header.toString('latin1', 0, 8) !== magic) throw damaged(0, 'it is a file of another kind');
  const version = header.readUInt32LE(8);
  if (version > formatVersion) throw new NewerFormatError(path, version, formatVersion);
  const found = header.readUInt32LE(12);
  if (found !== number) throw damaged(0, `the header says number ${found}, the name says ${number}`);
  return header.readUInt32LE(16);
}

function encodeFrame(records: readonly Uint8Array[], salt: number): Buffer {
  const payloadBytes = records.reduce((sum, record) => sum + 4 + record.length, 0);
  if (payloadBytes === 0 || payloadBytes > maxPayloadBytes) throw new RangeError(`A frame of ${payloadBytes} bytes`);
  const frame = Buffer.allocUnsafe(frameHeaderBytes + payloadBytes);
  frame.writeUInt32LE(payloadBytes, 0);
  let at = frameHeaderBytes;
  for (const record of records) {
    at = frame.writeUInt32LE(record.length, at);
    frame.set(record, at);
    at += record.length;
  }
  frame.writeUInt32LE(frameChecksum(frame.subarray(0, 4), frame.subarray(frameHeaderBytes), salt), 4);
  return frame;
}

/** Over the length too: otherwise a file that a crash left full of zeros would read as frames of nothing. */
function frameChecksum(length: Uint8Array, payload: Uint8Array, salt: number): number {
  return crc32c(payload, crc32c(length, salt));
}

function splitRecords(payload: Uint8Array, overrun: () => Error): Uint8Array[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const records: Uint8Array[] = [];
  for (let at = 0; at < payload.length;) {
    if (payload.length - at < 4) throw overrun();
    const length = view.getUint32(at, true);
    if (length > payload.length - at - 4) throw overrun();
    records.push(payload.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return records;
}

async function readExactly(file: OpenFile, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length);
  const count = await file.read(bytes, position);
  if (count < length) throw new Error(`The file ended at byte ${position + count} while it was read`);
  return bytes;
}
