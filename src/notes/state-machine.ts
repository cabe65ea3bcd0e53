import type { Text } from '@codemirror/state';
import { Notebook } from './notebook.ts';
import type { EditResult } from './note.ts';
import { Registers } from './registers.ts';
import type { RegisterResult } from './registers.ts';
import { Roster } from './roster.ts';
import { StateCapture } from './state-capture.ts';
import { DigestCapture, finished } from './state-digest.ts';
import type { Hashing } from './state-digest.ts';
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
  #notebook: Notebook;
  #registers: Registers;
  #roster: Roster;

  /** Empty. To go on from a snapshot see `StateRestorer`, which hands over the parts. */
  constructor(notebook = new Notebook(), registers = new Registers(), roster = new Roster()) {
    this.#notebook = notebook;
    this.#registers = registers;
    this.#roster = roster;
  }

  /** Takes over all that `other` holds, which is of no use afterwards: the state of a snapshot takes the place of this one. */
  replaceWith(other: NotesState): void {
    this.#notebook = other.#notebook;
    this.#registers = other.#registers;
    this.#roster = other.#roster;
  }

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

  /** A picture of this moment, for a snapshot. Takes milliseconds, and `apply` may go on at once. */
  capture(): StateCapture {
    return new StateCapture({
      notes: this.#notebook.pictures(),
      deleted: this.#notebook.deletedNotes(),
      registers: this.#registers.entries(),
      clusterName: this.#roster.clusterName,
      roster: this.#roster.entries(),
    });
  }

  /**
   * 32 hexadecimal digits over the whole state: equal on all members that applied the same log, also on one that began
   * with a snapshot, and different as soon as anything differs. Detects accidents, not attacks (hash128.ts).
   *
   * Hashes are kept with each note and register until it changes, so a call costs the texts that were edited since the
   * last one and a fraction of a millisecond for all others. The first one after a start reads everything:
   * `captureDigest` makes it in small steps.
   */
  digest(): string {
    return finished(this.captureDigest().steps());
  }

  /** The digest of this moment, to be made step by step. Anything may be applied between two steps. */
  captureDigest(): DigestCapture {
    return new DigestCapture(this.#hashings());
  }

  *#hashings(): Generator<Hashing> {
    yield* this.#notebook.hashings();
    yield* this.#registers.hashings();
    yield this.#roster.hash();
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
