import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '../../src/member/errors.ts';
import { Proposals, type Applied } from '../../src/member/proposals.ts';
import { asSequence } from '../../src/raft/types.ts';

const command = { type: 'name-cluster', name: 'Room 4' } as const;
const applied: Applied = { index: 7, outcome: { type: 'applied' } };

let proposals: Proposals;
let ended: string[];

beforeEach(() => {
  vi.useFakeTimers();
  let sequence = 0;
  ended = [];
  proposals = new Proposals(() => asSequence(++sequence));
});
afterEach(() => {
  proposals.stop(new ApiError('not-a-member', 'stopped'));
  vi.useRealTimers();
});

function run(name: string, timeoutMs: number): void {
  void proposals.run(command, name, timeoutMs).then(
    () => ended.push(`${name} applied`),
    (error: unknown) => ended.push(`${name} ${error instanceof ApiError ? error.code : 'failed'}`),
  );
}

it('ends every wait at its own time, whichever was started first', async () => {
  run('long', 300);
  run('short', 100);
  run('middle', 200);
  await vi.advanceTimersByTimeAsync(99);
  expect(ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(2);
  expect(ended).toEqual(['short timeout']);
  run('late', 50);
  await vi.advanceTimersByTimeAsync(60);
  expect(ended).toEqual(['short timeout', 'late timeout']);
  await vi.advanceTimersByTimeAsync(41);
  expect(ended.at(-1)).toBe('middle timeout');
  await vi.advanceTimersByTimeAsync(100);
  expect(ended.at(-1)).toBe('long timeout');
  expect(vi.getTimerCount()).toBe(0);
});

it('does not time out what was applied, and what has no limit', async () => {
  run('first', 100);
  run('second', 100);
  proposals.start(command, () => ended.push('endless'));
  proposals.applied(asSequence(1), applied);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ended).toEqual(['first applied', 'second timeout']);
  proposals.applied(asSequence(3), applied);
  expect(ended.at(-1)).toBe('endless');
});

it('has one timer for all that wait', () => {
  for (let count = 0; count < 1_000; count += 1) run(`${count}`, 10_000);
  expect(vi.getTimerCount()).toBe(1);
});

it('tells everyone when it stops, and leaves no timer behind', async () => {
  run('first', 100);
  run('second', 200);
  proposals.stop(new ApiError('storage-failed', 'the disk is full'));
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toEqual(['first storage-failed', 'second storage-failed']);
  expect(vi.getTimerCount()).toBe(0);
});

it('ends the waits of what a snapshot stands for, and no others', async () => {
  run('first', 1_000);
  run('second', 1_000);
  proposals.passed(asSequence(1));
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toEqual(['first timeout']);
  proposals.applied(asSequence(2), applied);
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toEqual(['first timeout', 'second applied']);
});
