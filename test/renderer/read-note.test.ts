import { expect, test } from 'vitest';
import { pieces } from '../../renderer/read-only/read-note.ts';

test('a text is shown in pieces, of which those wait that had not reached a majority', () => {
  const shown = (text: string, pending: readonly (readonly [number, number])[]): unknown =>
    pieces({ text, pending }).map(({ text: part, waits }) => (waits ? `[${part}]` : part));
  expect(shown('tents and pegs', [])).toEqual(['tents and pegs']);
  expect(shown('tents and pegs', [[5, 9]])).toEqual(['tents', '[ and]', ' pegs']);
  expect(shown('tents', [[0, 5]])).toEqual(['[tents]']);
  expect(shown('tents', [[2, 2]])).toEqual(['te', 'nts']);
  expect(shown('', [])).toEqual([]);
});
