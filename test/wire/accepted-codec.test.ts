import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAccepted, encodeAccepted, type AppendAccepted } from '../../src/network/accepted-codec.ts';
import { decodePeerFrame, encodePeerFrame } from '../../src/network/frame-codec.ts';
import { messageFromWire, messageToWire } from '../../src/network/message-codec.ts';
import { asEventId, asLogIndex, asTerm } from '../../src/raft/types.ts';
import { DecodeError, decoding } from '../../src/wire/checks.ts';
import { raftpad } from '../../src/wire/generated/raftpad.js';

const numbers = fc.oneof(fc.nat(300), fc.maxSafeNat(), fc.constant(Number.MAX_SAFE_INTEGER));
const plain = {
  type: fc.constant('append-accepted'),
  term: numbers.map(asTerm),
  matchIndex: numbers.map(asLogIndex),
  round: numbers,
  epoch: numbers,
  event: numbers.map(asEventId),
};
const answer = fc.record(plain);
const anyAnswer = fc.record(
  { ...plain, full: fc.constant(true), resting: fc.constant(true) },
  { requiredKeys: ['type', 'term', 'matchIndex', 'round', 'epoch', 'event'] },
);

const generatedBytes = (message: AppendAccepted): Uint8Array =>
  raftpad.PeerFrame.encode({ raft: messageToWire(message) });

/** What the generated codec makes of the bytes, checks included. */
function generated(bytes: Uint8Array): unknown {
  return orRefusal(() =>
    decoding('frame', () => {
      const { raft } = raftpad.PeerFrame.decode(bytes);
      return { type: 'raft', message: messageFromWire(raft ?? {}) };
    }),
  );
}

function orRefusal(decode: () => unknown): unknown {
  try {
    const result = decode();
    return (result as { type: string }).type === 'raft' ? result : 'refused, or another kind of frame';
  } catch (error) {
    if (error instanceof DecodeError) return 'refused, or another kind of frame';
    throw error;
  }
}

describe('an answer to an append request', () => {
  test('is written as the generated codec writes it, byte for byte, whatever it says', () => {
    fc.assert(
      fc.property(anyAnswer, (message) => {
        const bytes = encodePeerFrame({ type: 'raft', message });
        expect(Buffer.from(bytes).equals(generatedBytes(message))).toBe(true);
        expect(decodePeerFrame(bytes)).toEqual({ type: 'raft', message });
      }),
    );
  });

  test('that says no more than how far the log is does not take the slow way', () => {
    fc.assert(
      fc.property(answer, (message) => {
        const bytes = encodeAccepted(message);
        expect(bytes).not.toBeNull();
        expect(decodeAccepted(bytes!)).toEqual(message);
      }),
    );
  });

  test('cut short, longer, or with any bit flipped, is read or refused as by the generated codec', () => {
    fc.assert(
      fc.property(answer, (message) => {
        const bytes = generatedBytes(message);
        const damaged = [Uint8Array.of(...bytes, 0), Uint8Array.of(...bytes, ...bytes)];
        for (let length = 1; length < bytes.length; length += 1) damaged.push(bytes.slice(0, length));
        for (let bit = 0; bit < bytes.length * 8; bit += 1) {
          const flipped = Uint8Array.from(bytes);
          flipped[bit >> 3]! ^= 1 << (bit & 7);
          damaged.push(flipped);
        }
        for (const each of damaged) expect(orRefusal(() => decodePeerFrame(each))).toEqual(generated(each));
      }),
      { numRuns: 10 },
    );
  });
});
