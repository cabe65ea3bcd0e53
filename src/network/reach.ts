/**
 * `/raftpad/reach/1`: a peer dials back, on a new connection, and says how that went. So an app learns that a firewall
 * on its own laptop drops what comes in, which nothing else tells it: what it dials itself works.
 *
 * Anyone may ask, for who is in no cluster yet needs it most. So that nobody is made to dial whom he does not mean to,
 * only the host is dialed that the asker's connection comes from, which a TCP handshake has proved; only at a port that
 * is no well-known service's; and rarely. What answers there is told apart only as far as: the asker, or somebody else.
 */
import type { Connection, Stream } from '@libp2p/interface';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { DecodeError } from '../wire/checks.ts';
import { listenMultiaddr } from './addresses.ts';
import { probePort } from './dial-probe.ts';
import { ProtocolError, reasonOf, UnreachableError } from './errors.ts';
import { exchangeFrames, readFrame, writeFrame } from './framing.ts';
import type { Host } from './host.ts';
import type { Notices } from './notices.ts';
import { RateLimit } from './rate-limit.ts';
import { decodeReachAnswer, decodeReachAsk, encodeReachAnswer, encodeReachAsk, lowestPort } from './reach-codec.ts';
import type { ReachAnswer } from './reach-codec.ts';
import { timeout } from './timed-signal.ts';
import { networkLimits, protocols } from './types.ts';

export type Reach =
  | ReachAnswer
  /** Its version cannot dial back, or it did not say in time how it went. */
  | { readonly outcome: 'unsupported' | 'silent'; readonly tookMs: number; readonly host: string };

const dialTimeoutMs = 3_000;
const handshakeTimeoutMs = 3_000;
const answerTimeoutMs = dialTimeoutMs + handshakeTimeoutMs + 2_000;
const dialsAtOnce = 4;

export class ReachProtocol {
  readonly #host: Host;
  readonly #notices: Notices;
  readonly #perPeer = new RateLimit({ burst: 4, perSecond: 1 / 5 });
  readonly #perAddress = new RateLimit({ burst: 12, perSecond: 1 / 2 });
  readonly #total = new RateLimit({ burst: 30, perSecond: 2 });
  readonly #dialing = new Set<MemberId>();

  constructor(host: Host, notices: Notices) {
    this.#host = host;
    this.#notices = notices;
  }

  async start(): Promise<void> {
    const handler = (stream: Stream, connection: Connection): void => void this.#answer(stream, connection);
    await this.#host.libp2p.handle(protocols.reach, handler, { maxInboundStreams: 2, maxOutboundStreams: 4 });
  }

  /** Asks whoever is at the other end to dial back to `port`. Rejects with UnreachableError if `signal` aborts. */
  async ask(connection: Connection, port: number, signal: AbortSignal): Promise<Reach> {
    const timed = timeout(signal, answerTimeoutMs);
    const askedAtMs = performance.now();
    try {
      const stream = await connection.newStream(protocols.reach, { signal: timed.signal });
      try {
        const request = encodeReachAsk({ port });
        const answer = exchangeFrames(stream, request, networkLimits.publicFrameBytes, timed.signal);
        const [frame] = await Promise.all([answer, stream.close({ signal: timed.signal })]);
        return decodeReachAnswer(frame);
      } catch (error) {
        stream.abort(new Error(reasonOf(error)));
        throw error;
      }
    } catch (error) {
      if (signal.aborted) throw new UnreachableError('nobody waits for it any more');
      if (error instanceof DecodeError) {
        this.#notices.raise('bad-frame', connection.remotePeer.toString(), `reach answer: ${error.message}`);
      }
      const isUnsupported = error instanceof Error && error.name === 'UnsupportedProtocolError';
      const tookMs = performance.now() - askedAtMs;
      return { outcome: isUnsupported ? 'unsupported' : 'silent', tookMs, host: '' };
    } finally {
      timed.clear();
    }
  }

  async #answer(stream: Stream, connection: Connection): Promise<void> {
    const peer = asMemberId(connection.remotePeer.toString());
    const timed = timeout(null, answerTimeoutMs);
    try {
      const { port } = decodeReachAsk(await readFrame(stream, networkLimits.publicFrameBytes, timed.signal));
      writeFrame(stream, encodeReachAnswer(await this.#dialBack(peer, hostOf(connection), port, timed.signal)));
      await stream.close({ signal: timed.signal });
    } catch (error) {
      if (error instanceof DecodeError || error instanceof ProtocolError) {
        this.#notices.raise('bad-frame', peer, `reach: ${error.message}`);
      }
      stream.abort(new Error(reasonOf(error)));
    } finally {
      timed.clear();
    }
  }

  async #dialBack(peer: MemberId, host: string | null, port: number, signal: AbortSignal): Promise<ReachAnswer> {
    if (host === null) return { outcome: 'failed', tookMs: 0, host: '' };
    const nowMs = performance.now();
    const isAllowed =
      this.#dialing.size < dialsAtOnce &&
      !this.#dialing.has(peer) &&
      this.#perPeer.take(peer, nowMs) &&
      this.#perAddress.take(host, nowMs) &&
      this.#total.take('', nowMs);
    if (!isAllowed) return { outcome: 'busy', tookMs: 0, host };
    this.#dialing.add(peer);
    try {
      const dialed = await probePort({ host, port }, { timeoutMs: dialTimeoutMs, signal });
      if (dialed.outcome !== 'connected') return { ...dialed, host };
      const answers = await this.#whoListens(host, port, signal);
      return { outcome: answers === peer ? 'connected' : 'other-peer', tookMs: dialed.tookMs, host };
    } finally {
      this.#dialing.delete(peer);
    }
  }

  /** Null: nobody who speaks our language. */
  async #whoListens(host: string, port: number, signal: AbortSignal): Promise<MemberId | null> {
    const timed = timeout(signal, handshakeTimeoutMs);
    try {
      const connection = await this.#host.dialAlone(listenMultiaddr(host, port), timed.signal);
      connection.abort(new Error('done'));
      return asMemberId(connection.remotePeer.toString());
    } catch {
      return null;
    } finally {
      timed.clear();
    }
  }
}

/** Whether a peer would dial back to it. */
export const isReachable = (port: number): boolean => port >= lowestPort;

/** The IP address at the other end; null: it is none that can be dialed. */
function hostOf(connection: Connection): string | null {
  const [component] = connection.remoteAddr.getComponents();
  if (component?.value === undefined) return null;
  if (component.name === 'ip6') return component.value.replace(/^::ffff:(?=\d+\.)/i, '');
  return component.name === 'ip4' ? component.value : null;
}
