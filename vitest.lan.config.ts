import { defineConfig } from 'vitest/config';

/** Started by test/lan/main.ts, which gives the tests a network of their own to build LANs in. */
export default defineConfig({
  test: {
    include: ['test/lan/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Each file has LANs of its own. Most of the time they wait for timers.
    maxWorkers: 3,
  },
});
