import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import type { z } from 'zod';
import { CicloError, messageOf } from '../domain/errors.ts';
import type { Retention } from '../domain/privacy/retention.ts';
import { describeProblem, settingsSchema, type LogFormat, type LogLevel } from './config-schema.ts';
import { usualToolsDir } from './package-root.ts';
import { createPluginSecrets, type PluginSecrets } from './secrets/plugin-secrets.ts';
import { createSecret, type Secret } from './secrets/secret.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How to reach Temporal. */
interface TemporalSettings {
  /** `host:port` of a server of one's own; undefined: start the embedded one. */
  readonly address: string | undefined;
  readonly namespace: string;
  /** Connection options (TLS, API key, address) for a client or a worker; a function, so that they never print. */
  readonly connection: () => ClientConnectConfig['connectionOptions'];
}

/** Every setting of the engine, checked and frozen. Paths are absolute; secrets are wrapped and never print. */
export interface Config {
  /** HTTP port; 0 takes any free one. */
  readonly port: number;
  /** What the API listens on. */
  readonly host: string;
  /** Names under which the API is reached besides that of `publicUrl`, in lower case. */
  readonly hosts: readonly string[];
  /** Where operators look at figures and documentation; without a port the usual one, or any free one. */
  readonly admin: { readonly host: string; readonly port: number | undefined };
  /** Given public address without a trailing slash; undefined: `http://localhost:<port in use>` (`publicUrlOf`). */
  readonly publicUrl: string | undefined;
  /** The engine that commands call, where it is not the one at `publicUrl` or of this data folder. */
  readonly engineUrl: string | undefined;
  readonly dataDir: string;
  /** Where the files of the warehouse are; undefined: this process has none. */
  readonly warehouseDir: string | undefined;
  /** Where embedded servers are installed; shared by every data folder of this checkout. */
  readonly toolsDir: string;
  /** Whether servers that are not on the machine may be fetched. */
  readonly mayInstall: boolean;
  readonly workspaceDir: string;
  /** Whether the workspace was named: by the settings, or by the folder that the command was started in. */
  readonly isWorkspaceNamed: boolean;
  /** undefined: the development inbox. */
  readonly smtpUrl: Secret | undefined;
  /** The provider of the organisation, where the team signs in by OpenID Connect; undefined without one. */
  readonly oidc:
    | {
        readonly name: string;
        readonly issuer: string;
        readonly clientId: string;
        readonly clientSecret: (() => string) | undefined;
        readonly domains: readonly string[];
      }
    | undefined;
  readonly from: string;
  /** undefined: the embedded MongoDB. */
  readonly mongoUri: Secret | undefined;
  readonly temporal: TemporalSettings;
  readonly writeKey: Secret | undefined;
  readonly apiKey: Secret | undefined;
  readonly linkSecret: Secret | undefined;
  /** What `linkSecret` replaced, still honoured. */
  readonly previousSecrets: readonly Secret[];
  /** Secrets that sign and open nothing any more, and still find suppressed addresses and erased people. */
  readonly retiredSecrets: readonly Secret[];
  /** After how long without a sign of life another process takes over what one works on; undefined: as usual for each kind of work. */
  readonly leaseMs: number | undefined;
  /** Whether the development clock may be moved. */
  readonly devClock: boolean;
  /** Whether a proxy in front names the caller's address, in `X-Forwarded-For`. */
  readonly trustProxy: boolean;
  /** Ports of what is started along; 0 takes any free one, an undefined UI port means no UI. */
  readonly ports: {
    readonly inbox: number;
    readonly temporal: number;
    readonly temporalUi: number | undefined;
    readonly mongo: number;
  };
  readonly logLevel: LogLevel;
  /** undefined: text in a terminal and under `ciclo dev`, else JSON. */
  readonly logFormat: LogFormat | undefined;
  /** The variables that plugins may read. */
  readonly pluginSecrets: PluginSecrets;
  /** Whether plugins may reach this machine and private networks. */
  readonly allowPrivateEgress: boolean;
  /** How long what is over is kept, by class. */
  readonly retention: Retention;
}

/** Whether the current folder is a workspace. In a checkout it is not, but its `templates` is one. */
const isInWorkspace = (): boolean => existsSync('ciclo.json');

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
};

const withoutEmpty = (env: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || value.trim() === '' ? [] : [[name, value.trim()]],
    ),
  );

/**
 * A configuration file of the Temporal CLI counts only when it is asked for by name: somebody's default profile
 * must not quietly point a demo at a production cluster.
 */
const readTemporal = (env: Record<string, string>): TemporalSettings => {
  const asked = env['TEMPORAL_CONFIG_FILE'] !== undefined || env['TEMPORAL_PROFILE'] !== undefined;
  const { connectionOptions, namespace } = loadClientConnectConfig({
    overrideEnvVars: env,
    disableFile: !asked,
  });
  const address = connectionOptions.address;
  if (address !== undefined && !/^[^\s:/]+:\d{1,5}$|^\[[^\]]+\]:\d{1,5}$/.test(address)) {
    throw new CicloError({
      code: 'bad-configuration',
      message: describeProblem({ name: 'TEMPORAL_ADDRESS', message: 'must be host:port' }),
    });
  }
  return { address, namespace: namespace ?? 'default', connection: () => connectionOptions };
};

const wrap = (value: string | undefined): Secret | undefined =>
  value === undefined ? undefined : createSecret(value);

const warehouseDirOf = (settings: z.output<typeof settingsSchema>): string | undefined =>
  settings.CICLO_WAREHOUSE === 'off'
    ? undefined
    : resolve(settings.CICLO_WAREHOUSE ?? join(settings.CICLO_DATA, 'warehouse'));

const oidcOf = (settings: z.output<typeof settingsSchema>): Config['oidc'] => {
  const { CICLO_OIDC_ISSUER: issuer, CICLO_OIDC_CLIENT_ID: clientId } = settings;
  if (issuer === undefined || clientId === undefined) return undefined;
  const secret = wrap(settings.CICLO_OIDC_CLIENT_SECRET);
  return {
    issuer,
    clientId,
    name: settings.CICLO_OIDC_NAME,
    clientSecret: secret === undefined ? undefined : () => secret.reveal(),
    domains: settings.CICLO_OIDC_DOMAINS.map((domain) => domain.toLowerCase()),
  };
};

const configOf = (input: {
  env: Record<string, string>;
  settings: z.output<typeof settingsSchema>;
  temporal: TemporalSettings;
}): Config => {
  const { env, settings, temporal } = input;
  return {
    port: settings.PORT,
    host: settings.CICLO_HOST,
    hosts: settings.CICLO_HOSTS.map((name) => name.toLowerCase()),
    admin: { host: settings.CICLO_ADMIN_HOST, port: settings.CICLO_ADMIN_PORT },
    publicUrl: settings.PUBLIC_URL,
    engineUrl: settings.CICLO_URL,
    dataDir: resolve(settings.CICLO_DATA),
    warehouseDir: warehouseDirOf(settings),
    toolsDir: resolve(settings.CICLO_TOOLS ?? usualToolsDir({ cacheHome: env['XDG_CACHE_HOME'] })),
    mayInstall: !settings.CICLO_NO_INSTALL,
    workspaceDir: resolve(settings.CICLO_WORKSPACE ?? (isInWorkspace() ? '.' : 'templates')),
    isWorkspaceNamed: settings.CICLO_WORKSPACE !== undefined || isInWorkspace(),
    smtpUrl: wrap(settings.SMTP_URL),
    oidc: oidcOf(settings),
    from: settings.CICLO_FROM,
    mongoUri: wrap(settings.MONGODB_URI),
    temporal,
    writeKey: wrap(settings.CICLO_WRITE_KEY),
    apiKey: wrap(settings.CICLO_API_KEY),
    linkSecret: wrap(settings.CICLO_SECRET),
    previousSecrets: settings.CICLO_SECRET_PREVIOUS.map((one) => createSecret(one)),
    retiredSecrets: settings.CICLO_SECRET_RETIRED.map((one) => createSecret(one)),
    leaseMs: settings.CICLO_LEASE_SECONDS === undefined ? undefined : settings.CICLO_LEASE_SECONDS * 1000,
    devClock: settings.CICLO_DEV_CLOCK,
    trustProxy: settings.CICLO_TRUST_PROXY,
    ports: {
      inbox: settings.CICLO_INBOX_PORT,
      temporal: settings.CICLO_TEMPORAL_PORT,
      temporalUi: settings.CICLO_TEMPORAL_UI_PORT,
      mongo: settings.CICLO_MONGO_PORT,
    },
    logLevel: settings.LOG_LEVEL,
    logFormat: settings.LOG_FORMAT,
    pluginSecrets: createPluginSecrets({
      env,
      named: settings.CICLO_PLUGIN_SECRETS,
      ...(settings.CICLO_PLUGIN_HOSTS === undefined ? {} : { hosts: settings.CICLO_PLUGIN_HOSTS }),
    }),
    allowPrivateEgress: settings.CICLO_ALLOW_PRIVATE_EGRESS,
    retention: settings.CICLO_RETENTION,
  };
};

/**
 * Reads every setting from the environment. An empty variable counts as unset. Throws one `bad-configuration`
 * that names every problem at once, each with the variable and an example; values are not repeated, because they
 * may be secret.
 */
export const loadConfig = (environment: Environment): Config => {
  const env = withoutEmpty(environment);
  const problems: string[] = [];

  const settings = settingsSchema.safeParse(env);
  for (const { path, message } of settings.error?.issues ?? []) {
    problems.push(describeProblem({ name: path.join('.'), message }));
  }
  const { CICLO_OIDC_ISSUER: issuer, CICLO_OIDC_CLIENT_ID: clientId } = settings.data ?? {};
  if ((issuer === undefined) !== (clientId === undefined)) {
    const name = issuer === undefined ? 'CICLO_OIDC_ISSUER' : 'CICLO_OIDC_CLIENT_ID';
    problems.push(describeProblem({ name, message: 'must be set too: a provider needs both' }));
  }
  let temporal: TemporalSettings | undefined;
  try {
    temporal = readTemporal(env);
  } catch (thrown) {
    const message = messageOf(thrown);
    problems.push(thrown instanceof CicloError ? message : `TEMPORAL_* settings: ${message}`);
  }

  if (problems.length > 0 || settings.data === undefined || temporal === undefined) {
    throw new CicloError({
      code: 'bad-configuration',
      message: `The settings cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
      details: { problems },
    });
  }
  return deepFreeze(configOf({ env, settings: settings.data, temporal }));
};

/** The public address to put into links: the given one, or this machine's at the port that is really in use. */
export const publicUrlOf = (input: { config: Pick<Config, 'publicUrl'>; port: number }): string =>
  input.config.publicUrl ?? `http://localhost:${input.port}`;
