import type { LogLine } from '../api/contract.ts';
import { describeEdit } from '../notes/describe.ts';
import type { NotesState } from '../notes/state-machine.ts';
import type { ConfigurationChange, LogEntry, LogIndex } from '../raft/types.ts';
import { decodeCommand } from './command-codec.ts';

type What = LogLine['what'];

/** Log entries as lines for people, newest first. */
export function logLines(
  entries: readonly LogEntry[],
  commitIndex: LogIndex,
  notes: NotesState,
  nameOf: (member: string) => string,
): LogLine[] {
  return entries
    .map((entry): LogLine => {
      const by = entry.kind === 'command' ? entry.member : entry.kind === 'configuration' ? entry.requestedBy : null;
      return {
        index: entry.index,
        term: entry.term,
        what: what(entry, notes, nameOf),
        by: by === null ? null : { member: by, name: nameOf(by) },
        committed: entry.index <= commitIndex,
      };
    })
    .reverse();
}

function what(entry: LogEntry, notes: NotesState, nameOf: (member: string) => string): What {
  switch (entry.kind) {
    case 'no-op':
      return { type: 'no-op' };
    case 'configuration': {
      const [change] = entry.changes;
      if (change === undefined) return { type: 'unknown', bytes: 0 };
      const { type, member } = change;
      return { type: 'configuration', change: shownChange(type), member, memberName: nameOf(member) };
    }
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
      return { type: command.type, name: command.name, bytes: command.value.byteLength };
    case 'introduce-member':
      return { type: 'introduce-member', memberName: command.name };
    case 'name-cluster':
      return { type: 'name-cluster', name: command.name };
    case 'unknown-version':
      return { type: 'unknown', bytes: payload.byteLength };
  }
}

/** The interface asks for neither a demotion nor a recovery yet: they are shown as what they come to. */
function shownChange(type: ConfigurationChange['type']): Extract<What, { type: 'configuration' }>['change'] {
  if (type === 'demote') return 'add-learner';
  return type === 'recover' ? 'create' : type;
}
