import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { inOwnNetwork } from '../namespace.ts';

const driver = fileURLToPath(new URL('./two-processes.ts', import.meta.url));

async function holds(claim: string): Promise<void> {
  const [file = '', ...args] = inOwnNetwork([process.execPath, driver, claim]);
  const { stderr } = await promisify(execFile)(file, args, { timeout: 55_000 });
  expect(stderr).toBe('');
}

test(
  'apps on one network find each other by mDNS, and end by themselves once stopped',
  () => holds('discovery'),
  60_000,
);
test('the death of a process is noticed by its peer within a quarter of a second', () => holds('kill'), 60_000);
test(
  'a peer that falls silent without closing is given up, and found again when it wakes',
  () => holds('silence'),
  60_000,
);
