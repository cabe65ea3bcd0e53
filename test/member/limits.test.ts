import { expect, it } from 'vitest';
import { encodeCommand } from '../../src/member/command-codec.ts';
import { limits as notesLimits, type ChangeJson } from '../../src/notes/types.ts';
import { limits as raftLimits } from '../../src/raft/limits.ts';

const edit = (changes: ChangeJson): number =>
  encodeCommand({
    type: 'edit-note',
    note: '0'.repeat(32),
    base: 2 ** 40,
    editor: 'e'.repeat(notesLimits.idLength),
    sequence: 2 ** 40,
    changes,
  }).byteLength;

it.each([
  ['of three bytes each', [[0, '备'.repeat(notesLimits.editLength)]]],
  ['that are all line breaks', [[0, ...Array.from({ length: notesLimits.editLength }, () => '')]]],
  ['every second of which is a line break', [[0, ...Array.from({ length: notesLimits.editLength / 2 }, () => '备')]]],
] satisfies [string, ChangeJson][])('the biggest edit, with characters %s, fits a log entry', (_what, changes) => {
  expect(edit(changes)).toBeLessThanOrEqual(raftLimits.payloadBytes);
});

it('the biggest edit at as many places as there may be fits a log entry', () => {
  const perPart = Math.floor(notesLimits.editLength / (notesLimits.editParts / 2));
  const changes = Array.from({ length: notesLimits.editParts / 2 }, (): ChangeJson => [
    900_000,
    [900_000, '备'.repeat(perPart)],
  ]).flat();
  expect(edit(changes)).toBeLessThanOrEqual(raftLimits.payloadBytes);
});
