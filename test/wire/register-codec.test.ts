import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCommand, encodeCommand } from '../../src/member/command-codec.ts';
import { decodeSetRegister } from '../../src/member/register-codec.ts';
import { raftpad } from '../../src/wire/generated/raftpad.js';

const ascii = fc.string({ unit: 'binary-ascii', maxLength: 1_024 });
const unicode = fc.string({ unit: 'grapheme', maxLength: 100 });
const value = fc.uint8Array({ maxLength: 300 });

const generated = (name: string, bytes: Uint8Array): Uint8Array =>
  raftpad.CommandEnvelope.encode({
    version: 1,
    body: raftpad.Command.encode({ setRegister: { name, value: bytes } }),
  });

/** What the generated codec makes of it: version, name and value in hexadecimal; null: nothing that is a set-register. */
function readByGenerated(bytes: Uint8Array): readonly unknown[] | null {
  try {
    const { version, body } = raftpad.CommandEnvelope.decode(bytes);
    const { setRegister } = raftpad.Command.decode(body ?? new Uint8Array(0));
    if (setRegister?.name === undefined || setRegister.value === undefined) return null;
    return [version, setRegister.name, Buffer.from(setRegister.value).toString('hex')];
  } catch {
    return null;
  }
}

describe('a command that sets a register', () => {
  test('is written as the generated codec writes it, byte for byte', () => {
    fc.assert(
      fc.property(fc.oneof(ascii, unicode), value, (name, bytes) => {
        const encoded = encodeCommand({ type: 'set-register', name, value: bytes });
        expect(Buffer.from(encoded).equals(generated(name, bytes))).toBe(true);
      }),
    );
  });

  test('with an ASCII name does not take the slow way, and is read back', () => {
    fc.assert(
      fc.property(ascii, value, (name, bytes) => {
        const command = { type: 'set-register', name, value: bytes } as const;
        expect(decodeSetRegister(encodeCommand(command))).toEqual(command);
      }),
    );
  });

  test('with another name is read back too', () => {
    const command = { type: 'set-register', name: '温度', value: Uint8Array.of(1) } as const;
    expect(decodeSetRegister(encodeCommand(command))).toBeNull();
    expect(decodeCommand(encodeCommand(command))).toEqual(command);
  });

  test('cut short anywhere, or with any bit flipped, is never read as something else than by the generated codec', () => {
    const bytes = encodeCommand({ type: 'set-register', name: 'lock', value: Uint8Array.of(4, 5, 6) });
    const damaged = Array.from({ length: bytes.length }, (_, length) => bytes.slice(0, length));
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      damaged.push(flipped);
    }
    let stillRead = 0;
    for (const changed of damaged) {
      const read = decodeSetRegister(changed);
      if (read === null) continue;
      stillRead += 1;
      expect([1, read.name, Buffer.from(read.value).toString('hex')]).toEqual(readByGenerated(changed));
    }
    expect(stillRead).toBe(4 * 7 + 3 * 8); // the lower bits of the name, and the value
  });
});
