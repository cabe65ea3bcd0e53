/** Just enough of PNG to look at a screenshot: eight bits for each of three or four channels, not interlaced. */
import { inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, row by row. */
  readonly pixels: Uint8ClampedArray;
}

const signatureBytes = 8;
/** Length, type and sum around the data of a chunk. */
const frameBytes = 12;

export function readPng(file: Buffer): Picture {
  const data: Buffer[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = signatureBytes; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const chunk = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [chunk.readUInt32BE(0), chunk.readUInt32BE(4)];
      const [depth, colours, , , interlaced] = chunk.subarray(8);
      if (depth !== 8 || (colours !== 2 && colours !== 6) || interlaced !== 0) throw new Error('an unusual PNG');
      channels = colours === 2 ? 3 : 4;
    } else if (type === 'IDAT') data.push(chunk);
    at += length + frameBytes;
  }
  const lines = unfiltered(inflateSync(Buffer.concat(data)), width * channels, channels);
  const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let pixel = 0; pixel < width * height; pixel += 1)
    for (let channel = 0; channel < channels; channel += 1)
      pixels[4 * pixel + channel] = lines[channels * pixel + channel] ?? 0;
  return { width, height, pixels };
}

/** Each line begins with how its bytes differ from those on their left (a), above (b) and above on the left (c). */
function unfiltered(filtered: Buffer, lineBytes: number, channels: number): Uint8Array {
  const height = filtered.length / (lineBytes + 1);
  const lines = new Uint8Array(height * lineBytes);
  for (let y = 0; y < height; y += 1) {
    const filter = filtered[y * (lineBytes + 1)];
    for (let x = 0; x < lineBytes; x += 1) {
      const at = y * lineBytes + x;
      const a = x >= channels ? (lines[at - channels] ?? 0) : 0;
      const b = y > 0 ? (lines[at - lineBytes] ?? 0) : 0;
      const c = x >= channels && y > 0 ? (lines[at - lineBytes - channels] ?? 0) : 0;
      const guesses = [0, a, b, (a + b) >> 1, nearest(a, b, c)];
      lines[at] = (filtered[y * (lineBytes + 1) + 1 + x] ?? 0) + (guesses[filter ?? 0] ?? 0);
    }
  }
  return lines;
}

/** Whichever of them is nearest to a + b - c. */
function nearest(a: number, b: number, c: number): number {
  const [fromA, fromB, fromC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (fromA <= fromB && fromA <= fromC) return a;
  return fromB <= fromC ? b : c;
}
