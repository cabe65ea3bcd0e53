/**
 * `/raftpad/join/2`: a newcomer asks to be let in, both sides agree on six digits that people compare (join-code.ts),
 * and the stream stays open until a person has decided. This is the asker's side; join-answering.ts is the member's.
 */
import { randomBytes } from 'node:crypto';
import type { Connection, Stream } from '@libp2p/interface';
import type { MemberId } from '../raft/types.ts';
import { DecodeError } from '../wire/checks.ts';
import { patient } from './dialing.ts';
import { reasonOf, UnreachableError } from './errors.ts';
import { FrameConversation } from './frame-conversation.ts';
import {
  decodeJoinAnswer,
  decodeJoinReply,
  encodeJoinAsk,
  encodeJoinReveal,
  fieldLimits,
  type JoinAsk,
  type JoinReply,
} from './frame-codec.ts';
import type { Host } from './host.ts';
import { JoinAnswering, type JoinAnsweringOptions } from './join-answering.ts';
import { commitmentTo, isCommittedTo, joinCode, nonceBytes } from './join-code.ts';
import type { Notices } from './notices.ts';
import { timeout } from './timed-signal.ts';
import { networkLimits, protocols } from './types.ts';
import type { JoinAnswer } from './types.ts';

interface Asked {
  readonly peer: MemberId;
  readonly addresses: readonly string[];
}

export class JoinProtocol {
  readonly #host: Host;
  readonly #options: JoinAnsweringOptions;
  readonly #notices: Notices;
  readonly #answering: JoinAnswering;

  constructor(host: Host, options: JoinAnsweringOptions, notices: Notices) {
    this.#host = host;
    this.#options = options;
    this.#notices = notices;
    this.#answering = new JoinAnswering(host.self, options, notices);
  }

  async start(): Promise<void> {
    const handler = (stream: Stream, connection: Connection): void => void this.#answering.serve(stream, connection);
    const limits = { maxInboundStreams: 2, maxOutboundStreams: 2 };
    await this.#host.libp2p.handle([protocols.join, protocols.joinWithoutCode], handler, limits);
  }

  stop(): void {
    this.#answering.stop();
  }

  /** Asks to be let in; `onCode` is told the digits as soon as they are agreed on. Throws UnreachableError. */
  async ask(
    asked: Asked,
    { clusterId, epoch }: Pick<JoinAsk, 'clusterId' | 'epoch'>,
    onCode: (code: string) => void,
    signal: AbortSignal,
  ): Promise<JoinAnswer> {
    const parties = { clusterId, asker: this.#host.self, member: asked.peer };
    const nonce = randomBytes(nonceBytes);
    const commitment = commitmentTo(nonce, 'asker', parties);
    const answer = await this.#converse(
      asked,
      [protocols.join],
      signal,
      async (conversation, _protocol, untilDecided) => {
        conversation.send(this.#request({ clusterId, epoch, isRepair: false, commitment }));
        const first = await soon(conversation, untilDecided);
        if (first.type === 'answer') return first.answer;
        if (first.type !== 'commitment') throw new DecodeError('a nonce came before the commitment');
        // From here on the other side knows the digits before we do: an attempt that breaks off was one of its tries.
        conversation.send(encodeJoinReveal(nonce));
        const second = await soon(conversation, untilDecided);
        if (second.type !== 'nonce' || !isCommittedTo(first.commitment, second.nonce, 'member', parties)) {
          throw new DecodeError('it did not reveal the nonce that it had committed itself to');
        }
        onCode(joinCode(parties, { asker: nonce, member: second.nonce }));
        const last = decodeJoinReply(await conversation.next(untilDecided));
        if (last.type !== 'answer') throw new DecodeError('something else came in place of the answer');
        return last.answer;
      },
    );
    return answer ?? { type: 'unavailable', reason: 'other-version' };
  }

  /** As a member whose log is damaged: no person decides, so there are no digits. Throws UnreachableError. */
  async askForRepair(
    asked: Asked,
    { clusterId, epoch }: Pick<JoinAsk, 'clusterId' | 'epoch'>,
    signal: AbortSignal,
  ): Promise<JoinAnswer> {
    const answer = await this.#converse(
      asked,
      [protocols.join, protocols.joinWithoutCode],
      signal,
      async (conversation, protocol, untilDecided) => {
        conversation.send(this.#request({ clusterId, epoch, isRepair: true, commitment: null }));
        const frame = await conversation.next(untilDecided);
        if (protocol === protocols.joinWithoutCode) return decodeJoinAnswer(frame);
        const reply = decodeJoinReply(frame);
        if (reply.type !== 'answer') throw new DecodeError('something else came in place of the answer');
        return reply.answer;
      },
    );
    if (answer === null) throw new UnreachableError('It knows no protocol to ask for a repair by.');
    return answer;
  }

  #request(ask: Pick<JoinAsk, 'clusterId' | 'isRepair' | 'commitment' | 'epoch'>): Uint8Array {
    const addresses = this.#host.addresses().slice(0, fieldLimits.addresses);
    return encodeJoinAsk({ ...ask, name: this.#options.hello().name, addresses });
  }

  /** null: the other side knows none of the protocols. Throws UnreachableError. */
  async #converse(
    { peer, addresses }: Asked,
    wanted: string[],
    signal: AbortSignal,
    talk: (conversation: FrameConversation, protocol: string, untilDecided: AbortSignal) => Promise<JoinAnswer>,
  ): Promise<JoinAnswer | null> {
    // A little longer than the member waits, so that its answer wins.
    const timed = timeout(signal, networkLimits.joinTimeoutMs + 5_000);
    let stream: Stream | null = null;
    try {
      const connection = await this.#host.connect(peer, addresses, timed.signal, patient);
      stream = await connection.newStream(wanted, { signal: timed.signal });
      const conversation = new FrameConversation(stream, networkLimits.publicFrameBytes);
      return await talk(conversation, stream.protocol, timed.signal);
    } catch (error) {
      if (error instanceof Error && error.name === 'UnsupportedProtocolError') return null;
      if (error instanceof DecodeError) this.#notices.raise('bad-frame', peer, `join answer: ${error.message}`);
      throw new UnreachableError(`The request to join broke off: ${reasonOf(error)}.`);
    } finally {
      timed.clear();
      stream?.abort(new Error('done'));
    }
  }
}

/** A reply that no person has to think about. */
async function soon(conversation: FrameConversation, signal: AbortSignal): Promise<JoinReply> {
  const timed = timeout(signal, networkLimits.helloTimeoutMs);
  try {
    return decodeJoinReply(await conversation.next(timed.signal));
  } finally {
    timed.clear();
  }
}
