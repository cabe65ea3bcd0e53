/** A peer that does not keep to the snapshot protocol, as its sender and as its receiver: a bare libp2p host. */
import { noise } from '@chainsafe/libp2p-noise';
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SnapshotBrokenOffError, SnapshotRefusedError, SnapshotStalledError } from '../../src/network/errors.ts';
import { FrameDecoder, joinFrames } from '../../src/network/framing.ts';
import { decodeSnapshotAnswer, encodeSnapshotAnswer, encodeSnapshotOffer } from '../../src/network/snapshot-codec.ts';
import type { SnapshotAnswer } from '../../src/network/snapshot-codec.ts';
import { networkLimits, protocols } from '../../src/network/types.ts';
import type { SnapshotSink } from '../../src/network/types.ts';
import { asLogIndex, asMemberId, asTerm } from '../../src/raft/types.ts';
import type { App } from './apps.ts';
import { newKey, startApp, stopAllApps } from './apps.ts';

let app: App;
let rogue: Libp2p;

beforeEach(async () => {
  app = await startApp({ name: 'victim' });
  rogue = await createLibp2p({
    privateKey: privateKeyFromProtobuf(await newKey()),
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
  });
  app.standings.set(rogueId(), { type: 'member' });
});
afterEach(async () => {
  await rogue.stop();
  await stopAllApps();
});

const rogueId = () => asMemberId(rogue.peerId.toString());
const kilobytes = (count: number): Uint8Array => new Uint8Array(count * 1024).fill(5);
const offerOf = (totalBytes: number) => ({
  session: 1,
  index: asLogIndex(1),
  term: asTerm(1),
  totalBytes,
  check: 1,
});
const endOfData = new Uint8Array(0);

/** What the app answers on a stream that the rogue opened, signs of life left out. */
class RogueSender {
  readonly answers: SnapshotAnswer[] = [];
  readonly closed: Promise<void>;
  readonly stream: Stream;
  #check = (): void => undefined;

  constructor(stream: Stream) {
    this.stream = stream;
    const decoder = new FrameDecoder(networkLimits.snapshotFrameBytes);
    stream.addEventListener('message', ({ data }) => {
      for (const frame of decoder.push(data)) if (frame.byteLength > 0) this.answers.push(decodeSnapshotAnswer(frame));
      this.#check();
    });
    this.closed = new Promise((resolve) => stream.addEventListener('close', () => resolve()));
  }
  send(...frames: Uint8Array[]): void {
    this.stream.send(joinFrames(frames));
  }
  answered(type: SnapshotAnswer['type']): Promise<void> {
    return new Promise((resolve) => {
      this.#check = () => {
        if (this.answers.some((answer) => answer.type === type)) resolve();
      };
      this.#check();
    });
  }
}
async function openSnapshot(): Promise<RogueSender> {
  const connection = await rogue.dial(multiaddr(app.network.addresses()[0]), { force: true });
  return new RogueSender(await connection.newStream(protocols.snapshot));
}

/** A sink that says how it ended. */
function takeIntoSink(write: () => Promise<void> = () => Promise.resolve()): { readonly ended: Promise<string> } {
  const ended = new Promise<string>((resolve) => {
    const sink: SnapshotSink = {
      startOffset: 0,
      write,
      finish: () => Promise.resolve(resolve('finished')),
      abort: (reason) => Promise.resolve(resolve(reason)),
    };
    app.onSnapshot = () => Promise.resolve({ type: 'accepted', sink });
  });
  return { ended };
}

test.each([
  { name: 'the end too early', bytes: [kilobytes(100), endOfData], reason: 'the end came too early' },
  { name: 'more data than it offered', bytes: [kilobytes(200), kilobytes(200)], reason: 'more data than was offered' },
  { name: 'something behind the end', bytes: [kilobytes(200), kilobytes(100), endOfData, endOfData], reason: 'after' },
])('a sender that sends $name is cut off and named, and the sink is aborted', async ({ bytes, reason }) => {
  const { ended } = takeIntoSink(() => new Promise((resolve) => setTimeout(resolve, 20)));
  const sender = await openSnapshot();
  sender.send(encodeSnapshotOffer(offerOf(300 * 1024)));
  await sender.answered('accepted');
  sender.send(...bytes);
  await sender.closed;
  expect(await ended).toContain(reason);
  expect(app.notices[0]).toMatchObject({ type: 'bad-frame', peer: rogueId() });
  expect(app.notices[0]!.detail).toContain(reason);
});

test('a sender that does not wait for what it sent to be written is cut off: nothing piles up', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const { ended } = takeIntoSink(() => held);
  const sender = await openSnapshot();
  sender.send(encodeSnapshotOffer(offerOf(8 * 1024 * 1024)));
  await sender.answered('accepted');
  for (let sent = 0; sent < 10; sent += 1) sender.send(kilobytes(250));
  await sender.closed;
  release();
  expect(await ended).toContain('more data than may be under way');
});

test('a sender that does not wait for the answer is cut off, and a sink that comes later is aborted', async () => {
  const { ended } = takeIntoSink();
  const answer = app.onSnapshot;
  const sender = await openSnapshot();
  app.onSnapshot = async (...offer) => {
    sender.send(kilobytes(200));
    await sender.closed;
    return answer(...offer);
  };
  sender.send(encodeSnapshotOffer(offerOf(300 * 1024)));
  expect(await ended).toContain('data came before our answer');
});

test.each([0, networkLimits.snapshotBytes + 1])('an offer of %d bytes is refused unasked', async (totalBytes) => {
  app.onSnapshot = () => Promise.reject(new Error('must not be asked'));
  const sender = await openSnapshot();
  sender.send(encodeSnapshotOffer(offerOf(totalBytes)));
  await sender.closed;
  expect(app.notices[0]!.detail).toContain('totalBytes is not between');
});

test('a sender that offers again and again is told to stop', async () => {
  app.onSnapshot = () => Promise.resolve({ type: 'refused', reason: 'no' });
  const answer = async (): Promise<string> => {
    const sender = await openSnapshot();
    sender.send(encodeSnapshotOffer(offerOf(1)));
    await sender.answered('refused');
    sender.stream.abort(new Error('next'));
    return sender.answers.flatMap((each) => (each.type === 'refused' ? [each.reason] : [])).join();
  };
  const first = await answer();
  expect(first).toBe('no');
  let last = first;
  // On a slow machine some are allowed anew meanwhile, so they are not counted.
  while (last === first) last = await answer();
  expect(last).toBe('Too many attempts.');
});

/** Answers the app's transfer with `frames`, over the only connection there is: the rogue cannot be dialled. */
async function receiveFromApp(frames: readonly Uint8Array[]): Promise<void> {
  await rogue.handle(protocols.snapshot, (stream) => {
    stream.addEventListener('message', () => undefined);
    stream.send(joinFrames(frames));
  });
  const connection = await rogue.dial(multiaddr(app.network.addresses()[0]));
  // Once a stream is open, the app knows of the connection.
  await connection.newStream(protocols.hello);
  const data = kilobytes(100);
  const source = { read: (at: number, maxBytes: number) => Promise.resolve(data.subarray(at, at + maxBytes)) };
  const options = { signal: new AbortController().signal, onProgress: () => undefined };
  await app.network.sendSnapshot(rogueId(), offerOf(data.byteLength), source, options);
}
const say = (answer: SnapshotAnswer): Uint8Array => encodeSnapshotAnswer(answer);
const accepted = say({ type: 'accepted', offset: 0 });

test.each([
  { name: 'garbage', frames: [new Uint8Array(100).fill(0xff)], detail: 'damaged' },
  {
    name: 'an offset behind the end',
    frames: [say({ type: 'accepted', offset: 102_401 })],
    detail: 'more than there is',
  },
  { name: 'that it accepts twice', frames: [accepted, accepted], detail: 'accepted twice' },
  {
    name: 'that it wrote what was not sent',
    frames: [accepted, say({ type: 'written', offset: 102_401 })],
    detail: 'wrote',
  },
  {
    name: 'that it has finished before the end',
    frames: [accepted, say({ type: 'finished' })],
    detail: 'finished before',
  },
])('a receiver that answers $name is left, and named', async ({ frames, detail }) => {
  await expect(receiveFromApp(frames)).rejects.toThrow(SnapshotBrokenOffError);
  expect(app.notices[0]).toMatchObject({ type: 'bad-frame', peer: rogueId() });
  expect(app.notices[0]!.detail).toContain(detail);
});

test('a receiver that cannot be dialled is sent to over the connection it made, which stays', async () => {
  await expect(receiveFromApp([say({ type: 'refused', reason: 'not now' })])).rejects.toThrow(
    new SnapshotRefusedError('not now'),
  );
  expect(rogue.getConnections().map(({ status }) => status)).toEqual(['open']);
});

test('a receiver that falls silent is given up', async () => {
  await expect(receiveFromApp([accepted])).rejects.toThrow(SnapshotStalledError);
}, 30_000);

test('a snapshot comes on a connection of its own, on which no raft stream is taken, and which closes behind it', async () => {
  const shared = await rogue.dial(multiaddr(app.network.addresses()[0]));
  await shared.newStream(protocols.hello);
  const arrived = new Promise<Connection>((resolve) => {
    const handler = (stream: Stream, connection: Connection): void => {
      stream.addEventListener('message', () => undefined);
      resolve(connection);
    };
    void rogue.handle(protocols.snapshot, handler);
  });
  app.network.setMembers(new Map([[rogueId(), rogue.getMultiaddrs().map(String)]]));
  const ending = new AbortController();
  const source = { read: () => Promise.resolve(kilobytes(1)) };
  const options = { signal: ending.signal, onProgress: () => undefined };
  const sending = app.network.sendSnapshot(rogueId(), offerOf(100), source, options);
  sending.catch(() => undefined);
  const own = await arrived;
  expect(own.id).not.toBe(shared.id);
  const raft = await own.newStream(protocols.raft);
  if (raft.status === 'open') await new Promise((resolve) => raft.addEventListener('close', resolve));
  expect(raft.status).toBe('reset');
  expect(app.connected).toEqual([]);

  const closed = new Promise((resolve) => own.addEventListener('close', resolve));
  ending.abort();
  await expect(sending).rejects.toThrow(SnapshotBrokenOffError);
  await closed;
  expect(shared.status).toBe('open');
});
