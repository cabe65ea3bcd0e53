import { quorumOf } from './configuration.ts';
import { invariant } from './invariant.ts';
import { limits } from './limits.ts';
import { asLogIndex } from './types.ts';
import type { Core } from './core.ts';
import type { CommittedEntry, LogEntry, LogIndex } from './types.ts';

/** When an entry is committed (§5.3, §5.4.2), and what is handed to the state machine. */

/**
 * A leader commits what a quorum holds durably, itself included only as far as its own disk has got. Only an entry of
 * its own term is committed by counting: an older one, though on a majority, could still be overwritten (figure 8). It
 * is committed along with the first entry of this term behind it.
 */
export function advanceCommitIndex(core: Core): void {
  const { role } = core;
  if (role.type !== 'leader') return;
  const heldByQuorum = quorumOf(core.log.configuration).agreed((voter) =>
    voter === core.self ? core.log.durableIndex : (role.peers.get(voter)?.matchIndex ?? 0),
  );
  const index = asLogIndex(heldByQuorum);
  const committedBefore = core.commitIndex;
  if (core.log.termAt(index) === core.term) commitTo(core, index);
  if (core.commitIndex > committedBefore) role.noticeDueMs = core.nowMs + core.timing.commitNoticeMs;
}

/** The commit index only grows. */
export function commitTo(core: Core, index: LogIndex): void {
  if (index <= core.commitIndex) return;
  invariant(index <= core.log.lastIndex, `commit index ${index} lies within a log up to ${core.log.lastIndex}`);
  core.commitIndex = index;
  core.outbox.trace({ type: 'commit', index });
}

/**
 * Hands out what is committed and was not yet, in order, each command with whether it counts (§6.3). Of very much only a
 * part: the rest follows in the next steps, which are due at once.
 */
export function applyCommitted(core: Core): readonly CommittedEntry[] {
  if (core.appliedIndex === core.commitIndex) return [];
  const from = asLogIndex(core.appliedIndex + 1);
  const to = asLogIndex(Math.min(core.commitIndex, core.appliedIndex + limits.appliedEntries));
  const entries = core.log.slice(from, to);
  const committed = entries.map((entry): CommittedEntry => ({ entry, disposition: dispose(core, entry) }));
  core.outbox.trace({ type: 'apply', from, to });
  core.appliedIndex = to;
  core.outbox.apply(committed);
  return committed;
}

function dispose(core: Core, entry: LogEntry): CommittedEntry['disposition'] {
  return entry.kind === 'command' ? core.sessions.admit(entry.member, entry.sequence) : 'apply';
}
