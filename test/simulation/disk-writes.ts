import type { Cluster } from './cluster.ts';
import type { Member, Run } from './member.ts';

/** How a member's writes reach the platter: in order, several with one sync, late, torn, or not at all. */

/** Begins a sync unless one is under way. */
export function syncIfIdle(cluster: Cluster, member: Member, run: Run): void {
  if (run.syncing > 0 || run.writes.length === 0) return;
  run.syncing = Math.min(run.writes.length, 1 + cluster.random.below(cluster.world.groupCommit));
  cluster.at(cluster.nowMs + diskMs(cluster), () => syncDone(cluster, member, run));
}

/** How long the disk takes for something now. */
export function diskMs({ random, world }: Cluster): number {
  return random.between(world.diskMs[0], world.diskMs[1]);
}

/** The crash that the member is in for. */
export function crashAsPlanned(cluster: Cluster, member: Member, survivors: number): void {
  const downMs = member.crashAt?.downMs ?? 0;
  cluster.crash(member, survivors);
  cluster.at(cluster.nowMs + downMs, () => cluster.start(member));
}

function syncDone(cluster: Cluster, member: Member, run: Run): void {
  if (member.run !== run) return;
  const { coverage } = cluster;
  if (member.diskStalledUntilMs > cluster.nowMs) {
    // Looked at again and again, for the stall may end earlier than was planned.
    const lookMs = Math.min(member.diskStalledUntilMs, cluster.nowMs + 50);
    return cluster.at(lookMs, () => syncDone(cluster, member, run));
  }
  if (member.crashAt?.point === 'torn') {
    coverage.count('torn writes');
    return crashAsPlanned(cluster, member, cluster.random.below(run.syncing));
  }
  const written = run.writes.splice(0, run.syncing);
  for (const write of written) member.disk.write(write);
  run.syncing = 0;
  coverage.count('writes done', written.length);
  const persistId = written[written.length - 1]?.persistId;
  if (persistId === undefined) return;
  if (member.crashAt?.point === 'after-sync') {
    coverage.count('crashes after a sync');
    return crashAsPlanned(cluster, member, 0);
  }
  syncIfIdle(cluster, member, run);
  cluster.deferrable(member, run, () => {
    run.durableId = persistId;
    // What waited for this write leaves before the core goes on, so that answers keep their order.
    let ready = 0;
    while (ready < run.held.length && (run.held[ready]!.after ?? 0) <= persistId) ready += 1;
    for (const held of run.held.splice(0, ready)) cluster.transmit(member, held);
    cluster.step(member, { type: 'persisted', persistId });
  });
}
