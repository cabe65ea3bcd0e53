import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteSums } from '../../src/raft/byte-sums.ts';

/** A part of the entries. Doubles between 0 and 1 would nearly all be close to 0. */
const percent = fc.nat(100);
const operation = fc.oneof(
  fc.record({ type: fc.constant('append' as const), bytes: fc.nat(1_000_000) }),
  fc.record({ type: fc.constant('truncate' as const), percent }),
  fc.record({ type: fc.constant('drop' as const), percent }),
);

describe('the bytes of the entries', () => {
  it('are those of a plain list of them, whatever is appended, cut off and dropped', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { maxLength: 4 }), fc.array(operation), (restored, operations) => {
        const sums = new ByteSums();
        sums.restore(restored.length);
        let bytes: number[] = [];
        let dropped = 0;
        const upTo = (position: number): number => bytes.slice(0, position).reduce((a, b) => a + b, dropped);
        const append = (count: number): void => {
          bytes.push(count);
          sums.set(bytes.length - 1, upTo(bytes.length));
        };
        restored.forEach(append);
        for (const step of operations) {
          const at = step.type === 'append' ? 0 : Math.round((step.percent / 100) * bytes.length);
          if (step.type === 'append') append(step.bytes);
          else if (step.type === 'truncate') {
            bytes = bytes.slice(0, at);
            sums.truncate(at);
          } else {
            dropped = upTo(at);
            bytes = bytes.slice(at);
            sums.dropFirst(at);
          }
          for (let position = 0; position <= bytes.length; position += 1) {
            expect(sums.upTo(position)).toBe(upTo(position));
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
