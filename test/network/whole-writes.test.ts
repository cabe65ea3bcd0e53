import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Uint8ArrayList } from 'uint8arraylist';
import { takeMessages } from '../../src/network/whole-writes.ts';

/** As noise writes it: two bytes of length, then the message. */
const framed = (message: Uint8Array): Uint8Array =>
  Uint8Array.of(message.length >> 8, message.length & 255, ...message);

test('messages of noise come out as they went in, however the bytes are cut', () => {
  const messages = fc.array(fc.uint8Array({ minLength: 1, maxLength: 600 }), { maxLength: 6 });
  const cuts = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1 });
  fc.assert(
    fc.property(messages, cuts, fc.boolean(), (sent, sizes, asList) => {
      const bytes = Uint8Array.from(sent.flatMap((message) => [...framed(message)]));
      const buffer = new Uint8ArrayList();
      const received: Uint8Array[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const piece = bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
        received.push(...takeMessages(buffer, asList ? new Uint8ArrayList(piece) : piece));
        expect(buffer.byteLength).toBeLessThan(602); // no whole message stays behind
        at += piece.length;
      }
      expect(received.map((message) => [...message])).toEqual(sent.map((message) => [...message]));
      expect(buffer.byteLength).toBe(0);
    }),
  );
});

test('a message without content is passed over', () => {
  expect(takeMessages(new Uint8ArrayList(), Uint8Array.of(0, 0, 0, 1, 7, 0))).toEqual([Uint8Array.of(7)]);
});
