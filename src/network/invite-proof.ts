/**
 * What the two sides of `/raftpad/invite/1` prove to each other, and with which keys (docs/protocol.md, "invite").
 *
 * The secret of a link is the seed of an Ed25519 key pair. The cluster keeps only the public key: whoever reads that
 * can check a newcomer's signature and cannot make one, so neither the log nor a disk nor a backup lets anyone in. To
 * a newcomer a member proves that it knows the public key, which is in the cluster's log and nowhere else.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { generateKeyPairFromSeed, publicKeyFromRaw } from '@libp2p/crypto/keys';
import type { Ed25519PrivateKey } from '@libp2p/interface';

/** Lengths in bytes. */
export const inviteBytes = { secret: 16, id: 16, publicKey: 32, nonce: 32, memberProof: 32, signature: 64 } as const;

const domain = 'raftpad/invite/1';

/** The one exchange that a proof is for: it is worth nothing to anyone else, at another time or the other way round. */
export interface InviteExchange {
  readonly clusterId: string;
  readonly inviteId: Uint8Array;
  /** PeerIds, as the connection proves them. */
  readonly newcomer: string;
  readonly member: string;
  readonly newcomerNonce: Uint8Array;
  readonly memberNonce: Uint8Array;
}

/** The key pair of a link. It belongs to one cluster and one inviter: in any other link the same secret is another key. */
export async function inviteKey(secret: Uint8Array, clusterId: string, inviter: string): Promise<Ed25519PrivateKey> {
  const seed = createHmac('sha256', secret)
    .update(joined([domain, 'key', clusterId, inviter]))
    .digest();
  return await generateKeyPairFromSeed('Ed25519', seed);
}

/** Names an invite on the wire and in the list. Says nothing of the public key to whoever does not have it. */
export function inviteIdOf(publicKey: Uint8Array): Uint8Array {
  const hash = createHash('sha256')
    .update(joined([domain, 'id', publicKey]))
    .digest();
  return new Uint8Array(hash.subarray(0, inviteBytes.id));
}

/** The member's proof: only who knows the public key can make it, or check it. */
export function memberProof(publicKey: Uint8Array, exchange: InviteExchange): Uint8Array {
  const key = createHmac('sha256', publicKey)
    .update(joined([domain, 'member-key']))
    .digest();
  return new Uint8Array(createHmac('sha256', key).update(transcript('member', exchange)).digest());
}

export function isMemberProof(proof: Uint8Array, publicKey: Uint8Array, exchange: InviteExchange): boolean {
  const expected = memberProof(publicKey, exchange);
  return proof.byteLength === expected.byteLength && timingSafeEqual(proof, expected);
}

/** The newcomer's proof: only who has the link can make it. */
export async function newcomerProof(key: Ed25519PrivateKey, exchange: InviteExchange): Promise<Uint8Array> {
  return await key.sign(transcript('newcomer', exchange));
}

export async function isNewcomerProof(
  signature: Uint8Array,
  publicKey: Uint8Array,
  exchange: InviteExchange,
): Promise<boolean> {
  try {
    return await publicKeyFromRaw(publicKey).verify(transcript('newcomer', exchange), signature);
  } catch {
    return false; // no key, or no signature
  }
}

function transcript(prover: 'member' | 'newcomer', exchange: InviteExchange): Uint8Array {
  const { clusterId, inviteId, newcomer, member, newcomerNonce, memberNonce } = exchange;
  return joined([domain, prover, clusterId, inviteId, newcomer, member, newcomerNonce, memberNonce]);
}

/** Each part behind its length, so that no two lists of parts give the same bytes. */
function joined(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.byteLength);
    pieces.push(length, bytes);
  }
  return Buffer.concat(pieces);
}
