import { generateKeyPair } from '@libp2p/crypto/keys';
import type { PeerId } from '@libp2p/interface';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHost, type Host } from '../../src/network/host.ts';
import { mostPeersRemembered } from '../../src/network/peer-memory.ts';
import { protocols } from '../../src/network/types.ts';
import { newKey } from './apps.ts';
import { HostilePeer } from './hostile-peer.ts';

let host: Host;
let guest: HostilePeer;

beforeEach(async () => {
  host = await startHost({
    privateKey: await newKey(),
    listen: '/ip4/127.0.0.1/tcp/0',
    standing: () => ({ type: 'stranger' }),
  });
  guest = await HostilePeer.start();
});
afterEach(async () => {
  await guest.stop();
  await host.libp2p.stop();
});

const remembered = async (): Promise<Set<string>> =>
  new Set((await host.libp2p.peerStore.all()).map(({ id }) => id.toString()));

test('of a thousand made-up identities few are remembered, the latest, and who is connected', async () => {
  const { peerStore } = host.libp2p;
  await host.libp2p.handle(protocols.hello, () => undefined);
  const connection = await guest.connect(host.addresses()[0]!);
  await connection.newStream(protocols.hello);
  await expect.poll(remembered).toContain(guest.self);

  const madeUp: PeerId[] = [];
  for (let count = 0; count < 1_000; count += 1) {
    const peer = peerIdFromPrivateKey(await generateKeyPair('Ed25519'));
    madeUp.push(peer);
    // What libp2p does when a peer opens a stream.
    await peerStore.merge(peer, { protocols: [protocols.hello] });
  }
  await expect.poll(async () => (await remembered()).size).toBe(mostPeersRemembered);
  const kept = await remembered();
  expect(kept).toContain(guest.self);
  expect(kept).toContain(madeUp.at(-1)?.toString());
});
