import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { z } from 'zod';

import { type Assembled, assemble } from '../server/assemble.ts';
import { queuesOf } from '../server/queues.ts';
import { serveApi } from '../server/serve-api.ts';
import { startWorkers } from '../server/workers.ts';
import { buildWorkspace } from '../server/workspace/build-workspace.ts';
import { loadConfig } from '../platform/config.ts';
import { startEmbedded } from '../platform/embedded/start.ts';
import { freePort } from '../platform/free-port.ts';
import { createKeyring } from '../platform/secrets/keyring.ts';
import { createLog } from '../platform/log.ts';
import { createSecret } from '../platform/secrets/secret.ts';
import { installTemporalRuntime } from '../platform/temporal/temporal-runtime.ts';
import { connectTemporal, type TemporalClient } from '../platform/temporal/temporal.ts';
import { connectTemporalWorker } from '../platform/temporal/temporal-worker.ts';
import { workflowBundle } from '../platform/workflow-bundle.ts';
import { builtInPlugins } from '../plugins/built-in.ts';
import { echoPlugin } from './connectors/echo-plugin.ts';
import { benchWorkspace } from './workspace.ts';

const sinkSchema = z.object({
  port: z.number().optional(),
  count: z.number().optional(),
  lastAt: z.number().optional(),
  arrivals: z.record(z.string(), z.number()).optional(),
});

export type Sink = {
  readonly url: string;
  readonly count: () => Promise<number>;
  readonly lastAt: () => Promise<number>;
  /** When the first mail came to each recipient, since the reset; epoch milliseconds. */
  readonly arrivals: () => Promise<Readonly<Record<string, number>>>;
  readonly reset: () => Promise<void>;
  readonly stop: () => void;
};

const startSink = async (): Promise<Sink> => {
  const child = fork(join(import.meta.dirname, 'sink.ts'), { execArgv: ['--import', 'tsx'] });
  const read = async (ask?: string) => {
    const answer = once(child, 'message');
    if (ask !== undefined) child.send(ask);
    const [message] = await answer;
    return sinkSchema.parse(message);
  };
  const { port } = await read();
  return {
    url: `smtp://127.0.0.1:${port}`,
    count: async () => (await read('count')).count ?? 0,
    lastAt: async () => (await read('count')).lastAt ?? 0,
    arrivals: async () => (await read('arrivals')).arrivals ?? {},
    reset: async () => {
      await read('reset');
    },
    stop: () => child.kill(),
  };
};

/** The servers, an engine with its worker and API, and bare workflows beside it on the same Temporal. */
export type Stage = {
  readonly assembled: Assembled;
  readonly url: string;
  readonly writeKey: string;
  readonly mongoUri: string;
  readonly temporal: TemporalClient;
  readonly bareQueue: string;
  /** How many bare workflows sleep so far. */
  readonly asleep: () => number;
  readonly sink: Sink;
  readonly ways: readonly string[];
  readonly stop: () => Promise<void>;
};

const startBare = async (input: { connection: Awaited<ReturnType<typeof connectTemporalWorker>> }) => {
  const bundle = await bundleWorkflowCode({ workflowsPath: join(import.meta.dirname, 'workflows.ts') });
  let asleep = 0;
  const falls = { fn: () => void (asleep += 1), callDuringReplay: false };
  const worker = await Worker.create({
    connection: input.connection,
    taskQueue: 'bare',
    workflowBundle: bundle,
    activities: { nothing: async () => undefined },
    sinks: { rest: { falls } },
    maxCachedWorkflows: 1000,
  });
  const ended = worker.run();
  const stop = async () => {
    worker.shutdown();
    await ended;
  };
  return { stop, asleep: () => asleep };
};

/** Our workers and the bare one, on one connection. */
const startWorking = async (input: {
  assembled: Assembled;
  queues: ReturnType<typeof queuesOf>;
  target: { address: string; namespace: string };
  toolsDir: string;
}) => {
  const { assembled, queues, target, toolsDir } = input;
  const connection = await connectTemporalWorker(target);
  const workers = await startWorkers({
    connection,
    namespace: target.namespace,
    activities: assembled.engine.activities,
    queues,
    bundle: await workflowBundle({ toolsDir }),
  });
  const bare = await startBare({ connection });
  const stop = async () => {
    await bare.stop();
    await workers.stop();
  };
  return { asleep: bare.asleep, stop, close: () => connection.close() };
};

/** Builds the stage of all benchmarks on new data. */
export const openStage = async (): Promise<Stage> => {
  const config = loadConfig(process.env);
  const dataDir = await mkdtemp(join(tmpdir(), 'ciclo-bench-'));
  const ways: string[] = [];
  const servers = await startEmbedded({
    dataDir,
    toolsDir: config.toolsDir,
    searchPath: process.env['PATH'] ?? '',
    say: (line) => ways.push(line),
  });
  const sink = await startSink();
  const target = { address: servers.temporal.address, namespace: 'default' };
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const log = createLog({ level: 'error' });
  await installTemporalRuntime({ log });
  const queues = queuesOf({ mongoUri: servers.mongo.uri });
  const assembled = await assemble({
    mongoUri: servers.mongo.uri,
    temporal: target,
    queues,
    publicUrl,
    keyring: createKeyring({ secrets: ['a secret of the benchmarks only, long enough'] }),
    defaultFrom: 'Bench <bench@example.com>',
    pluginSecret: () => sink.url,
    plugins: [...builtInPlugins, echoPlugin],
    devClock: false,
    allowPrivate: true,
    log,
  });
  const built = await buildWorkspace({ files: await benchWorkspace() });
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  await assembled.publish({ built: built.value, dryRun: false });
  const working = await startWorking({ assembled, queues, target, toolsDir: config.toolsDir });
  const temporal = await connectTemporal({ target });
  const writeKey = 'sk_bench_0123456789';
  const secrets = {
    publicKey: undefined,
    writeKey: createSecret(writeKey),
    apiKey: createSecret('sk_bench_0123456789'),
    linkSecret: createSecret('ls'.repeat(20)),
    previousSecrets: [],
    file: undefined,
    made: false,
  };
  const server = await serveApi({
    assembled,
    secrets,
    tenant: 'bench',
    port,
    publicUrl,
    devClock: false,
    log,
  });
  return {
    assembled,
    url: publicUrl,
    writeKey,
    mongoUri: servers.mongo.uri,
    temporal,
    bareQueue: 'bare',
    asleep: working.asleep,
    sink,
    ways,
    stop: async () => {
      await server.stop();
      await working.stop();
      await assembled.stop();
      await temporal.close();
      await working.close();
      sink.stop();
      await servers.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
