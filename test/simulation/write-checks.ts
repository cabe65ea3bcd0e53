import { violated } from './violation.ts';
import { isDurable } from './watched.ts';
import type { MemberId, Message } from '../../src/raft/types.ts';
import type { Coverage } from './coverage.ts';
import type { PersistEffect } from './disk.ts';
import type { Watched } from './watched.ts';

/** What is promised of a member's log, its vote and what it says of them. */

/** A write was asked for: this is how the log changes. */
export function checkWrite(member: Watched, effect: PersistEffect, coverage: Coverage): void {
  const { log } = member;
  const term = Math.max(member.term, effect.hardState?.term ?? 0);
  if (effect.resetTo !== null) {
    // The newest is on the disk, and perhaps a newer one already, of which the core hears next.
    const snapshot = member.disk.kept.get(effect.resetTo.index)?.metadata;
    if (snapshot?.term !== effect.resetTo.term)
      violated('committed-is-durable', `${member.id} forgets its log without a snapshot`);
    checkNothingDropped(member, effect.resetTo.index + 1, term);
    log.installed(snapshot, true);
  }
  if (effect.truncateFrom !== null) {
    coverage.count('truncations');
    checkNothingDropped(member, effect.truncateFrom, term);
    if (log.configuration.index >= effect.truncateFrom) coverage.count('configurations rolled back');
    log.truncate(effect.truncateFrom);
  }
  for (const entry of effect.entries) {
    if (entry.index !== log.lastIndex + 1)
      violated('log-matching', `${member.id} appends ${entry.index} behind ${log.lastIndex}`);
    const previousTerm = log.termAt(entry.index - 1);
    if (previousTerm === undefined) violated('log-matching', `${member.id} appends ${entry.index} behind nothing`);
    member.ledger.checkEntry(member.id, entry, previousTerm);
    log.append(entry);
  }
  const { hardState } = effect;
  if (hardState === null) return;
  const before = member.disk.hardState;
  if (hardState.term < before.term) violated('term-never-falls', `${member.id} writes term ${hardState.term}`);
  if (hardState.epoch < before.epoch)
    violated('epochs-do-not-mix', `${member.id} goes back to epoch ${hardState.epoch}`);
  if (hardState.commitIndex < before.commitIndex)
    violated('commit-never-falls', `${member.id} writes an earlier commit`);
  if (hardState.term === before.term && before.votedFor !== null && hardState.votedFor !== before.votedFor)
    violated('one-vote-a-term', `${member.id} forgets its vote in term ${hardState.term}`);
}

/** What is committed is never dropped by a member that holds it. */
function checkNothingDropped(member: Watched, from: number, term: number): void {
  // For a leader of an earlier term than the one that committed it, it was not committed yet.
  if (from > member.ledger.committedBefore(term + 1)) return;
  const committed = member.ledger.at(from);
  if (committed !== undefined && member.log.termAt(from) === committed.term)
    violated('committed-is-durable', `${member.id} drops the committed entry ${from}`);
}

/** Nothing is promised before it is on the disk of who promises it. */
export function checkSent(member: Watched, to: MemberId, message: Message): void {
  const { hardState } = member.disk;
  const { type, term } = message;
  const hasTerm = hardState.term >= term;
  let isKept = true;
  if (type === 'vote-request' || (type === 'vote-response' && message.granted)) {
    const candidate = type === 'vote-request' ? member.id : to;
    isKept = hardState.term > term || (hardState.term === term && hardState.votedFor === candidate);
    const vote = member.votes.get(term);
    if (vote !== undefined && vote !== candidate)
      violated('one-vote-a-term', `${member.id} voted for ${vote} and for ${candidate} in term ${term}`);
    member.votes.set(term, candidate);
  } else if (type === 'append-accepted') {
    isKept = hasTerm && (member.term > term || isDurable(member, message.matchIndex));
  } else if (type === 'append-request' || type === 'timeout-now' || type === 'snapshot-offer') {
    isKept = hasTerm;
  }
  if (!isKept) violated('durable-before-reply', `${member.id} sent a ${type} of term ${term} before it was durable`);
}
