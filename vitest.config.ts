import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/build-member.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/desktop/**'],
    testTimeout: 20_000,
    pool: 'forks',
  },
});
