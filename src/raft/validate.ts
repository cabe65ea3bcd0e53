import { limits } from './limits.ts';
import { numberInSession } from './sessions.ts';
import { unreachable } from './invariant.ts';
import { isAskable } from './membership.ts';
import type { Configuration, LogEntry, Message, MessageOf, Sequence, SnapshotMetadata } from './types.ts';

/**
 * What no correct member sends, seen from the message alone. A defect is reported and the message ignored: a peer must
 * never be able to crash this member.
 *
 * @returns what is wrong, or null.
 */
export function defectOf(message: Message): string | null {
  if (!isCount(message.term)) return 'its term is not a number that counts';
  if (!isCount(message.epoch) || !isCount(message.event)) return 'its epoch or event is not a number that counts';
  switch (message.type) {
    case 'pre-vote-request':
    case 'vote-request':
      if (message.term === 0) return 'no election happens in term 0';
      return isPosition(message.lastLogIndex, message.lastLogTerm) && message.lastLogTerm <= message.term
        ? null
        : 'the end of its log is impossible';
    case 'pre-vote-response':
      return isCount(message.askedTerm) ? null : 'the term it answers is not a number that counts';
    case 'append-request':
      return appendDefect(message);
    case 'append-accepted':
      return isCount(message.matchIndex) && isCount(message.round) ? null : 'its numbers are impossible';
    case 'append-rejected': {
      const { rejectedIndex, conflictIndex, conflictTerm, round } = message;
      const isPossible = isCount(rejectedIndex) && isPosition(conflictIndex, conflictTerm) && isCount(round);
      return isPossible && conflictIndex <= rejectedIndex ? null : 'its numbers are impossible';
    }
    case 'propose':
      return proposeDefect(message);
    case 'change-request':
      if (!isCount(message.request)) return 'its request number is impossible';
      if (message.changes.length > limits.configurationMembers) return 'it asks for too many changes';
      if (message.changes.some(({ member }) => member === '')) return 'it names no member';
      return message.changes.every(isAskable) ? null : 'it asks for what is not for others to ask';
    case 'transfer-request':
      if (message.to === '') return 'it names no member';
      return isCount(message.request) ? null : 'its request number is impossible';
    case 'snapshot-offer':
      if (message.term === 0) return 'no one leads in term 0';
      if (!isCount(message.session) || !isCount(message.round)) return 'its numbers are impossible';
      if (message.snapshot.term > message.term) return 'its snapshot is of a term that is still to come';
      return snapshotDefect(message.snapshot);
    case 'snapshot-accepted':
      return isCount(message.session) && isCount(message.round) ? null : 'its numbers are impossible';
    case 'transfer-response':
    case 'read-request':
    case 'change-response':
      return isCount(message.request) ? null : 'its request number is impossible';
    case 'read-response':
      return isCount(message.request) && (message.readIndex === null || isCount(message.readIndex))
        ? null
        : 'its numbers are impossible';
    case 'vote-response':
    case 'timeout-now':
    case 'propose-held':
      return null;
    default:
      return unreachable(message);
  }
}

function appendDefect(message: MessageOf<'append-request'>): string | null {
  const { term, previousIndex, previousTerm, entries, leaderCommit, round } = message;
  if (term === 0) return 'no one leads in term 0';
  if (!isCount(leaderCommit) || !isCount(round)) return 'its numbers are impossible';
  if (!isPosition(previousIndex, previousTerm)) return 'the place of its entries is impossible';
  let last: { readonly index: number; readonly term: number } = { index: previousIndex, term: previousTerm };
  for (const entry of entries) {
    if (entry.index !== last.index + 1 || !isPosition(entry.index, entry.term))
      return 'its entries are not consecutive';
    if (entry.term < last.term) return 'its entries go back in term';
    const defect = entryDefect(entry);
    if (defect !== null) return defect;
    last = entry;
  }
  return last.term > term ? 'it holds an entry of a term that is still to come' : null;
}

function entryDefect(entry: LogEntry): string | null {
  switch (entry.kind) {
    case 'no-op':
      return null;
    case 'command':
      if (!isSequence(entry.sequence)) return 'a command has an impossible number';
      return entry.payload.length > limits.payloadBytes ? 'a command is too large' : null;
    case 'configuration':
      if (entry.changes.length === 0) return 'a configuration names no change';
      return configurationDefect(entry.configuration);
    default:
      return unreachable(entry);
  }
}

function configurationDefect({ voters, learners, votersOutgoing, demoted }: Configuration): string | null {
  const members = [...voters, ...learners];
  if (voters.length === 0) return 'a configuration has no voters';
  if (members.length + votersOutgoing.length > 2 * limits.configurationMembers) {
    return 'a configuration has too many members';
  }
  const namesOnce = (names: readonly string[]): boolean => new Set(names).size === names.length && !names.includes('');
  if (!namesOnce(members) || !namesOnce(votersOutgoing)) return 'a configuration names a member twice, or none';
  return demoted.every((member) => learners.includes(member)) ? null : 'a demoted member is no learner';
}

function snapshotDefect(snapshot: SnapshotMetadata): string | null {
  const { index, term, configuration, configurationIndex, sessions } = snapshot;
  if (index === 0 || !isPosition(index, term)) return 'the place of its snapshot is impossible';
  if (!isCount(configurationIndex) || configurationIndex === 0 || configurationIndex > index) {
    return 'the place of its configuration is impossible';
  }
  if (sessions.some(([member, sequence]) => member === '' || !isSequence(sequence)))
    return 'its client table is impossible';
  return configurationDefect(configuration);
}

function proposeDefect({ commands }: MessageOf<'propose'>): string | null {
  let last = 0;
  for (const { sequence, payload } of commands) {
    if (!isSequence(sequence) || sequence <= last) return 'its commands are not numbered in order';
    if (payload.length > limits.payloadBytes) return 'a command is too large';
    last = sequence;
  }
  return commands.length > limits.messageEntries ? 'it holds too many commands' : null;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value < Number.MAX_SAFE_INTEGER;
}

/** Only the place before the first entry has term 0. */
function isPosition(index: number, term: number): boolean {
  return isCount(index) && isCount(term) && (index === 0) === (term === 0);
}

function isSequence(sequence: Sequence): boolean {
  return isCount(sequence) && numberInSession(sequence) >= 1;
}
