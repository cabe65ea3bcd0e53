import { limits } from './types.ts';
import { isWellFormed } from './unicode.ts';

/**
 * What a name is never made of: control characters and line breaks, which break a line of text where it is shown, and
 * the marks that turn the direction of writing, which make it read as something else.
 */
// eslint-disable-next-line no-control-regex -- naming control characters is the point
const unfit = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Whether this can be a laptop's or a cluster's name. */
export function isName(name: unknown): name is string {
  return (
    typeof name === 'string' &&
    name.trim() !== '' &&
    name.length <= limits.nameLength &&
    !unfit.test(name) &&
    isWellFormed(name)
  );
}

/** A name that a stranger gave itself, made fit to be shown; `fallback` if nothing is left of it. */
export function fitName(name: string, fallback: string): string {
  const fit = Array.from(name)
    .filter((character) => !unfit.test(character) && isWellFormed(character))
    .join('')
    .trim();
  return isName(fit) ? fit : fallback;
}
