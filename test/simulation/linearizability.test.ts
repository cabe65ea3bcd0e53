import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isLinearizable } from './linearizability.ts';
import type { Operation, RegisterAction } from './linearizability.ts';

const operation = (invokedAt: number, returnedAt: number, action: RegisterAction): Operation => {
  return { invokedAt, returnedAt, action };
};
const set = (invokedAt: number, returnedAt: number, value: string): Operation =>
  operation(invokedAt, returnedAt, { type: 'set', value });
const read = (invokedAt: number, returnedAt: number, value: string | null): Operation =>
  operation(invokedAt, returnedAt, { type: 'read', value });
const swap = (invokedAt: number, returnedAt: number, expected: string | null, value: string, won: boolean): Operation =>
  operation(invokedAt, returnedAt, {
    type: 'compare-and-set',
    expected,
    value,
    outcome: won ? { type: 'set' } : { type: 'not-equal', found: null },
  });
const never = Infinity;

describe('A history of one register', () => {
  it('is right if it could have happened one by one', () => {
    expect(isLinearizable([])).toBe(true);
    expect(isLinearizable([read(1, 2, null), set(3, 4, 'a'), read(5, 6, 'a')])).toBe(true);
    // Those that overlap may have happened in any order.
    expect(isLinearizable([set(1, 6, 'a'), set(2, 5, 'b'), read(7, 8, 'a')])).toBe(true);
    expect(isLinearizable([set(1, 6, 'a'), set(2, 5, 'b'), read(7, 8, 'b')])).toBe(true);
    expect(isLinearizable([set(1, 4, 'a'), read(2, 3, null), read(5, 6, 'a')])).toBe(true);
    expect(isLinearizable([swap(1, 2, null, 'a', true), swap(3, 4, 'a', 'b', true), read(5, 6, 'b')])).toBe(true);
  });

  it('starts from what the register held before', () => {
    expect(isLinearizable([read(1, 2, 'kept'), swap(3, 4, 'kept', 'a', true)], 'kept')).toBe(true);
    expect(isLinearizable([read(1, 2, null)], 'kept')).toBe(false);
    expect(isLinearizable([set(1, 2, 'a'), read(3, 4, 'kept')], 'kept')).toBe(false);
  });

  it('is wrong if a read misses what was set before it', () => {
    expect(isLinearizable([set(1, 2, 'a'), read(3, 4, null)])).toBe(false);
    expect(isLinearizable([set(1, 2, 'a'), set(3, 4, 'b'), read(5, 6, 'a')])).toBe(false);
  });

  it('is wrong if a value goes back after it was seen', () => {
    expect(isLinearizable([set(1, 10, 'a'), read(2, 3, 'a'), read(4, 5, null)])).toBe(false);
  });

  it('is wrong if a value was seen that no one set, or before anyone set it', () => {
    expect(isLinearizable([read(1, 2, 'a')])).toBe(false);
    expect(isLinearizable([read(1, 2, 'a'), set(3, 4, 'a')])).toBe(false);
  });

  it('is wrong if two compare-and-sets won over the same value', () => {
    expect(isLinearizable([swap(1, 4, null, 'a', true), swap(2, 3, null, 'b', true)])).toBe(false);
    expect(isLinearizable([swap(1, 2, null, 'a', false)])).toBe(false);
  });

  it('may hold what timed out, from then on or not at all', () => {
    expect(isLinearizable([set(1, never, 'a'), read(2, 3, null), read(4, 5, 'a'), read(6, 7, 'a')])).toBe(true);
    expect(isLinearizable([set(1, never, 'a'), read(2, 3, null)])).toBe(true);
    expect(isLinearizable([set(1, never, 'a'), read(2, 3, 'a'), read(4, 5, null)])).toBe(false);
    expect(isLinearizable([read(1, 2, 'a'), set(3, never, 'a')])).toBe(false);
  });

  it('is judged as by trying all orders', () => {
    const value = fc.constantFrom('a', 'b', 'c');
    const seen = fc.option(value, { nil: null });
    const action: fc.Arbitrary<RegisterAction> = fc.oneof(
      fc.record({ type: fc.constant('read' as const), value: seen }),
      fc.record({ type: fc.constant('set' as const), value }),
      fc.record({
        type: fc.constant('compare-and-set' as const),
        expected: seen,
        value,
        outcome: fc.oneof(
          fc.constant({ type: 'set' as const }),
          fc.constant({ type: 'unknown' as const }),
          fc.record({ type: fc.constant('not-equal' as const), found: seen }),
        ),
      }),
    );
    const drawn = fc.record({ at: fc.integer({ min: 0, max: 20 }), for: fc.integer({ min: 1, max: 10 }), action });
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 5 }), (list) => {
        const history = list.map(({ at, for: duration, action: drawnAction }, place): Operation => {
          const isUnknown = drawnAction.type === 'compare-and-set' && drawnAction.outcome.type === 'unknown';
          const invokedAt = at + place / 10;
          return { invokedAt, returnedAt: isUnknown ? never : invokedAt + duration + 0.05, action: drawnAction };
        });
        expect(isLinearizable(history)).toBe(isLinearizableByTryingAll(history, null));
      }),
      { numRuns: 3000 },
    );
  });
});

/** Straight from the definition, for a few operations. */
function isLinearizableByTryingAll(rest: readonly Operation[], value: string | null): boolean {
  if (rest.every(({ returnedAt }) => returnedAt === never)) return true;
  const firstReturn = Math.min(...rest.map(({ returnedAt }) => returnedAt));
  return rest.some((next) => {
    if (next.invokedAt > firstReturn) return false;
    const others = rest.filter((other) => other !== next);
    const { action } = next;
    if (action.type === 'read') return action.value === value && isLinearizableByTryingAll(others, value);
    if (action.type === 'set') return isLinearizableByTryingAll(others, action.value);
    const { expected, outcome } = action;
    if (outcome.type === 'not-equal')
      return value === outcome.found && value !== expected && isLinearizableByTryingAll(others, value);
    if (value === expected) return isLinearizableByTryingAll(others, action.value);
    return outcome.type === 'unknown' && isLinearizableByTryingAll(others, value);
  });
}
