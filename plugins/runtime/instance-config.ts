import type { z } from 'zod';
import type { Problem } from '../../domain/problem.ts';
import { placesNamedBy } from '../../domain/egress-hosts.ts';
import { isObject } from '../../domain/json.ts';
import { passwordsIn } from '../../domain/secrets/secret-forms.ts';
import type { Plugin } from '../contract/plugin.ts';
import { resolvedSecret } from '../contract/sign-in/secret.ts';
import { strayingSecrets } from './secret-hosts.ts';

type Path = readonly (string | number)[];

const written = (path: Path): string =>
  path.reduce<string>(
    (before, key) =>
      typeof key === 'number' ? `${before}[${key}]` : before === '' ? key : `${before}.${key}`,
    '',
  );

const isReference = (value: unknown): value is { env: string } =>
  isObject(value) && typeof value['env'] === 'string' && Object.keys(value).length === 1;

/** One problem of an instance's entry in `ciclo.json`. */
export const instanceProblem = (input: {
  code: string;
  instance: string;
  path?: Path;
  message: string;
  hint: string;
}): Problem => ({
  code: input.code,
  path: written(['plugins', input.instance, ...(input.path ?? [])]),
  message: input.message,
  hint: input.hint,
  severity: 'error',
});

/** What a variable is to be the secret of: a plugin's id, and the field of its config (`server.auth.pass`), without places in lists. */
export type SecretUse = {
  readonly plugin: string;
  readonly field: string;
  /** Hosts the secret would go to that neither it nor the plugin names itself; none when it stays. */
  readonly sentTo?: readonly string[];
};

/** Why a variable may not be a plugin's secret; undefined when it may. */
export type RefuseSecret = (
  name: string,
  use: SecretUse,
) => { readonly message: string; readonly hint: string } | undefined;

const fieldOf = (path: Path): string => path.filter((key) => typeof key === 'string').join('.');

/** A secret of a config: the variable, its place and field, and its value if it has one. */
export type NamedSecret = {
  readonly field: string;
  readonly name: string;
  readonly path: Path;
  readonly value: string | undefined;
};

type Resolved = {
  config: unknown;
  found: readonly string[];
  /** Every secret that may be one, where, and its value if it has one. */
  named: readonly NamedSecret[];
  /** Where there is no secret; the schema has nothing to say about these places. */
  missing: readonly Path[];
  /** Where a variable is named that is not for plugins. */
  refused: readonly ({ readonly path: Path } & NonNullable<ReturnType<RefuseSecret>>)[];
  problems: readonly Problem[];
};

const missingSecret = (input: { instance: string; path: Path; name: string }): Problem =>
  instanceProblem({
    code: 'missing-secret',
    instance: input.instance,
    path: ['config', ...input.path],
    message: `The environment variable ${input.name} is not set, so "${input.instance}" stays off.`,
    hint: `Set ${input.name}, or take the instance out.`,
  });

/**
 * Fills the secrets of an instance's config in from the environment: each `{ "env": "NAME" }` becomes its value.
 * Variables that are not for plugins, missing or empty are problems; the values found are listed, for redaction.
 */
export const resolveSecrets = (input: {
  instance: string;
  /** The plugin's id. */
  plugin: string;
  config: unknown;
  secrets: (name: string) => string | undefined;
  refuse: RefuseSecret;
}): Resolved => {
  const { instance } = input;
  const found: string[] = [];
  const named: NamedSecret[] = [];
  const missing: Path[] = [];
  const refused: Resolved['refused'][number][] = [];
  const problems: Problem[] = [];
  const read = (name: string, path: Path): string => {
    const no = input.refuse(name, { plugin: input.plugin, field: fieldOf(path) });
    const secret = no === undefined ? input.secrets(name) : undefined;
    if (no === undefined) named.push({ name, path, field: fieldOf(path), value: secret });
    if (secret !== undefined && secret.trim() !== '') {
      found.push(secret, ...passwordsIn(secret));
      return secret;
    }
    missing.push(path);
    if (no === undefined) problems.push(missingSecret({ instance, path, name }));
    else {
      refused.push({ path, ...no });
      problems.push(
        instanceProblem({ code: 'secret-not-allowed', instance, path: ['config', ...path], ...no }),
      );
    }
    return '';
  };
  const walk = (value: unknown, path: Path): unknown => {
    if (isReference(value)) return resolvedSecret(read(value.env, path));
    if (Array.isArray(value)) return value.map((one: unknown, index) => walk(one, [...path, index]));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, walk(inner, [...path, key])]),
    );
  };
  return { config: walk(input.config, []), found, named, missing, refused, problems };
};

const startsWith = (path: Path, start: Path): boolean => start.every((key, index) => path[index] === key);

/** Whether an issue is there only because a secret is not: at its place, or of a whole that holds it. */
const isAbout = (issue: { path: Path; code: string }, secret: Path): boolean =>
  startsWith(issue.path, secret) ||
  (startsWith(secret, issue.path) && (issue.code === 'custom' || issue.code === 'invalid_union'));

type Issues = { readonly error: z.ZodError; readonly missing: readonly Path[] };

const issuesOf = ({ error, missing }: Issues) =>
  error.issues
    .map((issue) => ({
      message: issue.message,
      code: issue.code ?? 'custom',
      path: issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key)),
    }))
    .filter((issue) => !missing.some((secret) => isAbout(issue, secret)));

/** What the plugin's schema says against a config. Values are never repeated: they may be secret. */
export const schemaProblems = (input: Issues & { readonly instance: string }): Problem[] =>
  issuesOf(input).map(({ code, path, message }) =>
    instanceProblem({
      code: code === 'unrecognized_keys' ? 'unknown-field' : 'invalid-config',
      instance: input.instance,
      path: ['config', ...path],
      message,
      hint: 'See the config of this plugin in docs/plugins.md.',
    }),
  );

/** Checks a config without its secrets, as `validate` does on a machine that has none; paths are within it. */
export const checkConfig = (input: {
  plugin: Pick<Plugin, 'id' | 'config' | 'hostsOf' | 'ownHosts' | 'keptSecrets'>;
  config: unknown;
  refuse: RefuseSecret;
}): Problem[] => {
  const { plugin, refuse } = input;
  const { config, missing, refused, named } = resolveSecrets({
    instance: '',
    plugin: plugin.id,
    config: input.config,
    secrets: () => undefined,
    refuse,
  });
  const hosts = plugin.hostsOf(config) ?? [];
  const stray = strayingSecrets({ plugin, hosts, named, refuse });
  const notAllowed = [...refused, ...stray].map(({ path, ...no }) => ({
    code: 'secret-not-allowed',
    path: written(path),
    ...no,
    severity: 'error' as const,
  }));
  const parsed = plugin.config.safeParse(config);
  if (parsed.success) return notAllowed;
  const wrong = issuesOf({ error: parsed.error, missing }).map(({ code, path, message }) => ({
    code: code === 'unrecognized_keys' ? 'unknown-field' : 'invalid-config',
    path: written(path),
    message,
    hint: 'See the config of this plugin in docs/plugins.md.',
    severity: 'error' as const,
  }));
  return [...notAllowed, ...wrong];
};

/** What of an instance can be kept the same on both sides, without its secrets; undefined for a config that cannot be read. */
export const objectsOf = (input: {
  plugin: Pick<Plugin, 'id' | 'syncsOf'>;
  config: unknown;
  refuse: RefuseSecret;
}): readonly string[] | undefined => {
  const { plugin, config, refuse } = input;
  const secrets = () => undefined;
  const resolved = resolveSecrets({ instance: '', plugin: plugin.id, config, secrets, refuse });
  return plugin.syncsOf(resolved.config);
};

/** `host:port` of the secrets that are addresses: what the operator named, and may lie on a private network. */
export const namedByOperator = (secrets: readonly string[]): ReadonlySet<string> =>
  new Set(secrets.flatMap(placesNamedBy));
