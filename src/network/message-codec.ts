/** The core's messages between members, to and from the schema. */
import type { ChangeOutcome, LogEntry, LogIndex, Message, RequestId, Term } from '../raft/types.ts';
import { asRequestId } from '../raft/types.ts';
import { DecodeError, known, required, wholeNumber } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';
import {
  changeFromWire,
  changeToWire,
  entryFromWire,
  entryToWire,
  inverse,
  logIndex,
  sequenceNumber,
  termNumber,
} from './entry-codec.ts';

export function messageToWire(message: Message): raftpad.RaftMessage {
  const { term } = message;
  switch (message.type) {
    case 'pre-vote-request':
      return { term, preVoteRequest: { lastLogIndex: message.lastLogIndex, lastLogTerm: message.lastLogTerm } };
    case 'pre-vote-response':
      return { term, preVoteResponse: { granted: message.granted, askedTerm: message.askedTerm } };
    case 'vote-request':
      return { term, voteRequest: { lastLogIndex: message.lastLogIndex, lastLogTerm: message.lastLogTerm } };
    case 'vote-response':
      return { term, voteResponse: { granted: message.granted } };
    case 'append-request': {
      const { previousIndex, previousTerm, leaderCommit, round } = message;
      const entries = message.entries.map(entryToWire);
      return { term, appendRequest: { previousIndex, previousTerm, entries, leaderCommit, round } };
    }
    case 'append-accepted':
      return { term, appendAccepted: { matchIndex: message.matchIndex, round: message.round } };
    case 'append-rejected': {
      const { rejectedIndex, conflictIndex, conflictTerm, round } = message;
      return { term, appendRejected: { rejectedIndex, conflictIndex, conflictTerm, round } };
    }
    case 'propose':
      return { term, propose: { commands: message.commands.map(({ sequence, payload }) => ({ sequence, payload })) } };
    case 'change-request':
      return { term, changeRequest: { request: message.request, change: changeToWire(message.change) } };
    case 'change-response':
      return { term, changeResponse: { request: message.request, ...outcomeToWire(message.outcome) } };
    case 'read-request':
      return { term, readRequest: { request: message.request } };
    case 'read-response': {
      const { request, readIndex } = message;
      return { term, readResponse: readIndex === null ? { request } : { request, readIndex } };
    }
    default:
      return message satisfies never;
  }
}

export function messageFromWire(wire: raftpad.RaftMessage): Message {
  const term = termNumber(wire.term, 'term');
  if (wire.appendRequest) return { type: 'append-request', term, ...appendFromWire(wire.appendRequest) };
  if (wire.appendAccepted) {
    const { matchIndex, round } = wire.appendAccepted;
    return { type: 'append-accepted', term, matchIndex: logIndex(matchIndex, 'matchIndex'), round: roundNumber(round) };
  }
  if (wire.appendRejected) {
    const { rejectedIndex, conflictIndex, conflictTerm, round } = wire.appendRejected;
    return {
      type: 'append-rejected',
      term,
      rejectedIndex: logIndex(rejectedIndex, 'rejectedIndex'),
      conflictIndex: logIndex(conflictIndex, 'conflictIndex'),
      conflictTerm: termNumber(conflictTerm, 'conflictTerm'),
      round: roundNumber(round),
    };
  }
  if (wire.propose) {
    const commands = wire.propose.commands.map(({ sequence, payload }) => ({
      sequence: sequenceNumber(sequence, 'propose.sequence'),
      payload: required(payload, 'propose.payload'),
    }));
    return { type: 'propose', term, commands };
  }
  if (wire.preVoteRequest) return { type: 'pre-vote-request', term, ...lastEntryFromWire(wire.preVoteRequest) };
  if (wire.preVoteResponse) {
    const granted = required(wire.preVoteResponse.granted, 'granted');
    return {
      type: 'pre-vote-response',
      term,
      granted,
      askedTerm: termNumber(wire.preVoteResponse.askedTerm, 'askedTerm'),
    };
  }
  if (wire.voteRequest) return { type: 'vote-request', term, ...lastEntryFromWire(wire.voteRequest) };
  if (wire.voteResponse)
    return { type: 'vote-response', term, granted: required(wire.voteResponse.granted, 'granted') };
  if (wire.changeRequest) {
    const { request, change } = wire.changeRequest;
    return { type: 'change-request', term, request: requestId(request), change: changeFromWire(change) };
  }
  if (wire.changeResponse) {
    const outcome = outcomeFromWire(wire.changeResponse);
    return { type: 'change-response', term, request: requestId(wire.changeResponse.request), outcome };
  }
  if (wire.readRequest) return { type: 'read-request', term, request: requestId(wire.readRequest.request) };
  if (wire.readResponse) {
    const { request, readIndex } = wire.readResponse;
    const index = readIndex === undefined ? null : logIndex(readIndex, 'readIndex');
    return { type: 'read-response', term, request: requestId(request), readIndex: index };
  }
  throw new DecodeError('message is of an unknown kind');
}

interface Append {
  readonly previousIndex: LogIndex;
  readonly previousTerm: Term;
  readonly entries: readonly LogEntry[];
  readonly leaderCommit: LogIndex;
  readonly round: number;
}
function appendFromWire(wire: raftpad.AppendRequest): Append {
  return {
    previousIndex: logIndex(wire.previousIndex, 'previousIndex'),
    previousTerm: termNumber(wire.previousTerm, 'previousTerm'),
    entries: wire.entries.map(entryFromWire),
    leaderCommit: logIndex(wire.leaderCommit, 'leaderCommit'),
    round: roundNumber(wire.round),
  };
}

function lastEntryFromWire(wire: raftpad.VoteRequest): { readonly lastLogIndex: LogIndex; readonly lastLogTerm: Term } {
  return {
    lastLogIndex: logIndex(wire.lastLogIndex, 'lastLogIndex'),
    lastLogTerm: termNumber(wire.lastLogTerm, 'lastLogTerm'),
  };
}

const refusals = {
  'not-leader': raftpad.ChangeRefusal.NOT_LEADER,
  'change-in-progress': raftpad.ChangeRefusal.CHANGE_IN_PROGRESS,
  'term-not-yet-committed': raftpad.ChangeRefusal.TERM_NOT_YET_COMMITTED,
  'last-voter': raftpad.ChangeRefusal.LAST_VOTER,
  'leadership-lost': raftpad.ChangeRefusal.LEADERSHIP_LOST,
} as const;
const refusalReasons = inverse(refusals);

function outcomeToWire(outcome: ChangeOutcome): raftpad.ChangeResponse {
  switch (outcome.type) {
    case 'committed':
      return { committed: { index: outcome.index } };
    case 'already':
      return { already: {} };
    case 'refused':
      return { refused: { reason: refusals[outcome.reason] } };
    default:
      return outcome satisfies never;
  }
}
function outcomeFromWire(wire: raftpad.ChangeResponse): ChangeOutcome {
  if (wire.committed) return { type: 'committed', index: logIndex(wire.committed.index, 'outcome.index') };
  if (wire.already) return { type: 'already' };
  if (wire.refused) return { type: 'refused', reason: known(refusalReasons, wire.refused.reason, 'outcome.reason') };
  throw new DecodeError('outcome is of an unknown kind');
}

const roundNumber = (value: number | undefined): number => wholeNumber(value, 'round');
const requestId = (value: number | undefined): RequestId => asRequestId(wholeNumber(value, 'request'));
