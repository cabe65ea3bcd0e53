/**
 * A peer with a key of its own that keeps to none of the rules: it speaks libp2p and frames, and says whatever it likes.
 * Its attacks resolve when they are through, however the victim took them.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { noise } from '@chainsafe/libp2p-noise';
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import type { Connection, PrivateKey, Stream } from '@libp2p/interface';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p, type Libp2p } from 'libp2p';
import {
  decodeHelloReply,
  decodeJoinReply,
  encodeHello,
  encodeJoinAsk,
  encodeJoinReveal,
  encodePeerFrame,
  type HelloReply,
} from '../../src/network/frame-codec.ts';
import { FrameConversation } from '../../src/network/frame-conversation.ts';
import { joinFrames } from '../../src/network/framing.ts';
import { commitmentTo, nonceBytes } from '../../src/network/join-code.ts';
import { networkLimits, protocols, type JoinAnswer, type PeerFrame } from '../../src/network/types.ts';
import { asMemberId, type MemberId } from '../../src/raft/types.ts';
import { newKey } from './apps.ts';

/** What a request came to: the answer, or that the victim closed it. */
export type Outcome = JoinAnswer | 'closed';

export class HostilePeer {
  readonly libp2p: Libp2p;
  readonly self: MemberId;

  private constructor(libp2p: Libp2p) {
    this.libp2p = libp2p;
    this.self = asMemberId(libp2p.peerId.toString());
  }

  /** @param below its PeerId is smaller than any of these: it is the one to open raft streams */
  static async start(below: readonly string[] = []): Promise<HostilePeer> {
    for (;;) {
      const key = privateKeyFromProtobuf(await newKey());
      const peer = await HostilePeer.withKey(key);
      if (below.every((other) => peer.self < other)) return peer;
      await peer.stop();
    }
  }

  /** It can be dialed too, and speaks nothing but what is handled on its `libp2p`. `wanted`: which PeerId it may have. */
  static async listening(wanted: (self: MemberId) => boolean = () => true): Promise<HostilePeer> {
    for (;;) {
      const peer = await HostilePeer.withKey(privateKeyFromProtobuf(await newKey()), ['/ip4/127.0.0.1/tcp/0']);
      if (wanted(peer.self)) return peer;
      await peer.stop();
    }
  }

  static async withKey(privateKey: PrivateKey, listen: string[] = []): Promise<HostilePeer> {
    const libp2p = await createLibp2p({
      privateKey,
      addresses: { listen },
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      connectionMonitor: { enabled: false },
    });
    return new HostilePeer(libp2p);
  }

  async stop(): Promise<void> {
    for (const connection of this.libp2p.getConnections()) connection.abort(new Error('stopped'));
    await this.libp2p.stop();
  }

  async connect(address: string, { fresh = false } = {}): Promise<Connection> {
    return await this.libp2p.dial(multiaddr(address), { force: fresh, signal: AbortSignal.timeout(20_000) });
  }

  // Keeping to the rules

  async hello(address: string, addresses: readonly string[] = []): Promise<HelloReply> {
    const conversation = await this.#open(address, protocols.hello);
    conversation.send(
      encodeHello({ info: { appVersion: '1', name: 'Mallory', cluster: null }, addresses, admissions: [] }),
    );
    return decodeHelloReply(await conversation.next(AbortSignal.timeout(20_000)));
  }

  /** Asks as any laptop does. `recorded` gets what it sent, frame by frame. */
  async ask(address: string, clusterId: string, recorded: Uint8Array[] = []): Promise<Outcome> {
    try {
      const connection = await this.connect(address);
      const member = asMemberId(connection.remotePeer.toString());
      const conversation = await this.#open(address, protocols.join);
      const nonce = randomBytes(nonceBytes);
      const commitment = commitmentTo(nonce, 'asker', { clusterId, asker: this.self, member });
      const ask = encodeJoinAsk({ clusterId, name: 'Mallory', addresses: [], isRepair: false, commitment });
      const reveal = encodeJoinReveal(nonce);
      recorded.push(ask, reveal);
      return await this.#say(conversation, [ask, reveal]);
    } catch {
      return 'closed';
    }
  }

  // Not keeping to them

  /** What somebody else said, word for word. */
  async replay(address: string, frames: readonly Uint8Array[]): Promise<Outcome> {
    try {
      return await this.#say(await this.#open(address, protocols.join), frames);
    } catch {
      return 'closed';
    }
  }

  /** So many requests, `width` of them at a time, on as many connections as it gets; each ends as soon as it can. */
  async flood(address: string, clusterId: string, requests: number, width: number): Promise<void> {
    let left = requests;
    const work = async (lane: number): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const protocol = left % 3 === 0 ? protocols.hello : left % 3 === 1 ? protocols.join : protocols.joinWithoutCode;
        try {
          const connection = await this.connect(address, { fresh: lane < 8 && left % 500 === 0 });
          const stream = await connection.newStream(protocol, { signal: AbortSignal.timeout(500) });
          const request = { clusterId, name: 'Mallory', addresses: [], isRepair: left % 2 === 0, commitment: null };
          stream.send(joinFrames([protocol === protocols.hello ? someHello : encodeJoinAsk(request)]));
          stream.abort(new Error('next'));
        } catch {
          await delay(1); // it was refused: the next one
        }
      }
    };
    await Promise.all(Array.from({ length: width }, (_, lane) => work(lane)));
  }

  /** A frame that says it is so long, with as much of it as the victim takes. */
  async sendHuge(address: string, protocol: string, length: number): Promise<void> {
    await this.#write(address, protocol, async (stream) => {
      const header = new Uint8Array(4);
      new DataView(header.buffer).setUint32(0, length);
      stream.send(header);
      for (let sent = 0; sent < length && stream.status === 'open'; sent += 65_536) {
        stream.send(new Uint8Array(65_536));
        await delay(0);
      }
    });
  }

  /** A frame byte by byte, for so long. */
  async sendSlowly(address: string, protocol: string, forMs: number): Promise<void> {
    await this.#write(address, protocol, async (stream) => {
      stream.send(new Uint8Array([0, 0, 16, 0]));
      const deadlineMs = performance.now() + forMs;
      while (stream.status === 'open' && performance.now() < deadlineMs) {
        stream.send(new Uint8Array(1));
        await delay(50);
      }
    });
  }

  /** Opens a protocol and says nothing, for so long. */
  async sitIn(address: string, protocol: string, forMs: number): Promise<void> {
    await this.#write(address, protocol, () => delay(forMs));
  }

  /** Opens the raft stream; null: it was refused. */
  async openRaft(address: string): Promise<Stream | null> {
    try {
      const stream = await (await this.connect(address)).newStream(protocols.raft);
      const received: Uint8Array[] = [];
      stream.addEventListener('message', ({ data }) => void received.push(data.subarray()));
      for (let waited = 0; received.length === 0 && stream.status === 'open' && waited < 20_000; waited += 20) {
        await delay(20);
      }
      return received.length > 0 ? stream : null;
    } catch {
      return null;
    }
  }

  /** False: the stream takes nothing any more. */
  sendFrame(stream: Stream, frame: PeerFrame): boolean {
    try {
      stream.send(joinFrames([encodePeerFrame(frame)]));
      return stream.status === 'open';
    } catch {
      return false;
    }
  }

  async #open(address: string, protocol: string): Promise<FrameConversation> {
    const connection = await this.connect(address);
    const stream = await connection.newStream(protocol, { signal: AbortSignal.timeout(20_000) });
    return new FrameConversation(stream, networkLimits.publicFrameBytes);
  }

  /** Says one frame after the other, each after a reply to the one before, until there is an answer. */
  async #say(conversation: FrameConversation, frames: readonly Uint8Array[]): Promise<Outcome> {
    for (const frame of frames) {
      conversation.send(frame);
      const reply = decodeJoinReply(await conversation.next(AbortSignal.timeout(20_000)));
      if (reply.type === 'answer') return reply.answer;
    }
    const reply = decodeJoinReply(await conversation.next(AbortSignal.timeout(20_000)));
    return reply.type === 'answer' ? reply.answer : 'closed';
  }

  async #write(address: string, protocol: string, write: (stream: Stream) => Promise<unknown>): Promise<void> {
    try {
      const connection = await this.connect(address);
      const stream = await connection.newStream(protocol, { signal: AbortSignal.timeout(2_000) });
      await write(stream);
      stream.abort(new Error('done'));
    } catch {
      // It was refused, or closed under way.
    }
  }
}

const someHello = encodeHello({
  info: { appVersion: '1', name: 'Mallory', cluster: null },
  addresses: [],
  admissions: [],
});
