import { crc32c } from './crc32c.ts';
import { writeFileDurably } from './durable-file.ts';
import { errorCode, LogDamagedError, NewerFormatError } from './errors.ts';
import type { FileLayer, OpenFile } from './file-layer.ts';

/**
 * Up to where the log was durable when this was written: a log that ends before it, or says something else there, is
 * damaged. It also names the oldest segment, so that none can be missing unnoticed.
 */
export interface Seal {
  readonly firstSegment: number;
  /** 0: nothing is sealed yet. */
  readonly segment: number;
  /** Where in the segment the last frame ended, in bytes, and its check. */
  readonly end: number;
  readonly check: number;
  /** The last entry and the term of the member then: what a repair must bring back at least. */
  readonly lastIndex: number;
  readonly lastTerm: number;
  readonly term: number;
}

/**
 * `log/seal`: two slots, written in turn, each in a sector (and a page) of its own. So a crash while one is written
 * leaves the other, and a slot that cannot be read is damage, not a crash.
 *
 *     slot = "RAFTSEAL" · format version u32 · first segment u32 · segment u32 · check u32 · counter f64 · end f64
 *            · last index f64 · last term f64 · term f64 · CRC-32C of all before u32
 */
export class SealFile {
  readonly #file: OpenFile;
  #counter: number;
  #seal: Seal;

  private constructor(file: OpenFile, { counter, seal }: FoundSeal) {
    this.#file = file;
    this.#counter = counter;
    this.#seal = seal;
  }

  static async create(path: string, seal: Seal, files: FileLayer): Promise<SealFile> {
    const bytes = Buffer.alloc(2 * slotDistance);
    encode(seal, 0).copy(bytes, 0);
    encode(seal, 1).copy(bytes, slotDistance);
    await writeFileDurably(path, bytes, files);
    return new SealFile(await files.open(path, 'write'), { seal, counter: 1 });
  }

  static async open(path: string, found: FoundSeal, files: FileLayer): Promise<SealFile> {
    const file = await files.open(path, 'write');
    await file.sync(); // what a killed process wrote may still be in the system's memory only
    return new SealFile(file, found);
  }

  get seal(): Seal {
    return this.#seal;
  }

  async write(seal: Seal): Promise<void> {
    const counter = this.#counter + 1;
    await this.#file.writeDurably(encode(seal, counter), (counter % 2) * slotDistance);
    this.#counter = counter;
    this.#seal = seal;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

export interface FoundSeal {
  readonly seal: Seal;
  readonly counter: number;
}

/** @throws LogDamagedError, NewerFormatError */
export async function readSeal(path: string, files: FileLayer): Promise<FoundSeal> {
  const file = await files.open(path, 'read');
  try {
    const bytes = Buffer.alloc(2 * slotDistance);
    const length = await file.read(bytes, 0);
    const slots = [0, 1].map((slot) => {
      const at = slot * slotDistance;
      if (length < at + slotBytes) throw new LogDamagedError(path, length, 'the seal is cut short');
      return decode(path, bytes.subarray(at, at + slotBytes), at, slot);
    });
    return slots.reduce((newest, next) => (next.counter > newest.counter ? next : newest));
  } catch (error) {
    if (errorCode(error) !== 'EIO') throw error;
    throw new LogDamagedError(path, 0, 'the disk cannot read it', undefined, error);
  } finally {
    await file.close();
  }
}

const magic = 'RAFTSEAL';
const formatVersion = 1;
const slotBytes = 68;
/** Beyond the sector and the page of the other slot, so that no write can take both. */
const slotDistance = 4096;

function encode(seal: Seal, counter: number): Buffer {
  const slot = Buffer.alloc(slotBytes);
  slot.write(magic, 0, 8, 'latin1');
  slot.writeUInt32LE(formatVersion, 8);
  slot.writeUInt32LE(seal.firstSegment, 12);
  slot.writeUInt32LE(seal.segment, 16);
  slot.writeUInt32LE(seal.check, 20);
  slot.writeDoubleLE(counter, 24);
  slot.writeDoubleLE(seal.end, 32);
  slot.writeDoubleLE(seal.lastIndex, 40);
  slot.writeDoubleLE(seal.lastTerm, 48);
  slot.writeDoubleLE(seal.term, 56);
  slot.writeUInt32LE(crc32c(slot.subarray(0, 64)), 64);
  return slot;
}

function decode(path: string, bytes: Buffer, offset: number, slot: number): FoundSeal {
  if (crc32c(bytes.subarray(0, 64)) !== bytes.readUInt32LE(64) || bytes.toString('latin1', 0, 8) !== magic) {
    throw new LogDamagedError(path, offset, 'a slot of the seal is not what was written');
  }
  const version = bytes.readUInt32LE(8);
  if (version > formatVersion) throw new NewerFormatError(path, version, formatVersion);
  const counter = bytes.readDoubleLE(24);
  if (counter % 2 !== slot) throw new LogDamagedError(path, offset, 'a slot of the seal is in the wrong place');
  return {
    counter,
    seal: {
      firstSegment: bytes.readUInt32LE(12),
      segment: bytes.readUInt32LE(16),
      check: bytes.readUInt32LE(20),
      end: bytes.readDoubleLE(32),
      lastIndex: bytes.readDoubleLE(40),
      lastTerm: bytes.readDoubleLE(48),
      term: bytes.readDoubleLE(56),
    },
  };
}
