import { defineConfig } from 'vitest/config';

/** Started by build/test-desktop.ts, which gives the tests a display, a network and an app. */
export default defineConfig({
  test: {
    include: ['test/desktop/**/*.test.ts'],
    exclude: ['test/desktop/packaged/**'],
    // Only for what hangs: a slow machine may take its time.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 45_000 } },
    pool: 'forks',
    // Several apps run in each test already.
    fileParallelism: false,
  },
});
