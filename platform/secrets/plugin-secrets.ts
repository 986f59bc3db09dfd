import { coversEntry } from '../../domain/egress-hosts.ts';
import { createSecret, type Secret } from './secret.ts';

/** Why a variable cannot be a plugin's secret, and what to do about it. */
export type SecretRefusal = { readonly message: string; readonly hint: string };

/** What a variable is to be the secret of: a plugin's id, and the field of its config. */
type SecretUse = {
  readonly plugin: string;
  readonly field: string;
  /** Hosts it would go to that neither it nor the plugin names itself. */
  readonly sentTo?: readonly string[];
};

/** The variables that plugins of a workspace may read. */
export type PluginSecrets = {
  /** The value; undefined when it is unset, or is not for plugins. */
  readonly read: (name: string) => Secret | undefined;
  /** Without a use: whether it is for plugins at all. */
  readonly refusal: (name: string, use?: SecretUse) => SecretRefusal | undefined;
  /** Everything that can be read, for masking. */
  readonly all: () => readonly Secret[];
};

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ownPrefix = 'CICLO_PLUGIN_';

/** Settings of the engine and of the machine. Nobody can give them to plugins. */
const ofEngine =
  /^(?:CICLO_(?!PLUGIN_).*|CICLO_PLUGIN_SECRETS|CICLO_PLUGIN_HOSTS|MONGODB_.*|TEMPORAL_.*|POSTGRES_.*|NODE_.*|PORT|PUBLIC_URL|LOG_FORMAT|LOG_LEVEL|PATH|HOME)$/i;

/** Names that the built-in plugins are documented with, and the only field that each is for. */
const wellKnown: ReadonlyMap<string, SecretUse> = new Map([
  ['SMTP_URL', { plugin: 'smtp', field: 'server' }],
  ['SHOPIFY_WEBHOOK_SECRET', { plugin: 'shopify', field: 'secrets' }],
  ['STANDARD_WEBHOOK_SECRET', { plugin: 'standard-webhooks-in', field: 'secrets' }],
]);

const hint = `Name a variable of the plugin's own, such as ${ownPrefix}SHOPIFY_SECRET.`;

/** Why a variable may not go where an instance would send it. */
const strayRefusal = (input: {
  name: string;
  sentTo: readonly string[];
  named: readonly string[] | undefined;
}): SecretRefusal | undefined => {
  const { name, sentTo, named = [] } = input;
  const stray = sentTo.filter((host) => !named.some((entry) => coversEntry(entry, host)));
  if (stray.length === 0) return undefined;
  return {
    message: `${name} would be sent to ${stray.join(', ')}, which nobody named at start.`,
    hint: `If that is meant, start the engine with CICLO_PLUGIN_HOSTS="${name}=${stray.join(',')}" (several variables with blanks between).`,
  };
};

/** Why no engine gives a variable to plugins: it is none, or a setting of the engine itself. */
export const neverForPlugins = (name: string): SecretRefusal | undefined => {
  if (!variableName.test(name)) return { message: `"${name}" is not the name of a variable.`, hint };
  if (!ofEngine.test(name)) return undefined;
  return { message: `${name} is a setting of the engine, which no plugin is given.`, hint };
};

/**
 * Reads `NAME=host,host:port OTHER=*.host`: the hosts that variables may go to. Undefined for what cannot be read.
 */
export const readSecretHosts = (text: string): ReadonlyMap<string, readonly string[]> | undefined => {
  const all = new Map<string, readonly string[]>();
  for (const part of text.split(/\s+/).filter((one) => one !== '')) {
    const [name = '', list = '', ...rest] = part.split('=');
    const hosts = list.split(',').filter((host) => host !== '');
    if (!variableName.test(name) || hosts.length === 0 || rest.length > 0) return undefined;
    all.set(name, [...(all.get(name) ?? []), ...hosts]);
  }
  return all;
};

/**
 * The variables that plugins may read: those whose names begin with `CICLO_PLUGIN_`, those the built-in plugins are
 * documented with (in the field they are for), and those named at start. A workspace is written by other people than the
 * environment of the process: it must not be able to send what is there anywhere, as a password to a server of its own, either. So a variable goes only to the host that
 * it is the address of, to the provider whose plugin it is named after, and to the hosts that were named for it at start.
 */
export const createPluginSecrets = (input: {
  env: Readonly<Record<string, string>>;
  named: readonly string[];
  /** The hosts that the operator lets a variable go to. */
  hosts?: ReadonlyMap<string, readonly string[]>;
}): PluginSecrets => {
  const { env, hosts } = input;
  const named = new Set(input.named);
  const refusal: PluginSecrets['refusal'] = (name, use) =>
    notForPlugins(name, use) ?? strayRefusal({ name, sentTo: use?.sentTo ?? [], named: hosts?.get(name) });
  const notForPlugins: PluginSecrets['refusal'] = (name, use) => {
    const never = neverForPlugins(name);
    if (never !== undefined || named.has(name) || name.startsWith(ownPrefix)) return never;
    const meant = wellKnown.get(name);
    if (meant !== undefined) {
      const { plugin, field } = meant;
      if (use === undefined || (use.plugin === plugin && use.field === field)) return undefined;
      return { message: `${name} is only for \`${field}\` of the plugin \`${plugin}\`.`, hint };
    }
    return {
      message: `${name} is not one of the variables that plugins may read.`,
      hint: `Start the engine with CICLO_PLUGIN_SECRETS=${name} (several with commas between), or rename it to ${ownPrefix}${name}.`,
    };
  };
  const read = (name: string): Secret | undefined => {
    const value = Object.hasOwn(env, name) && refusal(name) === undefined ? env[name] : undefined;
    return value === undefined ? undefined : createSecret(value);
  };
  return {
    read,
    refusal,
    all: () => Object.keys(env).flatMap((name) => read(name) ?? []),
  };
};
