import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeHelloReply } from '../../src/network/frame-codec.ts';
import { readFrame, writeFrame } from '../../src/network/framing.ts';
import { networkLimits, protocols } from '../../src/network/types.ts';
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
  expect(app.network.foreign(peer)).toBe('unsure');
  await expect(app.network.hello('127.0.0.1:1', never)).rejects.not.toThrow(ForeignPeerError);
});

test('one whose Raftpad is newer is told from one of which nobody knows: this laptop is the one to be updated', async () => {
  await expect(app.network.hello(address, never)).rejects.toMatchObject({ foreign: 'unsure' });
  await other.libp2p.handle('/raftpad/hello/3', (stream) => stream.abort(new Error('not spoken here')));
  await expect(app.network.hello(address, never)).rejects.toMatchObject({
    foreign: 'newer',
    message: expect.stringContaining('Update Raftpad on this laptop') as unknown,
  });
  expect(app.network.foreign(peer)).toBe('newer');
  expect(app.network.diagnosis.facts().peers).toMatchObject([{ peer, foreign: 'newer' }]);
});

test.each(['opens the stream', 'waits for it'])(
  'a member that says hello, and has a newer language among members, is known as such by one that %s',
  async (who) => {
    await other.stop();
    other = await HostilePeer.listening((self) => (who === 'waits for it') === self < app.network.self);
    peer = asMemberId(other.self);
    app.standings.set(peer, { type: 'member' });
    await other.libp2p.handle(protocols.hello, async (stream) => {
      await readFrame(stream, networkLimits.publicFrameBytes, AbortSignal.timeout(5_000));
      const info = { appVersion: '9.0.0', name: 'Dana', cluster: null };
      writeFrame(stream, encodeHelloReply({ info, addresses: [], admissions: [], standing: { type: 'member' } }));
    });
    await other.libp2p.handle('/raftpad/raft/2', (stream) => stream.abort(new Error('not spoken here')));
    app.network.setMembers(new Map([[peer, [other.libp2p.getMultiaddrs()[0]!.toString()]]]));
    await app.until(() => app.network.foreign(peer) === 'newer', 'it is known to be newer');
  },
);

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
  await app.until(() => app.network.foreign(peer) !== null, 'it is known to be foreign');
  expect(app.network.diagnosis.facts().peers).toMatchObject([{ peer, foreign: 'unsure', failedAgoMs: null }]);
  await other.hello(app.network.addresses()[0]!);
  await app.until(() => app.network.foreign(peer) === null, 'it said hello');
});
