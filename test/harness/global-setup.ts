import type { TestProject } from 'vitest/node';
import { loadConfig } from '../../platform/config.ts';
import { newRunName } from '../store/database-uri.ts';
import { dropDatabases } from '../store/drop-databases.ts';
import { startTestServers } from './servers.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    mongoUri: string;
    /** What the names of the databases of this run begin with. */
    testRun: string;
    temporalAddress: string;
  }
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Starts the servers once for the whole run; tests get them by `inject('mongoUri')`, `inject('temporalAddress')`. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const config = loadConfig(process.env);
  const run = newRunName();
  const servers = await startTestServers({ config, searchPath: process.env['PATH'] ?? '', say });
  project.provide('mongoUri', servers.mongoUri);
  project.provide('testRun', run);
  project.provide('temporalAddress', servers.temporalAddress);
  return async () => {
    // An embedded server goes with its data.
    if (config.mongoUri !== undefined) await dropDatabases({ uri: servers.mongoUri, run, say });
    await servers.stop();
  };
};
