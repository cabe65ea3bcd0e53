import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteKernel } from '../../src/storage/byte-kernel.ts';
import { crc32c, crcInScript } from '../../src/storage/crc32c.ts';
import { mask, maskInScript, padOf } from '../../src/storage/segment-format.ts';

/** Around the sizes where the loops change their step, and where a second block begins. */
const lengths = fc.oneof(fc.nat(80), fc.integer({ min: 500, max: 540 }), fc.integer({ min: 32_750, max: 66_000 }));
/** Bytes that begin anywhere in memory. */
const bytesAt = (lead: number, length: number, seed: number): Uint8Array => {
  const all = new Uint8Array(lead + length + 8);
  let state = seed;
  for (let i = 0; i < all.length; i += 1) all[i] = (state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0) >>> 24;
  return all.subarray(lead, lead + length);
};

describe('the loops in WebAssembly', () => {
  it('are there in this engine', () => {
    expect(byteKernel).not.toBeNull();
  });

  it('make the same CRC-32C as those in JavaScript, of any bytes at any place from any state', () => {
    fc.assert(
      fc.property(lengths, fc.nat(17), fc.integer(), fc.integer(), (length, lead, seed, from) => {
        const bytes = bytesAt(lead, length, seed);
        expect(byteKernel!.crc(bytes, from) >>> 0).toBe(crcInScript(bytes, from) >>> 0);
        expect(crc32c(bytes, from >>> 0)).toBe(~crcInScript(bytes, ~from) >>> 0);
      }),
    );
  });

  it('mask as those in JavaScript, and nothing beside the bytes', () => {
    fc.assert(
      fc.property(lengths, fc.nat(4), fc.nat(1_000), fc.integer(), (length, leadWords, offsetWords, seed) => {
        const [lead, offset, pad] = [4 * leadWords, 4 * offsetWords, padOf(seed)];
        const [before, inScript, inKernel, either] = [0, 1, 2, 3].map(() => bytesAt(lead, length, seed));
        maskInScript(inScript!, offset, pad);
        byteKernel!.mask(inKernel!, offset, pad);
        mask(either!, offset, pad);
        const all = ({ buffer }: Uint8Array): Buffer => Buffer.from(buffer);
        expect(all(inKernel!).equals(all(inScript!))).toBe(true);
        expect(all(either!).equals(all(inScript!))).toBe(true);
        mask(either!, offset, pad);
        expect(all(either!).equals(all(before!))).toBe(true);
      }),
    );
  });
});
