/** The libp2p host: keys, transport, limits, where it listens, and how it reaches a peer. */
import { createServer } from 'node:net';
import { noise } from '@chainsafe/libp2p-noise';
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import type { Connection, Libp2p } from '@libp2p/interface';
import type { MulticastDNSComponents } from '@libp2p/mdns';
import { peerIdFromString } from '@libp2p/peer-id';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import type { Multiaddr } from '@multiformats/multiaddr';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { announcedAddresses } from './address-order.ts';
import { defaultPort, dialableAddresses, hostOf, listenMultiaddr, parseListenAddress } from './addresses.ts';
import type { ListenAddress } from './addresses.ts';
import { dialEach, hasty, patient, type Patience } from './dialing.ts';
import { ListenError, reasonOf, UnreachableError } from './errors.ts';
import { Gate } from './gate.ts';
import { rememberFewPeers } from './peer-memory.ts';
import type { SurroundingsChange } from './surroundings.ts';
import { isInSubnet } from './surroundings.ts';
import { protocols } from './types.ts';
import type { Standing } from './types.ts';
import { withWholeWrites } from './whole-writes.ts';

/** What discovery needs of libp2p's insides. */
export type HostInternals = MulticastDNSComponents;

export interface Host {
  readonly self: MemberId;
  readonly libp2p: Libp2p;
  readonly internals: HostInternals;
  /** Who may connect. */
  readonly gate: Pick<Gate, 'sweep'>;
  /** Full multiaddrs with /p2p/ that we listen on. */
  addresses(): readonly string[];
  /** An open connection to `peer` that is there for everything, or null. */
  connection(peer: MemberId): Connection | null;
  /**
   * A connection to `peer`: an open one, else the first of `addresses` that works. Throws UnreachableError.
   *
   * @param patience `hasty` if not given
   */
  connect(peer: MemberId, addresses: Iterable<string>, signal: AbortSignal, patience?: Patience): Promise<Connection>;
  /**
   * A new connection to `peer` that `connection` and `connect` do not give to anybody else. The caller closes it.
   * Throws UnreachableError.
   */
  connectAlone(peer: MemberId, addresses: Iterable<string>, signal: AbortSignal): Promise<Connection>;
  /** A new connection to whoever listens at `address`, as `connectAlone` makes them. Throws UnreachableError. */
  dialAlone(address: string, signal: AbortSignal): Promise<Connection>;
  /** The peer opened this connection for one purpose alone: `connection` and `connect` shall not give it to anybody. */
  setAlone(connection: Connection): void;
  /** From here on `connection` and `connect` give it to everybody. */
  share(connection: Connection): void;
  isAlone(connection: Connection): boolean;
  /** Closes all connections with `peer`. */
  disconnect(peer: MemberId): void;
  /** A connection to whoever listens at `address` (a multiaddr), dialed patiently. Throws UnreachableError. */
  connectTo(address: string, signal: AbortSignal): Promise<Connection>;
  /** Ends the connections that went over an address that this machine has no more. */
  abandonLost(change: SurroundingsChange): void;
  /** Ends the connections with `peer`, which is at these addresses now, that lead elsewhere. */
  abandonOthers(peer: MemberId, addresses: readonly string[]): void;
}

const asking: readonly string[] = [protocols.join, protocols.joinWithoutCode];

/** What a connection is for: everything, or one purpose alone. */
type Use = 'shared' | 'alone';

/** How many ports above the first are tried before any free one is taken. */
export const portsTried = 50;

interface HostOptions {
  readonly privateKey: Uint8Array;
  /** As in NetworkOptions. */
  readonly listen: string | null;
  readonly standing: (peer: MemberId) => Standing;
}

/** @throws BadAddressError, ListenError */
export async function startHost(options: HostOptions): Promise<Host> {
  const { listen } = options;
  const wanted: ListenAddress = listen === null ? { hosts: ['0.0.0.0', '::'], port: null } : parseListenAddress(listen);
  if (wanted.port !== null) return startAt(options, wanted.hosts, wanted.port);
  for (let port = defaultPort; port <= defaultPort + portsTried; port += 1) {
    if (!(await isFree(wanted.hosts, port))) continue;
    try {
      return await startAt(options, wanted.hosts, port);
    } catch (error) {
      // Somebody else was faster.
      if (!(error instanceof ListenError)) throw error;
    }
  }
  return startAt(options, wanted.hosts, 0);
}

async function startAt({ privateKey, standing }: HostOptions, hosts: readonly string[], port: number): Promise<Host> {
  const captured: { internals: HostInternals | null } = { internals: null };
  const gate = new Gate({ standing, connections: () => libp2p.getConnections(), clock: () => performance.now() });
  const libp2p: Libp2p<{ internals: object }> = await createLibp2p({
    privateKey: privateKeyFromProtobuf(privateKey),
    start: false,
    addresses: {
      listen: hosts.map((host) => listenMultiaddr(host, port)),
      announceFilter: (own) => announcedAddresses(own),
    },
    transports: [tcp()],
    connectionEncrypters: [(components) => withWholeWrites(noise()(components))],
    streamMuxers: [
      yamux({
        streamOptions: {
          // Window is granted on receipt, and an unread stream dies at 4 MiB: keep well below.
          maxStreamWindowSize: 1024 * 1024,
          // Without a limit by default; FramedStream stops long before this one.
          maxWriteBufferLength: 16 * 1024 * 1024,
        },
      }),
    ],
    connectionGater: gate,
    connectionManager: {
      // Many members on one machine, and everyone after a power cut at once.
      inboundConnectionThreshold: 100,
      maxIncomingPendingConnections: 50,
      maxConnections: 300,
      // `dialEach` ends every attempt earlier.
      addressDialTimeout: 10_000,
      dialTimeout: 10_000,
      inboundUpgradeTimeout: 5_000,
      // The caller knows best which address is fresh.
      addressSorter: () => 0,
      // We redial ourselves.
      reconnectRetries: 0,
    },
    // One late ping would cut a healthy connection; raft streams watch themselves.
    connectionMonitor: { enabled: false },
    services: {
      internals: (components: HostInternals) => {
        captured.internals = components;
        return {};
      },
    },
  });
  libp2p.addEventListener('connection:open', ({ detail }) => gate.watch(detail));
  rememberFewPeers(libp2p);
  try {
    await libp2p.start();
  } catch (error) {
    throw new ListenError(await whyNotListening(hosts, port, error));
  }
  if (captured.internals === null) throw new Error('libp2p did not create its services');
  return new LibP2PHost(libp2p, captured.internals, gate);
}

class LibP2PHost implements Host {
  readonly self: MemberId;
  readonly libp2p: Libp2p;
  readonly internals: HostInternals;
  readonly gate: Gate;
  readonly #uses = new WeakMap<Connection, Use>();

  constructor(libp2p: Libp2p, internals: HostInternals, gate: Gate) {
    this.gate = gate;
    this.self = asMemberId(libp2p.peerId.toString());
    this.libp2p = libp2p;
    this.internals = internals;
  }

  addresses(): readonly string[] {
    return this.libp2p.getMultiaddrs().map(String);
  }

  connection(peer: MemberId): Connection | null {
    const [newest = null] = this.libp2p
      .getConnections(peerIdFromString(peer))
      .filter((connection) => connection.status === 'open' && !this.isAlone(connection))
      // The peer may have moved, and an older one lead nowhere by now.
      .sort((a, b) => b.timeline.open - a.timeline.open);
    return newest;
  }

  async connect(
    peer: MemberId,
    addresses: Iterable<string>,
    signal: AbortSignal,
    patience = hasty,
  ): Promise<Connection> {
    const open = this.connection(peer);
    if (open !== null) return open;
    return this.#dial(candidates(addresses, peer), 'shared', signal, patience);
  }

  async connectAlone(peer: MemberId, addresses: Iterable<string>, signal: AbortSignal): Promise<Connection> {
    // Where it was reached before, it is reached again.
    const open = this.connection(peer);
    const proven = open?.direction === 'outbound' ? [open.remoteAddr.toString()] : [];
    return this.#dial(candidates(new Set([...proven, ...addresses]), peer), 'alone', signal);
  }

  dialAlone(address: string, signal: AbortSignal): Promise<Connection> {
    return this.#dial([multiaddr(address)], 'alone', signal);
  }

  setAlone(connection: Connection): void {
    this.#uses.set(connection, 'alone');
  }

  share(connection: Connection): void {
    this.#uses.set(connection, 'shared');
  }

  isAlone(connection: Connection): boolean {
    return this.#uses.get(connection) === 'alone';
  }

  disconnect(peer: MemberId): void {
    for (const connection of this.libp2p.getConnections(peerIdFromString(peer))) {
      // It may ask to be let in anew already.
      if (connection.streams.some(({ protocol }) => asking.includes(protocol))) continue;
      connection.abort(new Error('it is a member no more'));
    }
  }

  connectTo(address: string, signal: AbortSignal): Promise<Connection> {
    return this.#dial([multiaddr(address)], 'shared', signal, patient);
  }

  abandonLost({ lost, addresses }: SurroundingsChange): void {
    for (const connection of this.libp2p.getConnections()) {
      const host = hostOf(connection.remoteAddr);
      if (host === null) continue;
      const wasDirect = lost.some((each) => isInSubnet(host, each));
      const isCutOff = lost.length > 0 && !addresses.some((each) => isInSubnet(host, each));
      if (wasDirect || isCutOff) connection.abort(new Error('the address that it came from is gone'));
    }
  }

  abandonOthers(peer: MemberId, addresses: readonly string[]): void {
    const hosts = new Set(dialableAddresses(addresses, peer).map(hostOf));
    for (const connection of this.libp2p.getConnections(peerIdFromString(peer))) {
      if (!hosts.has(hostOf(connection.remoteAddr))) connection.abort(new Error('the peer is elsewhere now'));
    }
  }

  #dial(addresses: Multiaddr[], use: Use, signal: AbortSignal, patience = hasty): Promise<Connection> {
    return dialEach(addresses, (address, until) => this.#dialOne(address, use, until), signal, patience);
  }

  /**
   * libp2p gives out an open connection unless it is forced to dial, and the outcome of a pending dial to the same peer
   * even then. So a connection is for whatever it was first given out for, and whoever wants another kind dials again.
   */
  async #dialOne(address: Multiaddr, use: Use, signal: AbortSignal): Promise<Connection> {
    for (let force = use === 'alone'; ; force = true) {
      const connection = await this.libp2p.dial(address, { signal, force });
      const itsUse = this.#uses.get(connection) ?? use;
      this.#uses.set(connection, itsUse);
      if (itsUse === use) return connection;
    }
  }
}

function candidates(addresses: Iterable<string>, peer: MemberId): Multiaddr[] {
  const dialable = dialableAddresses(addresses, peer);
  if (dialable.length === 0) throw new UnreachableError('no address is known');
  return dialable.slice(0, 16);
}

/** In words that tell what to do, where the system says enough. */
async function whyNotListening(hosts: readonly string[], port: number, error: unknown): Promise<string> {
  for (const host of hosts) {
    switch ((await tryListening(host, port)) ?? '') {
      case 'EADDRINUSE':
        return `TCP port ${port} at ${host} is in use: another program, or another Raftpad, listens there. Close it, or start Raftpad with another port, or without --listen: then it takes one that is free.`;
      case 'EADDRNOTAVAIL':
        return `No interface of this laptop has the address ${host}. Connect to its network, or start Raftpad without --listen: then it listens on all interfaces.`;
      case 'EACCES':
        return `This system does not let Raftpad listen at TCP port ${port}. Choose one from 1024 on.`;
    }
  }
  return `Cannot listen at ${hosts.join(' and ')}, port ${port}: ${reasonOf(error)}`;
}

async function isFree(hosts: readonly string[], port: number): Promise<boolean> {
  for (const host of hosts) if ((await tryListening(host, port)) === 'EADDRINUSE') return false;
  return true;
}

function tryListening(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ host, port, exclusive: true, ipv6Only: host.includes(':') }, () =>
      server.close(() => resolve(null)),
    );
  });
}
