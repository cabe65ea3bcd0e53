import type { NearbyStatus } from '../api/contract.ts';
import type { NearbyPeer } from '../network/types.ts';
import { fitName } from '../notes/names.ts';
import { fingerprint } from './fingerprint.ts';

type Laptop = NearbyStatus['alone'][number];
type Cluster = Omit<NearbyStatus['clusters'][number], 'laptops'> & { readonly laptops: Laptop[] };

/** The apps seen on this network, by cluster. What they say of themselves is made fit to be shown. */
export function nearbyStatus(peers: readonly NearbyPeer[]): NearbyStatus {
  const clusters = new Map<string, Cluster>();
  const alone: Laptop[] = [];
  for (const peer of peers) {
    if (peer.cluster === null) {
      alone.push(laptop(peer));
      continue;
    }
    const { id, name, memberCount, epoch = 0 } = peer.cluster;
    // Where one was recovered while others of its laptops were away, these are two.
    const key = `${id} ${epoch}`;
    const seen = clusters.get(key) ?? { id, epoch, name: fitName(name, id.slice(0, 8)), memberCount, laptops: [] };
    seen.laptops.push(laptop(peer));
    clusters.set(key, seen);
  }
  return { clusters: [...clusters.values()], alone };
}

/** What the apps seen on this network run. */
export function appVersions(peers: readonly NearbyPeer[]): (member: string) => string | null {
  const versions = new Map<string, string>(peers.map(({ peer, appVersion }) => [peer, fitName(appVersion, '?')]));
  return (member) => versions.get(member) ?? null;
}

function laptop(peer: NearbyPeer): Laptop {
  const short = fingerprint(peer.peer);
  return { member: peer.peer, name: fitName(peer.name, short), fingerprint: short };
}
