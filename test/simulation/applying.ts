import { membersOf } from './quorums.ts';
import { registerText } from './notebook.ts';
import { violated } from './violation.ts';
import type { CommittedEntry, LogEntry } from '../../src/raft/types.ts';
import type { Cluster } from './cluster.ts';
import type { Member, Run } from './member.ts';

/** What a member's driver does with what is committed, and what its clients hear of it. */

export function apply(cluster: Cluster, member: Member, run: Run, committed: CommittedEntry): void {
  cluster.invariants.applies(member.id, committed);
  const { entry, disposition } = committed;
  if (entry.kind === 'configuration') configurationApplied(cluster, member, entry);
  if (entry.kind !== 'command') return;
  const isOwn = entry.member === member.id;
  if (isOwn && disposition !== 'out-of-order') settled(member, entry.sequence);
  if (disposition !== 'apply') return;
  const { outcome } = run.notebook.apply(entry);
  const { coverage } = cluster;
  if (outcome.type === 'edited') coverage.count('notes edited');
  const operation = isOwn ? run.commands.get(entry.sequence) : undefined;
  if (operation === undefined) return;
  run.commands.delete(entry.sequence);
  const { action } = operation;
  const history = cluster.historyOf(member);
  if (action.type === 'compare-and-set') {
    const hasWon = outcome.type === 'register';
    coverage.count(hasWon ? 'compare-and-sets won' : 'compare-and-sets lost');
    const found = outcome.type === 'no-effect' ? registerText(outcome.current ?? null) : null;
    history.return(operation, { ...action, outcome: hasWon ? { type: 'set' } : { type: 'not-equal', found } });
  } else {
    history.return(operation, action);
  }
}

export function readReady(cluster: Cluster, member: Member, run: Run, request: number): void {
  const read = run.reads.get(request);
  if (read === undefined) return;
  run.reads.delete(request);
  const { appliedIndex, role } = run.raft.status();
  if (appliedIndex < read.committedWhenAsked)
    violated('fresh-read', `${member.id} reads at ${appliedIndex} what was asked behind ${read.committedWhenAsked}`);
  cluster.coverage.count('reads done');
  if (role !== 'leader') cluster.coverage.count('reads by followers');
  const value = registerText(run.notebook.state.register(read.register));
  cluster.historyOf(member).return(read.operation, { type: 'read', value });
}

/** Own commands up to this one are done: they are not proposed again. */
export function settled(member: Member, sequence: number): void {
  if ((member.outbox[0]?.sequence ?? Infinity) <= sequence)
    member.outbox = member.outbox.filter((command) => command.sequence > sequence);
}

/** Who is removed shows that to the person and ends, most of the time at once. */
function configurationApplied(
  cluster: Cluster,
  member: Member,
  entry: Extract<LogEntry, { kind: 'configuration' }>,
): void {
  if (entry.configuration.voters.length === 0 || membersOf(entry.configuration).includes(member.id)) return;
  const wasRemoved = entry.changes.some((change) => change.type === 'remove' && change.member === member.id);
  if (!wasRemoved || cluster.random.chance(0.3)) return;
  cluster.later(member, cluster.nowMs + cluster.random.between(0, 500), () => {
    if (!membersOf(member.run?.raft.status().configuration ?? entry.configuration).includes(member.id))
      cluster.crash(member, 0);
  });
}
