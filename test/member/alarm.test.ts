import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Alarm } from '../../src/member/alarm.ts';

let rangAtMs: number[];
let alarm: Alarm;
/** As `performance.now`, with a fraction. */
const clock = (): number => Date.now() + 0.25;

beforeEach(() => {
  // The end of a turn stays the real one.
  vi.useFakeTimers({ now: 0, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  rangAtMs = [];
  alarm = new Alarm(clock, () => rangAtMs.push(Date.now()));
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

test('an alarm that is put off again and again sets few timers, and rings at the last time', async () => {
  // Not a spy: taking that back would leave the made-up clock to the files that come after this one.
  const { setTimeout } = globalThis;
  let set = 0;
  globalThis.setTimeout = Object.assign((...args: Parameters<typeof setTimeout>) => {
    set += 1;
    return setTimeout(...args);
  }, setTimeout);
  try {
    for (let ms = 0; ms < 1_000; ms += 1) {
      alarm.set(clock() + 100);
      await pass(1);
    }
    expect(rangAtMs).toEqual([]);
    expect(set).toBeLessThanOrEqual(11);
  } finally {
    globalThis.setTimeout = setTimeout;
  }
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
