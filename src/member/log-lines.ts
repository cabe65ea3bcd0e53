import type { LogLine } from '../api/contract.ts';
import { describeEdit } from '../notes/describe.ts';
import type { NotesState } from '../notes/state-machine.ts';
import { isJoint } from '../raft/configuration.ts';
import type { LogEntry, LogIndex } from '../raft/types.ts';
import { decodeCommand } from './command-codec.ts';
import { inviteRegister } from './invite-list.ts';

type What = LogLine['what'];

/**
 * The last `limit` of these entries as lines for people, newest first. Give more entries than that: an entry that ends
 * a joint configuration is told by the one that began it, a little before it.
 */
export function logLines(
  entries: readonly LogEntry[],
  limit: number,
  commitIndex: LogIndex,
  notes: NotesState,
  nameOf: (member: string) => string,
): LogLine[] {
  const ends = endsOfJointConfigurations(entries);
  return entries
    .slice(-limit)
    .map((entry): LogLine => {
      const by = entry.kind === 'command' ? entry.member : entry.kind === 'configuration' ? entry.requestedBy : null;
      return {
        index: entry.index,
        term: entry.term,
        what: what(entry, ends, notes, nameOf),
        by: by === null ? null : { member: by, name: nameOf(by) },
        committed: entry.index <= commitIndex,
      };
    })
    .reverse();
}

/** The entries that come after a joint configuration: nothing else may change before that is left. */
function endsOfJointConfigurations(entries: readonly LogEntry[]): ReadonlySet<LogEntry> {
  const ends = new Set<LogEntry>();
  let wasJoint = false;
  for (const entry of entries) {
    if (entry.kind !== 'configuration') continue;
    if (wasJoint) ends.add(entry);
    wasJoint = isJoint(entry.configuration);
  }
  return ends;
}

function what(
  entry: LogEntry,
  ends: ReadonlySet<LogEntry>,
  notes: NotesState,
  nameOf: (member: string) => string,
): What {
  switch (entry.kind) {
    case 'no-op':
      return { type: 'no-op' };
    case 'configuration':
      return {
        type: 'configuration',
        changes: entry.changes.map((change) => ({
          change: change.type,
          because: change.type === 'demote' ? (change.because ?? null) : null,
          member: change.member,
          memberName: nameOf(change.member),
        })),
        joint: isJoint(entry.configuration) ? 'begins' : ends.has(entry) ? 'ends' : null,
      };
    case 'command':
      return describeCommand(entry.payload, notes);
  }
}

function describeCommand(payload: Uint8Array, notes: NotesState): What {
  let command: ReturnType<typeof decodeCommand>;
  try {
    command = decodeCommand(payload);
  } catch {
    return { type: 'unknown', bytes: payload.byteLength };
  }
  switch (command.type) {
    case 'create-note':
    case 'rename-note':
      return { type: command.type, note: command.note, title: command.title };
    case 'delete-note':
      return { type: 'delete-note', note: command.note, title: notes.note(command.note)?.title ?? '' };
    case 'edit-note': {
      const { inserted, deletedLength } = describeEdit(command.changes);
      return {
        type: 'edit-note',
        note: command.note,
        title: notes.note(command.note)?.title ?? '',
        inserted,
        deletedLength,
      };
    }
    case 'set-register':
    case 'compare-and-set-register':
      if (command.name === inviteRegister) return { type: 'invites' };
      return { type: command.type, name: command.name, bytes: command.value.byteLength };
    case 'introduce-member':
      return { type: 'introduce-member', memberName: command.name };
    case 'name-cluster':
      return { type: 'name-cluster', name: command.name };
    case 'digest-mark':
      return { type: 'digest-mark' };
    case 'digest-report':
      return { type: 'digest-report', mark: command.mark, digest: command.digest };
    case 'unknown-version':
      return { type: 'unknown', bytes: payload.byteLength };
  }
}
