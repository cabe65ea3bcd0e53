/**
 * Whether multicast leaves this laptop and comes in, for each interface: while somebody looks, a question is sent on each
 * every two seconds, and this laptop's own copy of it must be heard.
 *
 * The question is an ordinary mDNS query, to the group and port of mDNS: firewalls and networks often let through that
 * and nothing else, so a group of our own would say little. It asks for a random name below our service tag, which
 * nobody answers. What other devices say there is heard too; only that something came, and when, is kept of it.
 */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';

export interface MulticastProbeOptions {
  /** The first IPv4 address of each interface, as of now. */
  readonly interfaces: () => readonly string[];
  /** Whether an address is this laptop's. */
  readonly isOwn: (address: string) => boolean;
}

export type MulticastState =
  /** Sent, and still on its way. */
  | { readonly type: 'waiting' }
  | { readonly type: 'heard'; readonly tookMs: number }
  /** Sent so many times, and none of them came back. */
  | { readonly type: 'not-heard'; readonly sent: number }
  /** The system refused; `code` is its own, `EACCES` say. */
  | { readonly type: 'failed'; readonly at: 'listen' | 'join' | 'send'; readonly code: string };

export const mdnsGroup = '224.0.0.251';
const port = 5353;
const intervalMs = 2_000;
/** A copy on the same machine takes less than a millisecond; on a busy one, longer. */
const patienceMs = 1_500;
const mostInterfaces = 32;

interface Probe {
  readonly address: string;
  readonly socket: Socket;
  readonly question: Buffer;
  state: MulticastState;
  sent: number;
  /** The one under way; null: it was heard. */
  sentAtMs: number | null;
}

export class MulticastProbe {
  readonly #options: MulticastProbeOptions;
  readonly #probes = new Map<string, Probe>();
  #listener: Socket | null = null;
  #listenFailure: string | null = null;
  readonly #joinFailures = new Map<string, string>();
  readonly #joined = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #othersHeardAtMs: number | null = null;
  /** Of interfaces that are gone as well: what left by them may come late. */
  readonly #ownAddresses = new Set<string>();

  constructor(options: MulticastProbeOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#timer !== null) return;
    this.#timer = setInterval(() => this.#round(), intervalMs);
    this.#listen();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    for (const { socket } of this.#probes.values()) close(socket);
    this.#probes.clear();
    if (this.#listener !== null) close(this.#listener);
    this.#listener = null;
    this.#listenFailure = null;
    this.#joined.clear();
    this.#joinFailures.clear();
    this.#ownAddresses.clear();
  }

  /** Of the interface with this address; null: it is not probed. */
  state(address: string): MulticastState | null {
    if (this.#listenFailure !== null) return { type: 'failed', at: 'listen', code: this.#listenFailure };
    const joinFailure = this.#joinFailures.get(address);
    if (joinFailure !== undefined) return { type: 'failed', at: 'join', code: joinFailure };
    return this.#probes.get(address)?.state ?? null;
  }

  /** When something of another device was last heard on the port of mDNS, on the clock of `performance`; null: never. */
  get othersHeardAtMs(): number | null {
    return this.#othersHeardAtMs;
  }

  #listen(): void {
    const listener = createSocket({ type: 'udp4', reuseAddr: true });
    this.#listener = listener;
    listener.on('message', (message, { address }) => this.#heard(message, address));
    listener.on('error', (error) => {
      if (this.#listener !== listener) return;
      this.#listenFailure = codeOf(error);
      close(listener);
      this.#listener = null;
    });
    listener.bind(port, () => {
      if (this.#listener !== listener) return;
      this.#listenFailure = null;
      this.#joined.clear();
      this.#round();
    });
  }

  #round(): void {
    if (this.#timer === null) return;
    // What took the port may have let go of it.
    if (this.#listener === null) return this.#listen();
    const wanted = new Set(this.#options.interfaces().slice(0, mostInterfaces));
    for (const [address, probe] of this.#probes) {
      if (wanted.has(address)) continue;
      close(probe.socket);
      this.#probes.delete(address);
      this.#joined.delete(address);
      this.#joinFailures.delete(address);
    }
    for (const address of wanted) {
      this.#join(address);
      const probe = this.#probes.get(address);
      if (probe === undefined || probe.state.type === 'failed') this.#open(address, probe?.state);
      else if (probe.sent > 0) this.#send(probe);
    }
  }

  #join(address: string): void {
    if (this.#joined.has(address) || this.#listener === null) return;
    try {
      this.#listener.addMembership(mdnsGroup, address);
      this.#joined.add(address);
      this.#joinFailures.delete(address);
    } catch (error) {
      this.#joinFailures.set(address, codeOf(error));
    }
  }

  /** @param state what is known of it until this attempt has come to something */
  #open(address: string, state: MulticastState = { type: 'waiting' }): void {
    const socket = createSocket({ type: 'udp4' });
    const probe: Probe = {
      address,
      socket,
      question: query(`${randomBytes(8).toString('hex')}.probe._raftpad._udp.local`),
      state,
      sent: 0,
      sentAtMs: null,
    };
    this.#probes.set(address, probe);
    this.#ownAddresses.add(address);
    socket.on('error', (error) => this.#failed(probe, error));
    socket.bind(0, () => {
      if (this.#probes.get(address) !== probe) return;
      try {
        socket.setMulticastInterface(address);
        socket.setMulticastTTL(255);
        socket.setMulticastLoopback(true);
      } catch (error) {
        this.#failed(probe, error);
        return;
      }
      this.#send(probe);
    });
  }

  #send(probe: Probe): void {
    const sentAtMs = performance.now();
    if (probe.sentAtMs === null || sentAtMs - probe.sentAtMs >= patienceMs) {
      if (probe.sentAtMs !== null) probe.state = { type: 'not-heard', sent: probe.sent };
      probe.sentAtMs = sentAtMs;
    }
    probe.sent += 1;
    probe.socket.send(probe.question, port, mdnsGroup, (error) => {
      if (error !== null) this.#failed(probe, error);
    });
  }

  #failed(probe: Probe, error: unknown): void {
    close(probe.socket);
    probe.sentAtMs = null;
    probe.state = { type: 'failed', at: 'send', code: codeOf(error) };
  }

  #heard(message: Buffer, from: string): void {
    const nowMs = performance.now();
    for (const probe of this.#probes.values()) {
      // Some access points repeat what they hear; that it came from here says nothing of what comes in.
      if (from !== probe.address || !probe.question.equals(message)) continue;
      if (probe.sentAtMs !== null) probe.state = { type: 'heard', tookMs: nowMs - probe.sentAtMs };
      probe.sentAtMs = null;
      return;
    }
    if (!this.#ownAddresses.has(from) && !this.#options.isOwn(from)) this.#othersHeardAtMs = nowMs;
  }
}

/** An mDNS query (RFC 6762) for one name, type PTR, class IN. */
function query(name: string): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(1, 4); // one question
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)]));
  return Buffer.concat([header, ...labels, Buffer.of(0, 0, 12, 0, 1)]);
}

function close(socket: Socket): void {
  try {
    socket.close();
  } catch {
    // It was closed already.
  }
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'unknown';
}
