import { afterEach, expect, test, vi } from 'vitest';
import { BadAddressError, ListenError, UnreachableError } from '../../src/network/errors.ts';
import { asLogIndex } from '../../src/raft/types.ts';
import { startApp, startPair, stopAllApps, stopApp } from './apps.ts';

afterEach(stopAllApps);
const never = new AbortController().signal;

/** The host:port of an app's address, as a person would paste it. */
function hostAndPort(address: string): string {
  const [, , host, , port] = address.split('/');
  return `${host}:${port}`;
}

test('a hello to host:port tells who is there, without a known PeerId', async () => {
  const [a, b] = await startPair();
  b.info = { appVersion: '2.0.0', name: 'Bob', cluster: { id: 'c1', name: 'Class', memberCount: 3 } };
  b.standings.set(a.self, { type: 'member' });
  const found = await a.network.hello(hostAndPort(b.network.addresses()[0]!), never);
  expect(found).toMatchObject({ ...b.info, peer: b.self, standing: { type: 'member' } });
  expect(found.addresses).toContain(b.network.addresses()[0]);
});

test('one hello makes both see each other nearby', async () => {
  const [a, b] = await startPair();
  await b.network.hello(a.network.addresses()[0]!, never);
  await a.until(() => a.nearby.some(({ peer }) => peer === b.self), 'a sees b');
  await b.until(() => b.nearby.some(({ peer }) => peer === a.self), 'b sees a');
  expect(a.network.nearby()).toEqual(a.nearby);
  expect(a.nearby[0]).toMatchObject({ name: b.info.name, addresses: b.network.addresses() });
});

test('an announced change of name is seen by those nearby within a second', async () => {
  const [a, b] = await startPair();
  await a.network.hello(b.network.addresses()[0]!, never);
  for (const [app, other] of [
    [a, b],
    [b, a],
  ] as const) {
    app.info = { ...app.info, name: `renamed ${app.self}` };
    const startedAtMs = performance.now();
    app.network.announce();
    await other.until(() => other.nearby[0]?.name === app.info.name, 'the new name arrived');
    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
  }
});

test('an app that closes is no longer nearby a few seconds later', async () => {
  const [a, b] = await startPair();
  await a.network.hello(b.network.addresses()[0]!, never);
  await stopApp(b);
  await a.until(() => a.nearby.length === 0, 'b is gone');
});

test('a hello over a connection that the peer is just closing goes over a new one', async () => {
  const [a, b] = await startPair();
  const address = b.network.addresses()[0]!;
  await a.network.hello(address, never);
  b.network.setMembers(new Map([[a.self, []]]));
  // It lets go of the laptop that was removed in the middle of that one's next hello.
  const standing = { type: 'removed', by: 'Bob', atMs: 1, index: asLogIndex(1) } as const;
  vi.spyOn(b.standings, 'get').mockImplementationOnce(() => {
    b.standings.set(a.self, standing);
    b.network.setMembers(new Map());
    return standing;
  });
  expect(await a.network.hello(address, never)).toMatchObject({ peer: b.self, standing });
});

test('a hello to a port where nobody listens fails as unreachable', async () => {
  const app = await startApp();
  await expect(app.network.hello('127.0.0.1:1', never)).rejects.toThrow(UnreachableError);
  await expect(app.network.hello('127.0.0.1:1', never)).rejects.toThrow('No Raftpad answers at 127.0.0.1:1.');
});

test('a hello to oneself fails as unreachable', async () => {
  const app = await startApp();
  await expect(app.network.hello(app.network.addresses()[0]!, never)).rejects.toThrow(UnreachableError);
  await expect(app.network.hello(hostAndPort(app.network.addresses()[0]!), never)).rejects.toThrow(UnreachableError);
});

test('a hello to a malformed address fails as such', async () => {
  const app = await startApp();
  await expect(app.network.hello('not an address', never)).rejects.toThrow(BadAddressError);
});

test('a hello that is called off ends', async () => {
  const app = await startApp();
  const controller = new AbortController();
  const hello = app.network.hello('127.0.0.1:1', controller.signal);
  controller.abort();
  await expect(hello).rejects.toThrow(UnreachableError);
});

test('the first free port from 47101 on is taken if none is named', async () => {
  const [a, b] = [await startApp({ listen: '127.0.0.1' }), await startApp({ listen: '127.0.0.1' })];
  const ports = [a, b].map((app) => Number(hostAndPort(app.network.addresses()[0]!).split(':')[1]));
  expect(ports[0]).toBeGreaterThanOrEqual(47_101);
  expect(ports[1]).toBeGreaterThan(ports[0]!);
  expect(ports[1]).toBeLessThanOrEqual(47_151);
});

test('a named port that is taken is an error that says so', async () => {
  const app = await startApp();
  const taken = hostAndPort(app.network.addresses()[0]!);
  await expect(startApp({ listen: taken })).rejects.toThrow(ListenError);
});
