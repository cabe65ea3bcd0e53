import type { FailureCode } from './rpc.ts';
import { MemberError } from './rpc.ts';

/** Why a call to the member failed. What did not come from the member is a fault of ours: `internal`. */
export function failureCode(error: unknown): FailureCode {
  return error instanceof MemberError ? error.code : 'internal';
}
