/**
 * One thorough look at the way to one other app, step by step: where it should be, whether each place answers, who is
 * there, whether it speaks with us, and whether it reaches us too.
 */
import { networkInterfaces } from 'node:os';
import type { Connection } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { dialableAddresses, listenMultiaddr, parseAddress } from './addresses.ts';
import { probePort } from './dial-probe.ts';
import type { DialResult } from './dial-probe.ts';
import { ForeignPeerError, UnreachableError } from './errors.ts';
import type { HelloProtocol } from './hello.ts';
import type { Host } from './host.ts';
import { isReachable } from './reach.ts';
import type { Reach, ReachProtocol } from './reach.ts';
import { timeout } from './timed-signal.ts';

export type PeerTestTarget =
  | { readonly peer: MemberId }
  /** As a person types it. */
  | { readonly address: string };

/** A `result` of null: this step is under way. Steps come in this order; those that nothing is left for do not. */
export type PeerTestStep =
  | { readonly type: 'addresses'; readonly addresses: readonly string[]; readonly isConnected: boolean }
  /** One for each address, `host:port`, all at once. */
  | { readonly type: 'dial'; readonly address: string; readonly result: DialResult | null }
  | { readonly type: 'handshake'; readonly address: string; readonly result: Handshake | null }
  | { readonly type: 'hello'; readonly result: Greeting | null }
  | { readonly type: 'dial-back'; readonly result: Reach | null };

export type Handshake =
  /** It proved to be who it should be, or, where only an address was given, who it is. */
  | { readonly outcome: 'proved'; readonly peer: MemberId; readonly tookMs: number }
  /** Somebody else has that address now. */
  | { readonly outcome: 'other-peer'; readonly peer: MemberId; readonly tookMs: number }
  /** A program answers there that is no Raftpad, or this app itself. */
  | { readonly outcome: 'not-raftpad'; readonly tookMs: number };

export type Greeting =
  | {
      readonly outcome: 'answered';
      readonly name: string;
      readonly appVersion: string;
      readonly roundTripMs: number | null;
    }
  /** It speaks no protocol that this app knows. */
  | { readonly outcome: 'foreign' }
  | { readonly outcome: 'newer' }
  | { readonly outcome: 'silent' };

export interface PeerTestTools {
  readonly host: Host;
  readonly hello: HelloProtocol;
  readonly reach: ReachProtocol;
  readonly addressesOf: (peer: MemberId) => Iterable<string>;
  /** A connection that the app has with it for other reasons. */
  readonly connection: (peer: MemberId) => Connection | null;
  /** The TCP port that we listen at; null: none. */
  readonly ownPort: () => number | null;
  /** How long the last answer to a hello took; null: there was none. */
  readonly roundTripMs: (peer: MemberId) => number | null;
}

const dialTimeoutMs = 3_000;
const handshakeTimeoutMs = 3_000;
const mostAddresses = 8;

/**
 * @param onSteps called with all steps so far, at each change
 * @throws BadAddressError, and the reason of `signal`
 */
export async function testPeer(
  target: PeerTestTarget,
  tools: PeerTestTools,
  options: { readonly signal: AbortSignal; readonly onSteps: (steps: readonly PeerTestStep[]) => void },
): Promise<void> {
  await new PeerTest(target, tools, options).run();
}

interface Place {
  readonly host: string;
  readonly port: number;
}

class PeerTest {
  readonly #target: PeerTestTarget;
  readonly #tools: PeerTestTools;
  readonly #signal: AbortSignal;
  readonly #onSteps: (steps: readonly PeerTestStep[]) => void;
  readonly #steps: PeerTestStep[] = [];

  constructor(
    target: PeerTestTarget,
    tools: PeerTestTools,
    { signal, onSteps }: { readonly signal: AbortSignal; readonly onSteps: (steps: readonly PeerTestStep[]) => void },
  ) {
    this.#target = target;
    this.#tools = tools;
    this.#signal = signal;
    this.#onSteps = onSteps;
  }

  async run(): Promise<void> {
    const open = 'peer' in this.#target ? this.#tools.connection(this.#target.peer) : null;
    const places = this.#places(open);
    this.#step({ type: 'addresses', addresses: places.map(textOf), isConnected: open !== null });
    const answering = await this.#dialAll(places);
    const proved = await this.#handshakes(answering);
    try {
      const connection = proved ?? open;
      if (connection !== null && (await this.#sayHello(connection))) await this.#dialBack(connection);
    } finally {
      if (proved !== null) this.#release(proved);
    }
  }

  /** It was made for the test alone. If there is no other one with the laptop that was missed, it is of use. */
  #release(connection: Connection): void {
    const isMissed = 'peer' in this.#target && this.#tools.connection(this.#target.peer) === null;
    if (isMissed && !this.#signal.aborted) this.#tools.host.share(connection);
    else connection.abort(new Error('done'));
  }

  #places(open: Connection | null): readonly Place[] {
    if ('address' in this.#target) return [placeOf(parseAddress(this.#target.address))].filter(isPlace);
    const { peer } = this.#target;
    // Where we reached it, it is; where it came from is no port that it listens at.
    const current = open?.direction === 'outbound' ? [open.remoteAddr.toString()] : [];
    const addresses = new Set([...current, ...this.#tools.addressesOf(peer)]);
    const places = dialableAddresses(addresses, peer)
      .map((address) => placeOf(address.toString()))
      .filter(isPlace);
    const once = new Map(places.map((place) => [textOf(place), place]));
    const own = new Set(this.#tools.host.addresses().map((address) => textOf(placeOf(address))));
    return worthDialing([...once.values()].filter((place) => !own.has(textOf(place)))).slice(0, mostAddresses);
  }

  async #dialAll(places: readonly Place[]): Promise<readonly Place[]> {
    const dials = places.map(async (place) => {
      const at = this.#step({ type: 'dial', address: textOf(place), result: null });
      const result = await probePort(place, { timeoutMs: dialTimeoutMs, signal: this.#signal });
      this.#step({ type: 'dial', address: textOf(place), result }, at);
      return result.outcome === 'connected' ? { place, tookMs: result.tookMs } : null;
    });
    const results = (await Promise.all(dials)).filter((each) => each !== null);
    return results.sort((left, right) => left.tookMs - right.tookMs).map(({ place }) => place);
  }

  /** The connection to whoever it should be, at the first place where that is so. */
  async #handshakes(places: readonly Place[]): Promise<Connection | null> {
    for (const place of places) {
      const at = this.#step({ type: 'handshake', address: textOf(place), result: null });
      const startedAtMs = performance.now();
      const connection = await this.#connect(place);
      const tookMs = performance.now() - startedAtMs;
      if (connection === null) {
        this.#step({ type: 'handshake', address: textOf(place), result: { outcome: 'not-raftpad', tookMs } }, at);
        continue;
      }
      const peer = asMemberId(connection.remotePeer.toString());
      const isExpected = !('peer' in this.#target) || peer === this.#target.peer;
      const result = { outcome: isExpected ? 'proved' : 'other-peer', peer, tookMs } as const;
      this.#step({ type: 'handshake', address: textOf(place), result }, at);
      if (isExpected) return connection;
      connection.abort(new Error('somebody else'));
    }
    return null;
  }

  /** Whom we expect is not named to libp2p: it would not say who is there instead. */
  async #connect({ host, port }: Place): Promise<Connection | null> {
    const timed = timeout(this.#signal, handshakeTimeoutMs);
    try {
      return await this.#tools.host.dialAlone(listenMultiaddr(host, port), timed.signal);
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      this.#throwIfCancelled();
      return null;
    } finally {
      timed.clear();
    }
  }

  async #sayHello(connection: Connection): Promise<boolean> {
    const at = this.#step({ type: 'hello', result: null });
    try {
      const { peer, name, appVersion } = await this.#tools.hello.say(connection, this.#signal);
      const roundTripMs = this.#tools.roundTripMs(peer);
      this.#step({ type: 'hello', result: { outcome: 'answered', name, appVersion, roundTripMs } }, at);
      return true;
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      this.#throwIfCancelled();
      const outcome = error instanceof ForeignPeerError ? (error.foreign === 'newer' ? 'newer' : 'foreign') : 'silent';
      this.#step({ type: 'hello', result: { outcome } }, at);
      return false;
    }
  }

  async #dialBack(connection: Connection): Promise<void> {
    const port = this.#tools.ownPort();
    if (port === null || !isReachable(port)) return;
    const at = this.#step({ type: 'dial-back', result: null });
    try {
      const result = await this.#tools.reach.ask(connection, port, this.#signal);
      this.#step({ type: 'dial-back', result }, at);
    } catch (error) {
      this.#throwIfCancelled();
      throw error;
    }
  }

  /** Adds a step, or puts it in the place of the one at `at`; returns where it is. */
  #step(step: PeerTestStep, at = this.#steps.length): number {
    this.#steps[at] = step;
    if (!this.#signal.aborted) this.#onSteps([...this.#steps]);
    return at;
  }

  #throwIfCancelled(): void {
    this.#signal.throwIfAborted();
  }
}

/**
 * Every app also says that it listens at the loopback addresses of its own laptop. From another laptop they lead
 * nowhere, or to another app.
 */
function worthDialing(places: readonly Place[]): readonly Place[] {
  const isLoopback = ({ host }: Place): boolean => host.startsWith('127.') || host === '::1';
  const elsewhere = places.filter((place) => !isLoopback(place));
  const own = new Set(Object.values(networkInterfaces()).flatMap((infos = []) => infos.map(({ address }) => address)));
  const isOnThisLaptop = elsewhere.length === 0 || elsewhere.some(({ host }) => own.has(host));
  return isOnThisLaptop ? places : elsewhere;
}

function placeOf(address: string): Place | null {
  const [host, tcp] = multiaddr(address).getComponents();
  return host?.value === undefined || tcp?.value === undefined ? null : { host: host.value, port: Number(tcp.value) };
}

function isPlace(place: Place | null): place is Place {
  return place !== null;
}

function textOf(place: Place | null): string {
  if (place === null) return '';
  return place.host.includes(':') ? `[${place.host}]:${place.port}` : `${place.host}:${place.port}`;
}
