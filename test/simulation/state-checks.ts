import { isSameEntry } from './ledger.ts';
import { expectedDisposition } from './sessions.ts';
import { violated } from './violation.ts';
import type { CommittedEntry, MemberId, SnapshotMetadata } from '../../src/raft/types.ts';
import type { Watched } from './watched.ts';

/** What is promised of the state that the log leads to, and of the snapshots that stand for it. */

/** State machine safety, and exactly once in order. */
export function checkApplied(member: Watched, { entry, disposition }: CommittedEntry): void {
  if (entry.index !== member.lastAppliedHere + 1)
    violated('applied-in-order', `${member.id} applied ${entry.index} after ${member.lastAppliedHere}`);
  member.lastAppliedHere = entry.index;
  const known = member.ledger.at(entry.index);
  if (known === undefined)
    violated('committed-is-durable', `${member.id} applies ${entry.index}, which no one committed`);
  if (!isSameEntry(known, entry))
    violated(
      'state-machine-safety',
      `${member.id} applied ${entry.index} of term ${entry.term}, others of term ${known.term}`,
    );
  if (entry.kind !== 'command') return;
  const last = member.sessions.get(entry.member);
  const expected = expectedDisposition(last, entry.sequence);
  if (disposition !== expected)
    violated(
      'applied-once',
      `${member.id}: command ${entry.sequence} of ${entry.member} behind ${last} is ${disposition}`,
    );
  if (disposition === 'apply') member.sessions.set(entry.member, entry.sequence);
}

/** A member takes a snapshot of what it has applied; `state` is its state machine's. */
export function checkSnapshotTaken(member: Watched, snapshot: SnapshotMetadata, state: string): void {
  member.ledger.checkSnapshot(member.id, snapshot);
  if (snapshot.index !== member.lastAppliedHere)
    violated(
      'snapshot-is-the-state',
      `${member.id} snapshots ${snapshot.index}, having applied ${member.lastAppliedHere}`,
    );
  const sessions = new Map<MemberId, number>(snapshot.sessions);
  if (!isSameMap(sessions, member.sessions))
    violated('snapshot-is-the-state', `the client table of ${member.id} at ${snapshot.index} is not what was applied`);
  member.ledger.setSessionsAt(snapshot.index, sessions);
  member.ledger.checkState(member.id, snapshot.index, state);
}

/** It never takes a member back. */
export function checkSnapshotInstalled(member: Watched, snapshot: SnapshotMetadata): void {
  if (snapshot.index < member.lastAppliedHere)
    violated(
      'applied-in-order',
      `${member.id} went back from ${member.lastAppliedHere} to the snapshot at ${snapshot.index}`,
    );
  if (member.log.termAt(snapshot.index) === snapshot.term) member.log.installed(snapshot, false);
  member.lastAppliedHere = snapshot.index;
  member.sessions = new Map(member.ledger.sessionsAt(snapshot.index));
}

/** A log is cut only behind a durable snapshot. */
export function checkCompacted(member: Watched, through: number): void {
  const { log, disk } = member;
  if (through > (disk.snapshot?.metadata.index ?? 0))
    violated('committed-is-durable', `${member.id} cuts its log at ${through} without a snapshot`);
  log.forget(through - 1);
}

function isSameMap(a: ReadonlyMap<MemberId, number>, b: ReadonlyMap<MemberId, number>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
