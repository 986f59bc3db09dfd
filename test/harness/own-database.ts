import { inject } from 'vitest';

import { databaseUri, newDatabaseName } from '../store/database-uri.ts';

/** The same server's address with a database of its own, so that test files do not see each other's documents. */
export const ownDatabase = (mongoUri: string): string =>
  databaseUri({ uri: mongoUri, name: newDatabaseName(inject('testRun')) });
