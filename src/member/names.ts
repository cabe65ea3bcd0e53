import { isName } from '../notes/names.ts';
import { ApiError } from './errors.ts';

/** @throws ApiError `invalid-request` if this is no name for a laptop or a cluster. */
export function requireName(name: string): void {
  if (isName(name)) return;
  throw new ApiError('invalid-request', 'A name is one line of up to 80 characters, without control characters.');
}
