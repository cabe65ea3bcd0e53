import { encode } from 'uqr';

/** Modules of quiet around it that the standard asks for. */
const quiet = 4;

/**
 * The QR code of a text, row by row: whether each module is dark. With the least correction of errors: it is read off a
 * screen, where nothing gets dirty, and bigger modules help a camera more.
 */
export function qrModules(text: string): readonly (readonly boolean[])[] {
  return encode(text, { ecc: 'L', border: quiet }).data;
}
