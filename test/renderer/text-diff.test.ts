import { Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffText } from '../../renderer/notes/text-diff.ts';

const text = (value: string): Text => Text.of(value.split('\n'));
const changed = (before: string, after: string): readonly unknown[] => diffText(text(before), text(after)).toJSON();

describe('the difference between two texts', () => {
  test('leads from the one to the other, whatever they are', () => {
    const pieces = fc.constantFrom('a', 'b', '\n', '😀', '😁', '二', 'word ');
    const texts = fc.array(pieces, { maxLength: 60 }).map((each) => each.join(''));
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(diffText(text(before), text(after)).apply(text(before)).toString()).toBe(after);
      }),
      { numRuns: 2_000 },
    );
  });

  test('touches only what differs', () => {
    expect(changed('one\ntwo\nthree\nfour', 'one\n2\nthree\n4our')).toEqual([4, [3, '2'], 7, [1, '4'], 3]);
    expect(changed('same', 'same')).toEqual([4]);
    expect(changed('the cat sat', 'the big cat sat now')).toEqual([4, [0, 'big '], 7, [0, ' now']]);
  });

  test('does not cut a character in two', () => {
    expect(changed('😀', '😁')).toEqual([[2, '😁']]);
  });

  test('of two long texts with nothing in common is found at once', () => {
    const before = Array.from({ length: 20_000 }, (_, line) => `left ${line}`).join('\n');
    const after = Array.from({ length: 20_000 }, (_, line) => `right ${line}`).join('\n');
    const startedAt = performance.now();
    expect(diffText(text(before), text(after)).apply(text(before)).toString()).toBe(after);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
