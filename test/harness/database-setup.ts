import { rm } from 'node:fs/promises';

import type { TestProject } from 'vitest/node';

import { loadConfig } from '../../platform/config.ts';
import { connectStore } from '../../server/stores/connect-store.ts';
import { databaseUri, newDatabaseName, newRunName } from '../store/database-uri.ts';
import { dropDatabases } from '../store/drop-databases.ts';
import { newDataDir, startTestMongo } from './servers.ts';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Says what the server is and what it lacks, whether or not the tests then pass. */
const report = async (uri: string): Promise<void> => {
  const store = await connectStore({ uri });
  try {
    const { server, checks, missing, advice } = await store.probe();
    say(`Tested: ${server}. It does ${checks - missing.length} of ${checks} things the store relies on.`);
    for (const line of missing) say(`It does not: ${line}`);
    for (const line of advice) say(line);
  } finally {
    await store.connection.dropDatabase();
    await store.close();
  }
};

/** The database alone, for `npm run test:mongodb`: the server of `MONGODB_URI`, else an embedded one. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const config = loadConfig(process.env);
  const run = newRunName();
  const dataDir = await newDataDir();
  const mongo = await startTestMongo({ config, dataDir, searchPath: process.env['PATH'] ?? '', say });
  await report(databaseUri({ uri: mongo.uri, name: newDatabaseName(run) }));
  project.provide('mongoUri', mongo.uri);
  project.provide('testRun', run);
  return async () => {
    await dropDatabases({ uri: mongo.uri, run, say });
    await mongo.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
};
