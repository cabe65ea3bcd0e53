/**
 * `/raftpad/invite/1`: a newcomer that holds an invite is let in without asking anybody, by any member. The member proves
 * first that it knows the invite, then the newcomer does; both proofs are for this one exchange (invite-proof.ts).
 * Public, so small, few and timed; who cannot prove anything learns nothing.
 */
import { randomBytes } from 'node:crypto';
import type { Connection, Stream } from '@libp2p/interface';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import { DecodeError } from '../wire/checks.ts';
import { patient } from './dialing.ts';
import { ProtocolError, reasonOf, UnreachableError } from './errors.ts';
import { fieldLimits } from './frame-codec.ts';
import { exchangeFrames, readFrame, writeFrame } from './framing.ts';
import type { Host } from './host.ts';
import {
  decodeInviteHello,
  decodeInviteProof,
  decodeInviteReply,
  encodeInviteHello,
  encodeInviteProof,
  encodeInviteReply,
} from './invite-codec.ts';
import type { InviteReply } from './invite-codec.ts';
import type { Invitation } from './invite-link.ts';
import { inviteBytes, inviteIdOf, inviteKey, isMemberProof, isNewcomerProof } from './invite-proof.ts';
import { memberProof, newcomerProof } from './invite-proof.ts';
import type { InviteExchange } from './invite-proof.ts';
import { closeBehindLastFrame } from './last-frame.ts';
import type { Notices } from './notices.ts';
import { RateLimit } from './rate-limit.ts';
import { remoteHost } from './remote-host.ts';
import { Slots } from './slots.ts';
import { timeout } from './timed-signal.ts';
import { networkLimits, protocols } from './types.ts';
import type { InviteAnswer, NetworkOptions } from './types.ts';

/** The approval names every member, and the newcomer takes it only from one that has proven itself. */
const answerBytes = 64 * 1024;
/** Of connecting and of the challenge together: a laptop that sleeps answers nothing, and others may be awake. */
const connectLimitMs = 4_000;
/** A member that lets somebody in waits for its cluster: the newcomer waits a little longer. */
const admissionLimitMs = 25_000;

export class InviteProtocol {
  readonly #host: Host;
  readonly #options: Pick<NetworkOptions, 'hello' | 'invites'>;
  readonly #notices: Notices;
  readonly #perPeer = new RateLimit({ burst: 10, perSecond: 0.5 });
  readonly #perAddress = new RateLimit({ burst: 40, perSecond: 2 });
  /** Exchanges under way; more are told to come again. */
  readonly #underWay = new Slots({ total: 8, perAddress: 3 });
  /** An invite that is not there is answered as if it was, with a key that nobody knows. */
  readonly #nobodysKey = new Uint8Array(randomBytes(inviteBytes.publicKey));

  constructor(host: Host, options: Pick<NetworkOptions, 'hello' | 'invites'>, notices: Notices) {
    this.#host = host;
    this.#options = options;
    this.#notices = notices;
  }

  async start(): Promise<void> {
    const handler = (stream: Stream, connection: Connection): void => void this.#serve(stream, connection);
    await this.#host.libp2p.handle(protocols.invite, handler, { maxInboundStreams: 2, maxOutboundStreams: 2 });
  }

  /** Throws UnreachableError, also where the member breaks off. */
  async ask(
    { peer, addresses: knownAddresses }: { readonly peer: MemberId; readonly addresses: Iterable<string> },
    invitation: Invitation,
    signal: AbortSignal,
  ): Promise<InviteAnswer> {
    const connecting = timeout(signal, connectLimitMs);
    const answering = timeout(signal, connectLimitMs + networkLimits.helloTimeoutMs + admissionLimitMs);
    let stream: Stream | null = null;
    try {
      const connection = await this.#host.connect(peer, knownAddresses, connecting.signal, patient);
      stream = await connection.newStream(protocols.invite, { signal: connecting.signal });
      return await this.#prove(stream, peer, invitation, {
        connecting: connecting.signal,
        answering: answering.signal,
      });
    } catch (error) {
      if (error instanceof Error && error.name === 'UnsupportedProtocolError') return { type: 'not-supported' };
      if (error instanceof DecodeError) this.#notices.raise('bad-frame', peer, `invite reply: ${error.message}`);
      throw new UnreachableError(`Joining by the invite broke off: ${reasonOf(error)}.`);
    } finally {
      connecting.clear();
      answering.clear();
      stream?.abort(new Error('done'));
    }
  }

  async #prove(
    stream: Stream,
    peer: MemberId,
    { secret, clusterId, inviter }: Invitation,
    { connecting, answering }: { readonly connecting: AbortSignal; readonly answering: AbortSignal },
  ): Promise<InviteAnswer> {
    const key = await inviteKey(secret, clusterId, inviter.member);
    const publicKey = key.publicKey.raw;
    const inviteId = inviteIdOf(publicKey);
    const newcomerNonce = new Uint8Array(randomBytes(inviteBytes.nonce));
    const hello = encodeInviteHello({ inviteId, nonce: newcomerNonce });
    const challenge = decodeInviteReply(
      await exchangeFrames(stream, hello, networkLimits.publicFrameBytes, connecting),
    );
    if (challenge.type === 'refused' && challenge.reason === 'busy') return challenge;
    if (challenge.type !== 'challenge') throw new ProtocolError('an answer before the proof');

    const { self } = this.#host;
    const memberNonce = challenge.nonce;
    const exchange = { clusterId, inviteId, newcomer: self, member: peer, newcomerNonce, memberNonce };
    // Whoever does not know the invite gets no signature, and no name.
    if (!isMemberProof(challenge.proof, publicKey, exchange)) return { type: 'not-known' };
    const signature = await newcomerProof(key, exchange);
    const addresses = this.#host.addresses().slice(0, fieldLimits.addresses);
    const proof = encodeInviteProof({ signature, name: this.#options.hello().name, addresses });
    const reply = decodeInviteReply(await exchangeFrames(stream, proof, answerBytes, answering));
    if (reply.type === 'challenge') throw new ProtocolError('a second challenge');
    if (reply.type === 'refused') return reply;
    const { answer } = reply;
    if (answer.type !== 'approved' || answer.clusterId !== clusterId) throw new ProtocolError('no approval');
    return answer;
  }

  async #serve(stream: Stream, connection: Connection): Promise<void> {
    const peer = asMemberId(connection.remotePeer.toString());
    const address = remoteHost(connection);
    const isItsTurn = this.#take(peer, address);
    try {
      const reply = isItsTurn ? await this.#replyTo(peer, stream).finally(() => this.#underWay.release(peer)) : busy;
      // Nobody learns why: the invite may not be there, or the proof be wrong.
      if (reply === null) return;
      writeFrame(stream, encodeFitting(reply));
      await closeBehindLastFrame(stream, networkLimits.helloTimeoutMs);
    } catch (error) {
      // A newcomer that finds out that this member does not know its invite goes away without a word.
      if (error instanceof DecodeError || error instanceof ProtocolError) {
        this.#notices.raise('bad-frame', peer, `invite: ${error.message}`);
      }
    } finally {
      stream.abort(new Error('done'));
    }
  }

  #take(peer: MemberId, address: string): boolean {
    const nowMs = performance.now();
    if (!this.#perAddress.take(address, nowMs) || !this.#perPeer.take(peer, nowMs)) return false;
    return this.#underWay.take(peer, address);
  }

  async #replyTo(peer: MemberId, stream: Stream): Promise<InviteReply | null> {
    const { invites } = this.#options;
    const timed = timeout(null, networkLimits.helloTimeoutMs);
    try {
      const hello = decodeInviteHello(await readFrame(stream, networkLimits.publicFrameBytes, timed.signal));
      const found = invites?.find(hello.inviteId) ?? null;
      const exchange: InviteExchange = {
        clusterId: found?.clusterId ?? '',
        inviteId: hello.inviteId,
        newcomer: peer,
        member: this.#host.self,
        newcomerNonce: hello.nonce,
        memberNonce: new Uint8Array(randomBytes(inviteBytes.nonce)),
      };
      const publicKey = found?.publicKey ?? this.#nobodysKey;
      const challenge = encodeInviteReply({
        type: 'challenge',
        nonce: exchange.memberNonce,
        proof: memberProof(publicKey, exchange),
      });
      const frame = await exchangeFrames(stream, challenge, networkLimits.publicFrameBytes, timed.signal);
      const { signature, name, addresses } = decodeInviteProof(frame);
      const isProven = await isNewcomerProof(signature, publicKey, exchange);
      if (!isProven || found === null || invites === undefined) return null;
      const answer = await invites.honour(hello.inviteId, { peer, name, addresses });
      return answer.type === 'refused' ? answer : { type: 'answer', answer };
    } finally {
      timed.clear();
    }
  }
}

const busy: InviteReply = { type: 'refused', reason: 'busy' };

/** An approval names every member; if that is too much for one frame, it names fewer addresses of each. */
function encodeFitting(reply: InviteReply): Uint8Array {
  for (let count: number = fieldLimits.addresses; count > 0; count >>= 1) {
    const encoded = encodeInviteReply(withFewerAddresses(reply, count));
    if (encoded.byteLength <= answerBytes) return encoded;
  }
  return encodeInviteReply(withFewerAddresses(reply, 0));
}

function withFewerAddresses(reply: InviteReply, count: number): InviteReply {
  if (reply.type !== 'answer' || reply.answer.type !== 'approved') return reply;
  const members = reply.answer.members.map((each) => ({ ...each, addresses: each.addresses.slice(0, count) }));
  return { ...reply, answer: { ...reply.answer, members } };
}
