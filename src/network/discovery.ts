/** mDNS under our own service tag: who is on this network, and where it listens. */
import { networkInterfaces } from 'node:os';
import { start, stop } from '@libp2p/interface';
import type { PeerInfo } from '@libp2p/interface';
import { mdns } from '@libp2p/mdns';
import { asMemberId } from '../raft/types.ts';
import type { MemberId } from '../raft/types.ts';
import type { HostInternals } from './host.ts';

const serviceTag = '_raftpad._udp.local';
const queryIntervalMs = 2_000;
const mostAddresses = 16;

export interface Discovery {
  stop(): Promise<void>;
}

/** Without this call no multicast socket exists. `onAnnounced` is called at every announcement of another app. */
export async function startDiscovery(
  internals: HostInternals,
  self: MemberId,
  onAnnounced: (peer: MemberId, addresses: readonly string[]) => void,
): Promise<Discovery> {
  const service = mdns({ serviceTag, interval: queryIntervalMs })(internals);
  // Not libp2p's own `peer:discovery`: it fires once for each PeerId for ever, and would hide a change of address.
  service.addEventListener('peer', ({ detail }: CustomEvent<PeerInfo>) => {
    const peer = detail.id.toString();
    if (peer !== self) onAnnounced(asMemberId(peer), detail.multiaddrs.slice(0, mostAddresses).map(String));
  });
  await start(service);

  // The socket joins the interfaces of the moment. When one comes, goes or is made anew, it stays deaf there.
  let interfaces = describeInterfaces();
  let restarting = Promise.resolve();
  const watch = setInterval(() => {
    const now = describeInterfaces();
    if (now === interfaces) return;
    interfaces = now;
    restarting = restarting.then(() => restart(service));
  }, queryIntervalMs);

  return {
    async stop() {
      clearInterval(watch);
      await restarting;
      await stop(service);
    },
  };
}

async function restart(service: object): Promise<void> {
  try {
    await stop(service);
    await start(service);
  } catch {
    // No network at the moment: the next change of interfaces tries again.
  }
}

function describeInterfaces(): string {
  return JSON.stringify(networkInterfaces());
}
