import { defineConfig } from 'vitest/config';

/** Tests of connectors against real servers, one file after the other; see `main.ts`. */
export default defineConfig({
  test: {
    include: ['test/real/*.real.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
