import { createPublicKey, verify } from 'node:crypto';
import { peerIdFromString } from '@libp2p/peer-id';
import type { SignedAdmission } from '../network/types.ts';
import type { MemberId } from '../raft/types.ts';

/** What an approver signs with the key that its PeerId is made of. `atMs` makes each admission another one. */
export type AdmissionStatement = Omit<SignedAdmission, 'signature'>;

/** Admissions that one laptop keeps, the oldest go first; and members between one that is known and one that is not. */
export const admissionLimits = { kept: 200, chain: 8 } as const;

export function statementBytes(clusterId: string, { member, approver, atMs }: AdmissionStatement): Uint8Array {
  const parts = ['raftpad admission', clusterId, member, approver, String(atMs)].map((part) =>
    Buffer.from(part, 'utf8'),
  );
  return Buffer.concat(parts.flatMap((part) => [lengthOf(part), part]));
}

/** Whether its approver signed it, for this cluster. */
export function isGenuine(clusterId: string, { signature, ...statement }: SignedAdmission): boolean {
  const key = publicKeyOf(statement.approver);
  return key !== null && verify(null, statementBytes(clusterId, statement), key, signature);
}

/**
 * The admissions that lead from a member that is known to `member`, in this order; null: there is no such chain. Each
 * approver but the first is the member that the one before let in. That it was removed since does not matter: who it let in
 * was let in.
 */
export function chainTo(
  member: MemberId,
  admissions: readonly SignedAdmission[],
  isKnown: (member: MemberId) => boolean,
): readonly SignedAdmission[] | null {
  const latest = new Map(admissions.map((admission) => [admission.member, admission]));
  const chain: SignedAdmission[] = [];
  for (let at = member; !isKnown(at);) {
    const admission = latest.get(at);
    if (admission === undefined || chain.length >= admissionLimits.chain) return null;
    chain.unshift(admission);
    at = admission.approver;
  }
  return chain;
}

function lengthOf(part: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, part.byteLength);
  return length;
}

/** The key that a PeerId is made of; null: it is none, or of another kind. */
function publicKeyOf(member: MemberId): ReturnType<typeof createPublicKey> | null {
  try {
    const { publicKey } = peerIdFromString(member);
    if (publicKey?.type !== 'Ed25519') return null;
    const x = Buffer.from(publicKey.raw).toString('base64url');
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  } catch {
    return null;
  }
}
