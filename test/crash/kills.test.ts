import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

// A slice of `npm run crash`, with another seed each time; it prints its seed, and fails with it.
test('members that are killed again and again at random points have everything that was acknowledged, once', async () => {
  const program = join(import.meta.dirname, 'main.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--kills', '12']);
  expect(stdout).toMatch(/12 kills: everything is there once/);
}, 180_000);
