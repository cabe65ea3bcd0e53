/**
 * Somebody with a key of its own sits between a laptop that asks to join and the member that it asks: to the one it is the
 * member, to the other an asker. It has the whole exchange in its hands, and still the digits on the two screens differ.
 */
import { noise } from '@chainsafe/libp2p-noise';
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import type { Libp2p, Stream } from '@libp2p/interface';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  decodeHello,
  decodeJoinAsk,
  decodeJoinReply,
  decodeJoinReveal,
  encodeHelloReply,
  encodeJoinAsk,
  encodeJoinReply,
  encodeJoinReveal,
} from '../../src/network/frame-codec.ts';
import { FrameConversation } from '../../src/network/frame-conversation.ts';
import { commitmentTo, joinCode, nonceBytes } from '../../src/network/join-code.ts';
import { networkLimits, protocols, type NearbyPeer } from '../../src/network/types.ts';
import { asMemberId, type MemberId } from '../../src/raft/types.ts';
import { newKey, startApp, stopAllApps, type App } from './apps.ts';

const never = new AbortController().signal;
const clusterId = 'c1';
const nonceOf = (byte: number): Uint8Array => new Uint8Array(nonceBytes).fill(byte);
const talk = (stream: Stream): FrameConversation => new FrameConversation(stream, networkLimits.publicFrameBytes);

let ana: App;
let bo: App;
let eve: Libp2p;
/** What Ana's screen shows, and Bo's. */
let onAnasScreen: string[];
let onBosScreen: string[];

beforeEach(async () => {
  [ana, bo] = await Promise.all([startApp({ name: 'Ana' }), startApp({ name: 'Bo' })]);
  onAnasScreen = [];
  onBosScreen = [];
  ana.onJoin = ({ code }) => {
    onAnasScreen.push(String(code));
    return new Promise(() => undefined);
  };
  eve = await createLibp2p({
    privateKey: privateKeyFromProtobuf(await newKey()),
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
  });
});
afterEach(async () => {
  await eve.stop();
  await stopAllApps();
});

const eveId = (): MemberId => asMemberId(eve.peerId.toString());
const eveAsAna = (): NearbyPeer => ({
  appVersion: '1',
  name: 'Ana',
  cluster: { id: clusterId, name: 'Class', memberCount: 1 },
  peer: eveId(),
  standing: { type: 'stranger' },
  addresses: eve.getMultiaddrs().map(String),
});

/** Eve answers Bo's request as `withBo` says, given the stream that Bo opened. */
async function serve(withBo: (bos: FrameConversation, anas: FrameConversation) => Promise<void>): Promise<void> {
  await eve.handle(protocols.hello, async (stream) => {
    decodeHello(await talk(stream).next(never));
    const { standing, addresses, ...info } = eveAsAna();
    const reply = talk(stream);
    reply.send(encodeHelloReply({ info, addresses, standing, admissions: [] }));
  });
  await eve.handle(protocols.join, async (stream) => {
    const bos = talk(stream);
    const connection = await eve.dial(multiaddr(ana.network.addresses()[0]));
    await withBo(bos, talk(await connection.newStream(protocols.join)));
  });
}
const boAsks = (): Promise<unknown> =>
  bo.network.join(eveAsAna(), clusterId, (code) => onBosScreen.push(code), never).catch((error: unknown) => error);
const waitFor = (condition: () => boolean): Promise<void> => expect.poll(condition, { interval: 10 }).toBe(true);

/** Eve's own request at Ana's, with a nonce of hers; resolves with the digits that Ana's screen shows. */
async function goThroughWithAna(anas: FrameConversation, nonce: Uint8Array): Promise<string> {
  const parties = { clusterId, asker: eveId(), member: ana.self };
  const commitment = commitmentTo(nonce, 'asker', parties);
  anas.send(encodeJoinAsk({ clusterId, name: 'Bo', addresses: [], isRepair: false, commitment }));
  const first = decodeJoinReply(await anas.next(never));
  anas.send(encodeJoinReveal(nonce));
  const second = decodeJoinReply(await anas.next(never));
  if (first.type !== 'commitment' || second.type !== 'nonce') throw new Error('Ana said something else');
  return joinCode(parties, { asker: nonce, member: second.nonce });
}

test('a relay that runs the exchange with each side gets other digits on either screen', async () => {
  await serve(async (bos, anas) => {
    decodeJoinAsk(await bos.next(never));
    const parties = { clusterId, asker: bo.self, member: eveId() };
    await goThroughWithAna(anas, nonceOf(1));
    bos.send(encodeJoinReply({ type: 'commitment', commitment: commitmentTo(nonceOf(2), 'member', parties) }));
    decodeJoinReveal(await bos.next(never));
    bos.send(encodeJoinReply({ type: 'nonce', nonce: nonceOf(2) }));
  });
  void boAsks();
  await waitFor(() => onAnasScreen.length === 1 && onBosScreen.length === 1);
  expect(onAnasScreen[0]).toMatch(/^[0-9]{6}$/);
  expect(onBosScreen[0]).toMatch(/^[0-9]{6}$/);
  // The same by chance once in a million runs.
  expect(onBosScreen[0]).not.toBe(onAnasScreen[0]);
});

test('a relay that passes every frame on gets no digits at all: they are bound to the two laptops', async () => {
  await serve(async (bos, anas) => {
    for (;;) {
      anas.send(await bos.next(never));
      bos.send(await anas.next(never));
    }
  });
  expect(await boAsks()).toBeInstanceOf(Error);
  expect([...onAnasScreen, ...onBosScreen]).toEqual([]);
  await ana.until(() => ana.notices.some(({ peer }) => peer === eveId()), 'Ana is told');
});

test('a relay that picks its nonce after it saw the asker’s is found out', async () => {
  await serve(async (bos, anas) => {
    decodeJoinAsk(await bos.next(never));
    await goThroughWithAna(anas, nonceOf(1));
    const parties = { clusterId, asker: bo.self, member: eveId() };
    bos.send(encodeJoinReply({ type: 'commitment', commitment: commitmentTo(nonceOf(2), 'member', parties) }));
    decodeJoinReveal(await bos.next(never));
    // Knowing both of the others', this is where it would look for one that fits.
    bos.send(encodeJoinReply({ type: 'nonce', nonce: nonceOf(3) }));
  });
  expect(await boAsks()).toBeInstanceOf(Error);
  expect(onBosScreen).toEqual([]);
  expect(bo.notices[0]).toMatchObject({ type: 'bad-frame', peer: eveId() });
});

test('a relay that picks its nonce after it saw the member’s does not get to see that', async () => {
  const connection = await eve.dial(multiaddr(ana.network.addresses()[0]));
  const anas = talk(await connection.newStream(protocols.join));
  const commitment = commitmentTo(nonceOf(1), 'asker', { clusterId, asker: eveId(), member: ana.self });
  anas.send(encodeJoinAsk({ clusterId, name: 'Bo', addresses: [], isRepair: false, commitment }));
  // Ana's commitment, not her nonce: that comes only after Eve's own, as committed to.
  expect(decodeJoinReply(await anas.next(never))).toMatchObject({ type: 'commitment' });
  anas.send(encodeJoinReveal(nonceOf(3)));
  await expect(anas.next(never)).rejects.toThrow();
  expect(onAnasScreen).toEqual([]);
});
