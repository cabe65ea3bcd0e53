/** Log entries and membership changes between the core's types and the schema; shared by the network and the log. */
import type {
  Configuration,
  ConfigurationChange,
  DemotionCause,
  LogEntry,
  LogIndex,
  MemberId,
  Sequence,
  Term,
} from '../raft/types.ts';
import { asLogIndex, asMemberId, asSequence, asTerm } from '../raft/types.ts';
import { DecodeError, known, required, wholeNumber } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';

/** More members than one room ever holds; a larger configuration is damage. */
export const maxMembers = 256;

export function entryToWire(entry: LogEntry): raftpad.Entry {
  const { index, term } = entry;
  switch (entry.kind) {
    case 'no-op':
      return { index, term, noOp: {} };
    case 'command': {
      const { member, sequence, payload } = entry;
      return { index, term, command: { member, sequence, payload } };
    }
    case 'configuration': {
      const { configuration, changes, requestedBy } = entry;
      const members = configurationToWire(configuration);
      return { index, term, configuration: { ...members, changes: changes.map(changeToWire), requestedBy } };
    }
    default:
      return entry satisfies never;
  }
}

export function entryFromWire(wire: raftpad.Entry): LogEntry {
  const index = logIndex(wire.index, 'entry.index');
  if (index === 0) throw new DecodeError('entry.index is 0');
  const term = termNumber(wire.term, 'entry.term');
  if (wire.command) {
    const member = memberId(wire.command.member, 'command.member');
    const sequence = sequenceNumber(wire.command.sequence, 'command.sequence');
    return {
      kind: 'command',
      index,
      term,
      member,
      sequence,
      payload: required(wire.command.payload, 'command.payload'),
    };
  }
  if (wire.configuration) {
    const { changes, requestedBy } = wire.configuration;
    return {
      kind: 'configuration',
      index,
      term,
      configuration: configurationFromWire(wire.configuration),
      changes: changesFromWire(changes),
      requestedBy: memberId(requestedBy, 'configuration.requestedBy'),
    };
  }
  if (wire.noOp) return { kind: 'no-op', index, term };
  throw new DecodeError('entry is of an unknown kind');
}

const changeKinds = {
  create: raftpad.ChangeKind.CREATE,
  'add-learner': raftpad.ChangeKind.ADD_LEARNER,
  promote: raftpad.ChangeKind.PROMOTE,
  remove: raftpad.ChangeKind.REMOVE,
  demote: raftpad.ChangeKind.DEMOTE,
  recover: raftpad.ChangeKind.RECOVER,
} as const;
const changeTypes = inverse(changeKinds);

const causes = { resting: raftpad.DemotionCause.RESTING, silent: raftpad.DemotionCause.SILENT } as const;
const causeNames: Partial<Record<raftpad.DemotionCause, DemotionCause>> = inverse(causes);

export function changeToWire(change: ConfigurationChange): raftpad.ConfigurationChange {
  const because = change.type === 'demote' && change.because !== undefined ? { because: causes[change.because] } : {};
  return { kind: changeKinds[change.type], member: change.member, ...because };
}
export function changesFromWire(wire: readonly raftpad.ConfigurationChange[]): readonly ConfigurationChange[] {
  if (wire.length > maxMembers) throw new DecodeError(`changes are more than ${maxMembers}`);
  return wire.map(changeFromWire);
}

function changeFromWire(wire: raftpad.ConfigurationChange): ConfigurationChange {
  const type = known(changeTypes, wire.kind, 'change.kind');
  const member = memberId(wire.member, 'change.member');
  // The cause is for people: one that a later version knows changes nothing.
  const because = wire.because === undefined ? undefined : causeNames[wire.because];
  return type === 'demote' && because !== undefined ? { type, member, because } : { type, member };
}

/** How a configuration is spelled wherever it occurs. */
interface WireConfiguration {
  voters: string[];
  learners: string[];
  votersOutgoing: string[];
  demoted: string[];
}
export function configurationToWire(configuration: Configuration): WireConfiguration {
  return {
    voters: [...configuration.voters],
    learners: [...configuration.learners],
    votersOutgoing: [...configuration.votersOutgoing],
    demoted: [...configuration.demoted],
  };
}
export function configurationFromWire(wire: WireConfiguration): Configuration {
  return {
    voters: memberIds(wire.voters, 'voters'),
    learners: memberIds(wire.learners, 'learners'),
    votersOutgoing: memberIds(wire.votersOutgoing, 'votersOutgoing'),
    demoted: memberIds(wire.demoted, 'demoted'),
  };
}

/** A PeerId in base58, as the API takes it too. */
const memberIdPattern = /^[1-9A-HJ-NP-Za-km-z]{10,120}$/;
export const isMemberId = (text: string): boolean => memberIdPattern.test(text);
export function memberId(value: string | undefined, field: string): MemberId {
  const id = required(value, field);
  if (!isMemberId(id)) throw new DecodeError(`${field} is not a PeerId`);
  return asMemberId(id);
}
function memberIds(values: readonly string[], field: string): readonly MemberId[] {
  if (values.length > maxMembers) throw new DecodeError(`${field} has more than ${maxMembers} members`);
  return values.map((value) => memberId(value, field));
}

export const termNumber = (value: number | undefined, field: string): Term => asTerm(wholeNumber(value, field));
export const logIndex = (value: number | undefined, field: string): LogIndex => asLogIndex(wholeNumber(value, field));
export const sequenceNumber = (value: number | undefined, field: string): Sequence =>
  asSequence(wholeNumber(value, field));

/** Turns a table from our words to the schema's around. */
export function inverse<K extends string, V extends string>(table: Readonly<Record<K, V>>): Partial<Record<V, K>> {
  const result: Partial<Record<V, K>> = {};
  for (const key in table) result[table[key]] = key;
  return result;
}
