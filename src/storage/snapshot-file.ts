import { crc32c } from './crc32c.ts';
import { errorCode, NewerFormatError, SnapshotDamagedError } from './errors.ts';
import type { FileLayer, OpenFile } from './file-layer.ts';
import { release } from './released.ts';
import {
  chunkHeaderBytes,
  chunkPlainBytes,
  compress,
  decodeChunkHeader,
  decodeSnapshotHeader,
  decodeTrailer,
  encodeChunkHeader,
  encodeSnapshotHeader,
  encodeTrailer,
  expand,
  snapshotFormatVersion,
  snapshotHeaderBytes,
  trailerBytes,
} from './snapshot-format.ts';
import type { LogPosition, SnapshotId, StoredSnapshot } from './types.ts';

/** Writes a snapshot into a new file, from front to back. Not synced. */
export async function writeSnapshotFile(
  file: OpenFile,
  { index, term }: LogPosition,
  metadata: Uint8Array,
  data: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const header = encodeSnapshotHeader({ index, term, metadataBytes: metadata.length });
  let check = crc32c(metadata, crc32c(header));
  await file.write(Buffer.concat([header, metadata]), 0);
  let at = header.length + metadata.length;
  let chunks = 0;
  let plainBytes = 0;
  let plainCheck = 0;
  for await (const [plain, stored] of oneAhead(inChunks(data), compress)) {
    check = crc32c(stored, check);
    plainCheck = crc32c(plain, plainCheck);
    const chunk = encodeChunkHeader({ storedBytes: stored.length, plainBytes: plain.length, check });
    await file.write(Buffer.concat([chunk, stored]), at);
    at += chunk.length + stored.length;
    chunks += 1;
    plainBytes += plain.length;
  }
  const fileBytes = at + trailerBytes;
  await file.write(encodeTrailer({ chunks, fileBytes, plainBytes, check, plainCheck }), at);
}

/** Each item with what becomes of it; the work for the next one is under way meanwhile, on another core. */
async function* oneAhead<T>(items: AsyncIterable<T>, work: (item: T) => Promise<Buffer>): AsyncGenerator<[T, Buffer]> {
  let before: { readonly item: T; readonly done: Promise<Buffer> } | null = null;
  for await (const item of items) {
    const done = work(item);
    done.catch(() => undefined); // told when it is its turn
    if (before !== null) yield [before.item, await before.done];
    before = { item, done };
  }
  if (before !== null) yield [before.item, await before.done];
}

/** Joins and parts what comes into chunks of the same size; the last may be smaller. */
async function* inChunks(data: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let chunk = Buffer.allocUnsafe(chunkPlainBytes);
  let filled = 0;
  for await (const piece of data) {
    for (let from = 0; from < piece.length;) {
      const part = piece.subarray(from, from + chunkPlainBytes - filled);
      chunk.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < chunkPlainBytes) continue;
      yield chunk;
      chunk = Buffer.allocUnsafe(chunkPlainBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/** What of a file is sound from its start on: all of it, or up to the end of a chunk. */
export type Scanned =
  | { readonly type: 'whole'; readonly snapshot: StoredSnapshot }
  | { readonly type: 'damaged'; readonly soundBytes: number; readonly reason: string };

/**
 * Reads a file from front to back and checks all of it. With `expands`, also that its data can be expanded; who has
 * the same file to the byte need not know that again.
 *
 * @throws NewerFormatError
 */
export async function scanSnapshotFile(
  path: string,
  files: Pick<FileLayer, 'open'>,
  { expands }: { readonly expands: boolean },
): Promise<Scanned> {
  const file = await files.open(path, 'read');
  try {
    return await scan(path, file, expands);
  } catch (error) {
    if (errorCode(error) !== 'EIO') throw error;
    return { type: 'damaged', soundBytes: 0, reason: 'the disk cannot read it' };
  } finally {
    await file.close();
  }
}

async function scan(path: string, file: OpenFile, expands: boolean): Promise<Scanned> {
  const size = await file.size();
  let at = 0;
  const damaged = (reason: string): Scanned => ({ type: 'damaged', soundBytes: at, reason });
  const header = decodeSnapshotHeader(await readAt(file, 0, snapshotHeaderBytes));
  if (typeof header === 'string') return damaged(header);
  if ('newer' in header) throw new NewerFormatError(path, header.newer, snapshotFormatVersion);
  const front = await readAt(file, 0, snapshotHeaderBytes + header.metadataBytes);
  if (front.length < snapshotHeaderBytes + header.metadataBytes) return damaged('the metadata is cut short');
  const metadata = new Uint8Array(front.subarray(snapshotHeaderBytes));
  let check = crc32c(front);
  let chunks = 0;
  let plainBytes = 0;
  let plainCheck = 0;
  let expanding: Promise<Uint8Array> | null = null;
  const checkPlain = async (): Promise<string | null> => {
    try {
      if (expanding !== null) plainCheck = crc32c(await expanding, plainCheck);
      expanding = null;
      return null;
    } catch (error) {
      return `a chunk cannot be expanded (${error instanceof Error ? error.message : String(error)})`;
    }
  };
  // Whether the metadata is right shows with the first chunk or the trailer, whose check goes over it.
  let next = front.length;
  for (;;) {
    const head = await readAt(file, next, Math.max(chunkHeaderBytes, trailerBytes));
    const trailer = decodeTrailer(head);
    if (trailer !== null) {
      const failure = await checkPlain();
      if (failure !== null) return damaged(failure);
      const isRight =
        trailer.chunks === chunks &&
        trailer.check === check &&
        trailer.plainBytes === plainBytes &&
        trailer.fileBytes === next + trailerBytes &&
        size === trailer.fileBytes &&
        (!expands || trailer.plainCheck === plainCheck);
      if (!isRight) return damaged('the end does not fit what comes before it');
      const { index, term } = header;
      return { type: 'whole', snapshot: { id: { index, term, bytes: size, check }, metadata, plainBytes } };
    }
    const chunk = decodeChunkHeader(head);
    if (chunk === null) return damaged(next + head.length >= size ? 'it is cut short' : 'a chunk cannot be read');
    const stored = await readAt(file, next + chunkHeaderBytes, chunk.storedBytes);
    check = crc32c(stored, check);
    if (stored.length < chunk.storedBytes || check !== chunk.check) return damaged("a chunk's checksum is wrong");
    if (expands) {
      // Two at a time: the next one is begun before this one is waited for.
      const plain = expand(stored, chunk.plainBytes);
      plain.catch(() => undefined); // told when it is its turn
      const failure = await checkPlain();
      if (failure !== null) return damaged(failure);
      expanding = plain;
    }
    chunks += 1;
    plainBytes += chunk.plainBytes;
    next += chunkHeaderBytes + chunk.storedBytes;
    at = next;
  }
}

/** For a reader of a file that is still being written. */
export interface Arrival {
  /** Resolves once so many bytes of the file are there; rejects if they will not come. */
  until(bytes: number): Promise<void>;
  /** All of the file was read, and every check in it is right. */
  proven(snapshot: StoredSnapshot): void;
}
const allIsThere: Arrival = { until: () => Promise.resolve(), proven: () => undefined };

/**
 * The data of a snapshot, expanded, piece by piece, each after the check of its chunk, and valid until the next is asked
 * for. Throws SnapshotDamagedError where it
 * is not what was written, at the end also if the file as a whole is not `id`; and NewerFormatError.
 */
export async function* readSnapshotData(
  path: string,
  id: SnapshotId,
  files: Pick<FileLayer, 'open'>,
  arrival = allIsThere,
): AsyncGenerator<Uint8Array> {
  const file = await files.open(path, 'read');
  try {
    const plainOf = ({ stored, plainBytes }: StoredChunk): Promise<Buffer> => expand(stored, plainBytes);
    for await (const [, plain] of oneAhead(storedChunks(path, file, id, arrival), plainOf)) {
      yield plain;
      release(plain);
    }
  } finally {
    await file.close();
  }
}

interface StoredChunk {
  /** Valid until the one after the next is asked for. */
  readonly stored: Buffer;
  readonly plainBytes: number;
}

async function* storedChunks(
  path: string,
  file: OpenFile,
  id: SnapshotId,
  arrival: Arrival,
): AsyncGenerator<StoredChunk> {
  let at = 0;
  const damaged = (reason: string): Error => new SnapshotDamagedError(path, at, reason);
  const read = async (into: Buffer): Promise<Buffer> => {
    if (at + into.length > id.bytes) throw damaged('it is cut short');
    await arrival.until(at + into.length);
    if ((await file.read(into, at)) < into.length) throw damaged('it is cut short');
    return into;
  };
  const space = inTurn();
  const header = decodeSnapshotHeader(await read(Buffer.alloc(snapshotHeaderBytes)));
  if (typeof header === 'string') throw damaged(header);
  if ('newer' in header) throw new NewerFormatError(path, header.newer, snapshotFormatVersion);
  const front = await read(Buffer.alloc(snapshotHeaderBytes + header.metadataBytes));
  const metadata = new Uint8Array(front.subarray(snapshotHeaderBytes));
  let check = crc32c(front);
  at = front.length;
  let chunks = 0;
  let plainTotal = 0;
  // Behind every chunk there is another one or the trailer, which is longer than a chunk's header.
  let next = await read(Buffer.alloc(trailerBytes));
  while (at + trailerBytes < id.bytes) {
    const chunk = decodeChunkHeader(next);
    if (chunk === null) throw damaged('a chunk cannot be read');
    const { storedBytes, plainBytes } = chunk;
    const bytes = await read(space(chunkHeaderBytes + storedBytes + trailerBytes));
    const stored = bytes.subarray(chunkHeaderBytes, chunkHeaderBytes + storedBytes);
    check = crc32c(stored, check);
    if (check !== chunk.check) throw damaged("a chunk's checksum is wrong");
    yield { stored, plainBytes };
    chunks += 1;
    plainTotal += plainBytes;
    at += chunkHeaderBytes + storedBytes;
    next = bytes.subarray(chunkHeaderBytes + storedBytes);
  }
  const trailer = decodeTrailer(next);
  const isRight =
    trailer?.chunks === chunks &&
    trailer.check === check &&
    trailer.plainBytes === plainTotal &&
    trailer.fileBytes === id.bytes;
  if (!isRight) throw damaged('the end does not fit what comes before it');
  if (check !== id.check || header.index !== id.index || header.term !== id.term)
    throw damaged('it is not the snapshot that was asked for');
  const { index, term } = header;
  arrival.proven({ id: { index, term, bytes: id.bytes, check }, metadata, plainBytes: plainTotal });
}

/** Gives two buffers in turn: what is in one is in use until the next time but one. */
function inTurn(): (length: number) => Buffer {
  let [now, before] = [Buffer.alloc(0), Buffer.alloc(0)];
  return (length) => {
    [now, before] = [before.length < length ? Buffer.allocUnsafe(length) : before, now];
    return now.subarray(0, length);
  };
}

/** May be shorter than asked for, at the end of the file. */
async function readAt(file: OpenFile, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, await file.read(bytes, position));
}
