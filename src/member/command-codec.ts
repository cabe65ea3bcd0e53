/**
 * Commands of the state machine, to the bytes that the log carries and back. The log outlives the app that wrote it,
 * so each command carries a version: one from a newer app is recognised, never misread.
 *
 * Text is Unicode: half of a surrogate pair does not survive. The decoder checks shape, not the limits of the state
 * machine, which every member checks alike when it applies.
 */
import type { ChangeJson, Command } from '../notes/types.ts';
import { DecodeError, decoding, required, text, wholeNumber } from '../wire/checks.ts';
import { raftpad } from '../wire/generated/raftpad.js';
import { decodeSetRegister, encodeSetRegister } from './register-codec.ts';

const currentVersion = 1;

/**
 * What members say about their notes; it changes nothing in them. An app that does not know these takes them for
 * damaged, and passes them over: that is as good, so they need no new version.
 */
export type DigestCommand =
  /** Each member is to report the digest of its notes as they are here in the log. */
  | { readonly type: 'digest-mark' }
  /** `mark`: the index of the mark's entry. `digest`: 32 hexadecimal digits. */
  | { readonly type: 'digest-report'; readonly mark: number; readonly digest: string };

export interface UnknownVersion {
  readonly type: 'unknown-version';
  readonly version: number;
}

export function encodeCommand(command: Command | DigestCommand): Uint8Array {
  const frequent = command.type === 'set-register' ? encodeSetRegister(command) : null;
  if (frequent !== null) return frequent;
  const body = raftpad.Command.encode(commandToWire(command));
  return raftpad.CommandEnvelope.encode({ version: currentVersion, body });
}

/** Throws DecodeError if the bytes are not a command. */
export function decodeCommand(bytes: Uint8Array): Command | DigestCommand | UnknownVersion {
  const frequent = decodeSetRegister(bytes);
  if (frequent !== null) return frequent;
  return decoding('command', () => {
    const envelope = raftpad.CommandEnvelope.decode(bytes);
    const version = wholeNumber(envelope.version, 'command.version');
    if (version === 0) throw new DecodeError('command.version is 0');
    if (version > currentVersion) return { type: 'unknown-version', version };
    return commandFromWire(raftpad.Command.decode(required(envelope.body, 'command.body'), { limits: countLimits }));
  });
}

const digestBytes = 16;
/** Longest texts and lists that are taken into memory: far above what the state machine accepts. */
const shortText = 4_096;
const countLimits = {
  editNote: { changes: 1_000_000, changes$: { replace: { insertedLines: 2_000_000 } } },
  introduceMember: { addresses: 1_024 },
};

function commandToWire(command: Command | DigestCommand): raftpad.Command {
  switch (command.type) {
    case 'create-note':
      return { createNote: { note: command.note, title: command.title } };
    case 'rename-note':
      return { renameNote: { note: command.note, title: command.title } };
    case 'delete-note':
      return { deleteNote: { note: command.note } };
    case 'edit-note': {
      const { note, base, editor, sequence, changes } = command;
      return { editNote: { note, base, editor, sequence, changes: changes.map(changePartToWire) } };
    }
    case 'set-register':
      return { setRegister: { name: command.name, value: command.value } };
    case 'compare-and-set-register': {
      const { name, expected, value } = command;
      return { compareAndSetRegister: expected === null ? { name, value } : { name, expected, value } };
    }
    case 'introduce-member': {
      const { member, name, addresses } = command;
      return { introduceMember: { member, name, addresses: [...addresses] } };
    }
    case 'name-cluster':
      return { nameCluster: { name: command.name } };
    case 'digest-mark':
      return { digestMark: {} };
    case 'digest-report':
      return { digestReport: { mark: command.mark, digest: Buffer.from(command.digest, 'hex') } };
    default:
      return command satisfies never;
  }
}

function commandFromWire(wire: raftpad.Command): Command | DigestCommand {
  if (wire.editNote) {
    const { note, base, editor, sequence, changes } = wire.editNote;
    return {
      type: 'edit-note',
      note: text(note, shortText, 'edit.note'),
      base: wholeNumber(base, 'edit.base'),
      editor: text(editor, shortText, 'edit.editor'),
      sequence: wholeNumber(sequence, 'edit.sequence'),
      changes: changes.map(changePartFromWire),
    };
  }
  if (wire.createNote) return { type: 'create-note', ...titledNote(wire.createNote) };
  if (wire.renameNote) return { type: 'rename-note', ...titledNote(wire.renameNote) };
  if (wire.deleteNote) return { type: 'delete-note', note: text(wire.deleteNote.note, shortText, 'note') };
  if (wire.setRegister) {
    const { name, value } = wire.setRegister;
    return {
      type: 'set-register',
      name: text(name, shortText, 'register.name'),
      value: required(value, 'register.value'),
    };
  }
  if (wire.compareAndSetRegister) {
    const { name, expected, value } = wire.compareAndSetRegister;
    return {
      type: 'compare-and-set-register',
      name: text(name, shortText, 'register.name'),
      expected: expected ?? null,
      value: required(value, 'register.value'),
    };
  }
  if (wire.introduceMember) {
    const { member, name, addresses } = wire.introduceMember;
    return {
      type: 'introduce-member',
      member: text(member, shortText, 'member'),
      name: text(name, shortText, 'member.name'),
      addresses: addresses.map((address) => text(address, shortText, 'member.addresses')),
    };
  }
  if (wire.digestMark) return { type: 'digest-mark' };
  if (wire.digestReport) {
    const digest = required(wire.digestReport.digest, 'report.digest');
    if (digest.length !== digestBytes) throw new DecodeError('report.digest is of another length');
    return {
      type: 'digest-report',
      mark: wholeNumber(wire.digestReport.mark, 'report.mark'),
      digest: Buffer.from(digest).toString('hex'),
    };
  }
  if (wire.nameCluster) return { type: 'name-cluster', name: text(wire.nameCluster.name, shortText, 'cluster.name') };
  throw new DecodeError('command is of an unknown kind');
}

function titledNote(wire: raftpad.CreateNote): { readonly note: string; readonly title: string } {
  return { note: text(wire.note, shortText, 'note'), title: text(wire.title, shortText, 'title') };
}

function changePartToWire(part: ChangeJson[number]): raftpad.ChangePart {
  if (typeof part === 'number') return { keep: part };
  const [deleted, ...insertedLines] = part;
  return { replace: { deleted, insertedLines } };
}

function changePartFromWire(wire: raftpad.ChangePart): ChangeJson[number] {
  if (wire.keep !== undefined) return wholeNumber(wire.keep, 'change.keep');
  if (wire.replace) return [wholeNumber(wire.replace.deleted, 'change.deleted'), ...wire.replace.insertedLines];
  throw new DecodeError('change is of an unknown kind');
}
