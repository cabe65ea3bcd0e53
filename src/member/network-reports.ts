import type { NetworkReport, PeerLine, PeerTestLine, PeerTestStepLine, Platform } from '../api/network.ts';
import { defaultPort } from '../network/addresses.ts';
import { BadAddressError } from '../network/errors.ts';
import type { Diagnosis, NetworkFacts, PeerFacts } from '../network/diagnosis.ts';
import type { Greeting, PeerTestStep, PeerTestTarget } from '../network/peer-test.ts';
import type { Route } from '../network/routes.ts';
import { fitName } from '../notes/names.ts';
import { asMemberId, type MemberId } from '../raft/types.ts';
import { Emitter } from './emitter.ts';
import { ApiError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { firewallLines } from './firewall-lines.ts';
import { networkFindings, type ReportFacts } from './network-findings.ts';
import { peerTestVerdict } from './peer-test-verdict.ts';
import { appVersion } from './version.ts';

export interface NetworkReportsOptions {
  readonly diagnosis: () => Diagnosis;
  readonly self: () => MemberId;
  /** The members of the cluster that this laptop is in, and their names. */
  readonly members: () => ReadonlyMap<string, string>;
}

const mostTests = 4;

/** What this member can say of its network, and the tests of single laptops that it is at. */
export class NetworkReports {
  /** A test got further. */
  readonly tested = new Emitter<PeerTestLine>();
  readonly #options: NetworkReportsOptions;
  readonly #running = new Map<string, { readonly cancel: AbortController; readonly done: Promise<PeerTestLine> }>();

  constructor(options: NetworkReportsOptions) {
    this.#options = options;
  }

  report(): NetworkReport {
    const facts = this.#facts(this.#options.diagnosis().facts());
    const port = facts.port.number ?? defaultPort;
    return {
      ...facts,
      findings: networkFindings(facts, appVersion),
      firewalls: firewallLines(port, facts.platform, process.execPath),
    };
  }

  /**
   * Tests the way to a laptop, known by its id or by an address. Whoever asks for the same while it goes on waits for it.
   *
   * @throws ApiError `bad-address`, `refused`, `too-many-tests`
   */
  async test(target: string, isAddress: boolean): Promise<PeerTestLine> {
    const running = this.#running.get(target);
    if (running !== undefined) return await running.done;
    if (target === this.#options.self()) throw new ApiError('refused', 'That is this laptop itself.');
    if (this.#running.size >= mostTests) {
      throw new ApiError('too-many-tests', `${mostTests} tests are under way. Wait until one of them is done.`);
    }
    const cancel = new AbortController();
    const done = this.#test(target, isAddress ? { address: target } : { peer: asMemberId(target) }, cancel.signal);
    this.#running.set(target, { cancel, done });
    try {
      return await done;
    } finally {
      this.#running.delete(target);
    }
  }

  cancel(target: string): void {
    this.#running.get(target)?.cancel.abort(new Error('cancelled'));
  }

  stop(): void {
    for (const target of this.#running.keys()) this.cancel(target);
  }

  async #test(target: string, peer: PeerTestTarget, signal: AbortSignal): Promise<PeerTestLine> {
    let steps: readonly PeerTestStepLine[] = [];
    const onSteps = (raw: readonly PeerTestStep[]): void => {
      steps = raw.map(stepLine);
      this.tested.emit({ target, steps, verdict: null });
    };
    try {
      await this.#options.diagnosis().test(peer, { signal, onSteps });
    } catch (error) {
      if (error instanceof BadAddressError) throw new ApiError('bad-address', error.message);
      if (!signal.aborted) throw error;
    }
    const result: PeerTestLine = { target, steps, verdict: signal.aborted ? 'cancelled' : peerTestVerdict(steps) };
    this.tested.emit(result);
    return result;
  }

  #facts(facts: NetworkFacts): ReportFacts {
    const members = this.#options.members();
    const { watchedMs, mdns, port, interfaces, routes, othersHeardAgoMs, announcedAgoMs } = facts;
    const peers = facts.peers.map((peer) => peerLine(peer, members));
    return {
      watchedMs,
      platform: platformOf(process.platform),
      mdns,
      port,
      interfaces,
      defaultInterface: interfaceOf(routes.default, interfaces),
      multicastInterface: interfaceOf(routes.multicast, interfaces),
      noMulticastRoute: routes.multicast?.type === 'none',
      othersHeardAgoMs,
      announcedAgoMs,
      peers: [...peers.filter(({ isMember }) => isMember), ...peers.filter(({ isMember }) => !isMember)],
    };
  }
}

function peerLine(
  { peer, name, appVersion: version, connection, reach, ...facts }: PeerFacts,
  members: ReadonlyMap<string, string>,
): PeerLine {
  const short = fingerprint(peer);
  return {
    ...facts,
    member: peer,
    fingerprint: short,
    name: members.get(peer) ?? (name === null ? short : fitName(name, short)),
    isMember: members.has(peer),
    appVersion: version === null ? null : fitName(version, '?'),
    connection: connection === null ? null : { address: connection.address, direction: connection.direction },
    reach: reach === null ? null : { outcome: reach.outcome, tookMs: reach.tookMs, agoMs: reach.agoMs },
  };
}

function stepLine(step: PeerTestStep): PeerTestStepLine {
  switch (step.type) {
    case 'addresses':
    case 'dial':
      return step;
    case 'handshake': {
      if (step.result === null || step.result.outcome === 'not-raftpad') return { ...step, result: step.result };
      const { peer, outcome, tookMs } = step.result;
      return { ...step, result: { outcome, member: peer, fingerprint: fingerprint(peer), tookMs } };
    }
    case 'hello':
      if (step.result?.outcome !== 'answered') return { ...step, result: step.result };
      return { ...step, result: greetingLine(step.result) };
    case 'dial-back': {
      if (step.result === null) return { ...step, result: null };
      const { outcome, tookMs } = step.result;
      return { ...step, result: { outcome, tookMs } };
    }
    default:
      return step satisfies never;
  }
}

/** What it says of itself is made fit to be shown. */
function greetingLine({ name, appVersion: version, roundTripMs }: Extract<Greeting, { outcome: 'answered' }>) {
  return {
    outcome: 'answered',
    name: fitName(name, ''),
    appVersion: fitName(version, '?'),
    versionDiffers: version !== appVersion,
    roundTripMs,
  } as const;
}

function interfaceOf(route: Route | null, interfaces: NetworkFacts['interfaces']): string | null {
  if (route?.type !== 'from') return null;
  const found = interfaces.find(({ addresses }) => addresses.some(({ address }) => address === route.address));
  return found?.name ?? null;
}

function platformOf(name: NodeJS.Platform): Platform {
  switch (name) {
    case 'linux':
      return 'linux';
    case 'darwin':
      return 'macos';
    case 'win32':
      return 'windows';
    default:
      return 'other';
  }
}
