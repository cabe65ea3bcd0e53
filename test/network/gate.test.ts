import type { Connection, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Gate, gateLimits } from '../../src/network/gate.ts';
import { protocols } from '../../src/network/types.ts';
import { asLogIndex } from '../../src/raft/types.ts';
import { startApp, stopAllApps, type App } from './apps.ts';
import { HostilePeer } from './hostile-peer.ts';

let app: App;
let mallory: HostilePeer;

beforeEach(async () => {
  app = await startApp({ name: 'victim' });
  mallory = await HostilePeer.start();
});
afterEach(async () => {
  await mallory.stop();
  await stopAllApps();
});

/** Whether a connection is there to stay: one that is refused after the handshake looks open for a moment. */
async function connects(): Promise<boolean> {
  try {
    const connection = await mallory.connect(app.network.addresses()[0]!, { fresh: true });
    await connection.newStream(protocols.hello, { signal: AbortSignal.timeout(20_000) }).then(close);
    return true;
  } catch {
    return false;
  }
}
const close = (stream: Stream): void => stream.abort(new Error('enough'));
const countConnections = async (attempts: number): Promise<number> => {
  let count = 0;
  for (let attempt = 0; attempt < attempts; attempt += 1) if (await connects()) count += 1;
  return count;
};

describe('connections', () => {
  test('of a stranger are few', async () => {
    expect(await countConnections(8)).toBe(gateLimits.perStranger);
  });

  test('of one that was removed are fewer, and it is told', async () => {
    const removed = { type: 'removed', by: 'Ada', atMs: 1, index: asLogIndex(1) } as const;
    app.standings.set(mallory.self, removed);
    expect(await countConnections(3)).toBe(gateLimits.perRemoved);
    expect((await mallory.hello(app.network.addresses()[0]!)).standing).toEqual(removed);
  });

  test('of a member are not counted', async () => {
    app.standings.set(mallory.self, { type: 'member' });
    expect(await countConnections(8)).toBe(8);
  });

  test('of a member that is removed are closed', async () => {
    app.standings.set(mallory.self, { type: 'member' });
    app.network.setMembers(new Map([[mallory.self, []]]));
    await mallory.hello(app.network.addresses()[0]!);
    const connection = await mallory.connect(app.network.addresses()[0]!);
    const closed = new Promise((resolve) => connection.addEventListener('close', resolve));
    app.standings.set(mallory.self, { type: 'removed', by: 'Ada', atMs: 1, index: asLogIndex(1) });
    app.network.setMembers(new Map());
    await closed;
  });
});

test('whoever opens too many streams loses its connection, and for a while gets none', async () => {
  const connection = await mallory.connect(app.network.addresses()[0]!);
  let opened = 0;
  const opening = async (): Promise<void> => {
    for (; opened < 1_000 && connection.status === 'open'; opened += 1) {
      close(await connection.newStream(protocols.hello, { signal: AbortSignal.timeout(20_000) }));
    }
  };
  await opening().catch(() => undefined);
  expect(opened).toBeGreaterThan(100);
  expect(opened).toBeLessThan(400);
  expect(await connects()).toBe(false);
  const other = await startApp({ name: 'other' });
  const found = await other.network.hello(app.network.addresses()[0]!, new AbortController().signal);
  expect(found.name).toBe('victim');
});

test('a connection that a stranger leaves idle is closed, a member’s and one in use are not', () => {
  const closed: string[] = [];
  const connection = (remotePeer: string, streams: readonly unknown[]): Connection => {
    const abort = (): void => void closed.push(remotePeer);
    const remoteAddr = multiaddr('/ip4/10.0.0.7/tcp/1');
    return { direction: 'inbound', remotePeer, remoteAddr, streams, abort } as unknown as Connection;
  };
  const open = [connection('idle', []), connection('busy', [{}]), connection('member', [])];
  const gate = new Gate({
    standing: (peer) => ({ type: String(peer) === 'member' ? 'member' : 'stranger' }),
    connections: () => open,
    clock: () => 0,
  });
  for (let nowMs = 0; nowMs <= 30_000; nowMs += 1_000) gate.sweep(nowMs);
  expect(closed).toEqual([]);
  gate.sweep(31_000);
  expect(closed).toEqual(['idle']);
});
