/**
 * The bytes of one log segment.
 *
 *     segment = header frame* zeros
 *     header  = magic (8 bytes) · format version u32 · number u32 · salt u32 · CRC-32C of the 20 bytes before u32
 *               · final check of the segment before u32 · CRC-32C of the 28 bytes before u32
 *     frame   = length of payload u32 · check of the frame before u32 · check u32 · CRC-32C of the 12 bytes before u32
 *               · payload, padded with zeros to a multiple of 8
 *
 * All numbers are little-endian. The first 24 bytes are those of format 1, so that an older app names the newer format
 * instead of damage. `check` is the CRC-32C of the payload continued from the check of the frame before (the first:
 * from the salt), so a frame that is missing or from elsewhere breaks the chain. It repeats the check before, so that a
 * frame can be told to be one of ours wherever it is found.
 *
 * Everything behind the header is masked: XORed by file offset with a pad made from the salt. So a sector that was
 * written is never all zeros, whatever a command carries; and zeros were never written. That is how a torn write is told from damage
 * (segment-image.ts). Space is made ahead of the frames, in zeros.
 */
import { byteKernel, kernelWorthBytes } from './byte-kernel.ts';
import { crc32c } from './crc32c.ts';

export const logFormatVersion = 2;
export const segmentHeaderBytes = 32;
export const frameHeaderBytes = 16;
/** What a disk writes whole or not at all. */
export const sectorBytes = 512;

const magic = 'RAFTLOG\n';

export interface SegmentHeader {
  readonly number: number;
  readonly salt: number;
  /** The check of the last frame of the segment before; 0: there is none. */
  readonly previousCheck: number;
}

/** The words that a segment's bytes are XORed with, over and over. */
export type Pad = Int32Array;

export function encodeSegmentHeader({ number, salt, previousCheck }: SegmentHeader, into: Uint8Array): void {
  const header = Buffer.from(into.buffer, into.byteOffset, segmentHeaderBytes);
  header.write(magic, 0, 8, 'latin1');
  header.writeUInt32LE(logFormatVersion, 8);
  header.writeUInt32LE(number, 12);
  header.writeUInt32LE(salt, 16);
  header.writeUInt32LE(crc32c(header.subarray(0, 20)), 20);
  header.writeUInt32LE(previousCheck, 24);
  header.writeUInt32LE(crc32c(header.subarray(0, 28)), 28);
}

export type HeaderRead =
  | { readonly type: 'header'; readonly header: SegmentHeader }
  | { readonly type: 'other-version'; readonly version: number }
  | { readonly type: 'bad'; readonly reason: string };

export function readSegmentHeader(bytes: Uint8Array): HeaderRead {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, segmentHeaderBytes));
  if (header.length < 24) return { type: 'bad', reason: 'the header is cut short' };
  if (header.readUInt32LE(20) !== crc32c(header.subarray(0, 20))) {
    return { type: 'bad', reason: "the header's checksum is wrong" };
  }
  if (header.toString('latin1', 0, 8) !== magic) return { type: 'bad', reason: 'it is a file of another kind' };
  const version = header.readUInt32LE(8);
  if (version !== logFormatVersion) return { type: 'other-version', version };
  if (header.length < segmentHeaderBytes) return { type: 'bad', reason: 'the header is cut short' };
  if (header.readUInt32LE(28) !== crc32c(header.subarray(0, 28))) {
    return { type: 'bad', reason: "the header's second checksum is wrong" };
  }
  return {
    type: 'header',
    header: {
      number: header.readUInt32LE(12),
      salt: header.readUInt32LE(16),
      previousCheck: header.readUInt32LE(24),
    },
  };
}

/**
 * Makes a frame of `bytes`, whose payload is in place behind room for the header: fills the header in and masks it all.
 *
 * @param fileOffset where in the segment the frame will stand
 * @returns the check that the next frame continues from
 */
export function finishFrame(
  bytes: Uint8Array,
  fileOffset: number,
  { salt, pad, previousCheck }: { readonly salt: number; readonly pad: Pad; readonly previousCheck: number },
): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, frameHeaderBytes);
  const check = crc32c(bytes.subarray(frameHeaderBytes), previousCheck);
  view.setUint32(0, bytes.length - frameHeaderBytes, true);
  view.setUint32(4, previousCheck, true);
  view.setUint32(8, check, true);
  view.setUint32(12, headerChecksum(bytes, salt), true);
  mask(bytes, fileOffset, pad);
  return check;
}

/** Of the 12 bytes at the start of `frame`. */
export function headerChecksum(frame: Uint8Array, salt: number): number {
  return crc32c(frame.subarray(0, 12), salt);
}

/** One sector of words that look random (the mulberry32 generator). None is zero. */
export function padOf(salt: number): Pad {
  const pad = new Int32Array(sectorBytes / 4);
  let state = salt | 0;
  for (let i = 0; i < pad.length;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    mixed ^= mixed >>> 14;
    if (mixed !== 0) pad[i++] = mixed;
  }
  return pad;
}

/** Masks or unmasks bytes in place. `fileOffset` and the bytes' place in memory are multiples of 4. */
export function mask(bytes: Uint8Array, fileOffset: number, pad: Pad): void {
  if (byteKernel !== null && bytes.length >= kernelWorthBytes) byteKernel.mask(bytes, fileOffset, pad);
  else maskInScript(bytes, fileOffset, pad);
}

/** As `mask`, in JavaScript. */
export function maskInScript(bytes: Uint8Array, fileOffset: number, pad: Pad): void {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  const shift = fileOffset >>> 2;
  const wrap = pad.length - 1; // a power of two
  for (let i = 0; i < words.length; i += 1) words[i] = (words[i] ?? 0) ^ (pad[(i + shift) & wrap] ?? 0);
  for (let at = words.length * 4; at < bytes.length; at += 1) {
    bytes[at] = (bytes[at] ?? 0) ^ padByte(pad, fileOffset + at);
  }
}

/** What a byte that was never written is once it is unmasked. */
export function padByte(pad: Pad, fileOffset: number): number {
  return ((pad[(fileOffset >>> 2) & (pad.length - 1)] ?? 0) >>> (8 * (fileOffset & 3))) & 0xff;
}
