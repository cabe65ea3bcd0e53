/**
 * libp2p remembers every peer that ever connected or was dialled, for hours, and never counts them: whoever makes up new
 * identities fills the memory with them. We keep what we know of members elsewhere, so here a few are enough.
 */
import type { Libp2p, PeerId } from '@libp2p/interface';

/** More than may be connected at a time (see `gateLimits`, and the members). */
export const mostPeersRemembered = 300;

/** From now on those that libp2p learned of longest ago are forgotten, except for who is connected. */
export function rememberFewPeers(libp2p: Libp2p): void {
  const known = new Map<string, PeerId>();
  libp2p.addEventListener('peer:update', ({ detail: { peer } }) => {
    const key = peer.id.toString();
    known.delete(key);
    known.set(key, peer.id);
    if (known.size <= mostPeersRemembered) return;
    for (const [oldest, id] of known) {
      if (libp2p.getConnections(id).length > 0) continue;
      known.delete(oldest);
      void libp2p.peerStore.delete(id).catch(() => undefined); // it is in memory: nothing that anyone could do
      break;
    }
  });
}
