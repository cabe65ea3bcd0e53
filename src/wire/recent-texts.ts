/**
 * Short texts that were read lately, found again by their bytes: of a name that comes again and again no new string is
 * made each time, and whoever looks it up in a map finds its hash made already.
 */
export class RecentTexts {
  /** Each at the place that its bytes say; the next with the same place takes it over. */
  readonly #texts: string[] = Array.from({ length: places }, () => '');

  /** The text of these bytes; null: one of them is not below 128. */
  ascii(bytes: Uint8Array, from: number, to: number): string | null {
    let hash = 0;
    for (let at = from; at < to; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    const place = hash & (places - 1);
    const known = this.#texts[place];
    if (known !== undefined && isText(known, bytes, from, to)) return known;
    for (let at = from; at < to; at += 1) if ((bytes[at] ?? 0) >= 128) return null;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
    if (text.length <= longest) this.#texts[place] = text;
    return text;
  }
}

/** A power of two. */
const places = 4096;
/** So that all of them stay below half a megabyte. */
const longest = 64;

function isText(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at - from) !== bytes[at]) return false;
  return true;
}
