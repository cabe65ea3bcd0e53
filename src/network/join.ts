/**
 * `/raftpad/join/1`: a newcomer asks to be let in, and the stream stays open until a person has decided. Either side
 * ends it by closing: the asker to withdraw, the member after its answer. Public, so small, few and timed.
 */
import type { Connection, Stream } from '@libp2p/interface';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { DecodeError } from '../wire/checks.ts';
import { ProtocolError, reasonOf, UnreachableError } from './errors.ts';
import { decodeJoinAnswer, decodeJoinAsk, encodeJoinAnswer, encodeJoinAsk, fieldLimits } from './frame-codec.ts';
import type { JoinAsk } from './frame-codec.ts';
import { exchangeFrames, readFrame, writeFrame } from './framing.ts';
import { timeout } from './hello.ts';
import type { Host } from './host.ts';
import type { Notices } from './notices.ts';
import { RateLimit } from './rate-limit.ts';
import { networkLimits, protocols } from './types.ts';
import type { JoinAnswer, NetworkOptions } from './types.ts';

/** Requests that wait for a person at one member; more are told that it is busy. */
const mostPending = 8;

export class JoinProtocol {
  readonly #host: Host;
  readonly #options: Pick<NetworkOptions, 'hello' | 'events'>;
  readonly #notices: Notices;
  readonly #pending = new Map<MemberId, AbortController>();
  readonly #attempts = new RateLimit({ burst: 10, perSecond: 0.2 });

  constructor(host: Host, options: Pick<NetworkOptions, 'hello' | 'events'>, notices: Notices) {
    this.#host = host;
    this.#options = options;
    this.#notices = notices;
  }

  async start(): Promise<void> {
    const handler = (stream: Stream, connection: Connection): void => void this.#serve(stream, connection);
    await this.#host.libp2p.handle(protocols.join, handler, { maxInboundStreams: 2, maxOutboundStreams: 2 });
  }

  stop(): void {
    for (const controller of this.#pending.values()) controller.abort();
  }

  async ask(
    { peer, addresses: knownAddresses }: { readonly peer: MemberId; readonly addresses: readonly string[] },
    { clusterId, isRepair, epoch }: Pick<JoinAsk, 'clusterId' | 'isRepair' | 'epoch'>,
    signal: AbortSignal,
  ): Promise<JoinAnswer> {
    // A little longer than the member waits, so that its answer wins.
    const timed = timeout(signal, networkLimits.joinTimeoutMs + 5_000);
    let stream: Stream | null = null;
    try {
      const connection = await this.#host.connect(peer, knownAddresses, timed.signal);
      stream = await connection.newStream(protocols.join, { signal: timed.signal });
      const addresses = this.#host.addresses().slice(0, fieldLimits.addresses);
      const request = encodeJoinAsk({ clusterId, name: this.#options.hello().name, addresses, isRepair, epoch });
      return decodeJoinAnswer(await exchangeFrames(stream, request, networkLimits.publicFrameBytes, timed.signal));
    } catch (error) {
      if (error instanceof DecodeError) this.#notices.raise('bad-frame', peer, `join answer: ${error.message}`);
      throw new UnreachableError(`The request to join broke off: ${reasonOf(error)}.`);
    } finally {
      timed.clear();
      stream?.abort(new Error('done'));
    }
  }

  async #serve(stream: Stream, connection: Connection): Promise<void> {
    const peer = asMemberId(connection.remotePeer.toString());
    try {
      const answer = await this.#answerTo(peer, stream);
      if (answer === null) return;
      writeFrame(stream, encodeFitting(answer));
      await stream.close({ signal: AbortSignal.timeout(networkLimits.helloTimeoutMs) });
      await untilClosed(stream, networkLimits.helloTimeoutMs);
    } catch (error) {
      if (error instanceof DecodeError || error instanceof ProtocolError) {
        this.#notices.raise('bad-frame', peer, `join: ${error.message}`);
      }
    } finally {
      stream.abort(new Error('done'));
    }
  }

  /** The answer to give, or null if the asker went away. */
  async #answerTo(peer: MemberId, stream: Stream): Promise<JoinAnswer | null> {
    if (!this.#attempts.take(peer, performance.now())) return { type: 'unavailable', reason: 'busy' };
    const asking = timeout(null, networkLimits.helloTimeoutMs);
    const frame = await readFrame(stream, networkLimits.publicFrameBytes, asking.signal).finally(() => asking.clear());
    const { clusterId, ...asked } = decodeJoinAsk(frame);
    if (this.#pending.has(peer) || this.#pending.size >= mostPending) return { type: 'unavailable', reason: 'busy' };

    const controller = new AbortController();
    this.#pending.set(peer, controller);
    const withdraw = (): void => controller.abort();
    stream.addEventListener('close', withdraw);
    stream.addEventListener('remoteCloseWrite', withdraw);
    // Nothing is to come after the request: without this, more would pile up unread.
    stream.addEventListener('message', withdraw);
    let timer: NodeJS.Timeout | undefined;
    const undecided = new Promise<JoinAnswer | null>((resolve) => {
      controller.signal.addEventListener('abort', () => resolve(null));
      timer = setTimeout(() => {
        resolve({ type: 'unavailable', reason: 'timed-out' });
        controller.abort();
      }, networkLimits.joinTimeoutMs);
    });
    try {
      if (stream.status !== 'open') return null;
      const decided = this.#options.events.onJoinAsked({ peer, ...asked }, clusterId, controller.signal);
      // After a withdrawal nobody waits for the decision any more, whatever becomes of it.
      decided.catch(() => undefined);
      return await Promise.race([decided, undecided]);
    } finally {
      clearTimeout(timer);
      this.#pending.delete(peer);
    }
  }
}

/** An approval names every member; if that is too much for one frame, it names fewer addresses of each. */
function encodeFitting(answer: JoinAnswer): Uint8Array {
  for (const addressCount of [fieldLimits.addresses, 6, 3, 2, 1]) {
    const encoded = encodeJoinAnswer(withFewerAddresses(answer, addressCount));
    if (encoded.byteLength <= networkLimits.publicFrameBytes) return encoded;
  }
  return encodeJoinAnswer(withFewerAddresses(answer, 0));
}

function withFewerAddresses(answer: JoinAnswer, count: number): JoinAnswer {
  if (answer.type !== 'approved') return answer;
  const members = answer.members.map((member) => ({ ...member, addresses: member.addresses.slice(0, count) }));
  return { ...answer, members };
}

function untilClosed(stream: Stream, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (stream.status !== 'open' && stream.status !== 'closing') return resolve();
    const timer = setTimeout(resolve, timeoutMs);
    stream.addEventListener('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
