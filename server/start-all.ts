import { join } from 'node:path';

import type { Place } from '../api/home/routes.ts';
import { messageOf } from '../domain/errors.ts';
import { isLoopback } from '../domain/own-host.ts';
import { checkPorts, type WantedPort } from '../platform/check-ports.ts';
import { claimDataFolder } from '../platform/data-folder.ts';
import { type Config, type Environment, loadConfig, publicUrlOf } from '../platform/config.ts';
import type { LogFormat } from '../platform/config-schema.ts';
import { startEmbeddedMongo, startEmbeddedTemporal } from '../platform/embedded/start.ts';
import { freePort } from '../platform/free-port.ts';
import { type Inbox, startInbox } from '../platform/inbox/inbox-server.ts';
import { createKeyring } from '../platform/secrets/keyring.ts';
import { secretsInEnvironment, secretsOf } from '../platform/secrets/known-secrets.ts';
import { createLog, type Log } from '../platform/log.ts';
import { createSecretMask, type SecretMask } from '../platform/secrets/redact.ts';
import { type EngineSecrets, loadSecrets } from '../platform/secrets/secrets.ts';
import { createShutdown, type Shutdown, type SignalSource, stopOnSignals } from '../platform/shutdown.ts';
import type { StrayErrors } from '../platform/stray-errors.ts';
import { installTemporalRuntime } from '../platform/temporal/temporal-runtime.ts';
import { connectTemporalWorker } from '../platform/temporal/temporal-worker.ts';
import type { TemporalTarget } from '../platform/temporal/temporal.ts';
import { createOpenStudio } from '../platform/studio/build-studio.ts';
import { workflowBundle } from '../platform/workflow-bundle.ts';
import type { Say } from '../platform/say.ts';
import { loadPlugins } from './plugins/load-plugins.ts';
import { publishFolder, renewFolder, watchFolder } from './workspace/publish-folder.ts';
import { type Assembled, assemble } from './assemble.ts';
import { queuesOf } from './queues.ts';
import { serveApi } from './serve-api.ts';
import { serveOperators } from './serve-operators.ts';
import { studioLink } from './studio-sign-in.ts';
import { startWorkers, type Workers } from './workers.ts';

/** What runs in this process: everything, or one of the parts. */
export type Part = 'all' | 'api' | 'worker';

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
  log: Log;
  searchPath: string;
  say: Say;
  shutdown: Shutdown;
}): Promise<Servers> => {
  const { config, say, shutdown } = input;
  const { dataDir, toolsDir, mayInstall } = config;
  const note = (line: string): void => input.log.debug({}, line);
  const options = { dataDir, toolsDir, mayInstall, searchPath: input.searchPath, say, note };
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

/** Where the studio shows the development inbox. */
const inboxPage = '/studio/dev-inbox';

const linesOf = (input: {
  url: string | undefined;
  operators: string;
  inbox: Inbox | undefined;
  secrets: EngineSecrets;
  servers: Servers;
  logFormat: LogFormat;
  /** With which one signs in once. */
  studio: string | undefined;
}): string[] => {
  const { url, operators, inbox, secrets, servers, logFormat, studio } = input;
  return [
    ...(url === undefined ? [] : [`API        ${url}`]),
    ...(url === undefined ? [] : [`Studio     ${studio ?? `${url}/studio`}`]),
    ...(studio === undefined ? [] : ['           (the link signs you in once, within three days)']),
    `Operators  ${operators}   (${url === undefined ? '' : '/docs, '}/metrics, /readyz)`,
    ...(inbox === undefined
      ? []
      : [`Inbox      ${url === undefined ? inbox.url : `${url}${inboxPage}`}   (development mail)`]),
    ...(servers.uiUrl === undefined ? [] : [`Temporal   ${servers.uiUrl}`]),
    // Lines for machines are kept somewhere, and keys have no place there.
    ...(secrets.made && logFormat === 'text'
      ? [
          `Public key ${secrets.publicKey?.reveal() ?? ''}   (for web pages)`,
          `Server key ${secrets.writeKey.reveal()}   (for events from your servers)`,
          `API key    ${secrets.apiKey.reveal()}   (for /api; all are kept in ${secrets.file ?? ''})`,
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
  const inbox = await startInbox({
    httpPort: input.config.ports.inbox,
    dir: join(input.config.dataDir, 'inbox'),
  });
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
  /** How the log is written; as the settings say by default. */
  readonly logFormat?: LogFormat;
  /** Where the process handles what nothing waits for; without it, that of a plugin ends the process too. */
  readonly strays?: StrayErrors;
};

/** Starts everything, or one part, as the environment says; whatever was started is stopped when a part fails. */
export const startAll = async (input: StartInput): Promise<RunningEngine> => {
  const config = loadConfig(input.env);
  const { logFormat = config.logFormat ?? 'json' } = input;
  const mask = createSecretMask({ secrets: secretsInEnvironment(input.env) });
  const log = createLog({ level: config.logLevel, format: logFormat, mask });
  const say: Say = (line) => input.say(mask.text(line));
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
    return await start({ ...input, logFormat, say, config, log, mask, shutdown });
  } catch (thrown) {
    await shutdown.run();
    throw thrown;
  }
};

type Started = StartInput & {
  logFormat: LogFormat;
  config: Config;
  log: Log;
  mask: SecretMask;
  shutdown: Shutdown;
};

/** The leases of every kind of work, where the settings name one. */
const leasesOf = ({ leaseMs }: Config) =>
  leaseMs === undefined ? {} : { acceptLeaseMs: leaseMs, jobLeaseMs: leaseMs, sendLeaseMs: leaseMs };

/** The engine on its servers, with the folder's workspace published. */
const startEngine = async (input: Started & { servers: Servers; secrets: EngineSecrets; port: number }) => {
  const { config, log, shutdown, say, part, servers, secrets, port } = input;
  const mail = await mailOf({ config, shutdown });
  const runtime = part === 'api' ? undefined : await installTemporalRuntime({ log });
  if (runtime !== undefined) {
    shutdown.add({ name: "Temporal's runtime", boundMs: 5_000, stop: runtime.stop });
  }
  const publicUrl = publicUrlOf({ config, port });
  const {
    plugins,
    off: offPlugins,
    close: closePlugins,
  } = await loadPlugins({ dir: config.workspaceDir, allowPrivate: config.allowPrivateEgress, log });
  shutdown.add({ name: 'The threads of plugins', boundMs: 5_000, stop: closePlugins });
  const assembled = await assemble({
    mongoUri: servers.mongoUri,
    temporal: servers.temporal,
    queues: queuesOf({ mongoUri: servers.mongoUri }),
    publicUrl,
    oidcProvider: config.oidc,
    keyring: createKeyring({
      secrets: [secrets.linkSecret.reveal(), ...secrets.previousSecrets.map((one) => one.reveal())],
      retired: config.retiredSecrets.map((one) => one.reveal()),
    }),
    defaultFrom: config.from,
    pluginSecret: (name) =>
      config.pluginSecrets.read(name)?.reveal() ?? (name === 'SMTP_URL' ? mail.url : undefined),
    refuseSecret: config.pluginSecrets.refusal,
    plugins,
    offPlugins,
    devClock: config.devClock,
    allowPrivate: config.allowPrivateEgress,
    log,
    strays: input.strays,
    retention: config.retention,
    warehouseDir: config.warehouseDir,
    ...leasesOf(config),
    forgetMail: (addresses) => mail.inbox?.mailbox.forget(addresses),
    ...(mail.inbox === undefined ? {} : { devMailbox: mail.inbox.mailbox }),
    ...(runtime === undefined ? {} : { workerText: runtime.workerMetricsText }),
  });
  shutdown.add({ name: 'the engine', boundMs: 30_000, stop: assembled.stop });
  const tenant = await publishFolder({ dir: config.workspaceDir, assembled, say });
  if (input.watch === true) {
    const stop = await watchFolder({ dir: config.workspaceDir, assembled, say });
    shutdown.add({ name: 'the watch', boundMs: 10_000, stop });
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

/** Opens the studio. Where somebody looks at the terminal it is built now, so that it is there when they open it. */
const studioOf = (input: Pick<Started, 'config' | 'shutdown' | 'log' | 'logFormat'>) => {
  const { config, shutdown, log, logFormat } = input;
  const ending = new AbortController();
  shutdown.add({ name: 'the build of the studio', boundMs: 100, stop: () => ending.abort() });
  const open = createOpenStudio({ toolsDir: config.toolsDir, signal: ending.signal });
  if (logFormat === 'text') {
    open().catch((thrown: unknown) => {
      if (!ending.signal.aborted) log.warn({ error: messageOf(thrown) }, 'The studio cannot be built.');
    });
  }
  return open;
};

/** The API, unless this is a worker, and what operators look at. */
const serve = async (
  input: Started & {
    assembled: Assembled;
    secrets: EngineSecrets;
    tenant: string;
    inbox: Inbox | undefined;
    port: number;
    publicUrl: string;
  },
): Promise<{ readonly url: string | undefined; readonly operators: string }> => {
  const { config, assembled, log, shutdown, part, inbox } = input;
  const { devClock, trustProxy, host, hosts } = config;
  // Where strangers reach the API, its first page says nothing of this machine.
  const found: Place[] = [];
  const elsewhere = config.publicUrl === undefined && isLoopback(host) ? () => found : undefined;
  const api =
    part === 'worker'
      ? undefined
      : await serveApi({
          ...input,
          devClock,
          trustProxy,
          host,
          hosts,
          elsewhere,
          openStudio: studioOf(input),
        });
  if (api !== undefined) shutdown.add({ name: 'the API', boundMs: 15_000, stop: api.stop });
  const objects = () => assembled.engine.objectsOf(input.tenant);
  const documented = api === undefined ? undefined : { app: api.app, objects };
  const operators = await serveOperators({ assembled, config, api: documented, log });
  shutdown.add({ name: 'the port for operators', boundMs: 5_000, stop: operators.close });
  found.push({ at: `${operators.url}/docs`, what: 'the documentation of the API' });
  if (inbox !== undefined && api !== undefined)
    found.push({ at: `${api.url}${inboxPage}`, what: 'the development inbox' });
  return { url: api?.url, operators: operators.url };
};

/** Every port that the settings name and that will be listened on. */
const portsOf = (input: { config: Config; part: Part }): readonly WantedPort[] => {
  const { config, part } = input;
  const { host, port, admin, ports, mongoUri, temporal, smtpUrl } = config;
  const wanted = (setting: string, at: number | undefined, on = '127.0.0.1'): readonly WantedPort[] =>
    at === undefined ? [] : [{ setting, host: on, port: at }];
  return [
    ...(part === 'worker' ? [] : wanted('PORT', port, host)),
    ...wanted('CICLO_ADMIN_PORT', admin.port, admin.host),
    ...(smtpUrl === undefined ? wanted('CICLO_INBOX_PORT', ports.inbox) : []),
    ...(mongoUri === undefined ? wanted('CICLO_MONGO_PORT', ports.mongo) : []),
    ...(temporal.address === undefined
      ? [
          ...wanted('CICLO_TEMPORAL_PORT', ports.temporal),
          ...wanted('CICLO_TEMPORAL_UI_PORT', ports.temporalUi),
        ]
      : []),
  ];
};

const start = async (input: Started): Promise<RunningEngine> => {
  const { config, shutdown, say, part } = input;
  const own = config.mongoUri === undefined || config.temporal.address === undefined || part === 'all';
  if (own) {
    const what = `ciclo ${part === 'all' ? 'start' : part}`;
    const folder = await claimDataFolder({ dir: config.dataDir, what });
    shutdown.add({ name: 'the data folder', boundMs: 2_000, stop: folder.release });
  }
  await checkPorts(portsOf({ config, part }));
  const secrets = await loadSecrets(config);
  input.mask.add(secretsOf(secrets));
  const servers = await startServers({
    config,
    log: input.log,
    searchPath: input.env['PATH'] ?? '',
    say,
    shutdown,
  });
  const port = config.port === 0 ? await freePort() : config.port;
  const { assembled, tenant, inbox, publicUrl } = await startEngine({ ...input, servers, secrets, port });
  const working = part === 'api' ? undefined : await startWorker({ assembled, config, servers, shutdown });
  const renewing = new AbortController();
  shutdown.add({ name: 'the compilation', boundMs: 100, stop: () => renewing.abort() });
  void renewFolder({ dir: config.workspaceDir, assembled, say, signal: renewing.signal });
  const { url, operators } = await serve({ ...input, assembled, secrets, tenant, inbox, port, publicUrl });
  // Lines for machines are kept somewhere, and links that sign in have no place there.
  const studio =
    url === undefined || input.logFormat !== 'text'
      ? undefined
      : await studioLink({ parts: assembled.engine, tenant, url: publicUrl });
  return {
    url,
    inbox,
    secrets,
    tenant,
    dataDir: config.dataDir,
    assembled,
    lines: linesOf({ ...input, url, operators, inbox, secrets, servers, studio }),
    stop: async () => {
      await shutdown.run();
    },
    ended: endOf({ ...input, working }),
  };
};
