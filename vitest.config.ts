import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { SlowRoomsFirst } from './test/slow-rooms-first.ts';

export default defineConfig({
  test: {
    globalSetup: ['test/build-member.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/desktop/**', 'test/lan/**'],
    // Only for what hangs: a slow machine may take its time.
    testTimeout: 60_000,
    expect: { poll: { timeout: 45_000 } },
    pool: 'forks',
    // Each file takes the worker as the one before left it: starting a worker costs more than most files.
    isolate: false,
    // Most of their time the tests wait, for syncs, timers and each other's processes: three at a time, on two cores too.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: SlowRoomsFirst },
    // Hundreds of members start: V8 keeps what it made of their bundle.
    env: { NODE_COMPILE_CACHE: path.join(import.meta.dirname, 'test-results', 'compile-cache') },
    // `npm run coverage`: what the unit tests reach of the consensus core. The simulator runs in workers of its own.
    coverage: {
      provider: 'v8',
      include: ['src/raft/**'],
      reporter: ['text'],
      reportsDirectory: 'test-results/coverage',
      thresholds: { lines: 97 },
    },
  },
});
