/** The apps that answered our hello and are still there. */
import type { MemberId } from '../raft/types.ts';
import type { NearbyPeer, NetworkEvents } from './types.ts';

interface Entry {
  peer: NearbyPeer;
  /** The last time it said hello or answered ours. */
  heardAtMs: number;
  connected: boolean;
}

/** More than any room holds; beyond, newcomers are not shown. */
const mostPeers = 200;
/** An app that closed is announced no more; one that lost its connection says hello again within this time. */
const disconnectedGraceMs = 4_000;
const silentGraceMs = 30_000;

export class NearbyPeers {
  readonly #entries = new Map<MemberId, Entry>();
  readonly #events: Pick<NetworkEvents, 'onNearby'>;

  constructor(events: Pick<NetworkEvents, 'onNearby'>) {
    this.#events = events;
  }

  list(): readonly NearbyPeer[] {
    return [...this.#entries.values()].map((entry) => entry.peer);
  }

  get(peer: MemberId): NearbyPeer | null {
    return this.#entries.get(peer)?.peer ?? null;
  }

  /** How long ago a hello was exchanged with `peer`, in milliseconds; infinite if never. */
  silenceMs(peer: MemberId, nowMs: number): number {
    const entry = this.#entries.get(peer);
    return entry === undefined ? Infinity : nowMs - entry.heardAtMs;
  }

  /** A hello was exchanged over an open connection. */
  heard(peer: NearbyPeer, nowMs: number): void {
    const known = this.#entries.get(peer.peer);
    if (known === undefined && this.#entries.size >= mostPeers) return;
    this.#entries.set(peer.peer, { peer, heardAtMs: nowMs, connected: true });
    if (known === undefined || JSON.stringify(known.peer) !== JSON.stringify(peer)) this.#changed();
  }

  /** The last connection with `peer` closed; it goes unless a hello is exchanged soon. */
  disconnected(peer: MemberId): void {
    const entry = this.#entries.get(peer);
    if (entry !== undefined) entry.connected = false;
  }

  /** Forgets those who are gone. Called about every second. */
  expire(nowMs: number): void {
    let changed = false;
    for (const [peer, { heardAtMs, connected }] of this.#entries) {
      if (nowMs - heardAtMs <= (connected ? silentGraceMs : disconnectedGraceMs)) continue;
      this.#entries.delete(peer);
      changed = true;
    }
    if (changed) this.#changed();
  }

  #changed(): void {
    this.#events.onNearby(this.list());
  }
}
