import type { Environment } from '../config.ts';
import { createPluginSecrets } from './plugin-secrets.ts';
import { createSecret, type Secret } from './secret.ts';
import type { EngineSecrets } from './secrets.ts';

/** Settings whose values are secrets; several stand between commas. */
const names = [
  'CICLO_API_KEY',
  'CICLO_OIDC_CLIENT_SECRET',
  'CICLO_SECRET',
  'CICLO_SECRET_PREVIOUS',
  'CICLO_SECRET_RETIRED',
  'CICLO_WRITE_KEY',
  'MONGODB_URI',
  'SMTP_URL',
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS_CLIENT_KEY_DATA',
];

const severalIn: ReadonlySet<string> = new Set(['CICLO_SECRET_PREVIOUS', 'CICLO_SECRET_RETIRED']);

/**
 * Every secret that the environment gives the engine and its plugins, also when another setting is wrong and the engine
 * cannot start: what it then says must not hold them either.
 */
export const secretsInEnvironment = (environment: Environment): readonly Secret[] => {
  const env = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value.trim()]],
    ),
  );
  const parts = (text: string): readonly string[] => text.split(',').map((part) => part.trim());
  const own = names.flatMap((name) => {
    const value = env[name];
    if (value === undefined) return [];
    return severalIn.has(name) ? parts(value) : [value];
  });
  const named = parts(env['CICLO_PLUGIN_SECRETS'] ?? '').filter((name) => name !== '');
  const ofPlugins = createPluginSecrets({ env, named }).all();
  return [...own.filter((value) => value !== '').map((value) => createSecret(value)), ...ofPlugins];
};

/** The secrets of an engine, wherever they came from; the public key is none. */
export const secretsOf = (secrets: EngineSecrets): readonly Secret[] => [
  secrets.writeKey,
  secrets.apiKey,
  secrets.linkSecret,
  ...secrets.previousSecrets,
];
