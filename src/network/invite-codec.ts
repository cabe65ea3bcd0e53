/** The frames of `/raftpad/invite/1`, to bytes and back. Decoders take bytes from strangers: they throw DecodeError. */
import { DecodeError, decoding, known, required, text, texts } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';
import { inverse } from './entry-codec.ts';
import { decodeJoinAnswer, encodeJoinAnswer, fieldLimits } from './frame-codec.ts';
import { inviteBytes } from './invite-proof.ts';
import type { InviteRefusal, JoinAnswer } from './types.ts';

export interface InviteHello {
  readonly inviteId: Uint8Array;
  readonly nonce: Uint8Array;
}
export interface InviteProof {
  readonly signature: Uint8Array;
  readonly name: string;
  readonly addresses: readonly string[];
}
export type InviteReply =
  | { readonly type: 'challenge'; readonly nonce: Uint8Array; readonly proof: Uint8Array }
  | { readonly type: 'refused'; readonly reason: InviteRefusal }
  | { readonly type: 'answer'; readonly answer: JoinAnswer };

export function encodeInviteHello({ inviteId, nonce }: InviteHello): Uint8Array {
  return raftpad.InviteAsk.encode({ hello: { invite: inviteId, nonce } });
}
export function decodeInviteHello(bytes: Uint8Array): InviteHello {
  return decoding('invite hello', () => {
    const hello = required(raftpad.InviteAsk.decode(bytes, { limits: askLimits }).hello, 'hello');
    return {
      inviteId: ofLength(hello.invite, inviteBytes.id, 'invite'),
      nonce: ofLength(hello.nonce, inviteBytes.nonce, 'nonce'),
    };
  });
}

export function encodeInviteProof({ signature, name, addresses }: InviteProof): Uint8Array {
  return raftpad.InviteAsk.encode({ proof: { signature, name, addresses: [...addresses] } });
}
export function decodeInviteProof(bytes: Uint8Array): InviteProof {
  return decoding('invite proof', () => {
    const proof = required(raftpad.InviteAsk.decode(bytes, { limits: askLimits }).proof, 'proof');
    return {
      signature: ofLength(proof.signature, inviteBytes.signature, 'signature'),
      name: text(proof.name, fieldLimits.nameLength, 'name'),
      addresses: texts(proof.addresses, fieldLimits.addresses, fieldLimits.addressLength, 'addresses'),
    };
  });
}

const askLimits = { proof: { addresses: fieldLimits.addresses } };

const refusals = {
  busy: raftpad.InviteRefusal.INVITE_BUSY,
  expired: raftpad.InviteRefusal.INVITE_EXPIRED,
  used: raftpad.InviteRefusal.INVITE_USED,
  revoked: raftpad.InviteRefusal.INVITE_REVOKED,
  'no-majority': raftpad.InviteRefusal.INVITE_NO_MAJORITY,
  'cluster-full': raftpad.InviteRefusal.INVITE_CLUSTER_FULL,
} as const;
const refusalReasons = inverse(refusals);

export function encodeInviteReply(reply: InviteReply): Uint8Array {
  return raftpad.InviteReply.encode(replyToWire(reply));
}
function replyToWire(reply: InviteReply): raftpad.InviteReply {
  switch (reply.type) {
    case 'challenge':
      return { challenge: { nonce: reply.nonce, proof: reply.proof } };
    case 'refused':
      return { refused: { reason: refusals[reply.reason] } };
    case 'answer':
      return { answer: encodeJoinAnswer(reply.answer) };
    default:
      return reply satisfies never;
  }
}

export function decodeInviteReply(bytes: Uint8Array): InviteReply {
  return decoding('invite reply', () => {
    const wire = raftpad.InviteReply.decode(bytes);
    if (wire.challenge) {
      return {
        type: 'challenge',
        nonce: ofLength(wire.challenge.nonce, inviteBytes.nonce, 'nonce'),
        proof: ofLength(wire.challenge.proof, inviteBytes.memberProof, 'proof'),
      };
    }
    if (wire.refused) return { type: 'refused', reason: known(refusalReasons, wire.refused.reason, 'reason') };
    if (wire.answer) return { type: 'answer', answer: decodeJoinAnswer(wire.answer) };
    throw new DecodeError('invite reply is of an unknown kind');
  });
}

function ofLength(bytes: Uint8Array | undefined, length: number, field: string): Uint8Array {
  const present = required(bytes, field);
  if (present.byteLength !== length) throw new DecodeError(`${field} is of another length`);
  return present;
}
