import { defineConfig } from 'vitest/config';

/** Started by test/lan/main.ts, which gives the tests a network of their own to build LANs in. */
export default defineConfig({
  test: {
    include: ['test/lan/**/*.test.ts'],
    // Only for what hangs: a slow machine may take its time.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 45_000 } },
    pool: 'forks',
    // Each file has LANs of its own. Most of the time they wait for timers.
    maxWorkers: 3,
  },
});
