/**
 * What can be found out of the network that this app is on, and of each other app. It costs something only while
 * somebody looks: a watch that goes on for as long as it is asked about, and ends by itself.
 */
import { networkInterfaces } from 'node:os';
import type { Connection } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import type { MemberId } from '../raft/types.ts';
import { defaultPort } from './addresses.ts';
import type { Contact, Contacts } from './contacts.ts';
import type { Foreign } from './foreign.ts';
import type { HelloProtocol } from './hello.ts';
import { portsTried } from './host.ts';
import type { Host } from './host.ts';
import { interfaceFacts } from './interface-facts.ts';
import type { InterfaceFacts } from './interface-facts.ts';
import { mdnsGroup, MulticastProbe } from './multicast-probe.ts';
import type { MulticastState } from './multicast-probe.ts';
import { testPeer } from './peer-test.ts';
import type { PeerTestStep, PeerTestTarget } from './peer-test.ts';
import { isReachable } from './reach.ts';
import type { Reach, ReachProtocol } from './reach.ts';
import { anywhere, routeTo } from './routes.ts';
import type { Route } from './routes.ts';
import type { NetworkOptions } from './types.ts';

export interface NetworkFacts {
  /** How long this network has been watched, in milliseconds: what was not heard by then may still come. */
  readonly watchedMs: number;
  readonly mdns: boolean;
  readonly port: PortFacts;
  readonly interfaces: readonly (InterfaceFacts & { readonly multicast: MulticastState | null })[];
  /** Which way packets to anywhere, and multicast that names no interface, would leave; null: not known yet. */
  readonly routes: { readonly default: Route | null; readonly multicast: Route | null };
  /** When any other device was last heard on the port of mDNS, and when another Raftpad was; null: not yet. */
  readonly othersHeardAgoMs: number | null;
  readonly announcedAgoMs: number | null;
  readonly peers: readonly PeerFacts[];
}

export interface PortFacts {
  /** Null: it listens nowhere. */
  readonly number: number | null;
  /** `next-free`, `any-free`: the one that everybody expects was taken. `given`: it was told where to listen. */
  readonly choice: 'usual' | 'next-free' | 'any-free' | 'given';
}

export interface PeerFacts {
  readonly peer: MemberId;
  readonly name: string | null;
  readonly appVersion: string | null;
  readonly addresses: readonly string[];
  /** The raft stream with a member, or else any connection. `direction`: who dialed. */
  readonly connection: {
    readonly address: string;
    readonly direction: 'outgoing' | 'incoming';
    readonly isStream: boolean;
  } | null;
  /** Any sign of life over a connection: a frame, a hello. */
  readonly heardAgoMs: number | null;
  readonly announcedAgoMs: number | null;
  readonly roundTripMs: number | null;
  /** We tried to connect to it, and could not. */
  readonly failedAgoMs: number | null;
  readonly foreign: Foreign | null;
  /** How it went when it dialed us back, if it was asked to. */
  readonly reach: (Reach & { readonly agoMs: number }) | null;
}

/** See `NetworkFacts`; part of `Network`. */
export interface Diagnosis {
  /** What is known now. Starts the watch, or lets it go on for another while. */
  facts(): NetworkFacts;
  /** Whether `peer` is a member, or was heard of in this run. */
  knows(peer: string): boolean;
  /** See `testPeer` in peer-test.ts. */
  test(
    target: PeerTestTarget,
    options: { readonly signal: AbortSignal; readonly onSteps: (steps: readonly PeerTestStep[]) => void },
  ): Promise<void>;
}

export interface DiagnosisOptions {
  readonly host: Host;
  readonly hello: HelloProtocol;
  readonly reach: ReachProtocol;
  readonly contacts: Contacts;
  readonly foreign: (peer: MemberId) => Foreign | null;
  readonly network: Pick<NetworkOptions, 'listen' | 'mdns'>;
  /** The other members. */
  readonly members: () => Iterable<MemberId>;
  readonly addressesOf: (peer: MemberId) => Iterable<string>;
  readonly stream: (peer: MemberId) => { readonly connection: Connection; readonly heardAtMs: number } | null;
}

/** Without anyone who asks, the watch ends after so long. */
const watchMs = 12_000;
const tickMs = 1_000;
const reachAgainMs = 30_000;
/** So many are asked to dial back: enough to tell one laptop's trouble from our own. */
const mostAsked = 3;
const mostPeers = 60;
/** Who gave no sign for so long, and is no member, is not shown. */
const forgottenMs = 5 * 60_000;

export class NetworkDiagnosis implements Diagnosis {
  readonly #options: DiagnosisOptions;
  readonly #probe: MulticastProbe;
  readonly #reaches = new Map<MemberId, { readonly reach: Reach | null; readonly atMs: number }>();
  #startedAtMs: number | null = null;
  #interfaces = '';
  #askedAtMs = -Infinity;
  #tick: NodeJS.Timeout | null = null;
  #watching = new AbortController();
  #routes: { default: Route | null; multicast: Route | null } = { default: null, multicast: null };

  constructor(options: DiagnosisOptions) {
    this.#options = options;
    this.#probe = new MulticastProbe({ interfaces: ownIPv4Addresses, isOwn });
  }

  facts(): NetworkFacts {
    const nowMs = performance.now();
    this.#askedAtMs = nowMs;
    this.#watch(nowMs);
    const { host, network, contacts } = this.#options;
    const interfaces = interfaceFacts(networkInterfaces(), host.addresses()).map((facts) => {
      const ipv4 = facts.addresses.find(({ family }) => family === 'IPv4');
      return { ...facts, multicast: ipv4 === undefined ? null : this.#probe.state(ipv4.address) };
    });
    return {
      watchedMs: nowMs - (this.#startedAtMs ?? nowMs),
      mdns: network.mdns,
      port: { number: ownPort(host), choice: portChoice(network.listen, ownPort(host)) },
      interfaces,
      routes: this.#routes,
      othersHeardAgoMs: ago(this.#probe.othersHeardAtMs, nowMs),
      announcedAgoMs: ago(contacts.announcedAtMs, nowMs),
      peers: this.#peers(nowMs),
    };
  }

  knows(peer: string): boolean {
    return [...this.#known()].some((each) => each === peer);
  }

  test(
    target: PeerTestTarget,
    options: { readonly signal: AbortSignal; readonly onSteps: (steps: readonly PeerTestStep[]) => void },
  ): Promise<void> {
    const { host, hello, reach, contacts, addressesOf } = this.#options;
    const connection = (peer: MemberId): Connection | null => this.#connection(peer);
    const onSteps = (steps: readonly PeerTestStep[]): void => {
      if ('peer' in target) this.#takeUp(target.peer, steps.at(-1));
      options.onSteps(steps);
    };
    const roundTripMs = (peer: MemberId): number | null => contacts.of(peer).roundTripMs;
    const tools = { host, hello, reach, addressesOf, connection, ownPort: () => ownPort(host), roundTripMs };
    return testPeer(target, tools, { signal: options.signal, onSteps });
  }

  stop(): void {
    this.#watching.abort();
    if (this.#tick !== null) clearInterval(this.#tick);
    this.#tick = null;
    this.#startedAtMs = null;
    this.#interfaces = '';
    this.#probe.stop();
  }

  // The watch

  #watch(nowMs: number): void {
    if (this.#tick !== null) return;
    this.#watching = new AbortController();
    this.#startedAtMs = nowMs;
    this.#tick = setInterval(() => this.#onTick(), tickMs);
    if (this.#options.network.mdns) this.#probe.start();
    this.#look();
  }

  #onTick(): void {
    if (performance.now() - this.#askedAtMs > watchMs) this.stop();
    else this.#look();
  }

  #look(): void {
    const interfaces = JSON.stringify(networkInterfaces());
    // On another network, silence begins anew.
    if (interfaces !== this.#interfaces && this.#interfaces !== '') this.#startedAtMs = performance.now();
    this.#interfaces = interfaces;
    void routeTo(anywhere).then((route) => (this.#routes = { ...this.#routes, default: route }));
    void routeTo(mdnsGroup).then((route) => (this.#routes = { ...this.#routes, multicast: route }));
    this.#askToDialBack();
  }

  #askToDialBack(): void {
    const port = ownPort(this.#options.host);
    if (port === null || !isReachable(port)) return;
    const nowMs = performance.now();
    const connected = [...this.#known()].filter((peer) => this.#connection(peer) !== null);
    const asked = connected.filter((peer) => nowMs - (this.#reaches.get(peer)?.atMs ?? -Infinity) < reachAgainMs);
    for (const peer of connected.filter((each) => !asked.includes(each)).slice(0, mostAsked - asked.length)) {
      void this.#askOne(peer, port);
    }
  }

  /** What a test found out of the way back. */
  #takeUp(peer: MemberId, step: PeerTestStep | undefined): void {
    if (step?.type !== 'dial-back' || step.result === null || step.result.outcome === 'busy') return;
    this.#reaches.set(peer, { reach: step.result, atMs: performance.now() });
  }

  async #askOne(peer: MemberId, port: number): Promise<void> {
    const connection = this.#connection(peer);
    if (connection === null) return;
    this.#reaches.set(peer, { reach: this.#reaches.get(peer)?.reach ?? null, atMs: performance.now() });
    try {
      const reach = await this.#options.reach.ask(connection, port, this.#watching.signal);
      this.#reaches.set(peer, { reach, atMs: performance.now() });
    } catch {
      // The watch ended meanwhile.
      this.#reaches.delete(peer);
    }
  }

  // Others

  /** Members first. */
  #known(): ReadonlySet<MemberId> {
    return new Set([...this.#options.members(), ...this.#options.contacts.peers()]);
  }

  #connection(peer: MemberId): Connection | null {
    return this.#options.stream(peer)?.connection ?? this.#options.host.connection(peer);
  }

  #peers(nowMs: number): readonly PeerFacts[] {
    const members = new Set(this.#options.members());
    members.delete(this.#options.host.self);
    for (const peer of this.#reaches.keys()) if (!this.#known().has(peer)) this.#reaches.delete(peer);
    return [...this.#known()]
      .filter((peer) => peer !== this.#options.host.self)
      .map((peer) => this.#peer(peer, nowMs))
      .filter((facts) => members.has(facts.peer) || signOfLifeMs(facts) < forgottenMs)
      .slice(0, mostPeers);
  }

  #peer(peer: MemberId, nowMs: number): PeerFacts {
    const { contacts, stream, addressesOf } = this.#options;
    const contact: Contact = contacts.of(peer);
    const open = stream(peer);
    const connection = this.#connection(peer);
    const heardAtMs = Math.max(open?.heardAtMs ?? -Infinity, contact.helloAtMs ?? -Infinity);
    const asked = this.#reaches.get(peer);
    return {
      peer,
      name: contact.hello?.name ?? null,
      appVersion: contact.hello?.appVersion ?? null,
      addresses: [...addressesOf(peer)].slice(0, 16),
      connection:
        connection === null
          ? null
          : {
              address: placeText(connection),
              direction: connection.direction === 'outbound' ? 'outgoing' : 'incoming',
              isStream: open !== null,
            },
      heardAgoMs: ago(heardAtMs === -Infinity ? null : heardAtMs, nowMs),
      announcedAgoMs: ago(contact.announcedAtMs, nowMs),
      roundTripMs: contact.roundTripMs,
      failedAgoMs: connection === null ? ago(contact.failedAtMs, nowMs) : null,
      foreign: this.#options.foreign(peer),
      reach: asked === undefined || asked.reach === null ? null : { ...asked.reach, agoMs: nowMs - asked.atMs },
    };
  }
}

function signOfLifeMs({ heardAgoMs, announcedAgoMs, connection }: PeerFacts): number {
  return connection === null ? Math.min(heardAgoMs ?? Infinity, announcedAgoMs ?? Infinity) : 0;
}

function ago(atMs: number | null, nowMs: number): number | null {
  return atMs === null ? null : Math.max(0, nowMs - atMs);
}

function ownPort(host: Host): number | null {
  for (const address of host.addresses()) {
    const port = Number(address.split('/')[4]);
    if (port > 0) return port;
  }
  return null;
}

function portChoice(listen: string | null, port: number | null): PortFacts['choice'] {
  if (listen !== null) return 'given';
  if (port === null || port === defaultPort) return 'usual';
  return port > defaultPort && port <= defaultPort + portsTried ? 'next-free' : 'any-free';
}

function placeText(connection: Connection): string {
  const [host, tcp] = multiaddr(connection.remoteAddr.toString()).getComponents();
  const name = host?.value ?? '';
  return name.includes(':') ? `[${name}]:${tcp?.value ?? ''}` : `${name}:${tcp?.value ?? ''}`;
}

function ownIPv4Addresses(): readonly string[] {
  const firsts = Object.values(networkInterfaces()).map((infos = []) => infos.find(({ family }) => family === 'IPv4'));
  return firsts.flatMap((info) => (info === undefined ? [] : [info.address]));
}

function isOwn(address: string): boolean {
  if (address.startsWith('127.')) return true;
  return Object.values(networkInterfaces()).some((infos = []) => infos.some((info) => info.address === address));
}
