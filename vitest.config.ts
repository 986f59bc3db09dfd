import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', '.ciclo/**'],
    globalSetup: ['test/harness/global-setup.ts'],
    pool: 'forks',
    // Two cores carry two servers and the tests: one more try tells noise from a fault.
    retry: 1,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
