import { diskMs } from './disk-writes.ts';
import { Notebook } from './notebook.ts';
import { settled } from './applying.ts';
import { violated } from './violation.ts';
import type { RaftStatus } from '../../src/raft/types.ts';
import type { Cluster } from './cluster.ts';
import type { Member, Run } from './member.ts';

/** How a member's driver takes snapshots of its own, and goes on from one that came from another. */

export function takeSnapshotIfDue(cluster: Cluster, member: Member, run: Run, status: RaftStatus): void {
  const { snapshotEveryEntries, faults } = cluster.world;
  if (!faults.has('snapshot') || run.isTakingSnapshot) return;
  if (status.appliedIndex - status.snapshotIndex < snapshotEveryEntries) return;
  const metadata = run.raft.snapshotMetadata();
  if (metadata === null) return;
  run.isTakingSnapshot = true;
  cluster.invariants.takesSnapshot(member.id, metadata, run.notebook.digest());
  const snapshot = { metadata, data: run.notebook.snapshot() };
  cluster.at(cluster.nowMs + 5 * diskMs(cluster), () => {
    if (member.run !== run) return;
    // Durable now; a crash before the core hears of it is one of the points to survive.
    member.disk.keep(snapshot);
    cluster.coverage.count('snapshots taken');
    cluster.deferrable(member, run, () => {
      run.isTakingSnapshot = false;
      cluster.step(member, { type: 'snapshot-taken', snapshot: metadata });
    });
  });
}

export function installSnapshot(cluster: Cluster, member: Member, run: Run, index: number): void {
  const snapshot = member.disk.kept.get(index);
  if (snapshot === undefined)
    violated('snapshot-is-the-state', `${member.id} installs a snapshot at ${index} that its disk does not have`);
  cluster.coverage.count('snapshots installed');
  cluster.invariants.installsSnapshot(member.id, snapshot.metadata);
  run.notebook = new Notebook(snapshot.data);
  cluster.invariants.checkState(member.id, index, run.notebook.digest());
  const done = snapshot.metadata.sessions.find(([proposer]) => proposer === member.id);
  if (done !== undefined) settled(member, done[1]);
}
