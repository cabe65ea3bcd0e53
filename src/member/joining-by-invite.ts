import type { InvitationLine, InviteFailure, Phase } from '../api/contract.ts';
import { InviteLinkError, parseInviteLink } from '../network/invite-link.ts';
import type { Invitation } from '../network/invite-link.ts';
import type { InviteAnswer, KnownMember, Network } from '../network/types.ts';
import { fitName } from '../notes/names.ts';
import type { MemberId } from '../raft/types.ts';
import { pause, type Approval } from './asking.ts';
import { ApiError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';

type Step = Extract<Phase, { type: 'joining' }>['step'];

export type JoiningOutcome =
  | { readonly type: 'approved'; readonly approval: Approval }
  | { readonly type: 'failed'; readonly reason: InviteFailure }
  | { readonly type: 'cancelled' };

/** How often all laptops that may let this one in are tried: one may be waking up, or not have heard of the invite yet. */
const rounds = 10;
/** Whoever answers and does not know the invite has as a rule heard all that there is to hear. */
const roundsWhenNotKnown = 3;
const pauseMs = 500;
/** Of one attempt; a firewall may swallow what is sent, and the others are to have their turn. */
const attemptLimitMs = 30_000;
/** Laptops nearby that say they are in that cluster. Anyone may say so: they have to prove that they know the invite. */
const mostNearby = 8;

/** One laptop's way into a cluster by an invite: asks the inviter first, then others, until one lets it in. */
export class JoiningByInvite {
  readonly clusterName: string;
  readonly inviter: string;
  readonly #network: Pick<Network, 'joinByInvite' | 'nearby'>;
  readonly #invitation: Invitation;
  readonly #sinceMs: number;
  readonly #onChange: () => void;
  readonly #abort = new AbortController();
  #step: Step = 'looking';

  constructor(
    network: Pick<Network, 'joinByInvite' | 'nearby'>,
    invitation: Invitation,
    nowMs: number,
    onChange: () => void,
  ) {
    const { clusterName, inviter } = invitationLine(invitation, null, nowMs);
    this.clusterName = clusterName;
    this.inviter = inviter;
    this.#network = network;
    this.#invitation = invitation;
    this.#sinceMs = nowMs;
    this.#onChange = onChange;
  }

  phase(): Phase {
    return {
      type: 'joining',
      clusterName: this.clusterName,
      inviter: this.inviter,
      inviterFingerprint: fingerprint(this.#invitation.inviter.member),
      step: this.#step,
      sinceMs: this.#sinceMs,
    };
  }

  cancel(): void {
    this.#abort.abort();
  }

  async run(): Promise<JoiningOutcome> {
    const { signal } = this.#abort;
    let reason: InviteFailure = 'unreachable';
    for (let round = 1; round <= rounds; round += 1) {
      if (round > 1) await pause(pauseMs, signal);
      reason = 'unreachable';
      for (const { member, addresses } of this.#candidates()) {
        const answer = await this.#ask(member, addresses);
        if (signal.aborted) return { type: 'cancelled' };
        const outcome = answer === null ? 'unreachable' : outcomeOf(answer);
        if (typeof outcome !== 'string') return { type: 'approved', approval: outcome };
        // Said by one that proved to know the invite: it is the same everywhere.
        if (outcome === 'expired' || outcome === 'used' || outcome === 'revoked') {
          return { type: 'failed', reason: outcome };
        }
        if (weight[outcome] > weight[reason]) reason = outcome;
      }
      if ((reason === 'not-known' || reason === 'not-supported') && round >= roundsWhenNotKnown) break;
    }
    return signal.aborted ? { type: 'cancelled' } : { type: 'failed', reason };
  }

  async #ask(member: MemberId, addresses: readonly string[]): Promise<InviteAnswer | null> {
    const attempt = new AbortController();
    const abort = (): void => attempt.abort();
    const timer = setTimeout(abort, attemptLimitMs);
    this.#abort.signal.addEventListener('abort', abort);
    this.#goTo('proving');
    try {
      return await this.#network.joinByInvite({ peer: member, addresses }, this.#invitation, attempt.signal);
    } catch {
      this.#goTo('looking');
      return null;
    } finally {
      clearTimeout(timer);
      this.#abort.signal.removeEventListener('abort', abort);
    }
  }

  #goTo(step: Step): void {
    if (step === this.#step) return;
    this.#step = step;
    this.#onChange();
  }

  #candidates(): readonly Pick<KnownMember, 'member' | 'addresses'>[] {
    const { inviter, others, clusterId } = this.#invitation;
    const nearby = this.#network
      .nearby()
      .filter(({ peer, cluster }) => cluster?.id === clusterId && peer !== inviter.member)
      .filter(({ peer }) => others.every((other) => other.member !== peer))
      .slice(0, mostNearby)
      .map(({ peer, addresses }) => ({ member: peer, addresses }));
    return [inviter, ...others, ...nearby];
  }
}

/** The more it says about what to do, the more it weighs. */
const weight: Readonly<Record<InviteFailure, number>> = {
  unreachable: 0,
  'not-supported': 1,
  'not-known': 2,
  busy: 3,
  'no-majority': 4,
  'cluster-full': 5,
  expired: 6,
  used: 6,
  revoked: 6,
};

function outcomeOf(answer: InviteAnswer): InviteFailure | Approval {
  switch (answer.type) {
    case 'approved':
      return answer;
    case 'refused':
      return answer.reason;
    case 'not-known':
    case 'not-supported':
      return answer.type;
    default:
      return answer satisfies never;
  }
}

/** What was pasted. Throws ApiError `bad-invite`. */
export function readInvitation(link: string): Invitation {
  try {
    return parseInviteLink(link);
  } catch (error) {
    if (error instanceof InviteLinkError) throw new ApiError('bad-invite', error.message);
    throw error;
  }
}

/** What an invite says, fit to be shown. `ownClusterId` null: this laptop is in no cluster. */
export function invitationLine(
  { clusterId, clusterName, inviter, expiresAtMs }: Invitation,
  ownClusterId: string | null,
  nowMs: number,
): InvitationLine {
  return {
    clusterId,
    clusterName: fitName(clusterName, clusterId.slice(0, 8)),
    inviter: fitName(inviter.name, fingerprint(inviter.member)),
    inviterFingerprint: fingerprint(inviter.member),
    expiresAtMs,
    expired: nowMs >= expiresAtMs,
    standing: ownClusterId === null ? 'none' : ownClusterId === clusterId ? 'same' : 'other',
  };
}

/** Why joining failed, for whoever called. */
export function joiningError(reason: InviteFailure, clusterName: string): ApiError {
  switch (reason) {
    case 'expired':
      return new ApiError('invite-expired', 'This invite has expired. Ask for a new one.');
    case 'used':
      return new ApiError('invite-used', 'This invite has been used: each lets one laptop in. Ask for a new one.');
    case 'revoked':
      return new ApiError('invite-revoked', 'This invite was revoked. Ask for a new one.');
    case 'not-known':
      return new ApiError('unknown-invite', `The laptops of ${clusterName} that answer do not know this invite.`);
    case 'not-supported':
      return new ApiError(
        'invite-failed',
        `The laptops of ${clusterName} that answer have an older Raftpad without invites. Ask to join instead.`,
      );
    case 'unreachable':
      return new ApiError('unreachable', `No laptop of ${clusterName} answers. Is one of them awake on this network?`);
    case 'no-majority':
      return new ApiError(
        'no-majority',
        `Too few laptops of ${clusterName} are awake to let anyone in. Try again later.`,
      );
    case 'cluster-full':
      return new ApiError('invite-failed', `${clusterName} has as many laptops as it can. One has to leave first.`);
    case 'busy':
      return new ApiError('busy', `The laptops of ${clusterName} were busy all the time. Try again.`);
    default:
      return reason satisfies never;
  }
}
