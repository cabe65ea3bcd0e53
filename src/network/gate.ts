/**
 * Who may connect at all, and how often it may open a stream. libp2p would take connections from anyone until it has too
 * many, and then nobody's: so strangers have few, those of one address and one peer fewer, and members always find room. To
 * turn a stream down costs about as much as to serve it: whoever opens too many loses its connection, is let in no more
 * for a while, and its address may connect less often.
 */
import type { Connection, ConnectionGater, MultiaddrConnection, PeerId } from '@libp2p/interface';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { remoteHost } from './remote-host.ts';
import { RateLimit } from './rate-limit.ts';
import type { Standing } from './types.ts';

export const gateLimits = {
  /** Connections of strangers, and of those who were removed. */
  strangers: 150,
  perAddress: 32,
  perStranger: 4,
  perRemoved: 1,
  /** Handshakes under way with one address: each costs some milliseconds, or five seconds of waiting. */
  handshakes: 16,
} as const;
const idleMs = 30_000;
/** For so long a peer that opened too many streams is refused; so many of them are remembered. */
const banMs = 30_000;
const mostBanned = 1_000;
/** What it costs its address, of the connections that it may make. */
const fine = 50;

export interface GateOptions {
  readonly standing: (peer: MemberId) => Standing;
  /** Those that are open now. */
  readonly connections: () => readonly Connection[];
  /** In milliseconds, on a clock that does not go back. */
  readonly clock: () => number;
}

export class Gate implements ConnectionGater {
  readonly #options: GateOptions;
  readonly #perAddress = new RateLimit({ burst: 100, perSecond: 10 });
  readonly #streamsPerPeer = new RateLimit({ burst: 150, perSecond: 5 });
  readonly #streamsPerAddress = new RateLimit({ burst: 300, perSecond: 20 });
  readonly #bannedUntil = new Map<MemberId, number>();
  readonly #perRemoved = new RateLimit({ burst: 4, perSecond: 0.2 });
  readonly #handshakes = new Map<string, number>();
  readonly #underWay = new WeakMap<MultiaddrConnection, () => void>();
  readonly #idleSince = new Map<Connection, number>();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Before the handshake: only the address is known. */
  denyInboundConnection(connection: MultiaddrConnection): boolean {
    const address = remoteHost(connection);
    const count = this.#handshakes.get(address) ?? 0;
    if (count >= gateLimits.handshakes || !this.#perAddress.take(address, this.#options.clock())) return true;
    this.#handshakes.set(address, count + 1);
    let isOver = false;
    const over = (): void => {
      if (isOver) return;
      isOver = true;
      const left = (this.#handshakes.get(address) ?? 1) - 1;
      if (left === 0) this.#handshakes.delete(address);
      else this.#handshakes.set(address, left);
    };
    this.#underWay.set(connection, over);
    connection.addEventListener('close', over);
    return false;
  }

  /** After the handshake: it is proven who it is. */
  denyInboundEncryptedConnection(peerId: PeerId, connection: MultiaddrConnection): boolean {
    this.#underWay.get(connection)?.();
    const peer = asMemberId(peerId.toString());
    const standing = this.#options.standing(peer).type;
    if (standing === 'member') return false;
    if ((this.#bannedUntil.get(peer) ?? 0) > this.#options.clock()) return true;
    if (standing === 'removed' && !this.#perRemoved.take(peer, this.#options.clock())) return true;
    const address = remoteHost(connection);
    let strangers = 0;
    let neighbours = 0;
    let own = 0;
    for (const open of this.#options.connections()) {
      const other = asMemberId(open.remotePeer.toString());
      if (open.direction !== 'inbound' || this.#options.standing(other).type === 'member') continue;
      strangers += 1;
      if (remoteHost(open) === address) neighbours += 1;
      if (other === peer) own += 1;
    }
    if (strangers >= gateLimits.strangers || neighbours >= gateLimits.perAddress) return true;
    return own >= (standing === 'removed' ? gateLimits.perRemoved : gateLimits.perStranger);
  }

  /** Counts the streams that a peer opens on a connection. Must be called when that opens. */
  watch(connection: Connection): void {
    if (!('muxer' in connection) || !takesStreams(connection.muxer)) return;
    const { muxer } = connection;
    const peer = asMemberId(connection.remotePeer.toString());
    const take = muxer.onRemoteStream.bind(muxer);
    muxer.onRemoteStream = (stream) => {
      if (this.#maySpeak(peer, remoteHost(connection))) return take(stream);
      connection.abort(new Error('too many streams'));
    };
  }

  #maySpeak(peer: MemberId, address: string): boolean {
    if (this.#options.standing(peer).type === 'member') return true;
    const nowMs = this.#options.clock();
    if (this.#streamsPerPeer.take(peer, nowMs) && this.#streamsPerAddress.take(address, nowMs)) return true;
    this.#perAddress.fine(address, fine, nowMs);
    this.#bannedUntil.delete(peer);
    this.#bannedUntil.set(peer, nowMs + banMs);
    for (const longest of this.#bannedUntil.keys()) {
      if (this.#bannedUntil.size <= mostBanned) break;
      this.#bannedUntil.delete(longest);
    }
    return false;
  }

  /** Closes what strangers opened and have not used for a while. Called about every second. */
  sweep(nowMs: number): void {
    const open = this.#options.connections();
    for (const connection of this.#idleSince.keys()) if (!open.includes(connection)) this.#idleSince.delete(connection);
    for (const connection of open) {
      const isStranger = this.#options.standing(asMemberId(connection.remotePeer.toString())).type !== 'member';
      if (!isStranger || connection.direction !== 'inbound' || connection.streams.length > 0) {
        this.#idleSince.delete(connection);
        continue;
      }
      const sinceMs = this.#idleSince.get(connection) ?? nowMs;
      this.#idleSince.set(connection, sinceMs);
      if (nowMs - sinceMs > idleMs) connection.abort(new Error('a stranger was silent'));
    }
  }
}

interface TakesStreams {
  onRemoteStream: (stream: unknown) => void;
}

/** A muxer that looks different inside is left as it is. */
function takesStreams(muxer: unknown): muxer is TakesStreams {
  return typeof muxer === 'object' && muxer !== null && 'onRemoteStream' in muxer;
}
