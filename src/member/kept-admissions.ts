import type { SignedAdmission } from '../network/types.ts';
import { asMemberId } from '../raft/types.ts';
import type { KeptAdmission, MemberFile } from '../storage/types.ts';

/** As they stand in `member.json`. */
export function toKept({ member, approver, atMs, signature }: SignedAdmission): KeptAdmission {
  return { member, approver, atMs, signature: Buffer.from(signature).toString('base64') };
}

/** Those of the cluster that this laptop is in. */
export function keptAdmissions({ admissions = [] }: MemberFile): readonly SignedAdmission[] {
  return admissions.map(({ member, approver, atMs, signature }) => ({
    member: asMemberId(member),
    approver: asMemberId(approver),
    atMs,
    signature: new Uint8Array(Buffer.from(signature, 'base64')),
  }));
}
