/** In UTF-8. Most systems take 255, of which the ending and a number need some. */
const longestBytes = 200;
/** What some system does not take in a name, or what makes a name look like another. */
// eslint-disable-next-line no-control-regex -- naming control characters is the point
const unfit = /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
/** Names of devices on Windows, whatever follows a dot. */
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=$|[. ])/i;

/** A name, without its ending, that Linux, macOS and Windows all take for a file; empty if nothing is left of it. */
export function safeFileName(title: string): string {
  const fit = title.normalize('NFC').replace(unfit, ' ').replace(/\s+/gu, ' ');
  // A dot at the start hides a file, and Windows drops dots and spaces from an end.
  const name = cut(fit.replace(/^[. ]+/u, '')).replace(/[. ]+$/u, '');
  return device.test(name) ? `_${name}` : name;
}

function cut(name: string): string {
  let bytes = 0;
  let kept = '';
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > longestBytes) break;
    kept += character;
  }
  return kept;
}
