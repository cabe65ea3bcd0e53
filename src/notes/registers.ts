import { limits } from './types.ts';
import type { NoEffectReason } from './types.ts';
import { isWellFormed } from './unicode.ts';

export type RegisterResult =
  | { readonly type: 'set'; readonly value: Uint8Array }
  | { readonly type: 'not-equal'; readonly current: Uint8Array | null }
  | { readonly type: 'refused'; readonly reason: NoEffectReason };

/** Small named values. What goes in is copied, so that no caller can change a value behind the log's back. */
export class Registers {
  readonly #values = new Map<string, Uint8Array>();

  get(name: string): Uint8Array | null {
    return this.#values.get(name) ?? null;
  }

  set(name: string, value: Uint8Array): RegisterResult {
    if (typeof name !== 'string' || name.length === 0 || name.length > limits.registerNameLength || !isWellFormed(name))
      return refused('bad-name');
    if (!(value instanceof Uint8Array) || value.length > limits.registerBytes) return refused('too-large');
    if (!this.#values.has(name) && this.#values.size >= limits.registers) return refused('too-many');
    const kept = Uint8Array.from(value);
    this.#values.set(name, kept);
    return { type: 'set', value: kept };
  }

  compareAndSet(name: string, expected: Uint8Array | null, value: Uint8Array): RegisterResult {
    const current = this.get(name);
    return sameBytes(current, expected) ? this.set(name, value) : { type: 'not-equal', current };
  }

  toJSON(): unknown {
    return [...this.#values].map(([name, value]) => [name, hex(value)]);
  }
}

function refused(reason: NoEffectReason): RegisterResult {
  return { type: 'refused', reason };
}

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || !(b instanceof Uint8Array)) return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
