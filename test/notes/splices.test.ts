import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { describeEdit } from '../../src/notes/describe.ts';
import { changesFromSplices } from '../../src/notes/splices.ts';

describe('splices', () => {
  it('become a change, with line breaks normalised', () => {
    const result = changesFromSplices(
      [
        { from: 0, to: 1, insert: 'A\r\nB\r' },
        { from: 3, to: 3, insert: '!' },
        { from: 3, to: 3, insert: '?' },
      ],
      3,
    );
    if (result.type !== 'changes') throw new Error(result.message);
    expect(result.changes.apply(Text.of(['abc'])).toString()).toBe('A\nB\nbc!?');
  });

  it.each([
    [{ from: 2, to: 1, insert: '' }, /not a range/],
    [{ from: -1, to: 1, insert: '' }, /not a range/],
    [{ from: 0, to: 4, insert: '' }, /beyond the text/],
    [{ from: 0, to: 0, insert: '\ud83d' }, /surrogate/],
  ])('that do not fit are refused with a reason (%#)', (splice, message) => {
    expect(changesFromSplices([splice], 3)).toEqual({ type: 'invalid', message: expect.stringMatching(message) });
  });

  it('may not overlap or go back', () => {
    const splices = [
      { from: 1, to: 3, insert: '' },
      { from: 2, to: 2, insert: 'x' },
    ];
    expect(changesFromSplices(splices, 3)).toMatchObject({
      type: 'invalid',
      message: expect.stringContaining('ascending'),
    });
  });
});

describe('an edit in the log view', () => {
  it('shows what was inserted and how much was deleted', () => {
    expect(describeEdit([3, [2, 'a', 'b'], 1, [1], [0, 'c']])).toEqual({ inserted: 'a\nb … c', deletedLength: 3 });
  });

  it('is cut to 80 characters, not through an emoji', () => {
    expect(describeEdit([[0, 'x'.repeat(80)]]).inserted).toBe('x'.repeat(80));
    expect(describeEdit([[0, `${'x'.repeat(78)}😀yz`]]).inserted).toBe(`${'x'.repeat(78)}…`);
  });
});
