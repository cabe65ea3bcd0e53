import { NotesState } from '../../src/notes/state-machine.ts';
import type { Applied } from '../../src/notes/state-machine.ts';
import type { ChangeJson, Command, NoEffectReason } from '../../src/notes/types.ts';

export const note = 'a'.repeat(32);
export const otherNote = 'b'.repeat(32);

/** A state machine with a log of its own: each command takes the next index. */
export class Machine extends NotesState {
  #index = 0;

  run(command: Command, member = 'ann'): Applied {
    this.#index += 1;
    return this.apply(command, { index: this.#index, member });
  }

  edit(editor: string, sequence: number, base: number, changes: ChangeJson, id = note): Applied {
    return this.run({ type: 'edit-note', note: id, base, editor, sequence, changes });
  }

  get text(): string {
    return this.note(note)!.text;
  }
}

export function machineWithNote(title = 'Plan'): Machine {
  const machine = new Machine();
  machine.run({ type: 'create-note', note, title });
  return machine;
}

export function noEffect(reason: NoEffectReason): Applied {
  return { outcome: { type: 'no-effect', reason }, events: [] };
}
