import type { Configuration, ConfigurationChange, MemberId, RaftStatus } from '../../src/raft/types.ts';
import { isJoint, isQuorum, membersOf, quorumsIntersect } from './quorums.ts';
import { violated } from './violation.ts';
import type { Coverage } from './coverage.ts';
import type { PersistEffect } from './disk.ts';
import type { Ledger } from './ledger.ts';
import type { Watched } from './watched.ts';

/** What is promised of leaders, and of what they commit. */

interface Everything {
  readonly watched: ReadonlyMap<MemberId, Watched>;
  readonly coverage: Coverage;
  /** The ledger of the newest epoch. */
  readonly newest: Ledger;
}

/** Who leads a term does so alone, durably voted for itself, and holds all that was committed before. */
export function checkElected(member: Watched, term: number, { watched, coverage }: Everything): void {
  member.ledger.elected(member.id, term);
  const { hardState } = member.disk;
  if (hardState.term < term || hardState.votedFor !== member.id)
    violated('durable-before-reply', `${member.id} leads term ${term} before its own vote is durable`);
  member.matches = new Map();
  coverage.count('elections');
  for (const { isUp, role, id, ledger } of watched.values()) {
    if (isUp && role === 'leader' && id !== member.id && ledger === member.ledger)
      coverage.count('two leaders at a time');
  }
  // A candidate that slept may win its old term late: what later terms committed is not for it to know.
  const last = member.ledger.committedBefore(term);
  if (last > (member.disk.snapshot?.metadata.index ?? 0) && member.log.termAt(last) !== member.ledger.at(last)?.term)
    violated('leader-completeness', `${member.id} leads term ${term} without the committed entry ${last}`);
}

/** What a leader believes of the others is so, and it changes the membership by the rules. */
export function checkLeader(
  member: Watched,
  status: RaftStatus,
  persist: PersistEffect | null,
  { watched, coverage }: Everything,
): void {
  const { voters, votersOutgoing } = status.configuration;
  const isRemoved = !voters.includes(member.id) && !votersOutgoing.includes(member.id);
  if (isRemoved && status.configurationIndex <= status.commitIndex)
    violated('removed-leader-leaves', `${member.id} leads on, though its removal is committed`);
  for (const { member: peer, matchIndex, nextIndex } of status.peers) {
    if (matchIndex >= nextIndex) violated('index-order', `${peer}: match ${matchIndex}, next ${nextIndex}`);
    if ((member.matches.get(peer) ?? 0) === matchIndex) continue;
    member.matches.set(peer, matchIndex);
    const follower = watched.get(peer);
    const term = member.log.termAt(matchIndex);
    if (follower === undefined || term === undefined) continue;
    // Of a follower that has gone on to a later term or epoch, a leader that is deposed and does not know hears old answers.
    if (follower.disk.hardState.term > status.term || follower.ledger !== member.ledger) continue;
    // Who is removed, and only told so, counts for nothing: it may have lost its disk since it answered.
    if (!membersOf(status.configuration).includes(peer)) continue;
    if (!follower.disk.holds(matchIndex, term))
      violated('match-is-durable', `${member.id} believes that ${peer} holds ${matchIndex} of term ${term}`);
  }
  if (persist === null) return;
  for (const entry of persist.entries) {
    if (entry.kind !== 'configuration' || entry.term !== status.term) continue;
    coverage.count('configuration changes');
    if (isJoint(entry.configuration)) coverage.count('joint states reached');
    const before = member.log.previousConfiguration;
    if (before === null) continue;
    if (before.index > status.commitIndex)
      violated('one-change-at-a-time', `${member.id} appends ${entry.index} while ${before.index} is not committed`);
    if (before.index > 0 && !quorumsIntersect(before.configuration, entry.configuration))
      violated('quorums-intersect', `the configurations at ${before.index} and ${entry.index} could decide apart`);
  }
}

/** What a member takes to be committed is on the disks of a quorum, by the current-term rule, and never another. */
export function checkCommit(
  member: Watched,
  status: RaftStatus,
  persist: PersistEffect | null,
  { watched, coverage, newest }: Everything,
): void {
  const { commitIndex } = status;
  const { log, ledger } = member;
  const snapshotIndex = member.disk.snapshot?.metadata.index ?? 0;
  const entry = log.at(commitIndex);
  const known = ledger.at(commitIndex);
  if (known !== undefined) {
    if (commitIndex > snapshotIndex && entry?.term !== known.term)
      violated('committed-never-changes', `${member.id} commits another entry ${commitIndex} than others did`);
  } else if (entry !== undefined) {
    const holds = (id: MemberId): boolean => watched.get(id)?.disk.holds(commitIndex, entry.term) === true;
    if (!configurationsOfStep(member, status, persist).some((configuration) => isQuorum(configuration, holds)))
      violated('committed-is-durable', `${member.id} commits ${commitIndex} without a durable quorum`);
    coverage.count('entries committed', commitIndex - ledger.commitIndex);
    if (ledger !== newest) coverage.count('old epochs that went on');
    if ((log.at(ledger.commitIndex + 1)?.term ?? entry.term) < entry.term) coverage.count('commits of older terms');
  }
  if (status.role === 'leader' && entry !== undefined && entry.term !== status.term)
    violated(
      'current-term-commit',
      `${member.id} commits ${commitIndex} of term ${entry.term} by counting in ${status.term}`,
    );
  for (let index = ledger.commitIndex + 1; index <= commitIndex; index += 1) {
    const committed = log.at(index);
    if (committed === undefined) continue;
    ledger.commit(committed, status.term);
    if (committed.kind === 'configuration') countChanges(committed.changes, coverage);
  }
}

/** Those in force in this step: a leader may count first, and then append the next one. */
function configurationsOfStep(member: Watched, status: RaftStatus, persist: PersistEffect | null): Configuration[] {
  const before = member.log.previousConfiguration;
  const isNew = persist?.entries.some(
    ({ kind, index }) => kind === 'configuration' && index === status.configurationIndex,
  );
  if (status.role !== 'leader' || before === null || isNew !== true) return [status.configuration];
  return [before.configuration, status.configuration];
}

function countChanges(changes: readonly ConfigurationChange[], coverage: Coverage): void {
  for (const change of changes) {
    const { type } = change;
    if (type === 'promote') coverage.count('learners promoted');
    if (change.type === 'demote') {
      if (change.because === undefined) coverage.count('voters demoted');
      else coverage.count(`${change.because} voters demoted`);
    }
    if (type === 'remove') coverage.count('members removed');
  }
}
