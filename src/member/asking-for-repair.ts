import type { RepairStep } from '../api/contract.ts';
import type { JoinAnswer, KnownMember, Network, Removed } from '../network/types.ts';
import { fitName } from '../notes/names.ts';
import type { Approval } from './asking.ts';
import { pause } from './asking.ts';
import { fingerprint } from './fingerprint.ts';

export type RepairOutcome =
  { readonly type: 'approved'; readonly approval: Approval } | Removed | { readonly type: 'cancelled' };

/** A member that is asked answers within the time of its steps, if it can. */
const answerLimitMs = 25_000;
/** Between rounds; each member takes a request every five seconds for as long as one likes. */
const firstPauseMs = 500;
const longestPauseMs = 6_000;

/**
 * One member's way back into its cluster after it lost its log: asks the members that it knows, one after the other and
 * again and again, until one has let it in or says that it was removed. Others are not asked, whatever they say they are:
 * whoever answers decides what this laptop takes for the notes.
 */
export class AskingForRepair {
  readonly #network: Pick<Network, 'askForRepair' | 'nearby'>;
  readonly #clusterId: string;
  readonly #epoch: number | undefined;
  readonly #others: readonly KnownMember[];
  readonly #onChange: () => void;
  readonly #abort = new AbortController();
  #step: RepairStep;

  constructor(
    network: Pick<Network, 'askForRepair' | 'nearby'>,
    { clusterId, epoch }: { readonly clusterId: string; readonly epoch: number | undefined },
    others: readonly KnownMember[],
    onChange: () => void,
  ) {
    this.#network = network;
    this.#clusterId = clusterId;
    this.#epoch = epoch;
    this.#others = others;
    this.#onChange = onChange;
    this.#step = this.#looking();
  }

  get step(): RepairStep {
    return this.#step;
  }

  cancel(): void {
    this.#abort.abort();
  }

  async run(): Promise<RepairOutcome> {
    for (let pauseMs = firstPauseMs; !this.#isCancelled(); pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      let step = this.#looking();
      for (const other of this.#seenFirst()) {
        if (this.#step.type === 'looking' && this.#isSeen(other)) this.#goTo({ type: 'asking', by: nameOf(other) });
        const answer = await this.#ask(other);
        if (this.#isCancelled()) return { type: 'cancelled' };
        if (answer?.type === 'approved' && this.#isMeant(answer)) {
          return { type: 'approved', approval: answer };
        }
        if (answer?.type === 'removed') return answer;
        step = after(answer, other, step);
      }
      this.#goTo(step);
      await pause(pauseMs, this.#abort.signal);
    }
    return { type: 'cancelled' };
  }

  /** null: it does not answer, or not in time. */
  async #ask(other: KnownMember): Promise<JoinAnswer | null> {
    const attempt = new AbortController();
    const giveUp = (): void => attempt.abort();
    const timer = setTimeout(giveUp, answerLimitMs);
    this.#abort.signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await this.#network.askForRepair(other, this.#clusterId, attempt.signal, this.#epoch);
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
      this.#abort.signal.removeEventListener('abort', giveUp);
    }
  }

  /** An app of an earlier version does not say of which epoch it is. */
  #isMeant({ clusterId, epoch = this.#epoch }: Approval): boolean {
    return clusterId === this.#clusterId && (this.#epoch === undefined || epoch === this.#epoch);
  }

  #isCancelled(): boolean {
    return this.#abort.signal.aborted;
  }

  #seenFirst(): readonly KnownMember[] {
    const seen = this.#others.filter((other) => this.#isSeen(other));
    return [...seen, ...this.#others.filter((other) => !seen.includes(other))];
  }

  #isSeen({ member }: KnownMember): boolean {
    return this.#network.nearby().some(({ peer }) => peer === member);
  }

  #looking(): RepairStep {
    return { type: 'looking', known: this.#others.map(nameOf) };
  }

  #goTo(step: RepairStep): void {
    this.#step = step;
    this.#onChange();
  }
}

/** What there is to say after one more has answered: what brings it nearest to an end. */
function after(answer: JoinAnswer | null, other: KnownMember, before: RepairStep): RepairStep {
  if (answer?.type !== 'unavailable') return before;
  // One of its own epoch may still let it in: this is for the person to decide.
  if (answer.reason === 'other-epoch') return { type: 'recovered', by: nameOf(other), elsewhere: [] };
  if (answer.reason === 'no-majority') {
    return before.type === 'recovered' ? before : { type: 'no-majority', by: nameOf(other) };
  }
  const isOnTheWay = answer.reason === 'busy' || answer.reason === 'timed-out';
  return isOnTheWay && before.type === 'looking' ? { type: 'asking', by: nameOf(other) } : before;
}

const nameOf = ({ member, name }: KnownMember): string => fitName(name, fingerprint(member));
