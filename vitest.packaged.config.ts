import { defineConfig } from 'vitest/config';

/** The part of the desktop tests that the packaged app must pass too. */
export default defineConfig({
  test: {
    include: ['test/desktop/packaged/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
