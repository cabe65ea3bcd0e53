import type { Text } from '@codemirror/state';
import { Notebook } from './notebook.ts';
import type { EditResult } from './note.ts';
import { Registers } from './registers.ts';
import type { RegisterResult } from './registers.ts';
import { Roster } from './roster.ts';
import type {
  AcceptedEdit,
  ApplyContext,
  Command,
  EditorId,
  NoEffectReason,
  NoteId,
  NotesEvent,
  NoteSummary,
  Outcome,
  RosterEntry,
} from './types.ts';

export interface Applied {
  readonly outcome: Outcome;
  readonly events: readonly NotesEvent[];
}

/**
 * The replicated state. `apply` of the same commands in the same order gives the same state and outcomes on every
 * member. It never throws on what a command holds: a command that breaks a limit or does not fit has no effect, for the
 * same reason everywhere.
 */
export class NotesState {
  readonly #notebook = new Notebook();
  readonly #registers = new Registers();
  readonly #roster = new Roster();

  apply(command: Command, context: ApplyContext): Applied {
    switch (command.type) {
      case 'create-note':
        return done(this.#notebook.create(command.note, command.title, context), {
          type: 'note-created',
          note: command.note,
        });
      case 'rename-note':
        return done(this.#notebook.rename(command.note, command.title, context), {
          type: 'note-renamed',
          note: command.note,
        });
      case 'delete-note':
        return done(this.#notebook.delete(command.note), { type: 'note-deleted', note: command.note });
      case 'edit-note':
        return edited(command.note, this.#notebook.edit(command, context));
      case 'set-register':
        return registered(command.name, this.#registers.set(command.name, command.value));
      case 'compare-and-set-register':
        return registered(command.name, this.#registers.compareAndSet(command.name, command.expected, command.value));
      case 'introduce-member':
        return done(this.#roster.introduce(command.member, command.name, command.addresses), {
          type: 'roster-changed',
        });
      case 'name-cluster':
        return done(this.#roster.nameCluster(command.name), { type: 'cluster-named' });
      default:
        return unknownCommand(command);
    }
  }

  /** All notes, the last changed first. */
  notes(): NoteSummary[] {
    return this.#notebook.summaries();
  }

  note(
    id: NoteId,
  ): { readonly note: NoteId; readonly title: string; readonly version: number; readonly text: string } | null {
    const document = this.#notebook.document(id);
    return document === null ? null : { ...document, note: id, text: document.text.toString() };
  }

  /** As `note`, with the text as CodeMirror holds it: shared, not copied. */
  document(id: NoteId): { readonly title: string; readonly version: number; readonly text: Text } | null {
    return this.#notebook.document(id);
  }

  /** Whether this was a note once. The oldest of very many are forgotten. */
  isDeleted(id: NoteId): boolean {
    return this.#notebook.isDeleted(id);
  }

  /** What a note accepted after `fromVersion`; null if that is not all kept, or there is no such note or version. */
  history(id: NoteId, fromVersion: number): readonly AcceptedEdit[] | null {
    return this.#notebook.history(id, fromVersion);
  }

  /** The last of this editor's sequence numbers that the note decided on; 0: none. */
  lastSequence(id: NoteId, editor: EditorId): number {
    return this.#notebook.lastSequence(id, editor);
  }

  /** The bytes are the state's own: not to be written to. */
  register(name: string): Uint8Array | null {
    return this.#registers.get(name);
  }

  roster(): RosterEntry[] {
    return this.#roster.entries();
  }

  member(id: string): RosterEntry | undefined {
    return this.#roster.entry(id);
  }

  /** Empty until it was named. */
  clusterName(): string {
    return this.#roster.clusterName;
  }

  /** The whole state as UTF-8 JSON. Members that applied the same log have the same bytes: hash them to compare. */
  serialize(): Uint8Array {
    const state = {
      format: 1,
      notebook: this.#notebook.toJSON(),
      registers: this.#registers.toJSON(),
      roster: this.#roster.toJSON(),
    };
    return new TextEncoder().encode(JSON.stringify(state));
  }
}

function done(reason: NoEffectReason | null, event: NotesEvent): Applied {
  return reason === null ? { outcome: { type: 'applied' }, events: [event] } : noEffect(reason);
}

function edited(note: NoteId, result: EditResult): Applied {
  if (result.type === 'refused') return noEffect(result.reason);
  return {
    outcome: { type: 'edited', version: result.edit.version },
    events: [{ type: 'note-edited', note, ...result.edit }],
  };
}

function registered(name: string, result: RegisterResult): Applied {
  switch (result.type) {
    case 'set':
      return { outcome: { type: 'register', value: result.value }, events: [{ type: 'register-changed', name }] };
    case 'not-equal':
      return { outcome: { type: 'no-effect', reason: 'not-equal', current: result.current }, events: [] };
    case 'refused':
      return noEffect(result.reason);
  }
}

function noEffect(reason: NoEffectReason): Applied {
  return { outcome: { type: 'no-effect', reason }, events: [] };
}

/** Commands of a newer app stop the member before they get here; skipping one would part it from the others. */
function unknownCommand(command: never): never {
  throw new Error(`The state machine was handed a command it does not know: ${JSON.stringify(command)}`);
}
