import { mkdir, realpath } from 'node:fs/promises';
import type { EmbeddedServer } from './embedded-server.ts';
import { mongoWays, mongoWaysFor, startMongoServer } from './mongo-server.ts';
import { startTemporalServer, temporalWays } from './temporal-server.ts';
import { startByFirstWay } from './ways.ts';

/** What is common to all embedded servers. */
export interface EmbeddedOptions {
  /** Holds the data over restarts; claim it first (`claimDataFolder`). */
  readonly dataDir: string;
  /** Where programs are installed, shared between data folders. */
  readonly toolsDir: string;
  /** `PATH`, to look for programs that are on the machine. */
  readonly searchPath: string;
  /** Gets one line for each thing worth telling a person. */
  readonly say: (line: string) => void;
  /** Gets what only matters when something does not work. */
  readonly note?: (line: string) => void;
  /** False: only programs that are on the machine, or were installed before. */
  readonly mayInstall?: boolean;
}

/** Temporal, running. */
export interface EmbeddedTemporal extends EmbeddedServer {
  readonly address: string;
}

/** MongoDB, running. */
export interface EmbeddedMongo extends EmbeddedServer {
  /** Connection string with the engine's database name. */
  readonly uri: string;
}

/** One line for the person; what was tried and failed before is for those who look for it. */
const tell = (input: {
  options: EmbeddedOptions;
  server: string;
  label: string;
  where: string;
  began: number;
  passedOver: readonly string[];
}): void => {
  const { options, server, label, where, began, passedOver } = input;
  options.say(`${server}: ${label}, at ${where}, ready after ${((Date.now() - began) / 1000).toFixed(1)} s`);
  for (const reason of passedOver) options.note?.(`${server} was not started otherwise: ${reason}`);
};

const absolute = async (dir: string): Promise<string> => {
  await mkdir(dir, { recursive: true });
  return realpath(dir);
};

/**
 * Starts Temporal by the first way that works: `temporal` on PATH, a download, pip. The port is any free
 * one unless given; without `uiPort` there is no web interface.
 */
export const startEmbeddedTemporal = async (
  input: EmbeddedOptions & {
    port?: number;
    uiPort?: number | undefined;
    namespace?: string;
    searchAttributes?: Readonly<Record<string, string>>;
    /** Dynamic configuration of the server beside ours, as `key=value`. */
    dynamicConfig?: readonly string[];
  },
): Promise<EmbeddedTemporal> => {
  const began = Date.now();
  const [dataDir, toolsDir] = await Promise.all([absolute(input.dataDir), absolute(input.toolsDir)]);
  const { started, passedOver } = await startByFirstWay({
    server: 'Temporal',
    ways: temporalWays({ toolsDir, searchPath: input.searchPath }),
    start: async ({ program }) =>
      startTemporalServer({
        program,
        options: {
          dataDir,
          port: input.port ?? 0,
          uiPort: input.uiPort,
          namespace: input.namespace ?? 'default',
          searchAttributes: input.searchAttributes ?? {},
          dynamicConfig: input.dynamicConfig ?? [],
        },
      }),
    say: input.say,
    mayInstall: input.mayInstall ?? true,
  });
  const address = `127.0.0.1:${started.port}`;
  tell({ options: input, server: 'Temporal', label: started.label, where: address, began, passedOver });
  return { ...started, address };
};

/**
 * Starts MongoDB by the first way that works: `mongod` or `secantusd-rs` on PATH, a download of mongod, pip's
 * SecantusDB. Existing data is opened only by the kind of server that wrote it.
 */
export const startEmbeddedMongo = async (
  input: EmbeddedOptions & { port?: number },
): Promise<EmbeddedMongo> => {
  const began = Date.now();
  const [dataDir, toolsDir] = await Promise.all([absolute(input.dataDir), absolute(input.toolsDir)]);
  const ways = await mongoWaysFor({
    dataDir,
    ways: mongoWays({ toolsDir, searchPath: input.searchPath }),
  });
  const { started, passedOver } = await startByFirstWay({
    server: 'MongoDB',
    ways,
    start: async ({ program, way }) =>
      startMongoServer({ program, engine: way.engine, options: { dataDir, port: input.port ?? 0 } }),
    say: input.say,
    mayInstall: input.mayInstall ?? true,
  });
  // Without the journal, what was acknowledged in the last tenth of a second is lost when the server is killed.
  const uri = `mongodb://127.0.0.1:${started.port}/ciclo?directConnection=true&journal=true`;
  const where = `127.0.0.1:${started.port}`;
  tell({ options: input, server: 'MongoDB', label: started.label, where, began, passedOver });
  return { ...started, uri };
};

/** Both servers, running. */
export interface EmbeddedServers {
  readonly temporal: EmbeddedTemporal;
  readonly mongo: EmbeddedMongo;
  readonly stop: () => Promise<void>;
}

/** Starts Temporal and MongoDB side by side; when one of them cannot be started, the other is stopped again. */
export const startEmbedded = async (
  input: EmbeddedOptions & {
    temporal?: Omit<Parameters<typeof startEmbeddedTemporal>[0], keyof EmbeddedOptions>;
    mongo?: Omit<Parameters<typeof startEmbeddedMongo>[0], keyof EmbeddedOptions>;
  },
): Promise<EmbeddedServers> => {
  const [temporal, mongo] = await Promise.allSettled([
    startEmbeddedTemporal({ ...input, ...input.temporal }),
    startEmbeddedMongo({ ...input, ...input.mongo }),
  ]);
  if (temporal.status === 'fulfilled' && mongo.status === 'fulfilled') {
    const servers = { temporal: temporal.value, mongo: mongo.value };
    return {
      ...servers,
      stop: async () => {
        await Promise.all([servers.temporal.stop(), servers.mongo.stop()]);
      },
    };
  }
  for (const result of [temporal, mongo]) if (result.status === 'fulfilled') await result.value.stop();
  throw temporal.status === 'rejected'
    ? temporal.reason
    : mongo.status === 'rejected'
      ? mongo.reason
      : undefined;
};
