/** The core's messages between members, to and from the schema. */
import type {
  ChangeOutcome,
  LogEntry,
  LogIndex,
  Message,
  MessageBody,
  RequestId,
  SnapshotMetadata,
  Term,
  TransferOutcome,
} from '../raft/types.ts';
import { asEventId, asRequestId } from '../raft/types.ts';
import { DecodeError, known, required, wholeNumber } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';
import {
  changesFromWire,
  changeToWire,
  configurationFromWire,
  configurationToWire,
  entryFromWire,
  entryToWire,
  inverse,
  logIndex,
  maxMembers,
  memberId,
  sequenceNumber,
  termNumber,
} from './entry-codec.ts';

export function messageToWire(message: Message): raftpad.RaftMessage {
  const { epoch, event } = message;
  return { ...bodyToWire(message), epoch, event };
}

function bodyToWire(message: MessageBody): raftpad.RaftMessage {
  const { term } = message;
  switch (message.type) {
    case 'pre-vote-request':
      return { term, preVoteRequest: { lastLogIndex: message.lastLogIndex, lastLogTerm: message.lastLogTerm } };
    case 'pre-vote-response':
      return { term, preVoteResponse: { granted: message.granted, askedTerm: message.askedTerm } };
    case 'vote-request': {
      const { lastLogIndex, lastLogTerm, transfer } = message;
      return { term, voteRequest: { lastLogIndex, lastLogTerm, transfer } };
    }
    case 'vote-response':
      return { term, voteResponse: { granted: message.granted } };
    case 'append-request': {
      const { previousIndex, previousTerm, leaderCommit, round } = message;
      const entries = message.entries.map(entryToWire);
      return { term, appendRequest: { previousIndex, previousTerm, entries, leaderCommit, round } };
    }
    case 'append-accepted':
      return {
        term,
        appendAccepted: {
          matchIndex: message.matchIndex,
          round: message.round,
          ...(message.full === true ? { full: true } : {}),
          ...(message.resting === true ? { resting: true } : {}),
        },
      };
    case 'append-rejected': {
      const { rejectedIndex, conflictIndex, conflictTerm, round } = message;
      return { term, appendRejected: { rejectedIndex, conflictIndex, conflictTerm, round } };
    }
    case 'propose':
      return { term, propose: { commands: message.commands.map(({ sequence, payload }) => ({ sequence, payload })) } };
    case 'change-request':
      return { term, changeRequest: { request: message.request, changes: message.changes.map(changeToWire) } };
    case 'change-response':
      return { term, changeResponse: { request: message.request, ...outcomeToWire(message.outcome) } };
    case 'read-request':
      return { term, readRequest: { request: message.request } };
    case 'read-response': {
      const { request, readIndex } = message;
      return { term, readResponse: readIndex === null ? { request } : { request, readIndex } };
    }
    case 'snapshot-offer': {
      const { snapshot, session, round } = message;
      return { term, snapshotOffer: { snapshot: snapshotToWire(snapshot), session, round } };
    }
    case 'snapshot-accepted':
      return { term, snapshotAccepted: { session: message.session, round: message.round } };
    case 'timeout-now':
      return { term, timeoutNow: {} };
    case 'propose-held':
      return { term, proposeHeld: { reason: holds[message.reason] } };
    case 'transfer-request': {
      const { request, to } = message;
      return { term, transferRequest: to === null ? { request } : { request, to } };
    }
    case 'transfer-response':
      return { term, transferResponse: { request: message.request, ...transferOutcomeToWire(message.outcome) } };
    default:
      return message satisfies never;
  }
}

export function messageFromWire(wire: raftpad.RaftMessage): Message {
  const epoch = wholeNumber(wire.epoch ?? 0, 'epoch');
  return { ...bodyFromWire(wire), epoch, event: asEventId(wholeNumber(wire.event, 'event')) };
}

function bodyFromWire(wire: raftpad.RaftMessage): MessageBody {
  const term = termNumber(wire.term, 'term');
  if (wire.appendRequest) return { type: 'append-request', term, ...appendFromWire(wire.appendRequest) };
  if (wire.appendAccepted) {
    const { matchIndex, round, full, resting } = wire.appendAccepted;
    return {
      type: 'append-accepted',
      term,
      matchIndex: logIndex(matchIndex, 'matchIndex'),
      round: roundNumber(round),
      ...(full === true ? { full } : {}),
      ...(resting === true ? { resting } : {}),
    };
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
  if (wire.voteRequest) {
    const transfer = wire.voteRequest.transfer ?? false;
    return { type: 'vote-request', term, transfer, ...lastEntryFromWire(wire.voteRequest) };
  }
  if (wire.voteResponse)
    return { type: 'vote-response', term, granted: required(wire.voteResponse.granted, 'granted') };
  if (wire.changeRequest) {
    const { request, changes } = wire.changeRequest;
    return { type: 'change-request', term, request: requestId(request), changes: changesFromWire(changes) };
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
  if (wire.snapshotOffer) {
    const { snapshot, session, round } = wire.snapshotOffer;
    return {
      type: 'snapshot-offer',
      term,
      snapshot: snapshotFromWire(required(snapshot, 'snapshot')),
      session: wholeNumber(session, 'session'),
      round: roundNumber(round),
    };
  }
  if (wire.snapshotAccepted) {
    const { session, round } = wire.snapshotAccepted;
    return { type: 'snapshot-accepted', term, session: wholeNumber(session, 'session'), round: roundNumber(round) };
  }
  if (wire.timeoutNow) return { type: 'timeout-now', term };
  if (wire.proposeHeld) {
    return { type: 'propose-held', term, reason: known(holdReasons, wire.proposeHeld.reason, 'reason') };
  }
  if (wire.transferRequest) {
    const { request, to } = wire.transferRequest;
    const target = to === undefined ? null : memberId(to, 'transfer.to');
    return { type: 'transfer-request', term, request: requestId(request), to: target };
  }
  if (wire.transferResponse) {
    const outcome = transferOutcomeFromWire(wire.transferResponse);
    return { type: 'transfer-response', term, request: requestId(wire.transferResponse.request), outcome };
  }
  throw new DecodeError('message is of an unknown kind');
}

export function snapshotToWire(snapshot: SnapshotMetadata): raftpad.SnapshotMetadata {
  const { index, term, configuration, configurationIndex, sessions } = snapshot;
  return {
    index,
    term,
    ...configurationToWire(configuration),
    configurationIndex,
    sessions: sessions.map(([member, sequence]) => ({ member, sequence })),
  };
}
/** Everyone who ever proposed is in the client table: more than a room ever sees, and still no more than a message holds. */
const maxSessions = 16 * maxMembers;
export function snapshotFromWire(wire: raftpad.SnapshotMetadata): SnapshotMetadata {
  if (wire.sessions.length > maxSessions) throw new DecodeError(`sessions are more than ${maxSessions}`);
  return {
    index: logIndex(wire.index, 'snapshot.index'),
    term: termNumber(wire.term, 'snapshot.term'),
    configuration: configurationFromWire(wire),
    configurationIndex: logIndex(wire.configurationIndex, 'snapshot.configurationIndex'),
    sessions: wire.sessions.map(({ member, sequence }) => [
      memberId(member, 'session.member'),
      sequenceNumber(sequence, 'session.sequence'),
    ]),
  };
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
  'transfer-in-progress': raftpad.ChangeRefusal.TRANSFER_IN_PROGRESS,
  'learner-behind': raftpad.ChangeRefusal.LEARNER_BEHIND,
  'not-a-member': raftpad.ChangeRefusal.NOT_A_MEMBER,
  contradictory: raftpad.ChangeRefusal.CONTRADICTORY,
  'too-many-members': raftpad.ChangeRefusal.TOO_MANY_MEMBERS,
} as const;
const refusalReasons = inverse(refusals);

const holds = {
  'uncommitted-log-full': raftpad.HoldReason.UNCOMMITTED_LOG_FULL,
  'leadership-transfer': raftpad.HoldReason.LEADERSHIP_TRANSFER,
  'disk-full': raftpad.HoldReason.HOLD_DISK_FULL,
} as const;
const holdReasons = inverse(holds);

const transferRefusals = {
  'not-leader': raftpad.TransferRefusal.TRANSFER_NOT_LEADER,
  'not-a-voter': raftpad.TransferRefusal.TRANSFER_NOT_A_VOTER,
  'no-voter-present': raftpad.TransferRefusal.TRANSFER_NO_VOTER_PRESENT,
  'target-behind': raftpad.TransferRefusal.TRANSFER_TARGET_BEHIND,
  'target-unreachable': raftpad.TransferRefusal.TRANSFER_TARGET_UNREACHABLE,
  timeout: raftpad.TransferRefusal.TRANSFER_TIMEOUT,
  'transfer-in-progress': raftpad.TransferRefusal.TRANSFER_UNDER_WAY,
  superseded: raftpad.TransferRefusal.TRANSFER_SUPERSEDED,
  'leadership-lost': raftpad.TransferRefusal.TRANSFER_LEADERSHIP_LOST,
} as const;
const transferRefusalReasons = inverse(transferRefusals);

function transferOutcomeToWire(outcome: TransferOutcome): raftpad.TransferResponse {
  switch (outcome.type) {
    case 'transferred':
      return { transferred: { leader: outcome.leader } };
    case 'already':
      return { already: {} };
    case 'refused':
      return { refused: { reason: transferRefusals[outcome.reason] } };
    default:
      return outcome satisfies never;
  }
}
function transferOutcomeFromWire(wire: raftpad.TransferResponse): TransferOutcome {
  if (wire.transferred) return { type: 'transferred', leader: memberId(wire.transferred.leader, 'outcome.leader') };
  if (wire.already) return { type: 'already' };
  if (wire.refused) {
    return { type: 'refused', reason: known(transferRefusalReasons, wire.refused.reason, 'outcome.reason') };
  }
  throw new DecodeError('outcome is of an unknown kind');
}

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
