/**
 * The invites of a cluster, as its log keeps them: in one register, whose value is the message InviteList. Every version
 * of Raftpad replicates registers, keeps them in snapshots and compares them, so older apps carry the list along
 * without knowing what it is. It is changed by compare-and-set only: of two members that honour one invite at the same
 * time the log decides who was first.
 */
import { inviteIdOf } from '../network/invite-proof.ts';
import { inverse } from '../network/entry-codec.ts';
import { DecodeError, decoding, known, required, text, wholeNumber } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';

/** Names that begin like this are Raftpad's own: no call sets such a register. */
export const inviteRegister = 'raftpad/invites';

export interface Invite {
  /** 32 hexadecimal digits, of the public key. */
  readonly id: string;
  readonly publicKey: Uint8Array;
  readonly inviter: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly state:
    | { readonly type: 'open' }
    /**
     * Somebody proved to hold it and is being let in. Whoever it is may go on with that after a crash or a break; nobody
     * else may use it any more.
     */
    | { readonly type: 'claimed'; readonly member: string; readonly atMs: number }
    /** That one was let in. If it is removed later, this invite does not bring it back. */
    | { readonly type: 'used'; readonly member: string; readonly atMs: number }
    | { readonly type: 'revoked'; readonly member: string; readonly atMs: number };
}

/** More at a time would not be looked after. */
export const mostOpen = 16;
/** Those that have ended are kept for a while, so that whoever comes with one late is told what became of it. */
const mostKept = 48;
const keptMs = 7 * 24 * 60 * 60_000;

/** The invites that are in the register's value; none if that belongs to another cluster or is damaged. */
export function decodeInviteList(value: Uint8Array | null, clusterId: string): readonly Invite[] {
  if (value === null) return [];
  try {
    return decoding('invites', () => {
      const wire = raftpad.InviteList.decode(value, { limits: { invites: mostKept } });
      // A new cluster that began with a backup has the registers of the old one.
      return wire.clusterId === clusterId ? wire.invites.map(inviteFromWire) : [];
    });
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}

export function encodeInviteList(invites: readonly Invite[], clusterId: string): Uint8Array {
  return raftpad.InviteList.encode({ clusterId, invites: invites.map(inviteToWire) });
}

/** `invites` with a new one at the end; null if too many are open. */
export function withNew(invites: readonly Invite[], added: Invite, nowMs: number): readonly Invite[] | null {
  if (invites.filter((invite) => isOpen(invite, nowMs)).length >= mostOpen) return null;
  const kept = invites.filter((invite) => isOpen(invite, nowMs) || endedAtMs(invite) > nowMs - keptMs);
  while (kept.length >= mostKept) {
    kept.splice(
      kept.findIndex((invite) => !isOpen(invite, nowMs)),
      1,
    );
  }
  return [...kept, added];
}

export function withState(invites: readonly Invite[], id: string, state: Invite['state']): readonly Invite[] {
  return invites.map((invite) => (invite.id === id ? { ...invite, state } : invite));
}

export function isOpen(invite: Invite, nowMs: number): boolean {
  return invite.state.type === 'open' && nowMs < invite.expiresAtMs;
}

function endedAtMs(invite: Invite): number {
  return invite.state.type === 'open' ? invite.expiresAtMs : invite.state.atMs;
}

const states = {
  open: raftpad.InviteState.INVITE_OPEN,
  claimed: raftpad.InviteState.INVITE_CLAIMED,
  used: raftpad.InviteState.INVITE_WAS_USED,
  revoked: raftpad.InviteState.INVITE_WAS_REVOKED,
} as const;
const stateTypes = inverse(states);
const longestId = 120;

function inviteToWire({ publicKey, inviter, createdAtMs, expiresAtMs, state }: Invite): raftpad.InviteList.Invite {
  const ended = state.type === 'open' ? {} : { member: state.member, atMs: state.atMs };
  return { publicKey, inviter, createdAtMs, expiresAtMs, state: states[state.type], ...ended };
}

function inviteFromWire(wire: raftpad.InviteList.Invite): Invite {
  const publicKey = new Uint8Array(required(wire.publicKey, 'publicKey'));
  const type = known(stateTypes, wire.state, 'state');
  return {
    id: Buffer.from(inviteIdOf(publicKey)).toString('hex'),
    publicKey,
    inviter: text(wire.inviter, longestId, 'inviter'),
    createdAtMs: wholeNumber(wire.createdAtMs, 'createdAtMs'),
    expiresAtMs: wholeNumber(wire.expiresAtMs, 'expiresAtMs'),
    state:
      type === 'open'
        ? { type }
        : { type, member: text(wire.member, longestId, 'member'), atMs: wholeNumber(wire.atMs, 'atMs') },
  };
}
