import { NotesState } from '../../src/notes/state-machine.ts';
import { restoreState } from '../../src/notes/state-restorer.ts';
import type { Applied } from '../../src/notes/state-machine.ts';
import type { Command } from '../../src/notes/types.ts';
import type { RegisterAction } from './linearizability.ts';
import type { CommandEntry } from '../../src/raft/types.ts';

/** The note that all members write in. */
export const sharedNote = '00000000000000000000000000000000';

/** The real state machine as a driver runs it: commands and snapshots are bytes. */
export class Notebook {
  readonly state: NotesState;

  /** @param snapshot what `snapshot` gave, here or on another member. Throws if it is damaged. */
  constructor(snapshot: Uint8Array | null = null) {
    this.state = snapshot === null ? new NotesState() : restoreState([snapshot]);
  }

  apply(entry: CommandEntry): Applied {
    return this.state.apply(decode(entry.payload), { index: entry.index, member: entry.member });
  }

  /** Members that applied the same log give the same bytes. */
  snapshot(): Uint8Array {
    return Buffer.concat([...this.state.capture().chunks()]);
  }

  digest(): string {
    return this.state.digest();
  }
}

/** The same bytes mean the same command: in one process they need not be read again for every member. */
const decoded = new WeakMap<Uint8Array, Command>();

export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}

/** What a register holds, as the histories of clients have it. */
export function registerText(value: Uint8Array | null): string | null {
  return value === null ? null : textOf(value);
}

/** The write to a register that these bytes mean; null: they mean something else. */
export function registerWrite(payload: Uint8Array): { readonly name: string; readonly action: RegisterAction } | null {
  const command = decode(payload);
  if (command.type === 'set-register')
    return { name: command.name, action: { type: 'set', value: textOf(command.value) } };
  if (command.type !== 'compare-and-set-register') return null;
  const { name, expected, value } = command;
  const outcome = { type: 'unknown' } as const;
  return {
    name,
    action: { type: 'compare-and-set', expected: registerText(expected), value: textOf(value), outcome },
  };
}

/** As JSON; values of registers are texts here. */
export function encode(command: Command): Uint8Array {
  if (command.type === 'set-register') return bytesOf(JSON.stringify({ ...command, value: textOf(command.value) }));
  if (command.type !== 'compare-and-set-register') return bytesOf(JSON.stringify(command));
  const { expected } = command;
  const texts = { value: textOf(command.value), expected: expected === null ? null : textOf(expected) };
  return bytesOf(JSON.stringify({ ...command, ...texts }));
}

function decode(payload: Uint8Array): Command {
  const known = decoded.get(payload);
  if (known !== undefined) return known;
  const command = JSON.parse(textOf(payload)) as InTexts<Command>;
  if ('expected' in command) command.expected = command.expected === null ? null : bytesOf(command.expected as string);
  if ('value' in command) command.value = bytesOf(command.value as string);
  decoded.set(payload, command as Command);
  return command as Command;
}

/** With texts where there will be bytes. */
type InTexts<Of> = Of extends unknown
  ? { -readonly [Key in keyof Of]: Uint8Array extends Of[Key] ? Of[Key] | string : Of[Key] }
  : never;
