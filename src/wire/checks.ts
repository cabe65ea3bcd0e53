/**
 * What every decoder asks of a decoded field. protons leaves absent `optional` fields undefined and takes any number
 * and any text; these turn what does not belong into a DecodeError with a reason.
 */

/** Bytes that are not what they should be. The message says which field and why, never the content. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** Runs a decoder of untrusted bytes; whatever it throws becomes a DecodeError. */
export function decoding<T>(what: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    // protons throws RangeError, MaxLengthError and plain Errors; a deep nesting of groups overflows its stack.
    throw new DecodeError(`${what} is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new DecodeError(`${field} is missing`);
  return value;
}

/** A whole number from 0 to 2^53 - 1. */
export function wholeNumber(value: number | undefined, field: string): number {
  const number = required(value, field);
  if (!Number.isSafeInteger(number) || number < 0) throw new DecodeError(`${field} is out of range`);
  return number;
}

/** Text of at most `maxLength` UTF-16 code units. */
export function text(value: string | undefined, maxLength: number, field: string): string {
  const string = required(value, field);
  if (string.length > maxLength) throw new DecodeError(`${field} is longer than ${maxLength} characters`);
  return string;
}

export function texts(
  values: readonly string[],
  maxCount: number,
  maxLength: number,
  field: string,
): readonly string[] {
  if (values.length > maxCount) throw new DecodeError(`${field} has more than ${maxCount} items`);
  for (const value of values) text(value, maxLength, field);
  return values;
}

/** The value of `key` in `table`, for enums of the schema. */
export function known<K extends string, T>(
  table: Partial<Readonly<Record<K, T>>>,
  key: K | undefined,
  field: string,
): T {
  const value = table[required(key, field)];
  if (value === undefined) throw new DecodeError(`${field} is unknown`);
  return value;
}
