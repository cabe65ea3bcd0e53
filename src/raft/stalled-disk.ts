import { votersOf } from './configuration.ts';
import { becomeFollower } from './roles.ts';
import { handOver } from './transfer.ts';
import type { Core } from './core.ts';

/**
 * A disk that does not finish a write for an election timeout. A leader with such a disk still commits by the others,
 * but answers its own laptop late and holds the cluster to their majority: it lets another one lead. Not so if writes
 * only queue up: after a burst each finishes late, and on the disks of the others no sooner.
 */

/** When the disk counts as stalled; null: nothing is being written. */
export function stallDueMs(core: Core): number | null {
  const since = core.outbox.syncPendingSinceMs;
  return since === null ? null : since + core.timing.electionTimeoutMs;
}

export function isDiskStalled(core: Core): boolean {
  const dueMs = stallDueMs(core);
  return dueMs !== null && core.nowMs >= dueMs;
}

/** Not if it is the only voter: there is no one else. */
export function mayStepDownForDisk(core: Core): boolean {
  return core.role.type === 'leader' && votersOf(core.log.configuration).some((voter) => voter !== core.self);
}

export function stepDownWithStalledDisk(core: Core): void {
  if (core.role.type !== 'leader' || !mayStepDownForDisk(core) || !isDiskStalled(core)) return;
  core.outbox.trace({ type: 'step-down', reason: 'disk-stalled' });
  handOver(core, core.role);
  becomeFollower(core, core.term, null);
}
