/** A 128-bit hash: four words, each a signed 32-bit number. */
export type Hash128 = readonly [number, number, number, number];

/** A multiple of four. */
const waitingWords = 256;

/**
 * MurmurHash3_x86_128 (Austin Appleby, public domain) with seed 0, of a sequence of 32-bit words in little-endian order,
 * padded with zero words to whole blocks of four. It finds accidents, not attacks, and is fast without any library:
 * a member that wants to harm the notes need not forge a hash to do so.
 */
export class Hasher {
  #h1 = 0;
  #h2 = 0;
  #h3 = 0;
  #h4 = 0;
  /** Words that wait to be mixed in together: four lanes at a time, in local variables, are many times faster. */
  readonly #waiting = new Int32Array(waitingWords);
  #count = 0;
  #mixedWords = 0;

  word(value: number): this {
    if (this.#count === waitingWords) this.#mix();
    this.#waiting[this.#count] = value;
    this.#count += 1;
    return this;
  }

  /** A whole number from 0 to 2^53 - 1. */
  number(value: number): this {
    return this.word((value % 2 ** 32) | 0).word(Math.floor(value / 2 ** 32));
  }

  /** The length goes in first, so that the end of one item is no start of the next. */
  text(value: string): this {
    this.word(value.length);
    const even = value.length & ~1;
    for (let at = 0; at < even; at += 2) this.word(value.charCodeAt(at) | (value.charCodeAt(at + 1) << 16));
    return even < value.length ? this.word(value.charCodeAt(even)) : this;
  }

  bytes(bytes: Uint8Array): this {
    this.word(bytes.length);
    for (let at = 0; at < bytes.length; at += 4)
      this.word(
        byteAt(bytes, at) |
          (byteAt(bytes, at + 1) << 8) |
          (byteAt(bytes, at + 2) << 16) |
          (byteAt(bytes, at + 3) << 24),
      );
    return this;
  }

  hash(value: Hash128): this {
    return this.word(value[0]).word(value[1]).word(value[2]).word(value[3]);
  }

  /** The hash of all that went in since the last call. */
  finish(): Hash128 {
    while ((this.#count & 3) !== 0) this.word(0);
    this.#mix();
    const length = Math.imul(this.#mixedWords, 4);
    const [a, b, c, d] = spread(this.#h1 ^ length, this.#h2 ^ length, this.#h3 ^ length, this.#h4 ^ length);
    this.#h1 = this.#h2 = this.#h3 = this.#h4 = this.#mixedWords = 0;
    return spread(finalMix(a), finalMix(b), finalMix(c), finalMix(d));
  }

  /** Whole blocks only. */
  #mix(): void {
    const words = this.#waiting;
    let h1 = this.#h1;
    let h2 = this.#h2;
    let h3 = this.#h3;
    let h4 = this.#h4;
    for (let i = 0; i < this.#count; i += 4) {
      h1 = rotate(h1 ^ scramble(words[i] ?? 0, 0x239b961b, 15, 0xab0e9789), 19);
      h1 = (Math.imul(h1 + h2, 5) + 0x561ccd1b) | 0;
      h2 = rotate(h2 ^ scramble(words[i + 1] ?? 0, 0xab0e9789, 16, 0x38b34ae5), 17);
      h2 = (Math.imul(h2 + h3, 5) + 0x0bcaa747) | 0;
      h3 = rotate(h3 ^ scramble(words[i + 2] ?? 0, 0x38b34ae5, 17, 0xa1e38b93), 15);
      h3 = (Math.imul(h3 + h4, 5) + 0x96cd1c35) | 0;
      h4 = rotate(h4 ^ scramble(words[i + 3] ?? 0, 0xa1e38b93, 18, 0x239b961b), 13);
      h4 = (Math.imul(h4 + h1, 5) + 0x32ac3b17) | 0;
    }
    this.#h1 = h1;
    this.#h2 = h2;
    this.#h3 = h3;
    this.#h4 = h4;
    this.#mixedWords += this.#count;
    this.#count = 0;
  }
}

export const zeroHash: Hash128 = [0, 0, 0, 0];

/** Word by word, modulo 2^32: the sum of hashes does not depend on their order, and one can be taken out again. */
export function addHashes(a: Hash128, b: Hash128): Hash128 {
  return [(a[0] + b[0]) | 0, (a[1] + b[1]) | 0, (a[2] + b[2]) | 0, (a[3] + b[3]) | 0];
}

export function subtractHashes(a: Hash128, b: Hash128): Hash128 {
  return [(a[0] - b[0]) | 0, (a[1] - b[1]) | 0, (a[2] - b[2]) | 0, (a[3] - b[3]) | 0];
}

/** 32 hexadecimal digits. */
export function hashToHex(hash: Hash128): string {
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function scramble(word: number, before: number, turn: number, after: number): number {
  return Math.imul(rotate(Math.imul(word, before), turn), after);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function spread(h1: number, h2: number, h3: number, h4: number): Hash128 {
  const sum = (h1 + h2 + h3 + h4) | 0;
  return [sum, (h2 + sum) | 0, (h3 + sum) | 0, (h4 + sum) | 0];
}

function finalMix(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
