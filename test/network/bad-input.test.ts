/**
 * Whatever a peer sends, the app lives, says what happened, and serves others. The peer here is a bare libp2p host
 * that keeps to none of our protocols.
 */
import { noise } from '@chainsafe/libp2p-noise';
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import type { Libp2p, Stream } from '@libp2p/interface';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeHello, encodeHelloReply, encodePeerFrame } from '../../src/network/frame-codec.ts';
import { joinFrames } from '../../src/network/framing.ts';
import { networkLimits, protocols } from '../../src/network/types.ts';
import { asMemberId } from '../../src/raft/types.ts';
import type { App } from './apps.ts';
import { newKey, makeMembers, someFrame, startApp, stopAllApps, untilConnected } from './apps.ts';

const never = new AbortController().signal;
let app: App;
let rogue: Libp2p;

/** The rogue's PeerId is the smaller one, so that it is the one to open the raft stream. */
beforeEach(async () => {
  app = await startApp({ name: 'victim' });
  for (;;) {
    rogue = await createLibp2p({
      privateKey: privateKeyFromProtobuf(await newKey()),
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
    });
    if (rogue.peerId.toString() < app.self) break;
    await rogue.stop();
  }
});
afterEach(async () => {
  await rogue.stop();
  await stopAllApps();
});

const rogueId = () => asMemberId(rogue.peerId.toString());
async function open(protocol: string): Promise<Stream> {
  const connection = await rogue.dial(multiaddr(app.network.addresses()[0]));
  return connection.newStream(protocol);
}
function closed(stream: Stream): Promise<void> {
  if (stream.status !== 'open' && stream.status !== 'closing') return Promise.resolve();
  return new Promise((resolve) => stream.addEventListener('close', () => resolve()));
}
async function stillServes(): Promise<void> {
  const other = await startApp({ name: 'other' });
  expect((await other.network.hello(app.network.addresses()[0]!, never)).name).toBe('victim');
  makeMembers([app, other]);
  await untilConnected([app, other]);
  other.network.send(app.self, someFrame(1));
  await app.until(() => app.frames.some(({ from }) => from === other.self), 'a frame of another member arrives');
}
function letIn(): void {
  app.standings.set(rogueId(), { type: 'member' });
  app.network.setMembers(new Map([[rogueId(), []]]));
}

const oversized = (limit: number): Uint8Array => {
  const header = new Uint8Array(64);
  new DataView(header.buffer).setUint32(0, limit + 1);
  return header;
};
const garbage = Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7919 + 13) % 256);
const cutShort = joinFrames([new Uint8Array(100).fill(1)]).subarray(0, 50);
const notAMessage = joinFrames([new Uint8Array(100).fill(0xff)]);

const attacks = [
  { name: 'garbage', bytes: () => garbage, detail: 'above the limit' },
  { name: 'an oversized frame', bytes: oversized, detail: 'above the limit' },
  { name: 'a frame cut short', bytes: () => cutShort, detail: 'cut short' },
  { name: 'a frame that is no message', bytes: () => notAMessage, detail: 'damaged' },
];

describe.each([
  { protocol: protocols.hello, limit: networkLimits.publicFrameBytes },
  { protocol: protocols.join, limit: networkLimits.publicFrameBytes },
  { protocol: protocols.raft, limit: networkLimits.raftFrameBytes },
  { protocol: protocols.snapshot, limit: networkLimits.snapshotFrameBytes },
])('on $protocol', ({ protocol, limit }) => {
  test.each(attacks)('$name is refused, named in a notice, and others are served', async ({ bytes, detail }) => {
    letIn();
    const stream = await open(protocol);
    stream.addEventListener('message', () => undefined);
    stream.send(bytes(limit));
    void stream.close().catch(() => undefined);
    await closed(stream);
    await app.until(() => app.notices.length > 0, 'a notice');
    expect(app.notices[0]).toMatchObject({ type: 'bad-frame', peer: rogueId() });
    expect(app.notices[0]!.detail).toContain(detail);
    expect(app.frames).toEqual([]);
    await stillServes();
  });
});

test.each([protocols.hello, protocols.join, protocols.invite, protocols.reach, protocols.raft, protocols.snapshot])(
  'on %s, a stream that is reset and a connection that breaks are nobody’s mistake',
  async (protocol) => {
    letIn();
    (await open(protocol)).abort(new Error('closed the lid'));
    for (const goAway of [
      (stream: Stream) => stream.abort(new Error('closed the lid')),
      () => rogue.getConnections().forEach((connection) => connection.abort(new Error('out of reach'))),
    ]) {
      for (const connection of rogue.getConnections()) await connection.close();
      const stream = await open(protocol);
      stream.send(cutShort);
      goAway(stream);
    }
    await stillServes();
    expect(app.notices).toEqual([]);
  },
);

test.each([{ protocol: protocols.raft }, { protocol: protocols.snapshot }])(
  'a stranger that opens $protocol is refused and named, once',
  async ({ protocol }) => {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const stream = await open(protocol);
      await closed(stream);
    }
    expect(app.notices[0]).toMatchObject({ type: 'stranger-refused', peer: rogueId() });
    expect(app.notices.length).toBeLessThanOrEqual(3);
    expect(app.connected).toEqual([]);
    await stillServes();
  },
);

test('a stranger cannot make a frame arrive', async () => {
  const stream = await open(protocols.raft);
  try {
    stream.send(joinFrames([encodePeerFrame(someFrame(1))]));
  } catch {
    // It was reset before.
  }
  await closed(stream);
  await stillServes();
  expect(app.frames.every(({ from }) => from !== rogueId())).toBe(true);
});

test('a member that opens a second stream replaces its first', async () => {
  letIn();
  const first = await open(protocols.raft);
  await app.until(() => app.connected.length === 1, 'the first is open');
  const second = await open(protocols.raft);
  await closed(first);
  await app.until(() => app.connected.length === 2, 'the second is open');
  second.send(joinFrames([encodePeerFrame(someFrame(5))]));
  await app.until(() => app.frames.length === 1, 'a frame on the second arrives');
  expect(app.disconnected).toEqual([rogueId()]);
});

test('a hello that is never finished is closed in time and holds up nobody', async () => {
  const stream = await open(protocols.hello);
  stream.send(cutShort);
  await stillServes();
  await closed(stream);
}, 15_000);

test('of a hundred hellos in a row most are turned away', async () => {
  const connection = await rogue.dial(multiaddr(app.network.addresses()[0]));
  const info = { appVersion: '1', name: 'rogue', cluster: null };
  let answered = 0;
  for (let hello = 0; hello < 100; hello += 1) {
    const stream = await connection.newStream(protocols.hello);
    stream.addEventListener('message', () => (answered += 1));
    try {
      stream.send(joinFrames([encodeHello({ info, addresses: [], admissions: [] })]));
      void stream.close().catch(() => undefined);
    } catch {
      // It was reset before.
    }
    await closed(stream);
  }
  expect(answered).toBeGreaterThan(10);
  expect(answered).toBeLessThan(50);
  await stillServes();
});

test.each([
  { name: 'garbage', reply: joinFrames([garbage]) },
  { name: 'a frame above the limit', reply: joinFrames([new Uint8Array(networkLimits.publicFrameBytes + 1)]) },
  {
    name: 'a name too long',
    reply: joinFrames([
      encodeHelloReply({
        admissions: [],
        info: { appVersion: '1', name: 'x'.repeat(200), cluster: null },
        addresses: [],
        standing: { type: 'stranger' },
      }),
    ]),
  },
])('$name as an answer to our hello is an error of that hello only', async ({ reply }) => {
  await rogue.handle(protocols.hello, (stream) => {
    stream.addEventListener('message', () => undefined);
    stream.send(reply);
    void stream.close().catch(() => undefined);
  });
  await rogue.dial(multiaddr(app.network.addresses()[0]));
  app.network.setMembers(new Map([[rogueId(), []]]));
  await stillServes();
  expect(app.nearby.every(({ peer }) => peer !== rogueId())).toBe(true);
});
