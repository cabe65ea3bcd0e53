import { NotesState } from '../../src/notes/state-machine.ts';
import type { Applied } from '../../src/notes/state-machine.ts';
import type { Command } from '../../src/notes/types.ts';
import type { CommandEntry } from '../../src/raft/types.ts';

/** The note that all members write in. */
export const sharedNote = '00000000000000000000000000000000';

/** The real state machine as a driver runs it: commands come as bytes, snapshots go as they are. */
export class Notebook {
  readonly state = new NotesState();
  private readonly applied: CommandEntry[] = [];

  /** @param snapshot what `snapshot` gave, here or on another member. */
  constructor(snapshot: readonly CommandEntry[] = []) {
    for (const entry of snapshot) this.apply(entry);
  }

  apply(entry: CommandEntry): Applied {
    this.applied.push(entry);
    return this.state.apply(decode(entry.payload), { index: entry.index, member: entry.member });
  }

  /** The commands that led to this state: the shortest form from which the real one can be made again. */
  snapshot(): readonly CommandEntry[] {
    return this.applied.slice();
  }

  digest(): string {
    return Buffer.from(this.state.serialize()).toString('utf8');
  }
}

/** The same bytes mean the same command: in one process they need not be read again for every member. */
const decoded = new WeakMap<Uint8Array, Command>();

/** Not a Buffer: that has ideas of its own about how it looks in JSON. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function encode(command: Command): Uint8Array {
  return bytesOf(
    JSON.stringify(command, (_, value: unknown) => (value instanceof Uint8Array ? { bytes: [...value] } : value)),
  );
}

function decode(payload: Uint8Array): Command {
  let command = decoded.get(payload);
  if (command === undefined) {
    command = JSON.parse(Buffer.from(payload).toString('utf8'), (_, value: unknown) =>
      isBytes(value) ? Uint8Array.from(value.bytes) : value,
    ) as Command;
    decoded.set(payload, command);
  }
  return command;
}

function isBytes(value: unknown): value is { readonly bytes: readonly number[] } {
  return typeof value === 'object' && value !== null && 'bytes' in value && Array.isArray(value.bytes);
}
