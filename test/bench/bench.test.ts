import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

// One short round: that it runs and names its figures, not what they are.
test('the commit benchmark prints one object with a figure for every size, load and unit', async () => {
  const program = join(import.meta.dirname, 'main.ts');
  const options = ['--json', '--rounds', '1', '--seconds', '0.2'];
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'commit', ...options]);
  const { bench, figures } = JSON.parse(stdout) as { bench: string; figures: Record<string, number> };
  expect(bench).toBe('commit');
  const loads = ['3.1', '3.64', '3.512', '5.1', '5.64', '5.512'];
  const cpu = ['leader', 'follower', 'client'].map((process) => `${process}CpuMicros`);
  const names = loads.flatMap((load) =>
    ['perSecond', 'p50Ms', 'p99Ms', ...cpu].map((unit) => `commit.${load}.${unit}`),
  );
  expect(Object.keys(figures).sort()).toEqual(['fdatasync.p50Ms', 'roundTrip.p50Ms', ...names].sort());
  for (const [name, value] of Object.entries(figures)) {
    // In so short a time the system may count no processor time.
    if (name.endsWith('CpuMicros')) expect(value, name).toBeGreaterThanOrEqual(0);
    else expect(value, name).toBeGreaterThan(0);
  }
}, 90_000);
