/**
 * The member's side of `/raftpad/join/2`. Public, so small, few and timed: whoever asks has one place, each address and
 * all together have few, and so it is with the digits that are agreed on, each of which is a try for someone in between.
 */
import { randomBytes } from 'node:crypto';
import type { Connection, Stream } from '@libp2p/interface';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { DecodeError } from '../wire/checks.ts';
import { ProtocolError } from './errors.ts';
import { FrameConversation } from './frame-conversation.ts';
import {
  decodeJoinAsk,
  decodeJoinReveal,
  encodeJoinAnswer,
  encodeJoinReply,
  fieldLimits,
  type JoinAsk,
} from './frame-codec.ts';
import { commitmentTo, isCommittedTo, joinCode, nonceBytes } from './join-code.ts';
import { closeBehindLastFrame } from './last-frame.ts';
import type { Notices } from './notices.ts';
import { RateLimit } from './rate-limit.ts';
import { remoteHost } from './remote-host.ts';
import { Slots } from './slots.ts';
import { timeout } from './timed-signal.ts';
import { networkLimits, protocols } from './types.ts';
import type { JoinAnswer, NetworkOptions } from './types.ts';

export type JoinAnsweringOptions = Pick<NetworkOptions, 'hello' | 'standing' | 'events'>;

interface Asker {
  readonly peer: MemberId;
  /** Where it connects from. */
  readonly address: string;
  readonly stream: Stream;
  readonly conversation: FrameConversation;
}

const busy: JoinAnswer = { type: 'unavailable', reason: 'busy' };

export class JoinAnswering {
  readonly #self: MemberId;
  readonly #options: JoinAnsweringOptions;
  readonly #notices: Notices;
  /** Strangers who wait for a person; more are told that this member is busy. */
  readonly #strangers = new Slots({ total: 8, perAddress: 6 });
  /** Members that lost their log, who wait for no person. No crowd of strangers keeps them out. */
  readonly #members = new Slots({ total: 64, perAddress: 64 });
  readonly #perPeer = new RateLimit({ burst: 10, perSecond: 0.2 });
  readonly #perAddress = new RateLimit({ burst: 60, perSecond: 2 });
  readonly #total = new RateLimit({ burst: 120, perSecond: 4 });
  // In the ten minutes that somebody may wait, someone in between has at most 70 tries here, of a million.
  readonly #codesPerAddress = new RateLimit({ burst: 30, perSecond: 1 / 20 });
  readonly #codes = new RateLimit({ burst: 40, perSecond: 1 / 20 });
  readonly #waiting = new Set<AbortController>();

  constructor(self: MemberId, options: JoinAnsweringOptions, notices: Notices) {
    this.#self = self;
    this.#options = options;
    this.#notices = notices;
  }

  stop(): void {
    for (const controller of this.#waiting) controller.abort();
  }

  /** Must be called before the stream's next event. */
  async serve(stream: Stream, connection: Connection): Promise<void> {
    const peer = asMemberId(connection.remotePeer.toString());
    const conversation = new FrameConversation(stream, networkLimits.publicFrameBytes);
    try {
      const answer = await this.#answerTo({ peer, address: remoteHost(connection), stream, conversation });
      if (answer === null) return;
      conversation.send(encodeFitting(answer, stream.protocol));
      await closeBehindLastFrame(stream, networkLimits.helloTimeoutMs);
    } catch (error) {
      if (error instanceof DecodeError || error instanceof ProtocolError) {
        this.#notices.raise('bad-frame', peer, `join: ${error.message}`);
      }
    } finally {
      stream.abort(new Error('done'));
    }
  }

  /** The answer to give, or null if the asker went away. */
  async #answerTo(asker: Asker): Promise<JoinAnswer | null> {
    const { peer, address } = asker;
    const nowMs = performance.now();
    const isMember = this.#options.standing(peer).type === 'member';
    if (!this.#perPeer.take(peer, nowMs)) return busy;
    if (!isMember && !(this.#perAddress.take(address, nowMs) && this.#total.take('', nowMs))) return busy;
    const slots = isMember ? this.#members : this.#strangers;
    if (!slots.take(peer, address)) return busy;
    try {
      const ask = decodeJoinAsk(await soon(asker.conversation));
      if (ask.isRepair) return await this.#decided(asker, ask, null);
      if (asker.stream.protocol === protocols.joinWithoutCode) return this.#updateFirst();
      if (!this.#codesPerAddress.take(address, nowMs) || !this.#codes.take('', nowMs)) return busy;
      return await this.#decided(asker, ask, await this.#agreeOnCode(asker, ask));
    } finally {
      slots.release(peer);
    }
  }

  /** The digits that the asker's screen shows too, unless somebody sits in between. */
  async #agreeOnCode({ peer, conversation }: Asker, { clusterId, commitment }: JoinAsk): Promise<string> {
    if (commitment === null) throw new DecodeError('commitment is missing');
    const parties = { clusterId, asker: peer, member: this.#self };
    const nonce = randomBytes(nonceBytes);
    conversation.send(encodeJoinReply({ type: 'commitment', commitment: commitmentTo(nonce, 'member', parties) }));
    const revealed = decodeJoinReveal(await soon(conversation));
    if (!isCommittedTo(commitment, revealed, 'asker', parties)) {
      throw new DecodeError('it did not reveal the nonce that it had committed itself to');
    }
    conversation.send(encodeJoinReply({ type: 'nonce', nonce }));
    return joinCode(parties, { asker: revealed, member: nonce });
  }

  /** What becomes of the request, or null if it is taken back before. */
  async #decided(
    { peer, stream, conversation }: Asker,
    { clusterId, name, addresses, isRepair, epoch }: JoinAsk,
    code: string | null,
  ): Promise<JoinAnswer | null> {
    const controller = new AbortController();
    this.#waiting.add(controller);
    // Nothing is to come after the request: whatever does, its end too, takes it back.
    conversation.expectEnd(() => controller.abort());
    let timer: NodeJS.Timeout | undefined;
    const undecided = new Promise<JoinAnswer | null>((resolve) => {
      controller.signal.addEventListener('abort', () => resolve(null));
      timer = setTimeout(() => {
        resolve({ type: 'unavailable', reason: 'timed-out' });
        controller.abort();
      }, networkLimits.joinTimeoutMs);
    });
    try {
      if (stream.status !== 'open' || controller.signal.aborted) return null;
      const request = { peer, name, addresses, isRepair, code, epoch };
      const decided = this.#options.events.onJoinAsked(request, clusterId, controller.signal);
      // After a withdrawal nobody waits for the decision any more, whatever becomes of it.
      decided.catch(() => undefined);
      return await Promise.race([decided, undecided]);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(controller);
    }
  }

  /** To an older app, in words that it shows: it knows no other way to say so. */
  #updateFirst(): JoinAnswer {
    const name = this.#options.hello().name.slice(0, 40);
    return { type: 'refused', by: `${name} (update Raftpad here first)` };
  }
}

/** A frame that no person has to think about. */
async function soon(conversation: FrameConversation): Promise<Uint8Array> {
  const timed = timeout(null, networkLimits.helloTimeoutMs);
  return await conversation.next(timed.signal).finally(() => timed.clear());
}

/** An approval names every member; if that is too much for one frame, it names fewer addresses of each. */
function encodeFitting(answer: JoinAnswer, protocol: string): Uint8Array {
  const encode = (answerToSend: JoinAnswer): Uint8Array =>
    protocol === protocols.joinWithoutCode
      ? encodeJoinAnswer(answerToSend)
      : encodeJoinReply({ type: 'answer', answer: answerToSend });
  for (const addressCount of [fieldLimits.addresses, 6, 3, 2, 1]) {
    const encoded = encode(withFewerAddresses(answer, addressCount));
    if (encoded.byteLength <= networkLimits.publicFrameBytes) return encoded;
  }
  return encode(withFewerAddresses(answer, 0));
}

function withFewerAddresses(answer: JoinAnswer, count: number): JoinAnswer {
  if (answer.type !== 'approved') return answer;
  const members = answer.members.map((member) => ({ ...member, addresses: member.addresses.slice(0, count) }));
  return { ...answer, members };
}
