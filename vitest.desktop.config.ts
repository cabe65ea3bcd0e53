import { defineConfig } from 'vitest/config';

/** Started by build/test-desktop.ts, which gives the tests a display, a network and an app. */
export default defineConfig({
  test: {
    include: ['test/desktop/**/*.test.ts'],
    exclude: ['test/desktop/packaged/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Several apps run in each test already.
    fileParallelism: false,
  },
});
