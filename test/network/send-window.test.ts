import { expect, test } from 'vitest';
import { SendWindow } from '../../src/network/send-window.ts';

const megabyte = 1024 * 1024;

/**
 * Sends `totalBytes` over a link of so many bytes a millisecond, behind which every piece waits `extraMs(piece)` more.
 * Gives the window at the end and the most that was ever under way.
 */
function sendOver(bytesPerMs: number, totalBytes: number, extraMs: (piece: number) => number = () => 0) {
  const window = new SendWindow({ mostBytes: megabyte, largestChunkBytes: megabyte / 4 });
  const arriving: { readonly end: number; readonly atMs: number }[] = [];
  let [nowMs, linkFreeAtMs, sent, written, most, pieces] = [0, 0, 0, 0, 0, 0];
  while (written < totalBytes) {
    for (let chunk = window.chunkBytes; chunk > 0 && sent < totalBytes; chunk = window.chunkBytes) {
      sent += chunk;
      pieces += 1;
      window.sent(sent, chunk, nowMs);
      linkFreeAtMs = Math.max(linkFreeAtMs, nowMs) + chunk / bytesPerMs;
      arriving.push({ end: sent, atMs: linkFreeAtMs + extraMs(pieces) });
    }
    most = Math.max(most, sent - written);
    const next = arriving.shift();
    if (next === undefined) throw new Error('the window is closed and nothing is under way');
    nowMs = Math.max(nowMs, next.atMs);
    written = next.end;
    window.written(written, nowMs);
  }
  return { windowBytes: window.bytes, most, megabytesPerSecond: totalBytes / 1e6 / (nowMs / 1000) };
}

test('on a fast link the window grows to its limit and never beyond', () => {
  const { windowBytes, most } = sendOver(100_000, 100 * megabyte);
  expect(windowBytes).toBe(megabyte);
  expect(most).toBeLessThanOrEqual(megabyte);
});

test('on a slow link no more is under way than it carries in about 50 ms, and the link stays full', () => {
  const { windowBytes, megabytesPerSecond } = sendOver(2_500, 20 * megabyte);
  expect(windowBytes / 2_500).toBeLessThan(75);
  expect(megabytesPerSecond).toBeGreaterThan(2.4);
});

test('a piece that is late now and then does not shrink it', () => {
  expect(sendOver(100_000, 100 * megabyte, (piece) => (piece % 20 === 0 ? 200 : 0)).windowBytes).toBe(megabyte);
});

test('a disk that is slow all the time shrinks it, but never to nothing', () => {
  const { windowBytes } = sendOver(100_000, 10 * megabyte, () => 300);
  expect(windowBytes).toBe(64 * 1024);
});
