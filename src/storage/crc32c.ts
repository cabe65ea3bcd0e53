import { byteKernel, crcTables, kernelWorthBytes } from './byte-kernel.ts';

/**
 * CRC-32C (Castagnoli; RFC 3720 appendix B.4) of `bytes`, as an unsigned 32-bit number. `previous` continues an
 * earlier checksum: `crc32c(b, crc32c(a))` is the checksum of `a` followed by `b`.
 *
 * Written here because `zlib.crc32` is another polynomial and is missing from Node 18.
 */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  const crc = ~previous;
  if (byteKernel === null || bytes.length < kernelWorthBytes) return ~crcInScript(bytes, crc) >>> 0;
  return ~byteKernel.crc(bytes, crc) >>> 0;
}

/** As `ByteKernel.crc`, eight bytes a turn ("slicing-by-8"). */
export function crcInScript(bytes: Uint8Array, from: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wholeEnd = bytes.length - (bytes.length % 8);
  let crc = from;
  let at = 0;
  for (; at < wholeEnd; at += 8) {
    const low = crc ^ view.getInt32(at, true);
    const high = view.getInt32(at + 4, true);
    crc =
      table(7, low & 0xff) ^
      table(6, (low >>> 8) & 0xff) ^
      table(5, (low >>> 16) & 0xff) ^
      table(4, low >>> 24) ^
      table(3, high & 0xff) ^
      table(2, (high >>> 8) & 0xff) ^
      table(1, (high >>> 16) & 0xff) ^
      table(0, high >>> 24);
  }
  for (; at < bytes.length; at += 1) crc = (crc >>> 8) ^ table(0, (crc ^ view.getUint8(at)) & 0xff);
  return crc;
}

function table(zeroBytes: number, byte: number): number {
  return crcTables[(zeroBytes << 8) | byte] ?? 0; // always in range; an Int32Array's type does not say so
}
