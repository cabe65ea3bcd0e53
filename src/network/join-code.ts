/**
 * The six digits that both screens show while a laptop asks to join. If they are the same, nobody sits between the two:
 * the asker's screen and the member's speak of the same two PeerIds.
 *
 * The digits come from a nonce of either side. Whoever could pick its nonce after it saw the other's would try nonces
 * until the digits fit, a matter of a second. So each side first sends a hash of its nonce, its commitment, and reveals
 * the nonce only after it has the commitment of the other. Someone in the middle, who runs the exchange once with either
 * side, has then nothing left to choose: one attempt succeeds once in a million.
 *
 * Everything here is a pure function of its arguments.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MemberId } from '../raft/types.ts';

/** Bytes of a nonce, and of a commitment to one. */
export const nonceBytes = 32;

/** Who asks whom to be let into what. Swapped sides, another cluster or other PeerIds give other digits. */
export interface JoinParties {
  readonly clusterId: string;
  readonly asker: MemberId;
  /** The one that holds the asker's stream. */
  readonly member: MemberId;
}
type Side = 'asker' | 'member';

/** What `side` sends before it reveals `nonce`. */
export function commitmentTo(nonce: Uint8Array, side: Side, { clusterId, asker, member }: JoinParties): Uint8Array {
  return digest('raftpad join commitment', clusterId, asker, member, side, nonce);
}

/** Whether the nonce that `side` revealed is the one it had committed itself to. */
export function isCommittedTo(commitment: Uint8Array, nonce: Uint8Array, side: Side, parties: JoinParties): boolean {
  const expected = commitmentTo(nonce, side, parties);
  return commitment.byteLength === expected.byteLength && timingSafeEqual(commitment, expected);
}

/** Six digits, each value equally likely. */
export function joinCode(
  { clusterId, asker, member }: JoinParties,
  nonces: { readonly asker: Uint8Array; readonly member: Uint8Array },
): string {
  for (let attempt = 0; ; attempt += 1) {
    const hash = digest('raftpad join code', clusterId, asker, member, nonces.asker, nonces.member, String(attempt));
    const number = new DataView(hash.buffer, hash.byteOffset).getUint32(0);
    // The rest of 2^32 after the last whole million would make the small numbers likelier.
    if (number < 4_294_000_000) return String(number % 1_000_000).padStart(6, '0');
  }
}

/** SHA-256 over `parts`, each behind its length, so that no two lists of parts are the same bytes. */
function digest(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, bytes.byteLength);
    hash.update(length).update(bytes);
  }
  return new Uint8Array(hash.digest());
}
