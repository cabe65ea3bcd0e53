import type { Stream } from '@libp2p/interface';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProtocolError } from '../../src/network/errors.ts';
import { exchangeFrames, FrameDecoder, joinFrames } from '../../src/network/framing.ts';
import { RateLimit } from '../../src/network/rate-limit.ts';

test('frames come out as they went in, however the bytes are cut', () => {
  const frames = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 });
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, cuts) => {
      const bytes = joinFrames(sent);
      const decoder = new FrameDecoder(50);
      const received: Uint8Array[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const size = cuts[turn % cuts.length]!;
        received.push(...decoder.push(bytes.subarray(at, at + size)));
        at += size;
      }
      expect(received.map((frame) => [...frame])).toEqual(sent.map((frame) => [...frame]));
      expect(decoder.unfinished).toBe(false);
    }),
  );
});

test('a frame above the limit is refused before its content arrives', () => {
  expect(() => [...new FrameDecoder(10).push(joinFrames([new Uint8Array(11)]).subarray(0, 4))]).toThrow(ProtocolError);
});

test('a bucket gives its burst at once and then its rate', () => {
  const limit = new RateLimit({ burst: 3, perSecond: 2 });
  expect([0, 0, 0, 0].map((nowMs) => limit.take('a', nowMs))).toEqual([true, true, true, false]);
  expect([500, 500].map((nowMs) => limit.take('a', nowMs))).toEqual([true, false]);
  expect(limit.take('b', 500)).toBe(true);
});

test('no more buckets are kept than allowed', () => {
  const limit = new RateLimit({ burst: 1, perSecond: 0, capacity: 2 });
  expect(['a', 'b', 'c'].map((key) => limit.take(key, 0))).toEqual([true, true, true]);
  expect(limit.take('c', 0)).toBe(false);
  expect(limit.take('a', 0)).toBe(true);
});

test('a stream that closes while the request is sent fails the exchange once, and nothing is left unhandled', async () => {
  const stream = Object.assign(new EventTarget(), {
    status: 'open',
    readBufferLength: 0,
    send() {
      throw new Error('the stream is closed');
    },
  });
  const unhandled: unknown[] = [];
  const heard = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', heard);
  const exchanged = exchangeFrames(stream as unknown as Stream, Uint8Array.of(1), 10, new AbortController().signal);
  await expect(exchanged).rejects.toThrow('the stream is closed');
  stream.dispatchEvent(new Event('close'));
  await new Promise((resolve) => setTimeout(resolve, 0));
  process.off('unhandledRejection', heard);
  expect(unhandled).toEqual([]);
});
