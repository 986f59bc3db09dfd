import { availableParallelism } from 'node:os';

import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that need no server and leave nothing behind, so the files of a process share its modules. */
const pure = [
  'domain/**/*.test.ts',
  'plugins/**/*.test.ts',
  'api/*/**/*.test.ts',
  'api/server.test.ts',
  'server/memory/**/*.test.ts',
  'studio/**/*.test.{ts,tsx}',
  'server/plugins/**/*.test.ts',
  'platform/warehouse/*.test.ts',
];

/** Tests of the studio in a browser, with the production engine on stores in memory; see `test/studio/open-studio.ts`. */
const inBrowser = ['test/studio/**/*.test.ts'];

/** Tests of services on stores: in memory alone, since the stores themselves are tested on both. */
const services = ['engine/*/*.test.ts', 'engine/messages/send/*.test.ts'];

/** Tests of what the whole engine does, on stores in memory and a clock of their own; see `test/harness/memory-engine.ts`. */
const behaviour = ['test/behaviour/**/*.test.ts'];

/** Tests of the stores, which run on both backends. */
const stores = ['engine/*/store/**/*.test.ts', 'platform/mongo/**/*.test.ts', 'server/stores/**/*.test.ts'];

/** Tests of what only a database server has: indexes as it builds them, plans, shards, what an older version left. */
const onServerOnly = [
  'platform/mongo/probe/*.test.ts',
  'server/stores/{connect-store,few-calls,list-orders,plans,retention,sharding,migrations/*}.test.ts',
];

/** What needs no server runs first; then what needs a browser; then what needs servers, which waits more than it works. */
const maxWorkers = Math.min(4, Math.max(2, availableParallelism()));

export default defineConfig({
  test: {
    pool: 'forks',
    setupFiles: ['test/harness/property-seed.ts'],
    maxWorkers,
    // How long is waited for what should come; none of it is a claim about time, and machines are slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: pure,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'memory',
          include: [...stores, ...behaviour, 'test/integration/rules-equal-queries.test.ts', ...services],
          exclude: [...configDefaults.exclude, ...onServerOnly],
          isolate: false,
          provide: { storeBackend: 'memory' },
        },
      },
      {
        extends: true,
        test: {
          name: 'studio',
          include: inBrowser,
          isolate: false,
          sequence: { groupOrder: 1 },
          globalSetup: ['test/studio/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'stores',
          isolate: false,
          sequence: { groupOrder: 2 },
          provide: { storeBackend: 'server' },
          include: [...stores, ...onServerOnly],
          globalSetup: ['test/harness/database-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'engine',
          isolate: false,
          sequence: { groupOrder: 2 },
          provide: { storeBackend: 'server' },
          include: ['**/*.test.ts'],
          exclude: [
            ...configDefaults.exclude,
            '.ciclo/**',
            ...pure,
            ...behaviour,
            ...services,
            ...stores,
            ...inBrowser,
          ],
          globalSetup: ['test/harness/global-setup.ts'],
        },
      },
    ],
  },
});
