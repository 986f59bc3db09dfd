import { messageOf } from '../../domain/errors.ts';
import { claimDataFolder } from '../../platform/data-folder.ts';
import { type Config, type Environment, loadConfig, publicUrlOf } from '../../platform/config.ts';
import { startEmbeddedMongo, startEmbeddedTemporal } from '../../platform/embedded/start.ts';
import { freePort } from '../../platform/free-port.ts';
import { type Inbox, startInbox } from '../../platform/inbox/inbox-server.ts';
import { createLog, type Log } from '../../platform/log.ts';
import { type EngineSecrets, loadSecrets } from '../../platform/secrets.ts';
import { createShutdown, type Shutdown, type SignalSource, stopOnSignals } from '../../platform/shutdown.ts';
import { installTemporalRuntime } from '../../platform/temporal-runtime.ts';
import { connectTemporalWorker } from '../../platform/temporal-worker.ts';
import type { TemporalTarget } from '../../platform/temporal.ts';
import { workflowBundle } from '../../platform/workflow-bundle.ts';
import type { Part } from '../commands/start.ts';
import type { Say } from '../say.ts';
import { publishFolder, watchFolder } from '../workspace/publish-folder.ts';
import { type Assembled, assemble } from './assemble.ts';
import { queuesOf } from './queues.ts';
import { serveApi } from './serve-api.ts';
import { startWorkers, type Workers } from './workers.ts';

/** An engine that runs in this process. */
export type RunningEngine = {
  readonly url: string | undefined;
  readonly inbox: Inbox | undefined;
  readonly secrets: EngineSecrets;
  readonly tenant: string;
  readonly dataDir: string;
  readonly assembled: Assembled;
  /** What a person wants to know: addresses and keys. */
  readonly lines: readonly string[];
  readonly stop: () => Promise<void>;
  /** Settles when it was stopped; rejects when a part of it failed. */
  readonly ended: Promise<void>;
};

type Servers = {
  readonly mongoUri: string;
  readonly temporal: TemporalTarget;
  readonly uiUrl: string | undefined;
};

const startServers = async (input: {
  config: Config;
  searchPath: string;
  say: Say;
  shutdown: Shutdown;
}): Promise<Servers> => {
  const { config, say, shutdown } = input;
  const options = { dataDir: config.dataDir, toolsDir: config.toolsDir, searchPath: input.searchPath, say };
  const { namespace, address, connection } = config.temporal;
  const mongo =
    config.mongoUri === undefined ? startEmbeddedMongo({ ...options, port: config.ports.mongo }) : undefined;
  const temporal =
    address === undefined
      ? startEmbeddedTemporal({
          ...options,
          port: config.ports.temporal,
          uiPort: config.ports.temporalUi,
          namespace,
        })
      : undefined;
  const [mongoEnd, temporalEnd] = await Promise.allSettled([mongo, temporal]);
  if (mongoEnd.status === 'fulfilled' && mongoEnd.value !== undefined) {
    shutdown.add({ name: 'MongoDB', boundMs: 15_000, stop: mongoEnd.value.stop });
  }
  if (temporalEnd.status === 'fulfilled' && temporalEnd.value !== undefined) {
    shutdown.add({ name: 'Temporal', boundMs: 15_000, stop: temporalEnd.value.stop });
  }
  if (mongoEnd.status === 'rejected') throw mongoEnd.reason;
  if (temporalEnd.status === 'rejected') throw temporalEnd.reason;
  const { temporalUi } = config.ports;
  return {
    mongoUri: mongoEnd.value?.uri ?? config.mongoUri?.reveal() ?? '',
    temporal: {
      address: temporalEnd.value?.address ?? address ?? '',
      namespace,
      ...(address === undefined ? {} : { connection }),
    },
    uiUrl: address === undefined && temporalUi !== undefined ? `http://localhost:${temporalUi}` : undefined,
  };
};

const linesOf = (input: {
  url: string | undefined;
  inbox: Inbox | undefined;
  secrets: EngineSecrets;
  servers: Servers;
}): string[] => {
  const { url, inbox, secrets, servers } = input;
  return [
    ...(url === undefined ? [] : [`API        ${url}   (documentation: ${url}/docs)`]),
    ...(inbox === undefined ? [] : [`Inbox      ${inbox.url}   (development mail)`]),
    ...(servers.uiUrl === undefined ? [] : [`Temporal   ${servers.uiUrl}`]),
    ...(secrets.made
      ? [
          `Write key  ${secrets.writeKey.reveal()}   (for storefronts)`,
          `API key    ${secrets.apiKey.reveal()}   (for /api; both are kept in ${secrets.file ?? ''})`,
        ]
      : [`Keys       in ${secrets.file ?? 'the environment'}`]),
  ];
};

const startWorker = async (input: {
  assembled: Assembled;
  config: Config;
  servers: Servers;
  shutdown: Shutdown;
}): Promise<Workers> => {
  const { assembled, config, servers, shutdown } = input;
  const connection = await connectTemporalWorker(servers.temporal);
  shutdown.add({ name: "the worker's connection", boundMs: 5_000, stop: () => connection.close() });
  const workers = await startWorkers({
    connection,
    namespace: servers.temporal.namespace,
    activities: assembled.engine.activities,
    queues: queuesOf({ mongoUri: servers.mongoUri }),
    bundle: await workflowBundle({ toolsDir: config.toolsDir }),
  });
  shutdown.add({ name: 'the worker', boundMs: 30_000, stop: workers.stop });
  return workers;
};

/** The sender's server: the given one, or a development inbox of this process. */
const mailOf = async (input: {
  config: Config;
  shutdown: Shutdown;
}): Promise<{ url: string; inbox: Inbox | undefined }> => {
  const given = input.config.smtpUrl?.reveal();
  if (given !== undefined) return { url: given, inbox: undefined };
  const inbox = await startInbox({ httpPort: input.config.ports.inbox });
  input.shutdown.add({ name: 'the inbox', boundMs: 5_000, stop: inbox.stop });
  return { url: inbox.smtpUrl, inbox };
};

type StartInput = {
  readonly part: Part;
  readonly env: Environment;
  readonly say: Say;
  readonly source?: SignalSource;
  readonly exit?: (code: number) => void;
  readonly watch?: boolean;
};

/** Starts everything, or one part, as the environment says; whatever was started is stopped when a part fails. */
export const startAll = async (input: StartInput): Promise<RunningEngine> => {
  const { say } = input;
  const config = loadConfig(input.env);
  const log = createLog({ level: config.logLevel });
  const shutdown = createShutdown({ onProblem: (problem) => say(problem) });
  if (input.source !== undefined) {
    const exit = input.exit ?? (() => undefined);
    stopOnSignals({
      shutdown,
      source: input.source,
      exit,
      onSignal: () => say('Stopping: what is under way ends first...'),
    });
  }
  try {
    return await start({ ...input, config, log, shutdown });
  } catch (thrown) {
    await shutdown.run();
    throw thrown;
  }
};

type Started = StartInput & { config: Config; log: Log; shutdown: Shutdown };

/** The engine on its servers, with the folder's workspace published. */
const startEngine = async (input: Started & { servers: Servers; secrets: EngineSecrets; port: number }) => {
  const { config, log, shutdown, say, part, servers, secrets, port } = input;
  const mail = await mailOf({ config, shutdown });
  const runtime = part === 'api' ? undefined : await installTemporalRuntime({ log });
  if (runtime !== undefined) {
    shutdown.add({ name: "Temporal's runtime", boundMs: 5_000, stop: runtime.stop });
  }
  const publicUrl = publicUrlOf({ config, port });
  const assembled = await assemble({
    mongoUri: servers.mongoUri,
    temporal: servers.temporal,
    queues: queuesOf({ mongoUri: servers.mongoUri }),
    publicUrl,
    secret: secrets.linkSecret.reveal(),
    defaultFrom: config.from,
    pluginSecret: (name) =>
      config.secretFromEnv(name)?.reveal() ?? (name === 'SMTP_URL' ? mail.url : undefined),
    devClock: config.devClock,
    allowPrivate: config.devClock,
    log,
    ...(runtime === undefined ? {} : { workerText: runtime.workerMetricsText }),
  });
  shutdown.add({ name: 'the engine', boundMs: 30_000, stop: assembled.stop });
  const tenant = await publishFolder({ dir: config.workspaceDir, assembled, say });
  if (input.watch === true) {
    const stop = watchFolder({ dir: config.workspaceDir, assembled, say });
    shutdown.add({ name: 'the watch', boundMs: 1_000, stop });
  }
  return { assembled, tenant, inbox: mail.inbox, publicUrl };
};

const endOf = (input: Started & { working: Workers | undefined }): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    input.shutdown.add({ name: 'the process', boundMs: 100, stop: () => resolve() });
    input.working?.ended.catch((thrown: unknown) => {
      input.log.error({ error: messageOf(thrown) }, 'The worker failed.');
      reject(thrown instanceof Error ? thrown : new Error(messageOf(thrown)));
    });
  });

const start = async (input: Started): Promise<RunningEngine> => {
  const { config, log, shutdown, say, part } = input;
  const own = config.mongoUri === undefined || config.temporal.address === undefined || part === 'all';
  if (own) {
    const what = `ciclo ${part === 'all' ? 'start' : part}`;
    const folder = await claimDataFolder({ dir: config.dataDir, what });
    shutdown.add({ name: 'the data folder', boundMs: 2_000, stop: folder.release });
  }
  const secrets = await loadSecrets(config);
  const servers = await startServers({ config, searchPath: input.env['PATH'] ?? '', say, shutdown });
  const port = config.port === 0 ? await freePort() : config.port;
  const { assembled, tenant, inbox, publicUrl } = await startEngine({ ...input, servers, secrets, port });
  const working = part === 'api' ? undefined : await startWorker({ assembled, config, servers, shutdown });
  const url = part === 'worker' ? undefined : publicUrl;
  if (url !== undefined) {
    const { devClock, trustProxy } = config;
    const server = await serveApi({ assembled, secrets, tenant, port, publicUrl, devClock, trustProxy, log });
    shutdown.add({ name: 'the API', boundMs: 15_000, stop: server.stop });
  }
  return {
    url,
    inbox,
    secrets,
    tenant,
    dataDir: config.dataDir,
    assembled,
    lines: linesOf({ url, inbox, secrets, servers }),
    stop: async () => {
      await shutdown.run();
    },
    ended: endOf({ ...input, working }),
  };
};
