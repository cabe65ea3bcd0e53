/**
 * `set-register`, from a command to the bytes of its envelope and back: what programs write by the ten thousand. By
 * hand (see `src/wire/fields.ts`); what is not just as written here is left to `command-codec.ts`.
 *
 * Measured with values of 100 bytes: encoding takes a quarter of the generated codec’s time, decoding a third.
 */
import type { Command } from '../notes/types.ts';
import { delimitedBytes, FieldReader, FieldWriter, numberBytes } from '../wire/fields.ts';

type SetRegister = Extract<Command, { type: 'set-register' }>;

/** Numbers of fields, as in the schema. */
const commandEnvelope = { version: 1, body: 2 } as const;
const command = { setRegister: 5 } as const;
const setRegister = { name: 1, value: 2 } as const;

const version = 1;
/** Longer names are not valid, and refused elsewhere. */
const maxNameBytes = 1_024;

/** The envelope; null: the name is not ASCII. */
export function encodeSetRegister({ name, value }: SetRegister): Uint8Array | null {
  if (!isAscii(name)) return null;
  const registerBytes = delimitedBytes(name.length) + delimitedBytes(value.byteLength);
  const bodyBytes = delimitedBytes(registerBytes);
  const fields = new FieldWriter(numberBytes(version) + delimitedBytes(bodyBytes));
  fields.number(commandEnvelope.version, version);
  fields.message(commandEnvelope.body, bodyBytes);
  fields.message(command.setRegister, registerBytes);
  fields.ascii(setRegister.name, name);
  fields.bytes(setRegister.value, value);
  return fields.finish();
}

/** The command in an envelope; null if it is another, or anything about it is unusual. The value is a view. */
export function decodeSetRegister(envelope: Uint8Array): SetRegister | null {
  const fields = new FieldReader(envelope);
  if (fields.number(commandEnvelope.version) !== version) return null;
  const bodyEnd = fields.message(commandEnvelope.body);
  if (!fields.isNext(command.setRegister)) return null;
  const registerEnd = fields.message(command.setRegister);
  const name = fields.ascii(setRegister.name, maxNameBytes);
  const value = fields.bytes(setRegister.value);
  fields.end(registerEnd);
  fields.end(bodyEnd);
  fields.end(envelope.byteLength);
  return fields.matches ? { type: 'set-register', name, value } : null;
}

function isAscii(text: string): boolean {
  if (text.length > maxNameBytes) return false;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 128) return false;
  return true;
}
