import type { InvitationLine, Phase } from '../api/contract.ts';
import type { NearbyPeer, Network } from '../network/types.ts';
import { Asking, findCluster, type Approval, type AskingOutcome, type JoinTarget } from './asking.ts';
import { ApiError } from './errors.ts';
import { invitationLine, JoiningByInvite, joiningError, readInvitation } from './joining-by-invite.ts';
import type { MemberRecord } from './member-record.ts';
import { requireName } from './names.ts';

export interface OwnJoiningOptions {
  readonly record: MemberRecord;
  readonly network: () => Network;
  /** Throws ApiError if this laptop is in a cluster. */
  readonly requireNone: () => void;
  /** Runs it when no other move into or out of a cluster is under way. */
  readonly move: <T>(run: () => Promise<T>) => Promise<T>;
  /** The others let this laptop in. */
  readonly letIn: (approval: Approval) => Promise<void>;
  /** The phase is another now. */
  readonly changed: () => void;
  /** Entering failed half way: this member cannot go on. */
  readonly fail: (error: unknown) => void;
}

/** This laptop's attempt to get into a cluster, by asking or by an invite: one at a time. */
export class OwnJoining {
  readonly #options: OwnJoiningOptions;
  #asking: Asking | null = null;
  #byInvite: JoiningByInvite | null = null;
  #isLookingForTarget = false;
  /** How the last attempt failed, until the person has seen it. */
  #lastAttempt: Phase | null = null;

  constructor(options: OwnJoiningOptions) {
    this.#options = options;
  }

  /** What of an attempt there is to see; null: nothing. */
  phase(): Phase | null {
    return this.#asking?.phase() ?? this.#byInvite?.phase() ?? this.#lastAttempt;
  }

  /** The person asks; what becomes of it shows in `phase()`. */
  cancel(): void {
    this.#asking?.cancel();
    this.#byInvite?.cancel();
  }

  /** This laptop is in a cluster: what still comes of an attempt counts no more. */
  end(): void {
    this.cancel();
    this.#asking = null;
    this.#byInvite = null;
    this.#lastAttempt = null;
  }

  /** False: there was none to forget. */
  forgetLastAttempt(): boolean {
    const failed = this.#lastAttempt !== null;
    this.#lastAttempt = null;
    return failed;
  }

  /** Asks to be let in. Throws ApiError. */
  async request(target: JoinTarget, name: string | undefined): Promise<void> {
    const { requireNone, network, move } = this.#options;
    this.#begin(name);
    this.#isLookingForTarget = true;
    try {
      const { via, cluster } = await findCluster(network(), target);
      await this.#take(name);
      // After whatever is under way: a laptop that is just being let in asks nobody any more.
      await move(() => {
        requireNone();
        this.#ask(via, cluster);
        return Promise.resolve();
      });
    } finally {
      this.#isLookingForTarget = false;
    }
  }

  #ask(via: NearbyPeer, cluster: { readonly id: string; readonly name: string }): void {
    const { network, changed, fail, move } = this.#options;
    const asking = new Asking(network(), via, cluster, Date.now(), changed);
    this.#asking = asking;
    this.#lastAttempt = null;
    changed();
    asking
      .run()
      .then((outcome) => move(() => this.#answered(asking, outcome)))
      .catch(fail);
  }

  async #answered(asking: Asking, outcome: AskingOutcome): Promise<void> {
    if (this.#asking !== asking) return;
    const { clusterName } = asking;
    switch (outcome.type) {
      case 'cancelled':
        break;
      case 'refused':
        this.#lastAttempt = { type: 'refused', clusterName, by: outcome.by };
        break;
      case 'failed':
        this.#lastAttempt = { type: 'join-failed', clusterName, reason: outcome.reason };
        break;
      case 'approved':
        // It goes on asking until it is in, and what it has is on disk: it is not alone again in between.
        await this.#options.letIn(outcome.approval);
        break;
      default:
        outcome satisfies never;
    }
    this.#asking = null;
    this.#options.changed();
  }

  /** What an invite link says. Throws ApiError. */
  readInvite(link: string): InvitationLine {
    return invitationLine(readInvitation(link), this.#options.record.file.cluster?.id ?? null, Date.now());
  }

  /** Resolves once this laptop is in. Throws ApiError, for whoever called; `phase()` says it too. */
  async byInvite(link: string, name: string | undefined): Promise<void> {
    const { network, changed, move, letIn, fail } = this.#options;
    const invitation = readInvitation(link);
    this.#begin(name);
    const joining = new JoiningByInvite(network(), invitation, Date.now());
    this.#byInvite = joining;
    this.#lastAttempt = null;
    try {
      await this.#take(name);
      changed();
      const outcome =
        Date.now() < invitation.expiresAtMs ? await joining.run() : ({ type: 'failed', reason: 'expired' } as const);
      await move(async () => {
        // Something else began meanwhile, which ended this.
        if (this.#byInvite !== joining) throw cancelledError();
        const { clusterName, inviter } = joining;
        switch (outcome.type) {
          case 'cancelled':
            throw cancelledError();
          case 'failed':
            this.#lastAttempt = { type: 'invite-failed', clusterName, inviter, reason: outcome.reason };
            throw joiningError(outcome.reason, clusterName);
          case 'approved':
            await letIn(outcome.approval).catch(fail);
            return;
          default:
            outcome satisfies never;
        }
      });
    } finally {
      if (this.#byInvite === joining) this.#byInvite = null;
      changed();
    }
  }

  #begin(name: string | undefined): void {
    this.#options.requireNone();
    if (name !== undefined) requireName(name);
    if (this.#asking !== null || this.#byInvite !== null || this.#isLookingForTarget) throw joinsAlreadyError();
  }

  /** The name that the person gave with the attempt. */
  async #take(name: string | undefined): Promise<void> {
    const { record } = this.#options;
    if (name !== undefined && name !== record.file.name) await record.save({ name });
  }
}

const joinsAlreadyError = (): ApiError =>
  new ApiError('already-asking', 'This laptop asks to join already. Take that request back first.');
const cancelledError = (): ApiError => new ApiError('refused', 'Joining was given up. Nothing was changed.');
