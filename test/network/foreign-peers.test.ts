import { afterEach, beforeEach, expect, test } from 'vitest';
import { ForeignPeerError } from '../../src/network/errors.ts';
import type { PeerTestStep } from '../../src/network/peer-test.ts';
import { asMemberId, type MemberId } from '../../src/raft/types.ts';
import { startApp, stopAllApps, type App } from './apps.ts';
import { HostilePeer } from './hostile-peer.ts';

const never = new AbortController().signal;

/** A laptop of another time: it proves who it is, and has no protocol in common with us. */
let other: HostilePeer;
let app: App;
let peer: MemberId;
let address: string;

beforeEach(async () => {
  [app, other] = await Promise.all([startApp(), HostilePeer.listening()]);
  peer = asMemberId(other.self);
  address = other.libp2p.getMultiaddrs()[0]!.toString();
});
afterEach(async () => {
  await other.stop();
  await stopAllApps();
});

test('a laptop whose Raftpad speaks another language is told from one where nobody answers', async () => {
  await expect(app.network.hello(address, never)).rejects.toThrow(ForeignPeerError);
  expect(app.network.isForeign(peer)).toBe(true);
  await expect(app.network.hello('127.0.0.1:1', never)).rejects.not.toThrow(ForeignPeerError);
});

test('a test of the way to it says so', async () => {
  let last: readonly PeerTestStep[] = [];
  const [, , host, , port] = address.split('/');
  await app.network.diagnosis.test(
    { address: `${host}:${port}` },
    { signal: never, onSteps: (steps) => (last = steps) },
  );
  expect(last.at(-1)).toEqual({ type: 'hello', result: { outcome: 'foreign' } });
});

test('a member that was updated too far is known as such, and no longer once the two understand each other', async () => {
  app.standings.set(peer, { type: 'member' });
  app.network.setMembers(new Map([[peer, [address]]]));
  await app.until(() => app.network.isForeign(peer), 'it is known to be foreign');
  expect(app.network.diagnosis.facts().peers).toMatchObject([{ peer, isForeign: true, failedAgoMs: null }]);
  await other.hello(app.network.addresses()[0]!);
  await app.until(() => !app.network.isForeign(peer), 'it said hello');
});
