import { Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { encodePeerFrame } from '../../src/network/frame-codec.ts';
import { asLogIndex } from '../../src/raft/types.ts';
import { makeMembers, newKey, someFrame, startApp, startPair, stopAllApps, stopApp, untilConnected } from './apps.ts';

afterEach(stopAllApps);

test('two members that know each other exchange frames in order', async () => {
  const [a, b] = await startPair();
  makeMembers([a, b]);
  await untilConnected([a, b]);
  for (let round = 1; round <= 500; round += 1) {
    expect(a.network.send(b.self, someFrame(round))).toBe(true);
    expect(b.network.send(a.self, someFrame(round))).toBe(true);
  }
  await a.until(() => a.frames.length === 500, 'a received all');
  await b.until(() => b.frames.length === 500, 'b received all');
  const expected = Array.from({ length: 500 }, (_, index) => someFrame(index + 1));
  expect(a.frames.map(({ frame }) => frame)).toEqual(expected);
  expect(b.frames.map(({ frame }) => frame)).toEqual(expected);
  expect(a.frames.every(({ from }) => from === b.self)).toBe(true);
  expect(a.connected).toEqual([b.self]);
  expect(b.connected).toEqual([a.self]);
});

// libp2p alone takes four: one for each of the two pieces of a message, and as many to grant window for it.
test('a frame is one write to the socket, and none comes back for it', async () => {
  const [a, b] = await startPair();
  makeMembers([a, b]);
  await untilConnected([a, b]);
  const write = vi.spyOn(Socket.prototype, 'write');
  try {
    for (let round = 1; round <= 100; round += 1) {
      a.network.send(b.self, someFrame(round));
      await b.until(() => b.frames.length === round, 'the frame arrived');
    }
    expect(write.mock.calls.length).toBeGreaterThanOrEqual(100);
    // Hellos and keep-alives may come in between.
    expect(write.mock.calls.length).toBeLessThan(120);
  } finally {
    write.mockRestore();
  }
});

test('a frame makes no event that nobody listens to', async () => {
  const [a, b] = await startPair();
  makeMembers([a, b]);
  await untilConnected([a, b]);
  const dispatch = vi.spyOn(EventTarget.prototype, 'dispatchEvent');
  try {
    for (let round = 1; round <= 20; round += 1) {
      a.network.send(b.self, someFrame(round));
      await b.until(() => b.frames.length === round, 'the frame arrived');
    }
    const events = dispatch.mock.calls.map(([{ type }]) => type);
    // Each layer that the frame comes up through passes it on by one; libp2p alone has each layer that it goes down
    // through tell as well that it has nothing left to send.
    expect(events.filter((type) => type === 'message').length).toBeGreaterThanOrEqual(60);
    expect(events.filter((type) => type === 'idle').length).toBeLessThan(20);
  } finally {
    dispatch.mockRestore();
  }
});

test('a stream whose window is granted by halves carries many times its window', async () => {
  const [a, b] = await startPair();
  makeMembers([a, b]);
  await untilConnected([a, b]);
  for (let round = 1; round <= 40; round += 1) {
    expect(a.network.send(b.self, someFrame(round, 100 * 1024))).toBe(true);
    if (round % 20 === 0) await b.until(() => b.frames.length === round, 'all arrived');
  }
});

test('it is enough that the larger PeerId knows the address of the smaller', async () => {
  const [smaller, larger] = await startPair();
  makeMembers([smaller, larger], (app) => app === larger);
  await untilConnected([smaller, larger]);
});

test('it is enough that the smaller PeerId knows the address of the larger', async () => {
  const [smaller, larger] = await startPair();
  makeMembers([smaller, larger], (app) => app === smaller);
  await untilConnected([smaller, larger]);
});

test('a member that is accepted later than it accepts is connected as soon as it is', async () => {
  const [a, b] = await startPair();
  makeMembers([a, b]);
  b.standings.delete(a.self);
  b.network.setMembers(new Map());
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(a.network.isConnected(b.self)).toBe(false);
  makeMembers([a, b]);
  await untilConnected([a, b]);
});

test('five members are all connected to each other', async () => {
  const apps = await Promise.all([1, 2, 3, 4, 5].map((number) => startApp({ name: `laptop ${number}` })));
  makeMembers(apps);
  await untilConnected(apps);
});

test('a member that stops is missed at once, and found again when it returns at another port', async () => {
  const a = await startApp();
  const privateKey = await newKey();
  const b = await startApp({ privateKey });
  makeMembers([a, b]);
  await untilConnected([a, b]);
  const stoppedAtMs = performance.now();
  const stopping = stopApp(b);
  await a.until(() => a.disconnected.includes(b.self), 'a misses b');
  expect(performance.now() - stoppedAtMs).toBeLessThan(300);
  expect(a.network.isConnected(b.self)).toBe(false);
  expect(a.network.send(b.self, someFrame(1))).toBe(false);
  await stopping;

  const again = await startApp({ privateKey });
  again.standings.set(a.self, { type: 'member' });
  again.network.setMembers(new Map([[a.self, a.network.addresses()]]));
  await untilConnected([a, again]);
});

test('whoever is no longer a member is disconnected', async () => {
  const [a, b] = await startPair();
  makeMembers([a, b]);
  await untilConnected([a, b]);
  a.network.setMembers(new Map([[a.self, []]]));
  await a.until(() => a.disconnected.includes(b.self), 'a told');
  await b.until(() => b.disconnected.includes(a.self), 'b told');
});

test('a removed member is told so by the first member that it reaches', async () => {
  const [a, b] = await startPair();
  const removed = { type: 'removed', by: 'Ada', atMs: 1_700_000_000_000, index: asLogIndex(7) } as const;
  makeMembers([a, b]);
  b.standings.set(a.self, removed);
  b.network.setMembers(new Map());
  await a.until(() => a.told.length > 0, 'a is told');
  expect(a.told[0]).toEqual({ peer: b.self, standing: removed });
});

test('frames of a megabyte pass whole, and the queue is bounded', async () => {
  const [a, b] = await startPair();
  makeMembers([a, b]);
  await untilConnected([a, b]);
  let sent = 0;
  while (a.network.send(b.self, someFrame(sent, 1024 * 1024))) sent += 1;
  expect(sent).toBe(7);
  await b.until(() => b.frames.length === sent, 'b received all');
  const asSent = Array.from({ length: sent }, (_, round) => encodePeerFrame(someFrame(round, 1024 * 1024)));
  expect(b.frames.every(({ frame }, at) => Buffer.compare(encodePeerFrame(frame), asSent[at]!) === 0)).toBe(true);
  expect(a.network.send(b.self, someFrame(1, 1024 * 1024))).toBe(true);
  expect(a.network.send(b.self, someFrame(1, 5 * 1024 * 1024))).toBe(false);
});
