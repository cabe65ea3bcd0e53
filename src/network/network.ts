/**
 * A member's place on the network: libp2p over TCP with noise and yamux, mDNS discovery, and the protocols hello, join,
 * raft and snapshot (docs/protocol.md).
 */
import './polyfills.ts';
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { dialOrder } from './address-order.ts';
import { parseAddress } from './addresses.ts';
import { Contacts } from './contacts.ts';
import { NetworkDiagnosis } from './diagnosis.ts';
import { startDiscovery } from './discovery.ts';
import type { Discovery } from './discovery.ts';
import { ForeignPeerError, UnreachableError } from './errors.ts';
import type { Foreign } from './foreign.ts';
import { HelloProtocol } from './hello.ts';
import { startHost } from './host.ts';
import type { Host } from './host.ts';
import { InviteProtocol } from './invite.ts';
import type { Invitation } from './invite-link.ts';
import { JoinProtocol } from './join.ts';
import { NearbyPeers } from './nearby.ts';
import { Notices } from './notices.ts';
import { RaftStreams } from './raft-streams.ts';
import { ReachProtocol } from './reach.ts';
import { Snapshots } from './snapshots.ts';
import { InterfaceWatch } from './surroundings.ts';
import type { SurroundingsChange } from './surroundings.ts';
import { timeout } from './timed-signal.ts';
import { networkLimits } from './types.ts';
import type {
  InviteAnswer,
  JoinAnswer,
  KnownMember,
  NearbyPeer,
  Network,
  NetworkOptions,
  PeerFrame,
  Standing,
} from './types.ts';

/** @throws BadAddressError, ListenError */
export async function createNetwork(options: NetworkOptions): Promise<Network> {
  const network = new LibP2PNetwork(await startHost(options), options);
  await network.start();
  return network;
}

const tickMs = 1_000;
const refreshMs = 10_000;
/** Changes of name and cluster often come several at a time. */
const announceDelayMs = 50;
/** The smaller PeerId dials; the other one only if nothing came of it for this long. */
const helperDelayMs = 1_500;
const mostAnnounced = 500;
const mostGreetings = 16;

interface Announced {
  readonly addresses: readonly string[];
  readonly firstAtMs: number;
  readonly notBeforeMs: number;
  readonly failures: number;
}

class LibP2PNetwork implements Network {
  readonly self: MemberId;
  readonly diagnosis: NetworkDiagnosis;
  readonly #host: Host;
  readonly #options: NetworkOptions;
  readonly #nearby: NearbyPeers;
  readonly #hello: HelloProtocol;
  readonly #join: JoinProtocol;
  readonly #invite: InviteProtocol;
  readonly #raft: RaftStreams;
  readonly #snapshots: Snapshots;
  readonly #reach: ReachProtocol;
  readonly #contacts = new Contacts();
  readonly #stopping = new AbortController();
  readonly #watch = new InterfaceWatch((change) => this.#onSurroundings(change));
  #discovery: Discovery | null = null;
  #members: ReadonlyMap<MemberId, readonly string[]> = new Map();
  /** What mDNS last said, by peer. */
  readonly #announced = new Map<MemberId, Announced>();
  readonly #greeting = new Map<MemberId, AbortController>();
  #lastAddresses: string;
  #tick: NodeJS.Timeout | null = null;
  #announcing: NodeJS.Timeout | null = null;

  constructor(host: Host, options: NetworkOptions) {
    const notices = new Notices(options.events);
    this.self = host.self;
    this.#host = host;
    this.#options = options;
    this.#nearby = new NearbyPeers(options.events);
    this.#hello = new HelloProtocol(host, options, notices, {
      onExchanged: (...heard) => this.#onHello(...heard),
      onForeign: (peer, foreign) =>
        this.#onForeign(peer, () => this.#contacts.foreign(peer, foreign, performance.now())),
    });
    this.#join = new JoinProtocol(host, options, notices);
    this.#invite = new InviteProtocol(host, options, notices);
    const standing = (peer: MemberId): Standing => options.standing(peer, this.#nearby.get(peer)?.cluster);
    const forMembers = { ...options, standing };
    this.#raft = new RaftStreams(host, this.#hello, forMembers, notices, {
      addressesOf: (peer) => this.#addressesOf(peer),
      onLanguage: (peer, foreign) => this.#onForeign(peer, () => this.#contacts.foreignAsMember(peer, foreign)),
    });
    this.#snapshots = new Snapshots(host, forMembers, notices, (peer) => this.#addressesOf(peer));
    this.#reach = new ReachProtocol(host, notices);
    this.#lastAddresses = host.addresses().join();
    this.diagnosis = new NetworkDiagnosis({
      host,
      hello: this.#hello,
      reach: this.#reach,
      contacts: this.#contacts,
      foreign: (peer) => this.foreign(peer),
      network: options,
      members: () => this.#members.keys(),
      addressesOf: (peer) => this.#addressesOf(peer),
      stream: (peer) => this.#raft.contact(peer),
    });
  }

  async start(): Promise<void> {
    const protocols = [this.#hello, this.#join, this.#invite, this.#raft, this.#snapshots, this.#reach];
    await Promise.all(protocols.map((protocol) => protocol.start()));
    this.#host.libp2p.addEventListener('connection:close', ({ detail }) => {
      const peer = asMemberId(detail.remotePeer.toString());
      if (this.#host.connection(peer) === null) this.#nearby.disconnected(peer);
    });
    this.#tick = setInterval(() => this.#onTick(), tickMs);
    if (this.#options.mdns) {
      const onAnnounced = (peer: MemberId, addresses: readonly string[]): void => this.#onAnnounced(peer, addresses);
      this.#discovery = await startDiscovery(this.#host.internals, this.self, onAnnounced);
    }
  }

  addresses(): readonly string[] {
    return this.#host.addresses();
  }

  setMembers(members: ReadonlyMap<MemberId, readonly string[]>): void {
    const removed = [...this.#members.keys()].filter((peer) => !members.has(peer) && this.#isRemoved(peer));
    this.#members = members;
    for (const peer of removed) this.#host.disconnect(peer);
    this.#raft.setMembers(members.keys());
    this.#snapshots.membersChanged();
  }

  #isRemoved(peer: MemberId): boolean {
    return this.#options.standing(peer).type === 'removed';
  }

  isConnected(peer: MemberId): boolean {
    return this.#raft.isConnected(peer);
  }

  send(to: MemberId, frame: PeerFrame): boolean {
    return this.#raft.send(to, frame);
  }

  sendSnapshot(...transfer: Parameters<Network['sendSnapshot']>): Promise<void> {
    return this.#snapshots.send(...transfer);
  }

  async sign(bytes: Uint8Array): Promise<Uint8Array> {
    return await privateKeyFromProtobuf(this.#options.privateKey).sign(bytes);
  }

  foreign(peer: MemberId): Foreign | null {
    const { foreign, foreignAsMember } = this.#contacts.of(peer);
    return foreign ?? foreignAsMember;
  }

  nearby(): readonly NearbyPeer[] {
    return this.#nearby.list();
  }

  announce(): void {
    if (this.#announcing !== null || this.#stopping.signal.aborted) return;
    this.#announcing = setTimeout(() => {
      this.#announcing = null;
      for (const { peer } of this.#nearby.list()) if (this.#host.connection(peer) !== null) void this.#greet(peer);
    }, announceDelayMs);
  }

  async hello(address: string, signal: AbortSignal): Promise<NearbyPeer> {
    const target = parseAddress(address);
    const timed = timeout(signal, 2 * networkLimits.helloTimeoutMs);
    try {
      const peer = await this.#helloAt(target, timed.signal);
      return { ...peer, addresses: [target, ...peer.addresses] };
    } catch (error) {
      if (!(error instanceof UnreachableError) || error instanceof ForeignPeerError) throw error;
      throw new UnreachableError(`No Raftpad answers at ${address.trim()}. (${error.message})`);
    } finally {
      timed.clear();
    }
  }

  /** @throws UnreachableError */
  async #helloAt(target: string, signal: AbortSignal): Promise<NearbyPeer> {
    const beganAtMs = Date.now();
    const connection = await this.#host.connectTo(target, signal);
    try {
      return await this.#hello.say(connection, signal);
    } catch (error) {
      // What was open before may be about to close: a cluster gives a laptop that left it a second to hear the farewell.
      const wasOpen = connection.timeline.open < beganAtMs;
      const isOver = signal.aborted || error instanceof ForeignPeerError || !(error instanceof UnreachableError);
      if (isOver || !wasOpen) throw error;
      connection.abort(new Error('it did not answer over this one'));
      return await this.#hello.say(await this.#host.connectTo(target, signal), signal);
    }
  }

  join(
    { peer, addresses, cluster }: NearbyPeer,
    clusterId: string,
    onCode: (code: string) => void,
    signal: AbortSignal,
  ): Promise<JoinAnswer> {
    const asked = { peer, addresses: [...addresses, ...this.#addressesOf(peer)] };
    return this.#join.ask(asked, { clusterId, epoch: cluster?.epoch }, onCode, signal);
  }

  askForRepair(
    { member, addresses }: KnownMember,
    clusterId: string,
    signal: AbortSignal,
    epoch?: number,
  ): Promise<JoinAnswer> {
    const asked = { peer: member, addresses: [...addresses, ...this.#addressesOf(member)] };
    return this.#join.askForRepair(asked, { clusterId, epoch }, signal);
  }

  joinByInvite(
    { peer, addresses }: Pick<NearbyPeer, 'peer' | 'addresses'>,
    invitation: Invitation,
    signal: AbortSignal,
  ): Promise<InviteAnswer> {
    return this.#invite.ask({ peer, addresses: [...addresses, ...this.#addressesOf(peer)] }, invitation, signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const greeting of this.#greeting.values()) greeting.abort();
    this.#watch.stop();
    if (this.#tick !== null) clearInterval(this.#tick);
    if (this.#announcing !== null) clearTimeout(this.#announcing);
    this.diagnosis.stop();
    this.#join.stop();
    this.#raft.stop();
    this.#snapshots.stop();
    await this.#discovery?.stop();
    // libp2p would wait half a second for each peer to close its side as well.
    for (const connection of this.#host.libp2p.getConnections()) connection.abort(new Error('stopped'));
    await this.#host.libp2p.stop();
  }

  /** `roundTripMs` null: the peer asked us. */
  #onHello(peer: NearbyPeer, roundTripMs: number | null): void {
    if (this.#stopping.signal.aborted) return;
    const asked = roundTripMs !== null;
    this.#contacts.exchanged(peer, roundTripMs, performance.now());
    // A hello that the peer began does not say how it sees us: what it last answered stands.
    const standing = asked ? peer.standing : (this.#nearby.get(peer.peer)?.standing ?? peer.standing);
    this.#nearby.heard({ ...peer, standing }, performance.now());
    if (asked && standing.type === 'removed') this.#options.events.onStanding(peer.peer, standing);
    if (!asked) this.#raft.heard(peer.peer);
  }

  #onForeign(peer: MemberId, remember: () => void): void {
    const before = this.foreign(peer);
    remember();
    if (this.foreign(peer) !== before && !this.#stopping.signal.aborted)
      this.#options.events.onNearby(this.#nearby.list());
  }

  #onAnnounced(peer: MemberId, addresses: readonly string[]): void {
    const known = this.#announced.get(peer);
    const nowMs = performance.now();
    this.#contacts.announced(peer, nowMs);
    const moved = known !== undefined && known.addresses.join() !== addresses.join();
    const announced: Announced = {
      addresses,
      firstAtMs: known?.firstAtMs ?? nowMs,
      notBeforeMs: known === undefined || moved ? nowMs : known.notBeforeMs,
      failures: known === undefined || moved ? 0 : known.failures,
    };
    this.#announced.delete(peer);
    this.#announced.set(peer, announced);
    for (const longestSilent of this.#announced.keys()) {
      if (this.#announced.size <= mostAnnounced) break;
      this.#announced.delete(longestSilent);
    }
    if (moved) this.#startOver(peer, addresses);
    else this.#raft.hurry(peer);

    const fresh = this.#host.connection(peer) !== null && this.#nearby.silenceMs(peer, nowMs) < refreshMs;
    const ourTurn = this.self < peer || nowMs - announced.firstAtMs >= helperDelayMs;
    if (!fresh && ourTurn && nowMs >= announced.notBeforeMs) void this.#greet(peer);
  }

  /** Says hello to a peer that we have a connection with or an address of; failure is remembered, not told. */
  async #greet(peer: MemberId): Promise<void> {
    if (this.#greeting.has(peer) || this.#greeting.size >= mostGreetings) return;
    const greeting = new AbortController();
    this.#greeting.set(peer, greeting);
    const timed = timeout(greeting.signal, 2 * networkLimits.helloTimeoutMs);
    try {
      const connection = await this.#host.connect(peer, this.#addressesOf(peer), timed.signal);
      await this.#hello.say(connection, timed.signal);
      this.#rememberGreeting(peer, 0);
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      const isThere = error instanceof ForeignPeerError;
      if (!isThere && !greeting.signal.aborted) this.#contacts.failed(peer, performance.now());
      this.#rememberGreeting(peer, (this.#announced.get(peer)?.failures ?? 0) + 1);
    } finally {
      timed.clear();
      if (this.#greeting.get(peer) === greeting) this.#greeting.delete(peer);
    }
  }

  #rememberGreeting(peer: MemberId, failures: number): void {
    const announced = this.#announced.get(peer);
    if (announced === undefined) return;
    const pauseMs = failures === 0 ? 0 : Math.min(30_000, 500 * 2 ** failures);
    this.#announced.set(peer, { ...announced, failures, notBeforeMs: performance.now() + pauseMs });
  }

  /** The freshest first: what mDNS just said, what its hello said, where it was when it was last a member. */
  #addressesOf(peer: MemberId): ReadonlySet<string> {
    const known = [this.#announced.get(peer), this.#nearby.get(peer), { addresses: this.#members.get(peer) }];
    const { addresses } = this.#watch;
    return new Set(known.flatMap((each) => dialOrder(each?.addresses ?? [], addresses, this.#host.addresses())));
  }

  /** Nothing that is under way towards where the peer was shall hold up what leads to where it is. */
  #startOver(peer: MemberId, addresses: readonly string[]): void {
    this.#host.abandonOthers(peer, addresses);
    this.#greeting.get(peer)?.abort();
    this.#greeting.delete(peer);
    this.#raft.startOver(peer);
  }

  #onSurroundings(change: SurroundingsChange): void {
    if (this.#stopping.signal.aborted) return;
    this.#host.abandonLost(change);
    this.#discovery?.restart();
    for (const [peer, announced] of this.#announced) {
      this.#announced.set(peer, { ...announced, failures: 0, notBeforeMs: 0 });
    }
    this.#raft.startOver(null);
    this.#checkOwnAddresses();
  }

  #onTick(): void {
    const nowMs = performance.now();
    for (const { peer } of this.#nearby.list()) {
      const dueMs = this.self < peer ? refreshMs : refreshMs + 3 * tickMs;
      if (this.#nearby.silenceMs(peer, nowMs) >= dueMs && this.#host.connection(peer) !== null) void this.#greet(peer);
    }
    this.#nearby.expire(nowMs);
    this.#host.gate.sweep(nowMs);
  }

  #checkOwnAddresses(): void {
    const addresses = this.#host.addresses();
    if (addresses.join() === this.#lastAddresses) return;
    this.#lastAddresses = addresses.join();
    this.#options.events.onAddresses(addresses);
    this.announce();
  }
}
