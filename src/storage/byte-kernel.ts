/**
 * The two loops that go over every byte of a log, CRC-32C and mask, in WebAssembly: it is as fast at its first byte as at
 * its last, where JavaScript has gone through a part of the log before the engine has made good code of it. To read a
 * log of a million entries takes a fifth less processor time. `crc32c.ts` and `segment-format.ts` have the same loops in
 * JavaScript, for short runs of bytes, for an engine without WebAssembly, and as what the tests compare these to.
 */
import {
  add,
  and,
  constant,
  get,
  isAbove,
  loadByte,
  loadLong,
  loadWord,
  set,
  shiftLeft,
  shiftRight,
  storeLong,
  wasmModule,
  whileTrue,
  xor,
  xorLong,
} from './wasm-code.ts';
import type { Code } from './wasm-code.ts';

interface ByteKernel {
  /** The state of CRC-32C (not inverted) behind `bytes`, from the one before them. */
  crc(bytes: Uint8Array, crc: number): number;
  /** XORs `bytes` in place with `pad` over and over, from its byte `fileOffset` on. */
  mask(bytes: Uint8Array, fileOffset: number, pad: Int32Array): void;
}

/** Of fewer bytes the way into WebAssembly takes longer than the loop. */
export const kernelWorthBytes = 512;

/** Eight bits, and `k` bytes of zeros behind them, make a checksum step: table `k`, of 256 words. */
const tableCount = 16;
/** Reversed: the lowest bit is the highest power. */
const castagnoli = 0x82f63b78;

// Its memory: the tables, the pad, and a block of the bytes at a time, which stays in the processor's nearest memory.
const tablesAt = 0;
const padAt = tableCount * 256 * 4;
const padBytes = 512;
const blockAt = 32 * 1024;
const blockBytes = 32 * 1024;
const pages = 2;

/** One table behind the other. */
export const crcTables: Int32Array = buildTables();

/** null: this engine has no WebAssembly, or not the memory for it. */
export const byteKernel: ByteKernel | null = startKernel();

function buildTables(): Int32Array {
  const built = new Int32Array(tableCount * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ castagnoli : crc >>> 1;
    built[byte] = crc;
  }
  for (let at = 256; at < built.length; at += 1) {
    const shorter = built[at - 256] ?? 0;
    built[at] = (shorter >>> 8) ^ (built[shorter & 0xff] ?? 0);
  }
  return built;
}

/** The next 16 bytes at a time ("slicing-by-16"), then the rest. Of whole turns there may be none. */
function crcCode(): readonly Code[] {
  const [at, end, crc] = [0, 1, 2];
  const words = [3, 4, 5, 6];
  const lookUp = (zeroBytes: number, byte: Code): Code => loadWord(shiftLeft(byte, 2), tablesAt + zeroBytes * 1024);
  const lowByte = (word: Code): Code => and(word, constant(0xff));
  return [
    whileTrue(
      isAbove(get(end), add(get(at), constant(15))),
      ...words.map((word, i) => {
        const loaded = loadWord(get(at), 4 * i);
        return set(word, i === 0 ? xor(get(crc), loaded) : loaded);
      }),
      set(
        crc,
        words
          .map((word, i) => {
            const zeroBytes = 12 - 4 * i;
            return xor(
              lookUp(zeroBytes + 3, lowByte(get(word))),
              lookUp(zeroBytes + 2, lowByte(shiftRight(get(word), 8))),
              lookUp(zeroBytes + 1, lowByte(shiftRight(get(word), 16))),
              lookUp(zeroBytes, shiftRight(get(word), 24)),
            );
          })
          .reduce((a, b) => xor(a, b)),
      ),
      set(at, add(get(at), constant(16))),
    ),
    whileTrue(
      isAbove(get(end), get(at)),
      set(crc, xor(shiftRight(get(crc), 8), lookUp(0, lowByte(xor(get(crc), loadByte(get(at))))))),
      set(at, add(get(at), constant(1))),
    ),
    get(crc),
  ];
}

/** Eight bytes at a time; up to seven behind the end change with them. */
function maskCode(): readonly Code[] {
  const [at, end, padOffset] = [0, 1, 2];
  const padHere = and(get(padOffset), constant(padBytes - 1));
  return [
    whileTrue(
      isAbove(get(end), get(at)),
      storeLong(get(at), xorLong(loadLong(get(at)), loadLong(padHere, padAt))),
      set(padOffset, add(get(padOffset), constant(8))),
      set(at, add(get(at), constant(8))),
    ),
    get(at),
  ];
}

/** What of WebAssembly is used here; the types of Node do not know it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: KernelExports };
};
type Loop = (at: number, end: number, start: number) => number;
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly crc: Loop;
  readonly mask: Loop;
}

function startKernel(): ByteKernel | null {
  const bytes = wasmModule(pages, [
    { name: 'crc', parameters: 3, locals: 4, body: crcCode() },
    { name: 'mask', parameters: 3, locals: 0, body: maskCode() },
  ]);
  try {
    return kernelOf(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports);
  } catch {
    return null; // it is faster, and no more
  }
}

function kernelOf({ memory, crc: runCrc, mask: runMask }: KernelExports): ByteKernel {
  new Int32Array(memory.buffer, tablesAt, crcTables.length).set(crcTables);
  const block = new Uint8Array(memory.buffer, blockAt, blockBytes);
  // With its first words once more behind it: eight bytes are taken from any place of it.
  const padWords = new Int32Array(memory.buffer, padAt, padBytes / 4 + 2);
  return {
    crc(bytes, from) {
      let crc = from;
      for (let at = 0; at < bytes.length; at += blockBytes) {
        const part = bytes.subarray(at, at + blockBytes);
        block.set(part);
        crc = runCrc(blockAt, blockAt + part.length, crc);
      }
      return crc;
    },
    mask(bytes, fileOffset, pad) {
      padWords.set(pad);
      padWords.set(pad.subarray(0, 2), padBytes / 4);
      for (let at = 0; at < bytes.length; at += blockBytes) {
        const part = bytes.subarray(at, at + blockBytes);
        block.set(part);
        runMask(blockAt, blockAt + part.length, (fileOffset + at) % padBytes);
        part.set(block.subarray(0, part.length));
      }
    },
  };
}
