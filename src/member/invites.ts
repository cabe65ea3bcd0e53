import { randomBytes } from 'node:crypto';
import type { InviteLine } from '../api/contract.ts';
import { encodeInviteLink } from '../network/invite-link.ts';
import { inviteBytes, inviteIdOf, inviteKey } from '../network/invite-proof.ts';
import type { InviteKeeper, InviteRefusal, JoinAnswer, JoinRequest, KnownMember } from '../network/types.ts';
import type { NotesState } from '../notes/state-machine.ts';
import type { Command } from '../notes/types.ts';
import { limits } from '../raft/limits.ts';
import type { ConfigurationEntry, MemberId, RaftStatus } from '../raft/types.ts';
import { ApiError, messageOf } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { decodeInviteList, encodeInviteList, inviteRegister, isOpen, mostOpen } from './invite-list.ts';
import { withNew, withState, type Invite } from './invite-list.ts';
import type { Applied } from './proposals.ts';

export interface InvitesOptions {
  readonly self: MemberId;
  readonly clusterId: string;
  readonly notes: NotesState;
  readonly raft: () => Pick<RaftStatus, 'configuration' | 'role'>;
  /** This laptop and the others, with where they are. */
  readonly members: () => readonly KnownMember[];
  readonly isConnected: (member: MemberId) => boolean;
  readonly clusterName: () => string;
  readonly nameOf: (member: string) => string;
  readonly run: (command: Command, what: string, timeoutMs: number) => Promise<Applied>;
  /** Resolves when everything that was committed before is applied here. */
  readonly read: (timeoutMs: number) => Promise<void>;
  /** Lets a laptop in as if a person had approved; resolves with what it is to be told. */
  readonly letIn: (newcomer: Omit<JoinRequest, 'via'>, timeoutMs: number) => Promise<JoinAnswer>;
}

type Approval = Extract<JoinAnswer, { type: 'approved' }>;
type Refusal = { readonly type: 'refused'; readonly reason: InviteRefusal };

const what = 'The invite';
/** For each of the steps of letting somebody in. */
const stepTimeoutMs = 6_000;
/** Others who change the list at the same time are each done with it in one round. */
const mostAttempts = 20;

/**
 * The invites of one cluster: they are in its log (invite-list.ts), so any member honours them, also one that knows the
 * inviter only by name. Made once, used once, revoked by whoever likes.
 */
export class Invites implements InviteKeeper {
  readonly #options: InvitesOptions;

  constructor(options: InvitesOptions) {
    this.#options = options;
  }

  /** Those that are open, and what became of the others of late; the newest first. */
  lines(nowMs: number): readonly InviteLine[] {
    const { nameOf } = this.#options;
    return this.#list()
      .map((invite): InviteLine => {
        const { state } = invite;
        return {
          invite: invite.id,
          inviter: invite.inviter,
          inviterName: nameOf(invite.inviter),
          createdAtMs: invite.createdAtMs,
          expiresAtMs: invite.expiresAtMs,
          state: state.type === 'open' && !isOpen(invite, nowMs) ? 'expired' : state.type,
          by:
            state.type === 'open'
              ? null
              : { member: state.member, name: nameOf(state.member), fingerprint: fingerprint(state.member) },
        };
      })
      .reverse();
  }

  /** Makes one. Its link is given out here and nowhere else: what is kept cannot make it again. Throws ApiError. */
  async create(
    expiresInMs: number,
    timeoutMs: number,
  ): Promise<{ readonly link: string; readonly invite: string; readonly expiresAtMs: number }> {
    const { self, clusterId, clusterName, members, isConnected } = this.#options;
    const secret = new Uint8Array(randomBytes(inviteBytes.secret));
    const { publicKey } = await inviteKey(secret, clusterId, self);
    const createdAtMs = Date.now();
    // A link says whole seconds.
    const expiresAtMs = Math.ceil((createdAtMs + expiresInMs) / 1_000) * 1_000;
    const id = Buffer.from(inviteIdOf(publicKey.raw)).toString('hex');
    const invite: Invite = {
      id,
      publicKey: publicKey.raw,
      inviter: self,
      createdAtMs,
      expiresAtMs,
      state: { type: 'open' },
    };
    await this.#update(timeoutMs, (invites) => {
      if (invites.some((other) => other.id === id)) return invites;
      const added = withNew(invites, invite, createdAtMs);
      if (added !== null) return added;
      throw new ApiError('refused', `${mostOpen} invites are open already. Revoke one that is not needed any more.`);
    });
    const [inviter, ...others] = members();
    if (inviter === undefined) throw new Error('a cluster without this laptop');
    const reachableFirst = [...others].sort((a, b) => Number(isConnected(b.member)) - Number(isConnected(a.member)));
    const invitation = { clusterId, clusterName: clusterName(), secret, expiresAtMs, inviter, others: reachableFirst };
    return { link: encodeInviteLink(invitation), invite: id, expiresAtMs };
  }

  /** Resolves once nobody can use it any more. Throws ApiError `unknown-invite`, `invite-used`. */
  async revoke(id: string, timeoutMs: number): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs;
    // One that was made elsewhere a moment ago lets somebody in, also if this laptop has not heard of it yet.
    if (!this.#list().some((invite) => invite.id === id)) await this.#options.read(timeoutMs);
    await this.#update(Math.max(1, deadlineMs - performance.now()), (invites) => {
      const invite = invites.find((candidate) => candidate.id === id);
      if (invite === undefined) throw new ApiError('unknown-invite', 'There is no such invite any more.');
      switch (invite.state.type) {
        case 'used':
          throw new ApiError(
            'invite-used',
            'This invite has been used already. Remove the laptop if it is not welcome.',
          );
        case 'revoked':
          return invites;
        case 'open':
        case 'claimed':
          return withState(invites, id, { type: 'revoked', member: this.#options.self, atMs: Date.now() });
      }
    });
  }

  // For newcomers

  find(inviteId: Uint8Array): { readonly clusterId: string; readonly publicKey: Uint8Array } | null {
    const id = Buffer.from(inviteId).toString('hex');
    const invite = this.#list().find((candidate) => candidate.id === id);
    return invite === undefined ? null : { clusterId: this.#options.clusterId, publicKey: invite.publicKey };
  }

  async honour(
    inviteId: Uint8Array,
    {
      peer,
      name,
      addresses,
    }: { readonly peer: MemberId; readonly name: string; readonly addresses: readonly string[] },
  ): Promise<Approval | Refusal> {
    const { read, letIn } = this.#options;
    const id = Buffer.from(inviteId).toString('hex');
    try {
      await read(stepTimeoutMs);
      const refusal = await this.#claim(id, peer);
      if (refusal !== null) return { type: 'refused', reason: refusal };
      const answer = await letIn({ peer, name, addresses, isRepair: false, code: null }, stepTimeoutMs);
      this.#noteAsUsed(peer);
      return answer.type === 'approved' ? answer : { type: 'refused', reason: 'busy' };
    } catch (error) {
      // The claim stays: the newcomer asks again, here or elsewhere, and goes on.
      if (error instanceof ApiError) return { type: 'refused', reason: reasonOf(error) };
      console.error('raftpad: a fault while an invite was honoured:', error);
      return { type: 'refused', reason: 'busy' };
    }
  }

  /**
   * A change of membership is committed and applied here. Whoever leads then notes that a newcomer was let in, or was
   * removed again: should the member that let it in fail at that moment, its invite does not stay usable for it.
   */
  configured({ changes }: ConfigurationEntry): void {
    if (this.#options.raft().role !== 'leader') return;
    for (const { type, member } of changes) {
      if (type !== 'add-learner' && type !== 'remove') continue;
      if (!this.#list().some(({ state }) => state.type === 'claimed' && state.member === member)) continue;
      this.#noteAsUsed(member);
    }
  }

  /** Whoever is in waits for nothing more. */
  #noteAsUsed(peer: MemberId): void {
    this.#finish(peer).catch((error: unknown) => {
      console.error(`raftpad: that an invite was used was not noted: ${messageOf(error)}`);
    });
  }

  /** Takes the invite for this newcomer; answers why not, or null. */
  async #claim(id: string, peer: MemberId): Promise<InviteRefusal | null> {
    let refusal: InviteRefusal | null = null;
    await this.#update(stepTimeoutMs, (invites) => {
      const invite = invites.find((candidate) => candidate.id === id);
      refusal = invite === undefined ? 'expired' : this.#refusal(invite, peer);
      if (refusal !== null || invite?.state.type !== 'open') return invites;
      const { configuration } = this.#options.raft();
      const members = [...configuration.voters, ...configuration.learners];
      if (members.length >= limits.members && !members.includes(peer)) {
        refusal = 'cluster-full';
        return invites;
      }
      return withState(invites, id, { type: 'claimed', member: peer, atMs: Date.now() });
    });
    return refusal;
  }

  #refusal(invite: Invite, peer: MemberId): InviteRefusal | null {
    switch (invite.state.type) {
      case 'revoked':
        return 'revoked';
      case 'used': {
        // The answer may have been lost on its way: then it is a learner that waits for its log, and may ask again. Who
        // was removed may not come back by this, nor may one that voted begin anew.
        const isWaiting = invite.state.member === peer && this.#options.raft().configuration.learners.includes(peer);
        return isWaiting ? null : 'used';
      }
      case 'claimed':
        if (invite.state.member !== peer) return 'used';
        break;
      case 'open':
        break;
    }
    return Date.now() < invite.expiresAtMs ? null : 'expired';
  }

  #finish(peer: MemberId): Promise<void> {
    return this.#update(stepTimeoutMs, (invites) =>
      invites.map((invite) =>
        invite.state.type === 'claimed' && invite.state.member === peer
          ? { ...invite, state: { ...invite.state, type: 'used' } }
          : invite,
      ),
    );
  }

  #list(): readonly Invite[] {
    return decodeInviteList(this.#options.notes.register(inviteRegister), this.#options.clusterId);
  }

  /** Changes the list by one command of the log; again and again while others change it at the same time. */
  async #update(timeoutMs: number, change: (invites: readonly Invite[]) => readonly Invite[]): Promise<void> {
    const { notes, clusterId, run } = this.#options;
    const deadlineMs = performance.now() + timeoutMs;
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const expected = notes.register(inviteRegister);
      const invites = decodeInviteList(expected, clusterId);
      const changed = change(invites);
      const isSame = changed.length === invites.length && changed.every((invite, at) => invite === invites[at]);
      if (isSame) return;
      const value = encodeInviteList(changed, clusterId);
      const leftMs = Math.max(1, deadlineMs - performance.now());
      const command = { type: 'compare-and-set-register', name: inviteRegister, expected, value } as const;
      const { outcome } = await run(command, what, leftMs);
      if (outcome.type !== 'no-effect') return;
      if (outcome.reason !== 'not-equal') throw new ApiError('too-large', 'The cluster cannot keep another invite.');
    }
    throw new ApiError('busy', 'Others changed the invites all the time. Nothing was changed: try again.');
  }
}

function reasonOf(error: ApiError): InviteRefusal {
  if (error.code === 'cluster-full') return 'cluster-full';
  return error.code === 'busy' || error.code === 'too-many-waiting' ? 'busy' : 'no-majority';
}
