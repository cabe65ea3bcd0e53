import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hearLimitMs, OrderlyClosing } from '../../electron/orderly-closing.ts';

/** What main does, in its order, with a member that stops when `stopped` is called. */
function opened(): { closing: OrderlyClosing; done: string[]; stopped: () => void } {
  const done: string[] = [];
  let stopped = (): void => undefined;
  const stopping = new Promise<void>((resolve) => (stopped = resolve));
  const closing = new OrderlyClosing({
    member: {
      stop: () => {
        done.push('stop');
        return stopping;
      },
      endNow: () => {
        done.push('end');
        stopped();
      },
    },
    askPage: () => done.push('ask'),
    close: () => done.push('close'),
  });
  closing.pageListens();
  return { closing, done, stopped: () => stopped() };
}

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a window that is to be closed', () => {
  it('closes when the page lets it go and the member has stopped', async () => {
    const { closing, done, stopped } = opened();
    closing.begin();
    closing.answer('heard');
    closing.answer('go');
    closing.begin(); // the person clicks again
    await settled();
    expect(done).toEqual(['ask', 'stop']);
    stopped();
    await settled();
    expect(done).toEqual(['ask', 'stop', 'close']);
  });

  it('waits for a person who has to decide, stays if they say so, and asks again the next time', async () => {
    const { closing, done } = opened();
    closing.begin();
    closing.answer('heard');
    await vi.advanceTimersByTimeAsync(600_000);
    closing.begin();
    closing.answer('stay');
    closing.answer('go'); // to nothing that was asked
    expect(done).toEqual(['ask']);
    closing.begin();
    expect(done).toEqual(['ask', 'ask']);
  });

  it('waits neither for a page that does not answer, nor for one that is not there', async () => {
    const silent = opened();
    silent.closing.begin();
    await vi.advanceTimersByTimeAsync(hearLimitMs);
    expect(silent.done).toEqual(['ask', 'stop']);
    const crashing = opened();
    crashing.closing.begin();
    crashing.closing.answer('heard');
    crashing.closing.pageGone();
    expect(crashing.done).toEqual(['ask', 'stop']);
    const crashed = opened();
    crashed.closing.pageGone();
    crashed.closing.begin();
    expect(crashed.done).toEqual(['stop']);
  });

  it('closes at once when a person wants no longer to wait for the member', async () => {
    const { closing, done } = opened();
    closing.begin();
    closing.answer('heard');
    closing.answer('go');
    closing.answer('now');
    await settled();
    expect(done).toEqual(['ask', 'stop', 'end', 'close']);
  });
});
