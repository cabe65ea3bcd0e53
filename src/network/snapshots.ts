/**
 * `/raftpad/snapshot/1`: snapshots between members, one at a time from each to each.
 *
 * Each travels on a TCP connection that carries nothing else. On the connection of the raft stream every heartbeat
 * would queue behind what is under way of it. If we cannot make one, because only the other side can dial, the snapshot
 * takes the connection that there is, with less of it under way.
 */
import type { Connection, Stream } from '@libp2p/interface';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { ProtocolError, reasonOf, SnapshotBrokenOffError, UnreachableError } from './errors.ts';
import type { Host } from './host.ts';
import type { Notices } from './notices.ts';
import { RateLimit } from './rate-limit.ts';
import { SnapshotReceiver } from './snapshot-receiving.ts';
import { sendSnapshot } from './snapshot-sending.ts';
import { timeout } from './timed-signal.ts';
import { networkLimits, protocols } from './types.ts';
import type { Network, NetworkOptions, SnapshotOffer, SnapshotSource } from './types.ts';

type SendOptions = Parameters<Network['sendSnapshot']>[3];

const connectTimeoutMs = 10_000;
/** On the connection of the raft stream: what a fast link carries in a few milliseconds. */
const sharedWindowBytes = 256 * 1024;

export class Snapshots {
  readonly #host: Host;
  readonly #options: Pick<NetworkOptions, 'standing' | 'events'>;
  readonly #notices: Notices;
  readonly #addressesOf: (peer: MemberId) => Iterable<string>;
  readonly #sending = new Map<MemberId, AbortController>();
  readonly #receiving = new Map<MemberId, SnapshotReceiver>();
  /** Each attempt costs a handshake. */
  readonly #attempts = new RateLimit({ burst: 20, perSecond: 2 });
  #stopped = false;

  constructor(
    host: Host,
    options: Pick<NetworkOptions, 'standing' | 'events'>,
    notices: Notices,
    addressesOf: (peer: MemberId) => Iterable<string>,
  ) {
    this.#host = host;
    this.#options = options;
    this.#notices = notices;
    this.#addressesOf = addressesOf;
  }

  async start(): Promise<void> {
    const handler = (stream: Stream, connection: Connection): void => this.#accept(stream, connection);
    await this.#host.libp2p.handle(protocols.snapshot, handler, { maxInboundStreams: 2, maxOutboundStreams: 2 });
  }

  /** Breaks off what goes to or comes from those who are no longer members. */
  membersChanged(): void {
    for (const [peer, controller] of this.#sending) if (!this.#isMember(peer)) controller.abort(noMember());
    for (const [peer, receiver] of this.#receiving)
      if (!this.#isMember(peer)) receiver.end('It is no longer a member.');
  }

  stop(): void {
    this.#stopped = true;
    for (const controller of this.#sending.values()) controller.abort(new SnapshotBrokenOffError('We stopped.'));
    for (const receiver of this.#receiving.values()) receiver.end('We stopped.');
  }

  /** As `Network.sendSnapshot`. */
  async send(to: MemberId, offer: SnapshotOffer, source: SnapshotSource, options: SendOptions): Promise<void> {
    this.#sending.get(to)?.abort(new SnapshotBrokenOffError('A newer attempt replaced it.'));
    const controller = new AbortController();
    this.#sending.set(to, controller);
    const giveUp = (): void => controller.abort(new SnapshotBrokenOffError('We gave it up.'));
    options.signal.addEventListener('abort', giveUp);
    if (options.signal.aborted) giveUp();
    if (this.#stopped || !this.#isMember(to)) controller.abort(noMember());
    try {
      await this.#send(to, offer, source, options, controller.signal);
    } finally {
      options.signal.removeEventListener('abort', giveUp);
      if (this.#sending.get(to) === controller) this.#sending.delete(to);
    }
  }

  async #send(
    to: MemberId,
    offer: SnapshotOffer,
    source: SnapshotSource,
    { onProgress }: SendOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const { stream, connection } = await this.#open(to, signal);
    const alone = this.#host.isAlone(connection);
    try {
      await sendSnapshot(stream, {
        offer,
        source,
        windowBytes: alone ? networkLimits.snapshotWindowBytes : sharedWindowBytes,
        signal,
        onProgress,
        onBroken: (reason) => this.#notices.raise('bad-frame', to, `snapshot: ${reason}`),
      });
    } finally {
      if (alone) connection.abort(new Error('done'));
    }
  }

  /** Throws UnreachableError, or the reason of `signal`. */
  async #open(to: MemberId, signal: AbortSignal): Promise<{ stream: Stream; connection: Connection }> {
    const timed = timeout(signal, connectTimeoutMs);
    try {
      const connection = await this.#connect(to, timed.signal);
      try {
        return { stream: await connection.newStream(protocols.snapshot, { signal: timed.signal }), connection };
      } catch (error) {
        if (this.#host.isAlone(connection)) connection.abort(new Error('no stream'));
        throw error;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw new UnreachableError(`No snapshot could be sent to it: ${reasonOf(error)}.`);
    } finally {
      timed.clear();
    }
  }

  async #connect(to: MemberId, signal: AbortSignal): Promise<Connection> {
    try {
      return await this.#host.connectAlone(to, this.#addressesOf(to), signal);
    } catch (error) {
      const shared = this.#host.connection(to);
      if (shared === null || signal.aborted) throw error;
      return shared;
    }
  }

  #accept(stream: Stream, connection: Connection): void {
    const peer = asMemberId(connection.remotePeer.toString());
    if (!this.#isMember(peer)) {
      stream.abort(new ProtocolError('members only'));
      this.#notices.raise('stranger-refused', peer, 'it opened the snapshot protocol, which is for members only');
      return;
    }
    // The raft stream may have to share it, see above. Nothing else shall.
    const shared = connection.streams.some(({ protocol }) => protocol === protocols.raft);
    if (!shared) this.#host.setAlone(connection);
    void this.#receive(peer, stream).then(() => {
      if (!shared) connection.abort(new Error('done'));
    });
  }

  async #receive(peer: MemberId, stream: Stream): Promise<void> {
    const previous = this.#receiving.get(peer);
    previous?.end('A newer attempt replaced it.');
    const receiver = new SnapshotReceiver(stream, {
      onOffer: async (offer) => {
        if (!this.#attempts.take(peer, performance.now())) return { type: 'refused', reason: 'Too many attempts.' };
        await previous?.done;
        if (this.#receiving.get(peer) !== receiver) return { type: 'refused', reason: 'A newer attempt replaced it.' };
        return this.#options.events.onSnapshot(peer, offer);
      },
      onBroken: (reason) => this.#notices.raise('bad-frame', peer, `snapshot: ${reason}`),
    });
    this.#receiving.set(peer, receiver);
    if (this.#stopped) receiver.end('We stopped.');
    await receiver.done;
    if (this.#receiving.get(peer) === receiver) this.#receiving.delete(peer);
  }

  #isMember(peer: MemberId): boolean {
    return this.#options.standing(peer).type === 'member';
  }
}

function noMember(): Error {
  return new UnreachableError('It is not a member.');
}
