/**
 * CRC-32C (Castagnoli; RFC 3720 appendix B.4) of `bytes`, as an unsigned 32-bit number. `previous` continues an
 * earlier checksum: `crc32c(b, crc32c(a))` is the checksum of `a` followed by `b`.
 *
 * Written here because `zlib.crc32` is another polynomial and is missing from Node 18. Reads eight bytes a turn
 * ("slicing-by-8"), which is what lets a log of a million entries open in seconds.
 */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wholeEnd = bytes.length - (bytes.length % 8);
  let crc = ~previous;
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
  return ~crc >>> 0;
}

/** Table `k` holds the checksum step of one byte followed by `k` zero bytes. */
const tables = buildTables();

function table(zeroBytes: number, byte: number): number {
  return tables[(zeroBytes << 8) | byte] ?? 0; // always in range; an Int32Array's type does not say so
}

function buildTables(): Int32Array {
  const reversedPolynomial = 0x82f63b78;
  const built = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ reversedPolynomial : crc >>> 1;
    built[byte] = crc;
  }
  for (let at = 256; at < built.length; at += 1) {
    const shorter = built[at - 256] ?? 0;
    built[at] = (shorter >>> 8) ^ (built[shorter & 0xff] ?? 0);
  }
  return built;
}
