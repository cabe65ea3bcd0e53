import type { Cluster } from './cluster.ts';

/** Unless the storm is over by then. */
export function after(cluster: Cluster, ms: number, happens: () => void): void {
  const { generation } = cluster;
  cluster.at(cluster.nowMs + ms, () => {
    if (cluster.generation === generation) happens();
  });
}
