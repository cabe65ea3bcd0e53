import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAppend, encodeAppend, maxEntries } from '../../src/network/append-codec.ts';
import { decodePeerFrame } from '../../src/network/frame-codec.ts';
import { messageFromWire, messageToWire } from '../../src/network/message-codec.ts';
import { asEventId, asLogIndex, asMemberId, asSequence, asTerm } from '../../src/raft/types.ts';
import type { LogEntry } from '../../src/raft/types.ts';
import { DecodeError, decoding } from '../../src/wire/checks.ts';
import { raftpad } from '../../src/wire/generated/raftpad.js';
import * as arbitrary from './arbitraries.ts';

const numbers = fc.oneof(fc.nat(300), fc.maxSafeNat(), fc.constant(Number.MAX_SAFE_INTEGER));
const request = (entries: fc.Arbitrary<LogEntry[]>) =>
  fc.record({
    type: fc.constant('append-request'),
    term: numbers.map(asTerm),
    previousIndex: numbers.map(asLogIndex),
    previousTerm: numbers.map(asTerm),
    entries,
    leaderCommit: numbers.map(asLogIndex),
    round: numbers,
    epoch: numbers,
    event: numbers.map(asEventId),
  });
const anyRequest = request(fc.array(arbitrary.entry, { maxLength: 8 }));
const commandsOnly = request(
  fc.array(
    arbitrary.entry.filter(({ kind }) => kind === 'command'),
    { maxLength: 8 },
  ),
);

/** What the generated codec makes of the bytes, checks included, or why it refuses them. */
function generated(bytes: Uint8Array): unknown {
  return refusalOr(() =>
    decoding('frame', () => {
      const { raft } = raftpad.PeerFrame.decode(bytes, {
        limits: { raft: { appendRequest: { entries: maxEntries } } },
      });
      return { type: 'raft', message: messageFromWire(raft ?? {}) };
    }),
  );
}

function refusalOr(decode: () => unknown): unknown {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

const decoded = (bytes: Uint8Array): unknown => refusalOr(() => decodePeerFrame(bytes));
const command = {
  kind: 'command',
  index: asLogIndex(3_000),
  term: asTerm(2),
  member: asMemberId('12D3KooWabcdefgh'),
  sequence: asSequence(2 ** 33 + 5),
  payload: Uint8Array.of(1, 2, 3),
} as const;
const small = {
  type: 'append-request',
  term: asTerm(2),
  previousIndex: asLogIndex(2_999),
  previousTerm: asTerm(1),
  leaderCommit: asLogIndex(2_998),
  round: 300,
  epoch: 0,
  event: asEventId(70_000),
} as const;

describe('an append request', () => {
  test('is written as the generated codec writes it, byte for byte', () => {
    fc.assert(
      // Two in one turn: what the first left behind must not get into the second.
      fc.property(fc.array(anyRequest, { minLength: 2, maxLength: 2 }), (requests) => {
        for (const message of requests) {
          const bytes = raftpad.PeerFrame.encode({ raft: messageToWire(message) });
          expect(Buffer.from(encodeAppend(message)).equals(bytes)).toBe(true);
        }
      }),
    );
  });

  test('to a second follower is the same with fewer entries, or with others in their place', () => {
    const other = { ...command, payload: Uint8Array.of(4, 5, 6) };
    for (const entries of [[command, command], [command, command], [command], [command, other], [other], []]) {
      const bytes = encodeAppend({ ...small, entries });
      expect(generated(bytes)).toEqual({ type: 'raft', message: { ...small, entries } });
    }
  });

  test('that carries nothing but commands does not take the slow way', () => {
    fc.assert(
      fc.property(commandsOnly, (message) => {
        expect(decodeAppend(encodeAppend(message))).toEqual(message);
      }),
    );
  });

  test('is read as the generated codec reads it', () => {
    fc.assert(
      fc.property(anyRequest, (message) => {
        const bytes = encodeAppend(message);
        expect(decoded(bytes)).toEqual(generated(bytes));
        expect(decoded(bytes)).toEqual({ type: 'raft', message });
      }),
    );
  });

  test('cut short anywhere, or with any bit flipped, is read or refused as by the generated codec', () => {
    const bytes = encodeAppend({ ...small, entries: [command, { ...command, payload: new Uint8Array(0) }] });
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = bytes.slice(0, length);
      if (length > 0) expect(decoded(cut)).toEqual(generated(cut));
    }
    let stillRead = 0;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      if (decodeAppend(flipped) !== null) stillRead += 1;
      expect(refusalOfOtherKinds(decoded(flipped))).toEqual(refusalOfOtherKinds(generated(flipped)));
    }
    expect(stillRead).toBeGreaterThan(50); // most flips in a number or a payload give another valid request
  });

  test('damaged in several places is read or refused as by the generated codec', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom('flip', 'insert', 'remove'), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(commandsOnly, edits, (message, changes) => {
        const bytes = [...encodeAppend(message)];
        for (const [place, change, value] of changes) {
          const at = place % bytes.length;
          if (change === 'flip') bytes[at] = value;
          else if (change === 'insert') bytes.splice(at, 0, value);
          else if (bytes.length > 1) bytes.splice(at, 1);
        }
        const damaged = Uint8Array.from(bytes);
        expect(refusalOfOtherKinds(decoded(damaged))).toEqual(refusalOfOtherKinds(generated(damaged)));
      }),
      { numRuns: 2_000 },
    );
  });

  test('with more entries than allowed is refused', () => {
    const entries = Array.from({ length: maxEntries + 1 }, () => command);
    expect(decoded(encodeAppend({ ...small, entries }))).toMatch('too many elements');
    expect(decodeAppend(encodeAppend({ ...small, entries: entries.slice(1) }))?.entries).toHaveLength(maxEntries);
  });

  test('names a member that is not base58: refused, however often it is sent', () => {
    const entries = [{ ...command, member: asMemberId('../../etc/passwd') }];
    const bytes = encodeAppend({ ...small, entries });
    for (let time = 0; time < 2; time += 1) expect(decoded(bytes)).toBe('command.member is not a PeerId');
  });

  test('keeps members apart whose ids end alike', () => {
    const members = ['12D3KooWaaaaaaaA', '12D3KooWbaaaaaaA', '12D3KooWabaaaaaaA', '12D3KooWaaaaaaaA'].map(asMemberId);
    const entries = members.map((member) => ({ ...command, member }));
    expect(decodeAppend(encodeAppend({ ...small, entries }))?.entries).toEqual(entries);
  });
});

/** The two refuse what is no raft message at all with words of their own. */
function refusalOfOtherKinds(result: unknown): unknown {
  const isOther = typeof result === 'string' || (result as { type: string }).type !== 'raft';
  return isOther ? 'refused, or another kind of frame' : result;
}
