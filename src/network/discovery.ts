/**
 * mDNS under our own service tag: who is on this network, and where it listens.
 *
 * @libp2p/mdns knows the protocol, but hears only on the interfaces that were there when it started, and speaks only on
 * the one that the system picks, which a VPN or a container's adapter may win. So it hears for all interfaces, is
 * started anew when they change, and what it says is said on each of them.
 */
import { start, stop } from '@libp2p/interface';
import type { PeerInfo } from '@libp2p/interface';
import { mdns } from '@libp2p/mdns';
import multicastDNS from 'multicast-dns';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import type { HostInternals } from './host.ts';
import { interfaceAddresses, multicastAddresses } from './surroundings.ts';

const serviceTag = '_raftpad._udp.local';
const queryIntervalMs = 2_000;
const mostAddresses = 16;
/** A query that was not heard back in this time was not sent, or what was sent is not heard. */
const echoMs = 1_000;
/** Pauses between attempts to hear again, where multicast is blocked for good. */
const longestPauseMs = 60_000;

export interface Discovery {
  /** The interfaces changed, or this machine slept: speaks and hears anew on those that are there now. */
  restart(): void;
  stop(): Promise<void>;
}

/** Without this call no multicast socket exists. `onAnnounced` is called at every announcement of another app. */
export async function startDiscovery(
  internals: HostInternals,
  self: MemberId,
  onAnnounced: (peer: MemberId, addresses: readonly string[]) => void,
): Promise<Discovery> {
  const service = mdns({ serviceTag, interval: queryIntervalMs })(internals);
  // Not libp2p's own `peer:discovery`: it fires once for each PeerId for ever, and would hide a change of address.
  service.addEventListener('peer', ({ detail }: CustomEvent<PeerInfo>) => {
    const peer = detail.id.toString();
    if (peer !== self) onAnnounced(asMemberId(peer), detail.multiaddrs.slice(0, mostAddresses).map(String));
  });
  const discovery = new InterfaceDiscovery(service);
  await discovery.start();
  return discovery;
}

/** Where we speak: a socket that is bound to one interface, and hears nothing itself. */
interface Mouth {
  readonly address: string;
  readonly socket: multicastDNS.MulticastDNS;
  /** When it first asked something that was not heard back; null: all was. */
  unheardSinceMs: number | null;
}

class InterfaceDiscovery implements Discovery {
  readonly #service: object;
  #mouths: readonly Mouth[] = [];
  #check: NodeJS.Timeout | null = null;
  #restarting: Promise<void> = Promise.resolve();
  #isRestartAsked = false;
  #startedAtMs = 0;
  #pauseMs = echoMs;
  #stopped = false;

  constructor(service: object) {
    this.#service = service;
  }

  async start(): Promise<void> {
    await this.#open();
    this.#check = setInterval(() => this.#onCheck(), echoMs / 2);
  }

  restart(): void {
    this.#pauseMs = echoMs;
    this.#askRestart();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#check !== null) clearInterval(this.#check);
    await this.#restarting;
    await this.#close();
  }

  /** An interface that was made anew may look as before, and yet nothing is heard there: our own voice tells. */
  #onCheck(): void {
    const nowMs = performance.now();
    const isDeaf = this.#mouths.some(
      ({ unheardSinceMs }) => unheardSinceMs !== null && nowMs - unheardSinceMs > echoMs,
    );
    if (!isDeaf) {
      // That it hears counts once it has had the time to ask.
      if (nowMs - this.#startedAtMs > queryIntervalMs) this.#pauseMs = echoMs;
      return;
    }
    if (nowMs - this.#startedAtMs < this.#pauseMs) return;
    this.#pauseMs = Math.min(longestPauseMs, 2 * this.#pauseMs);
    this.#askRestart();
  }

  #askRestart(): void {
    if (this.#isRestartAsked) return;
    this.#isRestartAsked = true;
    this.#restarting = this.#restarting.then(async () => {
      this.#isRestartAsked = false;
      if (this.#stopped) return;
      await this.#close();
      await this.#open();
    });
  }

  async #open(): Promise<void> {
    this.#startedAtMs = performance.now();
    await start(this.#service);
    const core = socketOf(this.#service);
    // libp2p asks and answers with these two: what they are given is said on every interface.
    core.query = (question: Question) => {
      for (const mouth of this.#mouths) ask(mouth, question);
    };
    core.respond = (answer: Answer) => {
      for (const { socket } of this.#mouths) socket.respond(answer);
    };
    core.on('query', ({ questions = [] }, { address }) => {
      if (questions[0]?.name !== serviceTag) return;
      for (const mouth of this.#mouths) if (mouth.address === address) mouth.unheardSinceMs = null;
    });
    this.#mouths = multicastAddresses(interfaceAddresses()).map(({ address }) => openMouth(address));
    core.query({ questions: [{ name: serviceTag, type: 'PTR' }] });
  }

  async #close(): Promise<void> {
    const mouths = this.#mouths;
    this.#mouths = [];
    for (const { socket } of mouths) socket.destroy();
    await stop(this.#service);
  }
}

type Question = string | multicastDNS.QueryOutgoingPacket | multicastDNS.QueryOutgoingPacket['questions'];
type Answer = multicastDNS.ResponseOutgoingPacket | multicastDNS.ResponseOutgoingPacket['answers'];

function openMouth(address: string): Mouth {
  const socket = multicastDNS({ interface: address });
  // An interface that goes away, or takes no multicast: that nothing is heard back tells.
  socket.on('error', () => undefined);
  return { address, socket, unheardSinceMs: null };
}

function ask(mouth: Mouth, question: Question): void {
  mouth.unheardSinceMs ??= performance.now();
  mouth.socket.query(question);
}

/** What @libp2p/mdns speaks through while it is started. */
function socketOf(service: object): multicastDNS.MulticastDNS {
  const socket: unknown = 'mdns' in service ? service.mdns : undefined;
  if (!isSocket(socket)) throw new Error('@libp2p/mdns has another form than this was written for');
  return socket;
}

function isSocket(value: unknown): value is multicastDNS.MulticastDNS {
  return typeof value === 'object' && value !== null && 'query' in value && 'respond' in value && 'on' in value;
}
