import { randomUUID } from 'node:crypto';
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

/**
 * One Temporal and one MongoDB for a whole test run, on new data in a temporary folder. Servers named by
 * `MONGODB_URI` and `TEMPORAL_ADDRESS` are used instead where given.
 */
export const startTestServers = async (input: {
  config: Config;
  searchPath: string;
  say: (line: string) => void;
}): Promise<TestServers> => {
  const { config, searchPath, say } = input;
  const dataDir = await mkdtemp(join(tmpdir(), 'ciclo-test-'));
  const options = { dataDir, toolsDir: config.toolsDir, searchPath, say };
  const given = { mongo: config.mongoUri?.reveal(), temporal: config.temporal.address };

  const [mongo, temporal] = await Promise.all([
    given.mongo === undefined ? startEmbeddedMongo(options) : undefined,
    given.temporal === undefined ? startEmbeddedTemporal(options) : undefined,
  ]);
  return {
    mongoUri: mongo?.uri ?? given.mongo ?? '',
    temporalAddress: temporal?.address ?? given.temporal ?? '',
    stop: async () => {
      await Promise.all([mongo?.stop(), temporal?.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** The same server's address with a database of its own, so that test files do not see each other's documents. */
export const ownDatabase = (mongoUri: string): string => {
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  return mongoUri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
};
