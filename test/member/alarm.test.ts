import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Alarm } from '../../src/member/alarm.ts';

let rangAtMs: number[];
let alarm: Alarm;
let looksAtClock: number;
/** As `performance.now`, with a fraction. */
const clock = (): number => Date.now() + 0.25;

beforeEach(() => {
  // The end of a turn stays the real one.
  vi.useFakeTimers({ now: 0, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  rangAtMs = [];
  looksAtClock = 0;
  const watched = (): number => {
    looksAtClock += 1;
    return clock();
  };
  alarm = new Alarm(watched, () => rangAtMs.push(Date.now()));
});
afterEach(() => {
  alarm.stop();
  vi.useRealTimers();
});

/** So many milliseconds, each with a turn of the event loop. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1) {
    vi.advanceTimersByTime(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('an alarm rings once when it is time, and not before', async () => {
  alarm.set(10.25);
  await pass(9);
  expect(rangAtMs).toEqual([]);
  await pass(50);
  expect(rangAtMs).toEqual([10]);
});

test('an alarm that is put off again and again is left running, and rings at the last time', async () => {
  for (let ms = 0; ms < 1_000; ms += 1) {
    alarm.set(clock() + 100);
    await pass(1);
  }
  expect(rangAtMs).toEqual([]);
  // At each timer twice: when it fires, and when the next one is set.
  expect(looksAtClock).toBeLessThanOrEqual(21);
  await pass(200);
  expect(rangAtMs).toEqual([1_099]);
});

test('an alarm that is brought forward rings then', async () => {
  alarm.set(100.25);
  alarm.set(20.25);
  await pass(200);
  expect(rangAtMs).toEqual([20]);
});

test('an alarm that is taken back does not ring, and may be set anew', async () => {
  alarm.set(10.25);
  alarm.set(null);
  await pass(50);
  expect(rangAtMs).toEqual([]);
  alarm.set(60.25);
  await pass(50);
  expect(rangAtMs).toEqual([60]);
});

test('an alarm rings after what else comes in that turn, which may take it back', async () => {
  alarm.set(10.25);
  vi.advanceTimersByTime(10); // it is time, and the turn is not over
  expect(rangAtMs).toEqual([]);
  alarm.set(null);
  await pass(50);
  expect(rangAtMs).toEqual([]);
});

test('an alarm that is stopped does not ring any more', async () => {
  alarm.set(10.25);
  alarm.stop();
  await pass(50);
  expect(rangAtMs).toEqual([]);
});
