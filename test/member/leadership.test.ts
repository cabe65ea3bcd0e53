import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Leadership } from '../../src/member/leadership.ts';
import { asMemberId, type MemberId, type TransferOutcome } from '../../src/raft/types.ts';

type Reason = Extract<TransferOutcome, { type: 'refused' }>['reason'];

const bo = asMemberId('bo');
const refused = (reason: Reason): TransferOutcome => ({ type: 'refused', reason });

/** Answers with the given outcomes, the last one again and again. */
function leadership(...outcomes: TransferOutcome[]): { handOver: (timeoutMs?: number) => Promise<MemberId> } {
  let at = 0;
  const transfer = (): Promise<TransferOutcome> =>
    Promise.resolve(outcomes[Math.min(at++, outcomes.length - 1)] ?? refused('not-leader'));
  const asked = new Leadership({ transfer, clock: () => performance.now() });
  return { handOver: (timeoutMs = 1_000) => asked.handOver(bo, timeoutMs) };
}

describe('handing leadership over', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => vi.useRealTimers());

  it('ends with who leads then', async () => {
    expect(await leadership({ type: 'transferred', leader: bo }).handOver()).toBe(bo);
    expect(await leadership({ type: 'already' }).handOver()).toBe(bo);
  });

  it.each(['not-leader', 'transfer-in-progress', 'leadership-lost'] as const)(
    'is asked for again after “%s”',
    async (reason) => {
      const handedOver = leadership(refused(reason), refused(reason), { type: 'transferred', leader: bo }).handOver();
      await vi.advanceTimersByTimeAsync(100);
      expect(await handedOver).toBe(bo);
    },
  );

  it.each([
    ['not-leader', 'no-majority'],
    ['transfer-in-progress', 'busy'],
    ['leadership-lost', 'timeout'],
  ] as const)('that meets “%s” until the time is up ends with “%s”', async (reason, code) => {
    const failed = expect(leadership(refused(reason)).handOver(300)).rejects.toMatchObject({ code });
    await vi.advanceTimersByTimeAsync(300);
    await failed;
  });

  it('is tried a second time with a laptop that was not elected in time, and then said to have failed', async () => {
    const elected = leadership(refused('timeout'), { type: 'transferred', leader: bo }).handOver();
    const outcomes = [refused('timeout'), refused('timeout'), { type: 'transferred', leader: bo } as const];
    const failed = expect(leadership(...outcomes).handOver()).rejects.toMatchObject({ code: 'not-elected' });
    const late = expect(leadership(refused('timeout')).handOver(40)).rejects.toMatchObject({ code: 'not-elected' });
    await vi.advanceTimersByTimeAsync(100);
    expect(await elected).toBe(bo);
    await failed;
    await late;
  });

  it.each([
    ['not-a-voter', 'not-a-voter'],
    ['no-voter-present', 'no-successor'],
    ['target-unreachable', 'successor-unreachable'],
    ['target-behind', 'successor-behind'],
    ['superseded', 'busy'],
  ] as const)('that is refused for “%s” says so at once', async (reason, code) => {
    const error: unknown = await leadership(refused(reason))
      .handOver()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(String(error)).toMatch(/\.$/);
  });
});
