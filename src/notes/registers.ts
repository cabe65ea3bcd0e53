import { Hasher } from './hash128.ts';
import type { Hash128 } from './hash128.ts';
import type { Hashing } from './state-digest.ts';
import { limits } from './types.ts';
import type { NoEffectReason } from './types.ts';
import { isWellFormed } from './unicode.ts';

export type RegisterResult =
  | { readonly type: 'set'; readonly value: Uint8Array }
  | { readonly type: 'not-equal'; readonly current: Uint8Array | null }
  | { readonly type: 'refused'; readonly reason: NoEffectReason };

interface Register {
  value: Uint8Array;
  /** The value is still a part of the command that set it. */
  isBorrowed: boolean;
  /** Of name and value; null until it is made. */
  hash: Hash128 | null;
}

/** Names that begin like this are Raftpad's own, of this one cluster: no call sets such a register. */
export const ownRegisterPrefix = 'raftpad/';

/**
 * Small named values. Until the next snapshot a value is a view of the command that set it, which the log keeps for as
 * long anyway: of a register that is set again and again, only what outlives the log's beginning is copied. Nobody
 * may write to those bytes.
 */
export class Registers {
  readonly #registers = new Map<string, Register>();

  get(name: string): Uint8Array | null {
    return this.#registers.get(name)?.value ?? null;
  }

  set(name: string, value: Uint8Array): RegisterResult {
    const register = this.#registers.get(name);
    // What is a register already has a name that is one.
    if (register === undefined && !isName(name)) return refused('bad-name');
    if (!(value instanceof Uint8Array) || value.length > limits.registerBytes) return refused('too-large');
    if (register !== undefined) {
      // The same object, changed: new ones soon come to live where memory is freed last, and keep all old values there.
      register.value = value;
      register.isBorrowed = true;
      register.hash = null;
    } else if (this.#registers.size < limits.registers) {
      this.#registers.set(name, { value, isBorrowed: true, hash: null });
    } else {
      return refused('too-many');
    }
    return { type: 'set', value };
  }

  compareAndSet(name: string, expected: Uint8Array | null, value: Uint8Array): RegisterResult {
    const current = this.get(name);
    return sameBytes(current, expected) ? this.set(name, value) : { type: 'not-equal', current };
  }

  /**
   * In the order in which they were first set, for a snapshot: the log may be cut behind it, so what was borrowed is
   * copied now. Nothing writes to the values.
   */
  entries(): (readonly [name: string, value: Uint8Array])[] {
    for (const register of this.#registers.values()) {
      if (!register.isBorrowed) continue;
      register.value = new Uint8Array(register.value); // `from` would go through it byte by byte
      register.isBorrowed = false;
    }
    return Array.from(this.#registers, ([name, { value }]) => [name, value]);
  }

  /** In the same order, all of this moment. */
  *hashings(): Generator<Hashing> {
    for (const [name, register] of this.#registers) {
      const { value } = register;
      yield register.hash ?? (() => hashOf(name, value, register));
    }
  }
}

// One step: a value is small.
// eslint-disable-next-line require-yield
function* hashOf(name: string, value: Uint8Array, register: Register): Generator<void, Hash128> {
  const hash = new Hasher().text(name).bytes(value).finish();
  // It may have another value by now.
  if (register.value === value) register.hash = hash;
  return hash;
}

function isName(name: string): boolean {
  return typeof name === 'string' && name.length > 0 && name.length <= limits.registerNameLength && isWellFormed(name);
}

function refused(reason: NoEffectReason): RegisterResult {
  return { type: 'refused', reason };
}

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || !(b instanceof Uint8Array)) return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
