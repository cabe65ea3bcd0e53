import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCommand, encodeCommand } from '../../src/member/command-codec.ts';
import { decodeVersion1 } from '../../src/member/log-codec.ts';
import { entryToWire } from '../../src/network/entry-codec.ts';
import * as frames from '../../src/network/frame-codec.ts';
import * as snapshots from '../../src/network/snapshot-codec.ts';
import { asEventId, asLogIndex, asMemberId, asSequence, asTerm } from '../../src/raft/types.ts';
import type { LogWrite } from '../../src/storage/types.ts';
import { DecodeError } from '../../src/wire/checks.ts';
import { raftpad } from '../../src/wire/generated/raftpad.js';
import * as arbitrary from './arbitraries.ts';

interface Subject<T> {
  readonly name: string;
  readonly values: fc.Arbitrary<T>;
  readonly encode: (value: T) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => unknown;
}
const subject = <T>(subject: Subject<T>): Subject<unknown> => subject as Subject<unknown>;

const subjects = [
  subject({
    name: 'a raft frame',
    values: arbitrary.peerFrame,
    encode: frames.encodePeerFrame,
    decode: frames.decodePeerFrame,
  }),
  subject({ name: 'a hello', values: arbitrary.hello, encode: frames.encodeHello, decode: frames.decodeHello }),
  subject({
    name: 'a hello answer',
    values: arbitrary.helloReply,
    encode: frames.encodeHelloReply,
    decode: frames.decodeHelloReply,
  }),
  subject({
    name: 'a join request',
    values: arbitrary.joinAsk,
    encode: frames.encodeJoinAsk,
    decode: frames.decodeJoinAsk,
  }),
  subject({
    name: 'a revealed nonce',
    values: arbitrary.joinReveal,
    encode: frames.encodeJoinReveal,
    decode: frames.decodeJoinReveal,
  }),
  subject({
    name: 'a reply to an asker',
    values: arbitrary.joinReply,
    encode: frames.encodeJoinReply,
    decode: frames.decodeJoinReply,
  }),
  subject({
    name: 'a join answer',
    values: arbitrary.joinAnswer,
    encode: frames.encodeJoinAnswer,
    decode: frames.decodeJoinAnswer,
  }),
  subject({
    name: 'a snapshot offer',
    values: arbitrary.snapshotOffer,
    encode: snapshots.encodeSnapshotOffer,
    decode: snapshots.decodeSnapshotOffer,
  }),
  subject({
    name: 'a snapshot answer',
    values: arbitrary.snapshotAnswer,
    encode: snapshots.encodeSnapshotAnswer,
    decode: snapshots.decodeSnapshotAnswer,
  }),
  subject({
    name: 'a log record of the first format',
    values: arbitrary.logWrite,
    encode: encodeVersion1,
    decode: decodeVersion1,
  }),
  subject({ name: 'a command', values: arbitrary.command, encode: encodeCommand, decode: decodeCommand }),
];

/** As the apps did that wrote the first format. */
function encodeVersion1({ truncateFrom, entries, hardState }: LogWrite): Uint8Array {
  const { votedFor, ...state } = hardState ?? { votedFor: null };
  return raftpad.LogRecord.encode({
    entries: entries.map(entryToWire),
    ...(truncateFrom === null ? {} : { truncateFrom }),
    ...(hardState === null ? {} : { hardState: votedFor === null ? state : { ...state, votedFor } }),
  });
}

/** What decoding gives, or the DecodeError; anything else that is thrown fails the test. */
function attempt(decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
}

describe.each(subjects)('$name', ({ values, encode, decode }) => {
  test('is the same after encoding and decoding', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(comparable(decode(encode(value)))).toEqual(comparable(value));
      }),
    );
  });

  test('made of random bytes is refused or decoded, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void attempt(decode, bytes)),
      { numRuns: 500 },
    );
  });

  test('cut short or with flipped bits is refused or decoded, never anything else', () => {
    const damage = fc.record({
      keep: fc.double({ min: 0, max: 1, noNaN: true }),
      flips: fc.array(fc.nat(), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(values, damage, (value, { keep, flips }) => {
        const encoded = encode(value);
        const bytes = encoded.slice(0, Math.ceil(encoded.length * keep));
        for (const flip of flips) {
          const at = Math.floor(flip / 8) % Math.max(1, bytes.length);
          bytes[at] = (bytes[at] ?? 0) ^ (1 << (flip % 8));
        }
        attempt(decode, bytes);
      }),
      { numRuns: 500 },
    );
  });
});

test('a raft frame without its term is refused with the reason', () => {
  const bytes = raftpad.PeerFrame.encode({ raft: { voteResponse: { granted: true } } });
  expect(() => frames.decodePeerFrame(bytes)).toThrow(new DecodeError('term is missing'));
});

test('a zero is not taken for a missing field', () => {
  const message = {
    type: 'vote-request',
    term: asTerm(0),
    lastLogIndex: asLogIndex(0),
    lastLogTerm: asTerm(0),
    transfer: false,
    epoch: 0,
    event: asEventId(0),
  } as const;
  expect(frames.decodePeerFrame(frames.encodePeerFrame({ type: 'raft', message }))).toEqual({ type: 'raft', message });
});

test('a frame of a kind from the future is refused', () => {
  // Field 99, length-delimited, empty.
  expect(() => frames.decodePeerFrame(Uint8Array.of(0x9a, 0x06, 0x00))).toThrow('unknown kind');
  expect(() => frames.decodePeerFrame(new Uint8Array())).toThrow('unknown kind');
});

test('a number above 2^53 - 1 is refused', () => {
  // raft { term: 2^64 - 1, read_request { request: 0 } }
  const term = [0x08, ...Array<number>(9).fill(0xff), 0x01];
  const readRequest = [0x62, 0x02, 0x08, 0x00];
  const body = [...term, ...readRequest];
  expect(() => frames.decodePeerFrame(Uint8Array.of(0x0a, body.length, ...body))).toThrow(DecodeError);
});

test('a member id that is not base58 is refused', () => {
  const bytes = raftpad.PeerFrame.encode({ joinSettled: { peer: '../../etc/passwd', by: 'x' } });
  expect(() => frames.decodePeerFrame(bytes)).toThrow('peer is not a PeerId');
});

test('a name longer than 80 characters is refused', () => {
  const bytes = raftpad.JoinAsk.encode({ clusterId: 'c', name: 'n'.repeat(81), addresses: [] });
  expect(() => frames.decodeJoinAsk(bytes)).toThrow('name is longer than 80 characters');
});

test('a reason longer than 200 characters is cut when it is told, and refused when it arrives', () => {
  const told = snapshots.encodeSnapshotAnswer({ type: 'refused', reason: 'r'.repeat(300) });
  expect(snapshots.decodeSnapshotAnswer(told)).toEqual({ type: 'refused', reason: 'r'.repeat(200) });
  const bytes = raftpad.SnapshotAnswer.encode({ refused: { reason: 'r'.repeat(201) } });
  expect(() => snapshots.decodeSnapshotAnswer(bytes)).toThrow('reason is longer than 200 characters');
});

test('more addresses than allowed are refused before they are all read', () => {
  const bytes = raftpad.JoinAsk.encode({ clusterId: 'c', name: 'n', addresses: Array<string>(17).fill('a') });
  expect(() => frames.decodeJoinAsk(bytes)).toThrow('too many elements');
});

test('groups nested a million deep are refused', () => {
  expect(() => frames.decodePeerFrame(new Uint8Array(1_000_000).fill(0x9b))).toThrow(DecodeError);
  expect(() => decodeCommand(new Uint8Array(1_000_000).fill(0x9b))).toThrow(DecodeError);
});

test('a command from a newer app is recognised without being read', () => {
  const bytes = raftpad.CommandEnvelope.encode({ version: 2, body: Uint8Array.of(0xff, 0xff, 0xff) });
  expect(decodeCommand(bytes)).toEqual({ type: 'unknown-version', version: 2 });
});

test('a decoded payload is a view into its frame, not a copy', () => {
  const payload = new Uint8Array(1000).fill(7);
  const entry = {
    kind: 'command',
    index: asLogIndex(1),
    term: asTerm(1),
    member: asMemberId('12D3KooWabcdefgh'),
    sequence: asSequence(1),
    payload,
  } as const;
  const bytes = encodeVersion1({
    resetTo: null,
    truncateFrom: null,
    entries: [entry],
    hardState: null,
    mustSync: true,
  });
  const [decoded] = decodeVersion1(bytes).entries;
  expect(decoded?.kind === 'command' && decoded.payload.buffer).toBe(bytes.buffer);
});

/** Buffers and plain byte arrays of the same content are the same to us. */
function comparable(value: unknown): unknown {
  return JSON.stringify(value, (_key, part: unknown) =>
    part instanceof Uint8Array
      ? { bytes: [...part] }
      : part !== null && typeof part === 'object' && !Array.isArray(part)
        ? sorted(part)
        : part,
  );
}
const sorted = (value: object) => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
