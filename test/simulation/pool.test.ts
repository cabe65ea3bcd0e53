import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runSeeds, WorkerFailed } from './pool.ts';
import { defaultOptions } from './simulation.ts';

/** A core that does this as soon as a member starts. */
const coreThat = (does: string): string => `data:text/javascript,export class Raft { constructor() { ${does} } }`;
const run = (coreUrl: string, seedLimitMs = 60_000): Promise<unknown> =>
  runSeeds({ from: 5, count: 100, options: defaultOptions, workers: 2, coreUrl, seedLimitMs });

describe('A run of many seeds', () => {
  it('ends with the seed and the status when a worker dies', async () => {
    const failure = run(coreThat('process.exit(7)'));
    await expect(failure).rejects.toThrow(WorkerFailed);
    await expect(failure).rejects.toThrow(/ended with status 7 in seed \d+/);
  });

  it('ends with the error when a worker throws', async () => {
    await expect(run('data:text/javascript,throw new Error("no core here")')).rejects.toThrow(/no core here/);
  });

  it('ends with the seed when a worker hangs', async () => {
    // It waits rather than turns: other tests want the processor.
    const hangs = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)';
    await expect(run(coreThat(hangs), 6000)).rejects.toThrow(/did nothing for 6 s in seed \d+/);
  });

  it('counts what the core throws as a failure of its seed, and goes on', async () => {
    const { seeds, failures } = await runSeeds({
      from: 1,
      count: 4,
      options: defaultOptions,
      workers: 1,
      coreUrl: coreThat('throw new Error("broken")'),
    });
    expect(seeds).toBe(4);
    expect(failures.map(({ seed, invariant }) => [seed, invariant])).toEqual(
      [1, 2, 3, 4].map((seed) => [seed, 'core-threw']),
    );
  });

  it('says on the command line that there is no result, and ends with status 2', async () => {
    const main = fileURLToPath(new URL('./main.ts', import.meta.url));
    const args = [main, '--seeds', '3', '--core', coreThat('process.exit(7)')];
    const failure: unknown = await promisify(execFile)(process.execPath, args).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 2, stdout: '' });
    expect(failure).toHaveProperty('stderr', expect.stringMatching(/ended with status 7 in seed 1.*without a result/s));
  });
});
