import { afterEach, expect, test } from 'vitest';
import { atEndOfTurn } from '../../src/network/end-of-turn.ts';

const uncaught = process.listeners('uncaughtException');
afterEach(() => {
  process.removeAllListeners('uncaughtException');
  for (const listener of uncaught) process.on('uncaughtException', listener);
});

test('what is left to the end of the turn is done in one pass, in order, with what it brings about', async () => {
  const done: string[] = [];
  atEndOfTurn(() => {
    done.push('first');
    atEndOfTurn(() => done.push('of the first'));
  });
  atEndOfTurn(() => done.push('second'));
  setImmediate(() => done.push('next turn'));
  queueMicrotask(() => done.push('this turn'));
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(done).toEqual(['this turn', 'first', 'second', 'of the first', 'next turn']);
});

test('what is left to the end of a later turn is done then', async () => {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise<void>((resolve) => atEndOfTurn(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
});

test('a task that throws takes no other with it', async () => {
  const thrown: unknown[] = [];
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => thrown.push(error));
  const error = new Error('of a task');
  atEndOfTurn(() => {
    throw error;
  });
  await new Promise<void>((resolve) => atEndOfTurn(resolve));
  expect(thrown).toEqual([error]);
});
