import { expect, it } from 'vitest';
import { RestartPolicy } from '../../electron/restart-policy.ts';

it('a member that died starts again soon, then later and later, then not by itself', () => {
  const policy = new RestartPolicy();
  const delays = Array.from({ length: 7 }, (_, death) => policy.died(death * 1000));
  expect(delays).toEqual([250, 500, 1000, 2000, 4000, 8000, null]);
});

it('a death long ago does not count', () => {
  const policy = new RestartPolicy();
  for (let death = 0; death < 6; death++) policy.died(death);
  expect(policy.died(60_010)).toBe(250);
});

it('a person who asks to try again gets all the patience back', () => {
  const policy = new RestartPolicy();
  for (let death = 0; death < 7; death++) policy.died(0);
  policy.reset();
  expect(policy.died(1)).toBe(250);
});
