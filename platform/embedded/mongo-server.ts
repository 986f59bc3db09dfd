import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CicloError } from '../../domain/errors.ts';
import { toFlags } from './command-flags.ts';
import { createArchiveTool } from './archive-tool.ts';
import { startEmbeddedServer, type EmbeddedServer, type ServerSpec } from './embedded-server.ts';
import { mongoAnswers } from './mongo-ping.ts';
import { pinnedMongod } from './pinned-archives.ts';
import { createPipTool } from './pip-tool.ts';
import { findOnPath } from './run-command.ts';
import type { Program, Way } from './ways.ts';

const SECANTUS_VERSION = '0.7.0b3';

/** Which program wrote the data: neither can open the other's. */
type Engine = 'mongod' | 'secantusd';

type MongoWay = Way & { readonly engine: Engine };

const onPath = (input: { name: string; searchPath: string }): Way => ({
  name: `${input.name} on PATH`,
  find: async () => {
    const command = findOnPath(input);
    return command === undefined ? undefined : { command, args: [], label: `${input.name} on PATH` };
  },
});

/** Where a server that speaks MongoDB's protocol can come from, best first. */
export const mongoWays = (input: { toolsDir: string; searchPath: string }): MongoWay[] => {
  const { toolsDir, searchPath } = input;
  const platform = `${process.platform}-${process.arch}`;
  const download = createArchiveTool({ toolsDir, tool: pinnedMongod, platform });
  const pip = createPipTool({
    toolsDir,
    searchPath,
    packageName: 'SecantusDB',
    version: SECANTUS_VERSION,
    program: 'secantusd-py',
    requirements: join(import.meta.dirname, 'requirements', 'secantusdb.txt'),
  });
  return [
    { engine: 'mongod', ...onPath({ name: 'mongod', searchPath }) },
    { engine: 'secantusd', ...onPath({ name: 'secantusd-rs', searchPath }) },
    { engine: 'mongod', name: 'download of mongod', ...download },
    { engine: 'secantusd', name: 'pip install SecantusDB', ...pip },
  ];
};

const engineSchema = z.object({ engine: z.enum(['mongod', 'secantusd']) });

const enginePath = (dataDir: string): string => join(dataDir, 'mongo', 'engine.json');

const recordedEngine = async (dataDir: string): Promise<Engine | undefined> => {
  const text = await readFile(enginePath(dataDir), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return engineSchema.parse(JSON.parse(text)).engine;
  } catch (thrown) {
    throw new CicloError({
      code: 'bad-configuration',
      message: `${enginePath(dataDir)} cannot be read: it must say {"engine": "mongod"} or {"engine": "secantusd"}`,
      cause: thrown,
    });
  }
};

/** The ways that can open the data in the folder: all of them while there is none, else those of its engine. */
export const mongoWaysFor = async (input: {
  dataDir: string;
  ways: readonly MongoWay[];
}): Promise<MongoWay[]> => {
  const engine = await recordedEngine(input.dataDir);
  return input.ways.filter((way) => engine === undefined || way.engine === engine);
};

const mongodArgs = (input: { port: number; dir: string }): string[] =>
  toFlags({
    port: input.port,
    bind_ip: '127.0.0.1',
    dbpath: input.dir,
    wiredTigerCacheSizeGB: '0.5',
    setParameter: 'diagnosticDataCollectionEnabled=false',
  });

const secantusArgs = (input: { port: number; dir: string }): string[] =>
  toFlags({
    host: '127.0.0.1',
    port: input.port,
    'storage-path': input.dir,
    // Alone like the plain mongod: nothing here needs a replica set.
    standalone: true,
    'cache-size': '512M',
    'log-level': 'WARNING',
  });

/** Settings of an embedded MongoDB. */
export interface MongoServerOptions {
  readonly dataDir: string;
  /** 0: any free port. */
  readonly port: number;
}

/** Starts a server of MongoDB's protocol, alone (no replica set), whose data is kept in `<dataDir>/mongo`. */
export const startMongoServer = async (input: {
  program: Program;
  engine: Engine;
  options: MongoServerOptions;
}): Promise<EmbeddedServer> => {
  const { program, engine } = input;
  const { dataDir, port } = input.options;
  const home = join(dataDir, 'mongo');
  const dir = join(home, 'data');
  await mkdir(dir, { recursive: true });
  const spec: ServerSpec = {
    name: 'MongoDB',
    logPath: join(dataDir, 'logs', 'mongo.log'),
    recordPath: join(home, 'process.json'),
    port,
    env: { HOME: home, PATH: '/usr/local/bin:/usr/bin:/bin', PYTHONUNBUFFERED: '1' },
    args: (at) => (engine === 'mongod' ? mongodArgs : secantusArgs)({ port: at, dir }),
    ready: mongoAnswers,
  };
  const server = await startEmbeddedServer({ spec, program });
  await writeFile(enginePath(dataDir), JSON.stringify({ engine }));
  return server;
};
