import { noise } from '@chainsafe/libp2p-noise';
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import type { Libp2p } from '@libp2p/interface';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { afterEach, expect, test } from 'vitest';
import { UnreachableError } from '../../src/network/errors.ts';
import { decodeJoinAnswer, decodeJoinAsk, encodeJoinAnswer, encodeJoinAsk } from '../../src/network/frame-codec.ts';
import type { JoinAsk } from '../../src/network/frame-codec.ts';
import { FrameConversation } from '../../src/network/frame-conversation.ts';
import { networkLimits } from '../../src/network/types.ts';
import type { JoinAnswer, NearbyPeer } from '../../src/network/types.ts';
import { asLogIndex, asMemberId, asTerm } from '../../src/raft/types.ts';
import type { App } from './apps.ts';
import { newKey, startApp, startPair, stopAllApps, stopApp } from './apps.ts';

afterEach(stopAllApps);
const never = new AbortController().signal;

/** Asks, as `app`, and never mind the digits. */
const ask = (app: App, peer: NearbyPeer, signal = never): Promise<JoinAnswer> =>
  app.network.join(peer, 'c1', () => undefined, signal);

async function find(app: App, other: App): Promise<NearbyPeer> {
  return app.network.hello(other.network.addresses()[0]!, never);
}
/** Holds every request open until `decide` is called. */
function decidedByHand(app: App): { readonly asked: Parameters<App['onJoin']>[]; decide(answer: JoinAnswer): void } {
  const asked: Parameters<App['onJoin']>[] = [];
  const waiting: ((answer: JoinAnswer) => void)[] = [];
  app.onJoin = (...request) => {
    asked.push(request);
    return new Promise((resolve) => waiting.push(resolve));
  };
  return { asked, decide: (answer) => waiting.forEach((resolve) => resolve(answer)) };
}
const eventually = (condition: () => boolean): Promise<void> => expect.poll(condition, { interval: 10 }).toBe(true);

test('a newcomer waits until it is approved and learns who the members are', async () => {
  const [newcomer, member] = await startPair();
  const person = decidedByHand(member);
  let code = '';
  const found = await find(newcomer, member);
  const answer = newcomer.network.join(found, 'c1', (agreed) => (code = agreed), never);
  await eventually(() => person.asked.length === 1);
  const [request, clusterId] = person.asked[0]!;
  const { self: peer, info } = newcomer;
  await eventually(() => code !== '');
  expect(request).toEqual({ peer, name: info.name, addresses: newcomer.network.addresses(), isRepair: false, code });
  expect(clusterId).toBe('c1');
  const members = [{ member: member.self, name: 'Ada', addresses: member.network.addresses() }];
  const approval = {
    type: 'approved',
    term: asTerm(3),
    clusterId: 'c1',
    clusterName: 'Class',
    configurationIndex: asLogIndex(7),
    members,
  } as const;
  person.decide(approval);
  expect(await answer).toEqual(approval);
});

test('a newcomer that is refused learns by whom', async () => {
  const [newcomer, member] = await startPair();
  member.onJoin = async () => ({ type: 'refused', by: 'Ada' });
  expect(await ask(newcomer, await find(newcomer, member), never)).toEqual({
    type: 'refused',
    by: 'Ada',
  });
});

test('an approval that names many members with many addresses still fits a frame', async () => {
  const [newcomer, member] = await startPair();
  const addresses = Array.from({ length: 16 }, (_, at) => `/ip4/10.0.0.${at}/tcp/47101/p2p/${member.self}`);
  const members = Array.from({ length: 20 }, () => ({ member: member.self, name: 'n'.repeat(80), addresses }));
  member.onJoin = async () => ({
    type: 'approved',
    term: asTerm(3),
    clusterId: 'c',
    clusterName: 'c',
    configurationIndex: asLogIndex(1),
    members,
  });
  const answer = await ask(newcomer, await find(newcomer, member), never);
  expect(answer.type === 'approved' && answer.members.map((each) => each.member)).toEqual(
    members.map((each) => each.member),
  );
});

test('a newcomer that takes its request back is known to be gone', async () => {
  const [newcomer, member] = await startPair();
  const person = decidedByHand(member);
  const controller = new AbortController();
  const answer = ask(newcomer, await find(newcomer, member), controller.signal);
  const refused = expect(answer).rejects.toThrow(UnreachableError);
  await eventually(() => person.asked.length === 1);
  controller.abort();
  await refused;
  await eventually(() => person.asked[0]![2].aborted);
});

test('a newcomer whose app closes is known to be gone', async () => {
  const [newcomer, member] = await startPair();
  const person = decidedByHand(member);
  const broken = expect(ask(newcomer, await find(newcomer, member), never)).rejects.toThrow();
  await eventually(() => person.asked.length === 1);
  await stopApp(newcomer);
  await eventually(() => person.asked[0]![2].aborted);
  await broken;
});

test('a member whose app closes leaves the newcomer with an error, not waiting', async () => {
  const [newcomer, member] = await startPair();
  const person = decidedByHand(member);
  const broken = expect(ask(newcomer, await find(newcomer, member), never)).rejects.toThrow(UnreachableError);
  await eventually(() => person.asked.length === 1);
  await stopApp(member);
  await broken;
});

test('a second request of the same newcomer is told that the member is busy', async () => {
  const [newcomer, member] = await startPair();
  const person = decidedByHand(member);
  const found = await find(newcomer, member);
  const controller = new AbortController();
  const first = ask(newcomer, found, controller.signal).catch(() => undefined);
  await eventually(() => person.asked.length === 1);
  expect(await ask(newcomer, found, never)).toEqual({ type: 'unavailable', reason: 'busy' });
  controller.abort();
  await first;
});

test('more than six newcomers at a time from one address are told that the member is busy', async () => {
  const member = await startApp();
  const person = decidedByHand(member);
  const newcomers = await Promise.all(Array.from({ length: 7 }, () => startApp()));
  const answers = newcomers.map(async (each) => ask(each, await find(each, member), never));
  const first = await Promise.race(answers);
  expect(first).toEqual({ type: 'unavailable', reason: 'busy' });
  await eventually(() => person.asked.length === 6);
  person.decide({ type: 'refused', by: 'Ada' });
  await Promise.all(answers);
});

test('a request to an address where nobody is fails as unreachable', async () => {
  const newcomer = await startApp();
  const gone: NearbyPeer = {
    ...newcomer.info,
    peer: asMemberId('12D3KooWQnwEGNqcM2nAcPtRR9rAX8Hrg4k9kJLCHoTR5chJfz6d'),
    standing: { type: 'stranger' },
    addresses: ['/ip4/127.0.0.1/tcp/1'],
  };
  await expect(ask(newcomer, gone, never)).rejects.toThrow(UnreachableError);
  expect(networkLimits.joinTimeoutMs).toBeGreaterThan(60_000);
});

test('an older app that asks is told to update, and no person is bothered; its repair is served', async () => {
  const [newcomer, member] = await startPair();
  const person = decidedByHand(member);
  const old = await olderApp();
  const connection = await old.dial(multiaddr(member.network.addresses()[0]));
  const request = { clusterId: 'c1', name: 'Old', addresses: [] };
  const asks = async (isRepair: boolean): Promise<JoinAnswer> => {
    const stream = new FrameConversation(await connection.newStream('/raftpad/join/1'), networkLimits.publicFrameBytes);
    stream.send(encodeJoinAsk({ ...request, isRepair, commitment: null }));
    return decodeJoinAnswer(await stream.next(never));
  };
  expect(await asks(false)).toEqual({ type: 'refused', by: `${member.info.name} (update Raftpad here first)` });
  expect(person.asked).toEqual([]);
  const repaired = asks(true);
  await eventually(() => person.asked.length === 1);
  expect(person.asked[0]![0]).toMatchObject({ isRepair: true, code: null });
  person.decide({ type: 'unavailable', reason: 'no-majority' });
  expect(await repaired).toEqual({ type: 'unavailable', reason: 'no-majority' });
  await old.stop();
  await stopApp(newcomer);
});

test('an older app that is asked gives a reason; a repair is asked of it as it knows it', async () => {
  const newcomer = await startApp();
  const old = await olderApp();
  const asked: JoinAsk[] = [];
  await old.handle('/raftpad/join/1', async (stream) => {
    const conversation = new FrameConversation(stream, networkLimits.publicFrameBytes);
    asked.push(decodeJoinAsk(await conversation.next(never)));
    conversation.send(encodeJoinAnswer({ type: 'unavailable', reason: 'busy' }));
  });
  const member = asMemberId(old.peerId.toString());
  const addresses = old.getMultiaddrs().map(String);
  const peer: NearbyPeer = { ...newcomer.info, peer: member, standing: { type: 'stranger' }, addresses };
  expect(await ask(newcomer, peer)).toEqual({ type: 'unavailable', reason: 'other-version' });
  expect(asked).toEqual([]);
  expect(await newcomer.network.askForRepair({ member, name: 'Old', addresses }, 'c1', never)).toEqual({
    type: 'unavailable',
    reason: 'busy',
  });
  expect(asked).toMatchObject([{ isRepair: true, commitment: null }]);
  await old.stop();
});

/** A host that knows nothing of digits. */
async function olderApp(): Promise<Libp2p> {
  return await createLibp2p({
    privateKey: privateKeyFromProtobuf(await newKey()),
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
  });
}
