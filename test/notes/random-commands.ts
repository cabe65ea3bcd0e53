import fc from 'fast-check';
import type { NotesState } from '../../src/notes/state-machine.ts';
import type { Command } from '../../src/notes/types.ts';

export const ids = ['a'.repeat(32), 'b'.repeat(32)];
const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withTypedArray: true });
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', '\r\n', '\ud83d', '😀', '__proto__'),
);
const id = fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: text });
const bytes = fc.uint8Array({ maxLength: 3 });
const number = fc.oneof({ weight: 10, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.double() });
const part = fc.oneof(number, fc.tuple(number, text), fc.tuple(number, text, text));
/** Filled in when the state is known, so that many edits fit; the others are what chance gives. */
const edit = fc.record({
  type: fc.constant('edit-note' as const),
  note: id,
  base: number,
  editor: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('ann', 'ben', 'eve') }, { weight: 1, arbitrary: text }),
  sequence: number,
  changes: fc.oneof({ weight: 9, arbitrary: fc.array(part, { maxLength: 4 }) }, { weight: 1, arbitrary: anything }),
  fit: fc.option(
    fc.record({ age: fc.nat(5), from: fc.double({ min: 0, max: 1, noNaN: true }), deleted: fc.nat(3), insert: text }),
    { freq: 4 },
  ),
});
const other = fc.oneof(
  fc.record({ type: fc.constantFrom('create-note', 'rename-note'), note: id, title: text }),
  fc.record({ type: fc.constant('delete-note'), note: id }),
  fc.record({ type: fc.constant('set-register'), name: text, value: fc.oneof(bytes, anything) }),
  fc.record({
    type: fc.constant('compare-and-set-register'),
    name: text,
    expected: fc.oneof(bytes, fc.constant(null), anything),
    value: bytes,
  }),
  fc.record({
    type: fc.constant('introduce-member'),
    member: text,
    name: text,
    addresses: fc.oneof(fc.array(text), anything),
  }),
  fc.record({ type: fc.constant('name-cluster'), name: fc.oneof(text, anything) }),
);

/** Mostly edits of the two notes; few of the others are any good. */
export const drafts = fc.array(fc.oneof({ weight: 6, arbitrary: edit }, { weight: 1, arbitrary: other }), {
  maxLength: 60,
});

/** Makes most edits fit: the right sequence number and length, on a version of late. */
export function fitted(draft: unknown, state: NotesState): Command {
  const { fit, ...command } = draft as {
    type: string;
    note: string;
    editor: string;
    fit?: { age: number; from: number; deleted: number; insert: string };
  };
  const document = state.document(command.note);
  if (command.type !== 'edit-note' || !fit || !document) return command as unknown as Command;
  const base = Math.max(0, document.version - fit.age);
  const since = state.history(command.note, base) ?? [];
  const first = since[0]?.changes;
  const length = first
    ? first.reduce<number>((sum, p) => sum + (typeof p === 'number' ? p : p[0]), 0)
    : document.text.length;
  const from = Math.floor(fit.from * length);
  const deleted = Math.min(fit.deleted, length - from);
  const parts: (number | [number, ...string[]])[] = [[deleted, fit.insert]];
  if (from > 0) parts.unshift(from);
  if (length - from - deleted > 0) parts.push(length - from - deleted);
  const sequence = state.lastSequence(command.note, command.editor) + 1;
  return { ...command, base, sequence, changes: parts } as Command;
}
