import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteSums } from '../../src/raft/byte-sums.ts';

const operation = fc.oneof(
  fc.record({ type: fc.constant('append' as const), bytes: fc.nat(1_000_000) }),
  fc.record({ type: fc.constant('truncate' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ type: fc.constant('drop' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
);

describe('the bytes of the entries', () => {
  it('are those of a plain list of them, whatever is appended, cut off and dropped', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { maxLength: 20 }), fc.array(operation), (restored, operations) => {
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
          const at = step.type === 'append' ? 0 : Math.round(step.at * bytes.length);
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
    );
  });
});
