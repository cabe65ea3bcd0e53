import type { ErrorCode } from '../api/contract.ts';

/** A call that failed in a way its caller can act on. `message` is a sentence for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export const noClusterError = (): ApiError =>
  new ApiError('not-a-member', 'This laptop is in no cluster. Create one, or join one.');

export const damagedError = (): ApiError =>
  new ApiError(
    'damaged',
    'What this laptop kept of its cluster is damaged. Until the others have repaired it, nothing is read or written here.',
  );

export const rejoiningError = (): ApiError =>
  new ApiError(
    'damaged',
    'This laptop goes over to the cluster as it was recovered elsewhere. Until it has everything of it, nothing is read or written here.',
  );

export const readOnlyError = (): ApiError =>
  new ApiError(
    'damaged',
    'What this laptop kept of its cluster is damaged, and no other laptop has it. What can be read may be exported, or started from anew.',
  );

export const timeoutError = (what: string, waitedMs: number): ApiError =>
  new ApiError(
    'timeout',
    `${what} was not confirmed by a majority within ${waitedMs} ms. It may still be; it is not lost for certain.`,
  );

export const noMajorityError = (): ApiError =>
  new ApiError(
    'no-majority',
    'No leader is known: not enough laptops are reachable to decide this. Nothing was changed.',
  );

export const busyError = (): ApiError =>
  new ApiError(
    'busy',
    'Another change of membership, or of who leads, was under way all the time. Nothing was changed: try again.',
  );

export const divergedError = (): ApiError =>
  new ApiError(
    'diverged',
    'The notes on this laptop are not those of the majority. They are being fetched from the others: try again in a moment. Nothing was changed.',
  );

/** The message of whatever was thrown, for a log line or a notice. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
