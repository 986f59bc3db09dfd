import type { TestProject } from 'vitest/node';
import { loadConfig } from '../../platform/config.ts';
import { startTestServers } from './servers.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    mongoUri: string;
    temporalAddress: string;
  }
}

/** Starts the servers once for the whole run; tests get them by `inject('mongoUri')`, `inject('temporalAddress')`. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const servers = await startTestServers({
    config: loadConfig(process.env),
    searchPath: process.env['PATH'] ?? '',
    say: (line) => {
      process.stderr.write(`${line}\n`);
    },
  });
  project.provide('mongoUri', servers.mongoUri);
  project.provide('temporalAddress', servers.temporalAddress);
  return servers.stop;
};
