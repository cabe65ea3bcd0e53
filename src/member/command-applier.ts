import type { NotesState } from '../notes/state-machine.ts';
import type { NotesEvent } from '../notes/types.ts';
import type { CommandEntry, LogIndex, MemberId } from '../raft/types.ts';
import type { Admission } from './admission.ts';
import { decodeCommand } from './command-codec.ts';
import type { Divergence } from './divergence.ts';
import type { Documents } from './documents.ts';
import type { Proposals } from './proposals.ts';

export interface CommandApplierOptions {
  readonly self: MemberId;
  readonly notes: NotesState;
  readonly documents: Documents;
  readonly admission: Admission;
  readonly proposals: Proposals;
  readonly divergence: Divergence;
  readonly notesChanged: () => void;
  readonly clusterNamed: () => void;
  /** The log holds a command that this version does not understand: nothing behind it may be applied. */
  readonly unknownVersion: (version: number, by: MemberId) => void;
}

/** Puts committed commands into the notes, and tells everything on this laptop that follows from them. */
export class CommandApplier {
  readonly #options: CommandApplierOptions;

  constructor(options: CommandApplierOptions) {
    this.#options = options;
  }

  apply({ index, member, sequence, payload }: CommandEntry): void {
    const { self, notes, documents, divergence, proposals, notesChanged, unknownVersion } = this.#options;
    let command: ReturnType<typeof decodeCommand>;
    try {
      command = decodeCommand(payload);
    } catch {
      return; // damaged where it was proposed, so the same nothing on every member
    }
    if (command.type === 'unknown-version') return unknownVersion(command.version, member);
    if (command.type === 'digest-mark' || command.type === 'digest-report') {
      if (command.type === 'digest-mark') divergence.marked(index);
      else if (command.mark < index) divergence.reported(member, command.mark, command.digest);
      if (proposals.areWaitedFor && member === self)
        proposals.applied(sequence, { index, outcome: { type: 'applied' } });
      return;
    }
    divergence.commandApplied();
    const { outcome, events } = notes.apply(command, { index, member });
    for (const event of events) this.#tell(event, index);
    if (command.type === 'edit-note' && command.editor === self && outcome.type === 'no-effect') {
      documents.refused(command.note, command.sequence, outcome.reason);
    }
    if (events.length > 0) notesChanged();
    // In this order: names from a message or a file are other strings than our own, and compared letter by letter.
    if (proposals.areWaitedFor && member === self) proposals.applied(sequence, { index, outcome });
  }

  #tell(event: NotesEvent, index: LogIndex): void {
    const { documents, admission, clusterNamed } = this.#options;
    switch (event.type) {
      case 'note-edited':
        return documents.edited(event.note, event, index);
      case 'note-renamed':
        return documents.renamed(event.note);
      case 'note-deleted':
        return documents.deleted(event.note);
      case 'roster-changed':
        return admission.connectPeers();
      case 'cluster-named':
        return clusterNamed();
      case 'note-created':
      case 'register-changed':
        return;
      default:
        event satisfies never;
    }
  }
}
