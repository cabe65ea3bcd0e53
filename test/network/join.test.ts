import { afterEach, expect, test } from 'vitest';
import { UnreachableError } from '../../src/network/errors.ts';
import { networkLimits } from '../../src/network/types.ts';
import type { JoinAnswer, NearbyPeer } from '../../src/network/types.ts';
import { asLogIndex, asMemberId, asTerm } from '../../src/raft/types.ts';
import type { App } from './apps.ts';
import { startApp, startPair, stopAllApps, stopApp } from './apps.ts';

afterEach(stopAllApps);
const never = new AbortController().signal;

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
const eventually = async (condition: () => boolean): Promise<void> => {
  for (let tries = 0; !condition() && tries < 500; tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
};

test('a newcomer waits until it is approved and learns who the members are', async () => {
  const [newcomer, member] = await startPair();
  const person = decidedByHand(member);
  const answer = newcomer.network.join(await find(newcomer, member), 'c1', never);
  await eventually(() => person.asked.length === 1);
  const [request, clusterId] = person.asked[0]!;
  const { self: peer, info } = newcomer;
  const isRepair = false;
  expect(request).toEqual({ peer, name: info.name, addresses: newcomer.network.addresses(), isRepair });
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
  expect(await newcomer.network.join(await find(newcomer, member), 'c1', never)).toEqual({
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
  const answer = await newcomer.network.join(await find(newcomer, member), 'c', never);
  expect(answer.type === 'approved' && answer.members.map((each) => each.member)).toEqual(
    members.map((each) => each.member),
  );
});

test('a newcomer that takes its request back is known to be gone', async () => {
  const [newcomer, member] = await startPair();
  const person = decidedByHand(member);
  const controller = new AbortController();
  const answer = newcomer.network.join(await find(newcomer, member), 'c1', controller.signal);
  const refused = expect(answer).rejects.toThrow(UnreachableError);
  await eventually(() => person.asked.length === 1);
  controller.abort();
  await refused;
  await eventually(() => person.asked[0]![2].aborted);
});

test('a newcomer whose app closes is known to be gone', async () => {
  const [newcomer, member] = await startPair();
  const person = decidedByHand(member);
  const broken = expect(newcomer.network.join(await find(newcomer, member), 'c1', never)).rejects.toThrow();
  await eventually(() => person.asked.length === 1);
  await stopApp(newcomer);
  await eventually(() => person.asked[0]![2].aborted);
  await broken;
});

test('a member whose app closes leaves the newcomer with an error, not waiting', async () => {
  const [newcomer, member] = await startPair();
  const person = decidedByHand(member);
  const broken = expect(newcomer.network.join(await find(newcomer, member), 'c1', never)).rejects.toThrow(
    UnreachableError,
  );
  await eventually(() => person.asked.length === 1);
  await stopApp(member);
  await broken;
});

test('a second request of the same newcomer is told that the member is busy', async () => {
  const [newcomer, member] = await startPair();
  const person = decidedByHand(member);
  const found = await find(newcomer, member);
  const controller = new AbortController();
  const first = newcomer.network.join(found, 'c1', controller.signal).catch(() => undefined);
  await eventually(() => person.asked.length === 1);
  expect(await newcomer.network.join(found, 'c1', never)).toEqual({ type: 'unavailable', reason: 'busy' });
  controller.abort();
  await first;
});

test('more than eight newcomers at a time are told that the member is busy', async () => {
  const member = await startApp();
  const person = decidedByHand(member);
  const newcomers = await Promise.all(Array.from({ length: 9 }, () => startApp()));
  const answers = newcomers.map(async (each) => each.network.join(await find(each, member), 'c1', never));
  const first = await Promise.race(answers);
  expect(first).toEqual({ type: 'unavailable', reason: 'busy' });
  expect(person.asked.length).toBe(8);
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
  await expect(newcomer.network.join(gone, 'c1', never)).rejects.toThrow(UnreachableError);
  expect(networkLimits.joinTimeoutMs).toBeGreaterThan(60_000);
});
