import { describe, expect, it } from 'vitest';
import { finished } from '../../src/notes/state-digest.ts';
import { restoreState } from '../../src/notes/state-restorer.ts';
import { limits } from '../../src/notes/types.ts';
import { Machine, noEffect } from './commands.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('registers', () => {
  it('a register holds what was set last', () => {
    const machine = new Machine();
    expect(machine.register('r')).toBeNull();
    const { outcome, events } = machine.run({ type: 'set-register', name: 'r', value: bytes(1) });
    expect(outcome).toEqual({ type: 'register', value: bytes(1) });
    expect(events).toEqual([{ type: 'register-changed', name: 'r' }]);
    machine.run({ type: 'set-register', name: 'r', value: bytes(2, 3) });
    expect(machine.register('r')).toEqual(bytes(2, 3));
  });

  it('compare-and-set changes an equal value only, and tells the present one otherwise', () => {
    const machine = new Machine();
    const swap = (expected: Uint8Array | null, value: Uint8Array) =>
      machine.run({ type: 'compare-and-set-register', name: 'r', expected, value }).outcome;
    expect(swap(bytes(), bytes(1))).toEqual({ type: 'no-effect', reason: 'not-equal', current: null });
    expect(swap(null, bytes(1))).toEqual({ type: 'register', value: bytes(1) });
    expect(swap(null, bytes(2))).toEqual({ type: 'no-effect', reason: 'not-equal', current: bytes(1) });
    expect(swap(bytes(1, 0), bytes(2))).toEqual({ type: 'no-effect', reason: 'not-equal', current: bytes(1) });
    expect(swap(bytes(1), bytes(2))).toEqual({ type: 'register', value: bytes(2) });
  });

  it('a snapshot, and the state from then on, hold on to no command: the log may be cut behind it', () => {
    const machine = new Machine();
    const command = bytes(0, 1, 0);
    machine.run({ type: 'set-register', name: 'r', value: command.subarray(1, 2) });
    const chunks = machine.capture().chunks();
    expect(machine.register('r')?.buffer).not.toBe(command.buffer);
    expect(machine.register('r')).toEqual(bytes(1));
    command.fill(9);
    expect(machine.register('r')).toEqual(bytes(1));
    expect([...chunks].flatMap((chunk) => [...chunk])).not.toContain(9);
  });

  it('a digest that is still being made is of the values of its moment', () => {
    const machine = new Machine();
    const set = (value: Uint8Array): void => void machine.run({ type: 'set-register', name: 'r', value });
    set(bytes(1));
    const expected = restoreState(machine.capture().chunks()).digest();
    set(bytes(2));
    set(bytes(1));
    const late = machine.captureDigest().steps();
    set(bytes(3));
    expect(finished(late)).toBe(expected);
    expect(machine.digest()).toBe(restoreState(machine.capture().chunks()).digest());
  });

  it('names, values and their number are limited', () => {
    const machine = new Machine();
    const set = (name: string, value = bytes()) => machine.run({ type: 'set-register', name, value });
    expect(set('')).toEqual(noEffect('bad-name'));
    expect(set('x'.repeat(limits.registerNameLength + 1))).toEqual(noEffect('bad-name'));
    expect(set('r', new Uint8Array(limits.registerBytes + 1))).toEqual(noEffect('too-large'));
    for (let n = 0; n < limits.registers; n += 1) set(`r${n}`);
    expect(set('one more')).toEqual(noEffect('too-many'));
    expect(set('r0', bytes(5)).outcome.type).toBe('register');
    expect(set('__proto__')).toEqual(noEffect('too-many'));
  });
});
