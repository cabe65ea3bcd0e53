/**
 * A laptop without a member: it has a key, and says what a test has it say. It takes the place of whole apps, of older
 * ones, and of those whose timing cannot be waited for.
 */
import { randomBytes } from 'node:crypto';
import type { Stream } from '@libp2p/interface';
import {
  decodeJoinAsk,
  encodeHello,
  encodeHelloReply,
  encodeJoinAsk,
  encodeJoinReply,
  encodeJoinReveal,
} from '../../src/network/frame-codec.ts';
import { FrameConversation } from '../../src/network/frame-conversation.ts';
import { joinFrames, readFrame, writeFrame } from '../../src/network/framing.ts';
import { commitmentTo, nonceBytes } from '../../src/network/join-code.ts';
import { networkLimits, protocols, type HelloInfo, type JoinAnswer, type PeerFrame } from '../../src/network/types.ts';
import { asMemberId } from '../../src/raft/types.ts';
import { HostilePeer } from '../network/hostile-peer.ts';

const patienceMs = 20_000;
const keepAliveMs = 1_000;
const within = (): AbortSignal => AbortSignal.timeout(patienceMs);

export class ScriptedLaptop {
  readonly name: string;
  readonly #peer: HostilePeer;
  #keepAlive: NodeJS.Timeout | undefined;

  private constructor(name: string, peer: HostilePeer) {
    this.name = name;
    this.#peer = peer;
  }

  /** It speaks nothing until it is told to. `opensTo`: it is the one who opens the raft stream with that member. */
  static async start(name: string, opensTo?: string): Promise<ScriptedLaptop> {
    return new ScriptedLaptop(
      name,
      opensTo === undefined ? await HostilePeer.listening() : await HostilePeer.start([opensTo]),
    );
  }

  get id(): string {
    return this.#peer.self;
  }

  /** Host and port. */
  get place(): string {
    const [, , host, , port] = this.#peer.libp2p.getMultiaddrs()[0]?.toString().split('/') ?? [];
    return `${host}:${port}`;
  }

  async stop(): Promise<void> {
    clearInterval(this.#keepAlive);
    await this.#peer.stop();
  }

  // As the one that is asked

  /** Says that it is in this cluster. */
  async isIn(cluster: HelloInfo['cluster']): Promise<void> {
    const reply = { info: this.#info(cluster), addresses: [], admissions: [], standing: { type: 'stranger' } } as const;
    await this.#peer.libp2p.handle(protocols.hello, async (stream: Stream) => {
      await readFrame(stream, networkLimits.publicFrameBytes, within());
      writeFrame(stream, encodeHelloReply(reply));
      await stream.close();
    });
  }

  /** Agrees on digits with whoever asks, once `ready` resolves, and then answers this. */
  async answers(answer: JoinAnswer, ready: Promise<unknown>): Promise<void> {
    await this.#peer.libp2p.handle(protocols.join, async (stream: Stream, connection) => {
      const conversation = new FrameConversation(stream, networkLimits.publicFrameBytes);
      const { clusterId } = decodeJoinAsk(await conversation.next(within()));
      await ready;
      const asker = asMemberId(connection.remotePeer.toString());
      const nonce = randomBytes(nonceBytes);
      const commitment = commitmentTo(nonce, 'member', { clusterId, asker, member: this.#peer.self });
      conversation.send(encodeJoinReply({ type: 'commitment', commitment }));
      await conversation.next(within());
      conversation.send(encodeJoinReply({ type: 'nonce', nonce }));
      conversation.send(encodeJoinReply({ type: 'answer', answer }));
    });
  }

  /** Knows how to ask and be asked without digits only. */
  async isOld(): Promise<void> {
    await this.#peer.libp2p.handle(protocols.joinWithoutCode, () => undefined);
  }

  // As the one that asks, or is a member

  async hello(address: string): Promise<void> {
    const connection = await this.#peer.connect(address);
    const stream = await connection.newStream(protocols.hello);
    const hello = encodeHello({ info: this.#info(null), addresses: [], admissions: [] });
    const reply = readFrame(stream, networkLimits.publicFrameBytes, within());
    writeFrame(stream, hello);
    await reply;
  }

  /** Resolves once it has asked; whatever becomes of it. */
  async ask(address: string, clusterId: string): Promise<void> {
    const connection = await this.#peer.connect(address);
    const member = asMemberId(connection.remotePeer.toString());
    const stream = await connection.newStream(protocols.join);
    const conversation = new FrameConversation(stream, networkLimits.publicFrameBytes);
    const nonce = randomBytes(nonceBytes);
    const commitment = commitmentTo(nonce, 'asker', { clusterId, asker: this.#peer.self, member });
    conversation.send(encodeJoinAsk({ clusterId, name: this.name, addresses: [], isRepair: false, commitment }));
    await conversation.next(within());
    conversation.send(encodeJoinReveal(nonce));
    await conversation.next(within());
  }

  /** Opens the raft stream, and keeps it open. Returns how to say something on it. */
  async openRaft(address: string): Promise<(frame: PeerFrame) => void> {
    await this.hello(address);
    const stream = await this.#peer.openRaft(address);
    if (stream === null) throw new Error('the raft stream was refused');
    this.#keepAlive = setInterval(() => {
      if (stream.status === 'open') stream.send(joinFrames([new Uint8Array(0)]));
    }, keepAliveMs);
    return (frame) => void this.#peer.sendFrame(stream, frame);
  }

  #info(cluster: HelloInfo['cluster']): HelloInfo {
    return { appVersion: '0.0.9', name: this.name, cluster };
  }
}
