import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Config } from '../../platform/config.ts';
import { startEmbeddedMongo, startEmbeddedTemporal } from '../../platform/embedded/start.ts';

/** Where the servers of a test run are. */
interface TestServers {
  readonly mongoUri: string;
  readonly temporalAddress: string;
  readonly stop: () => Promise<void>;
}

type Starting = {
  readonly config: Config;
  readonly searchPath: string;
  readonly say: (line: string) => void;
};

/** A new folder for the data of servers; the caller removes it. */
export const newDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'ciclo-test-'));

/** A MongoDB alone, as `startTestServers` starts it. */
export const startTestMongo = async (
  input: Starting & { dataDir: string },
): Promise<{ readonly uri: string; readonly stop: () => Promise<void> }> => {
  const { config, ...where } = input;
  const given = config.mongoUri?.reveal();
  if (given !== undefined) return { uri: given, stop: async () => undefined };
  return startEmbeddedMongo({ ...where, toolsDir: config.toolsDir, mayInstall: config.mayInstall });
};

/**
 * One Temporal and one MongoDB for a whole test run, on new data in a temporary folder. Servers named by
 * `MONGODB_URI` and `TEMPORAL_ADDRESS` are used instead where given.
 */
export const startTestServers = async (input: Starting): Promise<TestServers> => {
  const { config, ...where } = input;
  const { address } = config.temporal;
  const dataDir = await newDataDir();
  const options = { ...where, dataDir, toolsDir: config.toolsDir, mayInstall: config.mayInstall };
  const [mongo, temporal] = await Promise.all([
    startTestMongo({ ...input, dataDir }),
    address === undefined ? startEmbeddedTemporal(options) : undefined,
  ]);
  return {
    mongoUri: mongo.uri,
    temporalAddress: temporal?.address ?? address ?? '',
    stop: async () => {
      await Promise.all([mongo.stop(), temporal?.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
