import { damaged } from './snapshot-error.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Up to this length a loop is faster than the decoder, to make a string of ASCII and to count. */
const shortLength = 24;
const longLength = 128;

/** Reads what a `ByteWriter` wrote. Throws a `SnapshotError` where it cannot have been one. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get position(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** A whole number up to `maximum`. Each has one form only, so that equal states have equal bytes. */
  number(maximum = Number.MAX_SAFE_INTEGER): number {
    let value = 0;
    let scale = 1;
    for (let count = 1; count <= 8; count += 1) {
      const byte = this.#next();
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (byte === 0 && count > 1) throw damaged('a number is longer than it needs to be');
        if (value > maximum) throw damaged('a number is too large');
        return value;
      }
      scale *= 128;
    }
    throw damaged('a number does not end');
  }

  /** The next `length` bytes: shared, not copied. */
  bytes(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw damaged('something reaches beyond its block');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  text(): string {
    return decodeText(this.bytes(this.number()));
  }

  /** The number of UTF-16 units of the text here, without making it a string. */
  skipText(): number {
    return utf16Length(this.bytes(this.number()));
  }

  end(): void {
    if (!this.atEnd) throw damaged('a block is longer than what it holds');
  }

  #next(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw damaged('something reaches beyond its block');
    this.#at += 1;
    return byte;
  }
}

export function decodeText(bytes: Uint8Array): string {
  if (bytes.length <= shortLength) {
    let text = '';
    for (const byte of bytes) {
      if (byte >= 128) return decodeLong(bytes);
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return decodeLong(bytes);
}

function decodeLong(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw damaged('a text is not UTF-8');
  }
}

/**
 * The length in UTF-16 units of well-formed UTF-8 (RFC 3629, section 4) without carriage returns. A decoder would cost
 * more than this for texts of a few characters, of which a history has very many.
 */
function utf16Length(bytes: Uint8Array): number {
  if (bytes.length > longLength) {
    const text = decodeLong(bytes);
    if (text.includes('\r')) throw damaged('a text holds a carriage return');
    return text.length;
  }
  let units = 0;
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    if (lead === 0x0d) throw damaged('a text holds a carriage return');
    const length = sequenceLength(lead);
    if (length > 1) {
      const second = bytes[at + 1] ?? 0;
      // The second byte rules out overlong forms, surrogates, and what is beyond U+10FFFF.
      const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (second < lowest || second > highest) throw damaged('a text is not UTF-8');
      for (let next = at + 2; next < at + length; next += 1)
        if (((bytes[next] ?? 0) & 0xc0) !== 0x80) throw damaged('a text is not UTF-8');
    }
    units += length === 4 ? 2 : 1;
    at += length;
  }
  return units;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  throw damaged('a text is not UTF-8');
}
