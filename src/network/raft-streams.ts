/** `/raftpad/raft/1`: the streams with all other members, and the door that keeps everyone else out. */
import type { Connection, Stream } from '@libp2p/interface';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { ProtocolError } from './errors.ts';
import type { Foreign } from './foreign.ts';
import type { HelloProtocol } from './hello.ts';
import type { Host } from './host.ts';
import type { Notices } from './notices.ts';
import { RaftLink } from './raft-link.ts';
import { protocols } from './types.ts';
import type { NetworkOptions, PeerFrame } from './types.ts';

export interface Surroundings {
  readonly addressesOf: (peer: MemberId) => Iterable<string>;
  /** Null: that peer speaks the language of our members; otherwise it speaks another version of it. */
  readonly onLanguage: (peer: MemberId, foreign: Foreign | null) => void;
}

export class RaftStreams {
  readonly #host: Host;
  readonly #hello: HelloProtocol;
  readonly #options: Pick<NetworkOptions, 'standing' | 'events'>;
  readonly #notices: Notices;
  readonly #surroundings: Surroundings;
  readonly #links = new Map<MemberId, RaftLink>();

  constructor(
    host: Host,
    hello: HelloProtocol,
    options: Pick<NetworkOptions, 'standing' | 'events'>,
    notices: Notices,
    surroundings: Surroundings,
  ) {
    this.#host = host;
    this.#hello = hello;
    this.#options = options;
    this.#notices = notices;
    this.#surroundings = surroundings;
  }

  async start(): Promise<void> {
    const handler = (stream: Stream, connection: Connection): void => this.#accept(stream, connection);
    await this.#host.libp2p.handle(protocols.raft, handler, { maxInboundStreams: 4, maxOutboundStreams: 4 });
  }

  setMembers(members: Iterable<MemberId>): void {
    const wanted = new Set(members);
    wanted.delete(this.#host.self);
    for (const [peer, link] of this.#links) {
      if (wanted.has(peer)) continue;
      this.#links.delete(peer);
      link.close();
    }
    for (const peer of wanted) if (!this.#links.has(peer)) this.#links.set(peer, this.#createLink(peer));
  }

  isConnected(peer: MemberId): boolean {
    return this.#links.get(peer)?.connected ?? false;
  }

  /** As `RaftLink.contact`. */
  contact(peer: MemberId): RaftLink['contact'] {
    return this.#links.get(peer)?.contact ?? null;
  }

  send(to: MemberId, frame: PeerFrame): boolean {
    return this.#links.get(to)?.send(frame) ?? false;
  }

  /** The peer announced itself. */
  hurry(peer: MemberId): void {
    this.#links.get(peer)?.hurry();
  }

  /** The peer said hello by itself. */
  heard(peer: MemberId): void {
    this.#links.get(peer)?.heard();
  }

  /** That peer has other addresses now; null: this laptop has, or slept. */
  startOver(peer: MemberId | null): void {
    if (peer !== null) this.#links.get(peer)?.startOver();
    else for (const link of this.#links.values()) link.startOver();
  }

  stop(): void {
    this.setMembers([]);
  }

  #createLink(peer: MemberId): RaftLink {
    const { events } = this.#options;
    return new RaftLink({
      peer,
      opens: this.#host.self < peer,
      connect: (signal) => this.#host.connect(peer, this.#surroundings.addressesOf(peer), signal),
      sayHello: (connection, signal) => this.#hello.say(connection, signal),
      onConnected: () => {
        this.#surroundings.onLanguage(peer, null);
        events.onPeerConnected(peer);
      },
      onForeign: (foreign) => this.#surroundings.onLanguage(peer, foreign),
      onDisconnected: () => events.onPeerDisconnected(peer),
      onFrame: (frame) => events.onFrame(peer, frame),
      onBadFrame: (reason) => this.#notices.raise('bad-frame', peer, `raft: ${reason}`),
    });
  }

  #accept(stream: Stream, connection: Connection): void {
    const peer = asMemberId(connection.remotePeer.toString());
    if (this.#options.standing(peer).type !== 'member') {
      stream.abort(new ProtocolError('members only'));
      this.#notices.raise('stranger-refused', peer, 'it opened the raft protocol, which is for members only');
      return;
    }
    if (this.#host.isAlone(connection)) {
      // The peer took it for the one connection between us, while no other was open.
      stream.abort(new ProtocolError('this connection is for a snapshot'));
      return;
    }
    const link = this.#links.get(peer);
    // Known as a member, but not yet one to keep a stream with: it will try again.
    if (link === undefined) stream.abort(new ProtocolError('not yet'));
    else link.accept(stream, connection);
  }
}
