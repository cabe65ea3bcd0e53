import type { Phase } from '../api/contract.ts';
import { BadAddressError, ForeignPeerError, UnreachableError } from '../network/errors.ts';
import type { JoinAnswer, NearbyPeer, Network } from '../network/types.ts';
import { fitName } from '../notes/names.ts';
import { ApiError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';

type Failure = Extract<Phase, { type: 'join-failed' }>['reason'];
export type Approval = Extract<JoinAnswer, { type: 'approved' }>;

export type AskingOutcome =
  | { readonly type: 'approved'; readonly approval: Approval }
  | { readonly type: 'refused'; readonly by: string }
  | { readonly type: 'failed'; readonly reason: Failure }
  | { readonly type: 'cancelled' };

/**
 * A laptop that dropped the request is asked again this often, or another of its cluster in its place; and where too
 * many ask at once, for about as long as others' requests take to be decided.
 */
const attempts = 5;
const attemptsWhenBusy = 60;
const pauseMs = 1_000;

/** One request to be let into a cluster, from this laptop's side: asks, waits for a person, asks again elsewhere. */
export class Asking {
  readonly clusterName: string;
  readonly sinceMs: number;
  readonly #network: Network;
  readonly #clusterId: string;
  readonly #abort = new AbortController();
  readonly #onChange: () => void;
  #via: NearbyPeer;
  #code: string | null = null;

  constructor(
    network: Network,
    via: NearbyPeer,
    cluster: { id: string; name: string },
    nowMs: number,
    onChange: () => void,
  ) {
    this.#network = network;
    this.#via = via;
    this.#clusterId = cluster.id;
    this.clusterName = fitName(cluster.name, cluster.id.slice(0, 8));
    this.sinceMs = nowMs;
    this.#onChange = onChange;
  }

  phase(): Phase {
    return {
      type: 'asking',
      clusterName: this.clusterName,
      via: fitName(this.#via.name, fingerprint(this.#via.peer)),
      viaFingerprint: fingerprint(this.#via.peer),
      sinceMs: this.sinceMs,
      code: this.#code,
    };
  }

  cancel(): void {
    this.#abort.abort();
  }

  async run(): Promise<AskingOutcome> {
    const { signal } = this.#abort;
    for (let attempt = 1; ; attempt++) {
      const show = (code: string | null): void => {
        this.#code = code;
        this.#onChange();
      };
      const answer = await this.#network.join(this.#via, this.#clusterId, show, signal).catch(() => null);
      if (signal.aborted) return { type: 'cancelled' };
      if (answer?.type === 'approved') return { type: 'approved', approval: answer };
      // Someone in between has one try with each request: no more than a few go out by themselves.
      const wasAgreed = this.#code !== null;
      show(null);
      if (answer?.type === 'refused') return { type: 'refused', by: fitName(answer.by, '?') };
      const reason = failureIn(answer);
      const mayPass = reason === 'busy' || reason === 'unreachable';
      const most = reason === 'busy' && !wasAgreed ? attemptsWhenBusy : attempts;
      if (!mayPass || attempt >= most) return { type: 'failed', reason };
      await pause(pauseMs, signal);
      this.#askAnother();
    }
  }

  /** Goes on to the next laptop of the cluster that is seen now, if there is another. */
  #askAnother(): void {
    const { epoch } = this.#via.cluster ?? {};
    const isOne = ({ cluster }: NearbyPeer): boolean => cluster?.id === this.#clusterId && cluster.epoch === epoch;
    const others = this.#network.nearby().filter(isOne);
    const next = others[(others.findIndex((peer) => peer.peer === this.#via.peer) + 1) % Math.max(1, others.length)];
    if (next === undefined) return;
    this.#via = next;
    this.#onChange();
  }
}

function failureIn(answer: JoinAnswer | null): Failure {
  if (answer?.type !== 'unavailable') return 'unreachable';
  // Said to a repair only: whoever says it here does not know what it was asked.
  if (answer.reason === 'no-majority') return 'unreachable';
  return answer.reason === 'other-epoch' ? 'other-cluster' : answer.reason;
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

/** A cluster as a person points at it: one seen nearby, or wherever one of its laptops listens. */
export type JoinTarget =
  { readonly clusterId: string; readonly epoch?: number | undefined } | { readonly address: string };

const helloTimeoutMs = 10_000;

/**
 * The laptop to ask, and the cluster that it is in.
 *
 * @throws ApiError `bad-address`, `unreachable`, `other-version`, `no-cluster`, `unknown-cluster`
 */
export async function findCluster(
  network: Network,
  target: JoinTarget,
): Promise<{ readonly via: NearbyPeer; readonly cluster: NonNullable<NearbyPeer['cluster']> }> {
  const via = 'address' in target ? await helloAt(network, target.address) : nearbyOf(network, target);
  if (via.cluster === null) {
    const who = fitName(via.name, fingerprint(via.peer));
    throw new ApiError('no-cluster', `${who} answered, but it is in no cluster. Create one there first.`);
  }
  return { via, cluster: via.cluster };
}

async function helloAt(network: Network, address: string): Promise<NearbyPeer> {
  try {
    return await network.hello(address, AbortSignal.timeout(helloTimeoutMs));
  } catch (error) {
    if (error instanceof BadAddressError) throw new ApiError('bad-address', error.message);
    if (error instanceof ForeignPeerError) {
      throw new ApiError(error.foreign === 'newer' ? 'newer-version' : 'other-version', error.message);
    }
    if (error instanceof UnreachableError) throw new ApiError('unreachable', error.message);
    throw error;
  }
}

function nearbyOf(
  network: Network,
  { clusterId, epoch }: { readonly clusterId: string; readonly epoch?: number | undefined },
): NearbyPeer {
  const isOne = ({ cluster }: NearbyPeer): boolean =>
    cluster?.id === clusterId && (epoch === undefined || epoch === (cluster.epoch ?? 0));
  const peer = network.nearby().find(isOne);
  if (peer === undefined)
    throw new ApiError('unknown-cluster', 'No laptop of that cluster is seen on this network any more.');
  return peer;
}
