import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { allMutations } from './mutations/all.ts';
import { mutated } from './mutations/mutated-core.ts';

const source = (file: string): string => readFileSync(new URL(`../../src/raft/${file}`, import.meta.url), 'utf8');

describe('Deliberate bugs in the core', () => {
  it('all still fit it, each in one place', () => {
    expect(allMutations.length).toBeGreaterThanOrEqual(20);
    expect(new Set(allMutations.map(({ name }) => name)).size).toBe(allMutations.length);
    for (const mutation of allMutations)
      expect(mutated(source(mutation.file), mutation)).not.toBe(source(mutation.file));
  });

  it('fail loudly once the core has changed under them', () => {
    const [mutation] = allMutations;
    expect(() => mutated('nothing like it', mutation!)).toThrow('does not fit');
  });

  // All of them take minutes: npm run mutate.
  it('are caught by the simulator', async () => {
    const picked = [
      'fsync',
      'current-term rule',
      'no-op',
      'client table in',
      'without a conflict',
      'half of the voters',
    ];
    const main = fileURLToPath(new URL('./mutate.ts', import.meta.url));
    const only = picked.flatMap((part) => ['--only', part]);
    const { stdout } = await promisify(execFile)(process.execPath, [main, '--seeds', '100', ...only]);
    expect(stdout).toContain(`${picked.length} of ${picked.length} bugs caught`);
  }, 120_000);
});
