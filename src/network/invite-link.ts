/**
 * `raftpad://join/…`: an invite as people pass it on, as text or as a QR code. Behind the last slash, in base64url:
 *
 *     version (1 byte) | length of the body (2 bytes, big-endian) | body | first 4 bytes of SHA-256 over all before
 *
 * The body is the message InviteLink. So a link that was cut off, mistyped, or made by a newer Raftpad is told from one
 * that is none. Whoever has the link can join: it is never logged.
 */
import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { publicKeyFromRaw } from '@libp2p/crypto/keys';
import { peerIdFromPublicKey, peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { DecodeError, decoding, required, text, wholeNumber } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';
import { fieldLimits } from './frame-codec.ts';
import { inviteBytes } from './invite-proof.ts';
import type { KnownMember } from './types.ts';

/** What an invite link says. Names are whatever its maker wrote. */
export interface Invitation {
  /** 32 hexadecimal digits. */
  readonly clusterId: string;
  readonly clusterName: string;
  readonly secret: Uint8Array;
  /** Milliseconds since 1970, whole seconds. */
  readonly expiresAtMs: number;
  readonly inviter: KnownMember;
  /** Others of its cluster, to ask while the inviter is away. */
  readonly others: readonly KnownMember[];
}

export type InviteLinkProblem = 'not-an-invite' | 'too-long' | 'cut-off' | 'damaged' | 'newer';

/** What was pasted is no invite that this app can read. The message is for people, and does not quote it. */
export class InviteLinkError extends Error {
  override readonly name = 'InviteLinkError';
  readonly problem: InviteLinkProblem;

  constructor(problem: InviteLinkProblem) {
    super(sentences[problem]);
    this.problem = problem;
  }
}

const sentences: Readonly<Record<InviteLinkProblem, string>> = {
  'not-an-invite': 'This is not a Raftpad invite. An invite begins with raftpad://join/.',
  'too-long': 'This is too long for an invite. Copy the link alone, without what stands around it.',
  'cut-off': 'The invite is cut off: its end is missing. Copy all of it, to the last character.',
  damaged: 'The invite is damaged: a character of it is missing, wrong or too many. Copy it again.',
  newer: 'The invite was made by a newer Raftpad. Update Raftpad on this laptop, then use it again.',
};

export const invitePrefix = 'raftpad://join/';

const version = 1;
const headerBytes = 3;
const checkBytes = 4;
const clusterIdBytes = 16;
const mostBodyBytes = 1_024;
const mostOthers = 2;
const mostAddresses = { inviter: 4, other: 2 } as const;
/** In characters, with whatever a mail program puts around it. */
const longestLink = 4_096;

/** Names fewer addresses than it is given where they are many: a short link makes a QR code that cameras can read. */
export function encodeInviteLink(invitation: Invitation): string {
  const { clusterId, clusterName, secret, expiresAtMs, inviter, others } = invitation;
  const body = raftpad.InviteLink.encode({
    clusterId: Buffer.from(clusterId, 'hex'),
    clusterName,
    secret,
    expiresAtS: Math.floor(expiresAtMs / 1_000),
    inviter: laptopToWire(inviter, mostAddresses.inviter),
    others: others.slice(0, mostOthers).map((other) => ({ ...laptopToWire(other, mostAddresses.other), name: '' })),
  });
  const header = Buffer.from([version, body.byteLength >> 8, body.byteLength & 255]);
  const checked = Buffer.concat([header, body]);
  return invitePrefix + Buffer.concat([checked, checkOf(checked)]).toString('base64url');
}

/** Reads a link as it was pasted, with the blanks and marks that a message puts around it. Throws InviteLinkError. */
export function parseInviteLink(pasted: string): Invitation {
  if (pasted.length > longestLink) throw new InviteLinkError('too-long');
  const bytes = bytesOf(pasted);
  const [first, high, low] = bytes;
  if (first === undefined) throw new InviteLinkError('cut-off');
  if (first === 0) throw new InviteLinkError('damaged');
  if (first > version) throw new InviteLinkError('newer');
  if (high === undefined || low === undefined) throw new InviteLinkError('cut-off');
  const bodyBytes = high * 256 + low;
  if (bodyBytes > mostBodyBytes) throw new InviteLinkError('damaged');
  const missing = headerBytes + bodyBytes + checkBytes - bytes.byteLength;
  if (missing > 0) throw new InviteLinkError('cut-off');
  const checked = bytes.subarray(0, headerBytes + bodyBytes);
  if (missing < 0 || !checkOf(checked).equals(bytes.subarray(checked.byteLength))) throw new InviteLinkError('damaged');
  try {
    return decoding('invite', () => invitationFromWire(checked.subarray(headerBytes)));
  } catch (error) {
    if (error instanceof DecodeError) throw new InviteLinkError('damaged');
    throw error;
  }
}

function bytesOf(pasted: string): Buffer {
  // Mail programs break long lines; people copy the brackets, quotes or full stop around a link.
  const link = pasted
    .replace(/[\s\u200b\u2060\ufeff]+/g, '')
    .replace(/^[<("'“‘«]+/, '')
    .replace(/[>)"'”’».,;:!?/]+$/, '');
  const prefix = /^raftpad:(?:\/\/)?join(?:\/|$)/i.exec(link);
  if (prefix === null) throw new InviteLinkError('not-an-invite');
  const encoded = link.slice(prefix[0].length);
  if (!/^[\w-]*$/.test(encoded)) throw new InviteLinkError('damaged');
  return Buffer.from(encoded, 'base64url');
}

function invitationFromWire(body: Uint8Array): Invitation {
  const limits = {
    inviter: { addresses: fieldLimits.addresses },
    others: fieldLimits.addresses,
    others$: { addresses: fieldLimits.addresses },
  };
  const wire = raftpad.InviteLink.decode(body, { limits });
  const clusterId = ofLength(wire.clusterId, clusterIdBytes, 'clusterId');
  return {
    clusterId: Buffer.from(clusterId).toString('hex'),
    clusterName: text(wire.clusterName, fieldLimits.nameLength, 'clusterName'),
    secret: new Uint8Array(ofLength(wire.secret, inviteBytes.secret, 'secret')),
    expiresAtMs: wholeNumber(wholeNumber(wire.expiresAtS, 'expiresAtS') * 1_000, 'expiresAtS'),
    inviter: laptopFromWire(required(wire.inviter, 'inviter')),
    others: wire.others.map(laptopFromWire),
  };
}

function laptopFromWire(wire: raftpad.InviteLink.Laptop): KnownMember {
  const key = publicKeyFromRaw(ofLength(wire.publicKey, inviteBytes.publicKey, 'publicKey'));
  const member = asMemberId(peerIdFromPublicKey(key).toString());
  const name = text(wire.name, fieldLimits.nameLength, 'name');
  return { member, name, addresses: wire.addresses.flatMap((bytes) => addressFromBytes(bytes) ?? []) };
}

function laptopToWire({ member, name, addresses }: KnownMember, most: number): raftpad.InviteLink.Laptop {
  return { publicKey: rawKeyOf(member), name, addresses: addressesToWire(addresses, most) };
}

function rawKeyOf(member: MemberId): Uint8Array {
  const { publicKey } = peerIdFromString(member);
  if (publicKey?.type !== 'Ed25519') throw new Error('a PeerId that is no Ed25519 key');
  return publicKey.raw;
}

/** Those that others can reach, the likeliest first; this laptop alone can reach its loopback, so that is the last. */
function addressesToWire(addresses: readonly string[], most: number): Uint8Array[] {
  const found = new Map<string, { readonly bytes: Uint8Array; readonly rank: number }>();
  for (const address of addresses) {
    const [host, tcp] = multiaddr(address).getComponents();
    const port = Number(tcp?.value);
    if (host?.value === undefined || tcp?.name !== 'tcp' || !(port > 0)) continue;
    const rank = rankOf(host.value);
    const ip = host.name === 'ip4' || host.name === 'ip6' ? ipBytes(host.name, host.value) : null;
    if (ip === null || rank === null) continue;
    found.set(`${host.value} ${port}`, { bytes: Buffer.concat([ip, Buffer.from([port >> 8, port & 255])]), rank });
  }
  const usable = [...found.values()].sort((a, b) => a.rank - b.rank);
  const reachable = usable.filter(({ rank }) => rank < loopbackRank);
  return (reachable.length > 0 ? reachable : usable).slice(0, most).map(({ bytes }) => bytes);
}

const loopbackRank = 9;

/** null: it says nothing to another laptop, which may know another link by that address. */
function rankOf(host: string): number | null {
  if (host === '::1' || host.startsWith('127.')) return loopbackRank;
  if (/^fe[89ab]/i.test(host)) return null;
  if (host.startsWith('169.254.')) return 3;
  if (/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(host)) return 0;
  return isIPv4(host) ? 1 : 2;
}

function ipBytes(kind: 'ip4' | 'ip6', host: string): Uint8Array | null {
  // Behind the code of the protocol, which is one byte for both.
  const bytes = multiaddr(`/${kind}/${host}`).bytes.subarray(1);
  return bytes.byteLength === (kind === 'ip4' ? 4 : 16) ? bytes : null;
}

/** null: of a kind that this version does not know. */
function addressFromBytes(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes);
  const isShort = buffer.byteLength === 6;
  if (!isShort && buffer.byteLength !== 18) return null;
  const ip = buffer.subarray(0, -2);
  const host = isShort ? ip.join('.') : (ip.toString('hex').match(/.{4}/g) ?? []).join(':');
  return multiaddr(`/${isShort ? 'ip4' : 'ip6'}/${host}/tcp/${buffer.readUInt16BE(ip.byteLength)}`).toString();
}

function ofLength(bytes: Uint8Array | undefined, length: number, field: string): Uint8Array {
  const present = required(bytes, field);
  if (present.byteLength !== length) throw new DecodeError(`${field} is of another length`);
  return present;
}

function checkOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, checkBytes);
}
