import { join, resolve } from 'node:path';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import type { z } from 'zod';
import { CicloError, messageOf } from '../domain/errors.ts';
import { describeProblem, settingsSchema, type LogLevel } from './config-schema.ts';
import { createSecret, type Secret } from './secret.ts';

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
  /** Given public address without a trailing slash; undefined: `http://localhost:<port in use>` (`publicUrlOf`). */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  /** Where embedded servers are installed; shared by every data folder of this checkout. */
  readonly toolsDir: string;
  readonly workspaceDir: string;
  /** undefined: the development inbox. */
  readonly smtpUrl: Secret | undefined;
  readonly from: string;
  /** undefined: the embedded MongoDB. */
  readonly mongoUri: Secret | undefined;
  readonly temporal: TemporalSettings;
  readonly writeKey: Secret | undefined;
  readonly apiKey: Secret | undefined;
  readonly linkSecret: Secret | undefined;
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
  /**
   * A plugin's secret by the name of its environment variable; undefined when that is unset. Throws
   * `bad-configuration` for a name that is not a variable's, or that holds a secret of the engine itself: a
   * workspace file must not be able to send those anywhere.
   */
  secretFromEnv(name: string): Secret | undefined;
}

const PROJECT_ROOT = resolve(import.meta.dirname, '..');
const OWN_SECRETS = /^(?:CICLO_(?:SECRET|API_KEY|WRITE_KEY)|MONGODB_URI|TEMPORAL_.*)$/;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
};

const withoutEmpty = (env: Environment): Record<string, string> => {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value.trim() !== '') given[name] = value.trim();
  }
  return given;
};

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

const secretReader =
  (env: Record<string, string>) =>
  (name: string): Secret | undefined => {
    if (!VARIABLE_NAME.test(name) || OWN_SECRETS.test(name)) {
      throw new CicloError({
        code: 'bad-configuration',
        message: `"${name}" cannot be a plugin's secret: give the name of an environment variable of the plugin's own, such as SHOPIFY_WEBHOOK_SECRET`,
      });
    }
    const value = env[name];
    return value === undefined ? undefined : createSecret(value);
  };

const wrap = (value: string | undefined): Secret | undefined =>
  value === undefined ? undefined : createSecret(value);

const configOf = (input: {
  env: Record<string, string>;
  settings: z.output<typeof settingsSchema>;
  temporal: TemporalSettings;
}): Config => {
  const { env, settings, temporal } = input;
  return {
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL,
    dataDir: resolve(settings.CICLO_DATA),
    toolsDir: resolve(settings.CICLO_TOOLS ?? join(PROJECT_ROOT, '.ciclo', 'tools')),
    workspaceDir: resolve(settings.CICLO_WORKSPACE),
    smtpUrl: wrap(settings.SMTP_URL),
    from: settings.CICLO_FROM,
    mongoUri: wrap(settings.MONGODB_URI),
    temporal,
    writeKey: wrap(settings.CICLO_WRITE_KEY),
    apiKey: wrap(settings.CICLO_API_KEY),
    linkSecret: wrap(settings.CICLO_SECRET),
    devClock: settings.CICLO_DEV_CLOCK,
    trustProxy: settings.CICLO_TRUST_PROXY,
    ports: {
      inbox: settings.CICLO_INBOX_PORT,
      temporal: settings.CICLO_TEMPORAL_PORT,
      temporalUi: settings.CICLO_TEMPORAL_UI_PORT,
      mongo: settings.CICLO_MONGO_PORT,
    },
    logLevel: settings.LOG_LEVEL,
    secretFromEnv: secretReader(env),
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
  let temporal: TemporalSettings | undefined;
  try {
    temporal = readTemporal(env);
  } catch (thrown) {
    const message = messageOf(thrown);
    problems.push(thrown instanceof CicloError ? message : `TEMPORAL_* settings: ${message}`);
  }

  if (settings.data === undefined || temporal === undefined) {
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
