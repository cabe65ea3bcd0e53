import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/build-member.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/desktop/**', 'test/lan/**'],
    testTimeout: 20_000,
    pool: 'forks',
    // Most of their time the tests wait, for syncs, timers and each other's processes: two at a time, on two cores too.
    maxWorkers: Math.max(2, availableParallelism() - 1),
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
