/**
 * `/raftpad/hello/1`: two apps tell each other who they are. The asker sends its hello, the answerer its own and how
 * it sees the asker. Public, so small, rate-limited and timed.
 */
import type { Connection, Stream } from '@libp2p/interface';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { DecodeError } from '../wire/checks.ts';
import { ForeignPeerError, ProtocolError, reasonOf, UnreachableError } from './errors.ts';
import { foreignness, isUnsupported, type Foreign } from './foreign.ts';
import { decodeHello, decodeHelloReply, encodeHello, encodeHelloReply, fieldLimits } from './frame-codec.ts';
import type { HelloMessage, HelloReply } from './frame-codec.ts';
import { exchangeFrames, readFrame, writeFrame } from './framing.ts';
import type { Host } from './host.ts';
import type { Notices } from './notices.ts';
import { RateLimit } from './rate-limit.ts';
import { remoteHost } from './remote-host.ts';
import { timeout } from './timed-signal.ts';
import { networkLimits, protocols } from './types.ts';
import type { NearbyPeer, NetworkOptions } from './types.ts';

type HelloOptions = Pick<NetworkOptions, 'hello' | 'standing' | 'admissions' | 'events'>;

export interface HelloListener {
  /** Told of every hello. `roundTripMs`: how long the peer's answer took, null if the peer asked us. */
  readonly onExchanged: (peer: NearbyPeer, roundTripMs: number | null) => void;
  /** The peer does not know this protocol. */
  readonly onForeign: (peer: MemberId, foreign: Foreign) => void;
}

export class HelloProtocol {
  readonly #host: Host;
  readonly #options: HelloOptions;
  readonly #notices: Notices;
  readonly #listener: HelloListener;
  readonly #perPeer = new RateLimit({ burst: 30, perSecond: 3 });
  readonly #perAddress = new RateLimit({ burst: 300, perSecond: 60 });

  constructor(host: Host, options: HelloOptions, notices: Notices, listener: HelloListener) {
    this.#host = host;
    this.#options = options;
    this.#notices = notices;
    this.#listener = listener;
  }

  async start(): Promise<void> {
    const handler = (stream: Stream, connection: Connection): void => void this.#answer(stream, connection);
    await this.#host.libp2p.handle(protocols.hello, handler, { maxInboundStreams: 4, maxOutboundStreams: 4 });
  }

  /** Throws UnreachableError, also if the peer answers with something that is no hello; ForeignPeerError if it knows none. */
  async say(connection: Connection, signal: AbortSignal): Promise<NearbyPeer> {
    const peer = asMemberId(connection.remotePeer.toString());
    const timed = timeout(signal, networkLimits.helloTimeoutMs);
    try {
      const stream = await connection.newStream(protocols.hello, { signal: timed.signal });
      const askedAtMs = performance.now();
      const reply = await ask(stream, encodeHello(this.#ownHello(peer)), timed.signal);
      const roundTripMs = performance.now() - askedAtMs;
      const decoded = decodeHelloReply(reply);
      this.#hear(peer, decoded);
      const answer = nearbyPeer(peer, decoded);
      this.#listener.onExchanged(answer, roundTripMs);
      return answer;
    } catch (error) {
      if (isUnsupported(error)) {
        const foreign = await foreignness(connection, protocols.hello, timed.signal);
        this.#listener.onForeign(peer, foreign);
        throw new ForeignPeerError(foreign);
      }
      // A laptop that slept or moved leaves a connection that looks open: nobody shall use it again.
      if (timed.signal.aborted && !signal.aborted) connection.abort(new Error('the peer is silent'));
      if (error instanceof DecodeError) this.#notices.raise('bad-frame', peer, `hello answer: ${error.message}`);
      throw new UnreachableError(`It did not answer our hello: ${reasonOf(error)}.`);
    } finally {
      timed.clear();
    }
  }

  async #answer(stream: Stream, connection: Connection): Promise<void> {
    const peer = asMemberId(connection.remotePeer.toString());
    const timed = timeout(null, networkLimits.helloTimeoutMs);
    try {
      const nowMs = performance.now();
      if (!this.#perPeer.take(peer, nowMs) || !this.#perAddress.take(remoteHost(connection), nowMs)) {
        throw new UnreachableError('too many hellos');
      }
      const hello = decodeHello(await readFrame(stream, networkLimits.publicFrameBytes, timed.signal));
      this.#hear(peer, hello);
      const standing = this.#options.standing(peer, hello.info.cluster);
      writeFrame(stream, encodeHelloReply({ ...this.#ownHello(peer), standing }));
      // What the asker makes of us we learn by asking; until then it is shown as a stranger sees us.
      this.#listener.onExchanged(nearbyPeer(peer, { ...hello, standing: { type: 'stranger' } }), null);
      await stream.close({ signal: timed.signal });
    } catch (error) {
      if (error instanceof DecodeError || error instanceof ProtocolError) {
        this.#notices.raise('bad-frame', peer, `hello: ${error.message}`);
      }
      stream.abort(new Error(reasonOf(error)));
    } finally {
      timed.clear();
    }
  }

  #hear(peer: MemberId, { admissions }: HelloMessage): void {
    if (admissions.length > 0) this.#options.events.onAdmissions(peer, admissions);
  }

  #ownHello(peer: MemberId): HelloMessage {
    const addresses = this.#host.addresses().slice(0, fieldLimits.addresses);
    const admissions = this.#options.admissions(peer).slice(0, fieldLimits.helloAdmissions);
    return { info: this.#options.hello(), addresses, admissions };
  }
}

/** Sends `request`, closes our side, and resolves with the one frame that comes back. */
async function ask(stream: Stream, request: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  try {
    const reply = exchangeFrames(stream, request, networkLimits.publicFrameBytes, signal);
    const [frame] = await Promise.all([reply, stream.close({ signal })]);
    return frame;
  } catch (error) {
    stream.abort(new Error(reasonOf(error)));
    throw error;
  }
}

function nearbyPeer(peer: NearbyPeer['peer'], { info, addresses, standing }: HelloReply): NearbyPeer {
  return { ...info, peer, standing, addresses };
}
