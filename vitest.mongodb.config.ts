import { defineConfig } from 'vitest/config';

/** `npm run test:mongodb`: what the store promises, on the server of `MONGODB_URI`. */
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 180_000,
    hookTimeout: 300_000,
    include: ['engine/*/store/**/*.test.ts', 'platform/mongo/**/*.test.ts', 'server/stores/**/*.test.ts'],
    provide: { storeBackend: 'server' },
    globalSetup: ['test/harness/database-setup.ts'],
  },
});
