/**
 * Fields of protobuf messages by hand, for the few messages of which there is one for every command: the generated
 * codec makes several objects for each field it writes, and reads text character by character. The schema stays the
 * reference: what is written here is, byte for byte, what the generated codec writes, and what is read here is only
 * that. Whoever reads leaves everything else, damaged or from another app, to the generated codec.
 *
 * Field numbers are at most 15, so that a tag is one byte. Numbers are whole, from 0 to 2^53 - 1.
 */

import { RecentTexts } from './recent-texts.ts';

const numberType = 0;
const lengthDelimitedType = 2;

/** Bytes that `FieldWriter.number` takes. */
export const numberBytes = (value: number): number => 1 + varintBytes(value);
/** Bytes that `FieldWriter.bytes` takes for so many bytes, or `FieldWriter.message` together with the message. */
export const delimitedBytes = (byteLength: number): number => 1 + varintBytes(byteLength) + byteLength;

function varintBytes(value: number): number {
  let count = 1;
  for (let rest = value; rest >= 128; rest /= 128) count += 1;
  return count;
}

/** Writes fields one behind the other into `byteLength` bytes, which they must fill. */
export class FieldWriter {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(byteLength: number) {
    const { buffer, byteOffset } = Buffer.allocUnsafe(byteLength);
    this.#bytes = new Uint8Array(buffer, byteOffset, byteLength); // not a Buffer: its views would be Buffers too
  }

  number(field: number, value: number): void {
    this.#bytes[this.#at++] = (field << 3) | numberType;
    this.#varint(value);
  }

  bytes(field: number, value: Uint8Array): void {
    this.message(field, value.byteLength);
    this.raw(value);
  }

  /** Text of which every character is below 128. */
  ascii(field: number, text: string): void {
    this.message(field, text.length);
    for (let at = 0; at < text.length; at++) this.#bytes[this.#at++] = text.charCodeAt(at);
  }

  /** Begins a message of so many bytes; its fields follow. */
  message(field: number, byteLength: number): void {
    this.#bytes[this.#at++] = (field << 3) | lengthDelimitedType;
    this.#varint(byteLength);
  }

  /** Fields that are encoded already. */
  raw(fields: Uint8Array): void {
    this.#bytes.set(fields, this.#at);
    this.#at += fields.byteLength;
  }

  finish(): Uint8Array {
    if (this.#at !== this.#bytes.byteLength) throw new Error('the fields do not fill their bytes');
    return this.#bytes;
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#bytes[this.#at++] = (rest & 127) | 128;
    this.#bytes[this.#at++] = rest;
  }
}

/**
 * Reads fields in the order in which `FieldWriter` wrote them. At the first thing that it would not have written,
 * `matches` turns false for good; whatever is read means nothing then.
 */
export class FieldReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #matches = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get matches(): boolean {
    return this.#matches;
  }

  /** Whether a length-delimited field of this number comes next. */
  isNext(field: number): boolean {
    return this.#matches && this.#bytes[this.#at] === ((field << 3) | lengthDelimitedType);
  }

  number(field: number): number {
    this.#tag((field << 3) | numberType);
    return this.#varint();
  }

  /** A view, not a copy. */
  bytes(field: number): Uint8Array {
    const end = this.message(field);
    if (!this.#matches) return nothing;
    // Half the time of `subarray`, which looks up what to make first.
    const value = new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#at, end - this.#at);
    this.#at = end;
    return value;
  }

  /** Text of at most so many bytes, all of them below 128. */
  ascii(field: number, maxBytes: number): string {
    const end = this.message(field);
    const from = this.#at;
    if (end - from > maxBytes) this.#matches = false;
    if (!this.#matches) return '';
    this.#at = end;
    const text = recentTexts.ascii(this.#bytes, from, end);
    if (text === null) this.#matches = false;
    return text ?? '';
  }

  /** Goes into a message; returns where it ends, for `end`. */
  message(field: number): number {
    this.#tag((field << 3) | lengthDelimitedType);
    const length = this.#varint();
    if (this.#at + length > this.#bytes.byteLength) this.#matches = false;
    return this.#at + length;
  }

  /** The message that was gone into must be read up to its end. */
  end(at: number): void {
    if (this.#at !== at) this.#matches = false;
  }

  #tag(tag: number): void {
    if (this.#bytes[this.#at] !== tag) this.#matches = false;
    this.#at += 1;
  }

  /** In its shortest form only: of longer ones the generated codec has views of its own. */
  #varint(): number {
    let value = 0;
    for (let unit = 1; unit <= 2 ** 49; unit *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value += (byte & 127) * unit;
      if (byte >= 128) continue;
      if ((byte === 0 && unit > 1) || value > Number.MAX_SAFE_INTEGER) break;
      return value;
    }
    this.#matches = false;
    return 0;
  }
}

const nothing = new Uint8Array(0);
const recentTexts = new RecentTexts();
