import type { z } from 'zod';
import type { Problem } from '../../domain/problem.ts';
import { isObject } from '../../domain/json.ts';
import { resolvedSecret } from '../contract/secret.ts';

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
  mend: string;
}): Problem => ({
  code: input.code,
  path: written(['plugins', input.instance, ...(input.path ?? [])]),
  message: input.message,
  mend: input.mend,
  severity: 'error',
});

/** The password of a secret that is a URL: it must not appear on its own either. */
const passwordsIn = (secret: string): string[] => {
  if (!URL.canParse(secret)) return [];
  const { password } = new URL(secret);
  if (password === '') return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
};

/**
 * Fills the secrets of an instance's config in from the environment: each `{ "env": "NAME" }` becomes its value.
 * Variables that are missing or empty are problems; the values found are listed, for redaction.
 */
export const resolveSecrets = (input: {
  instance: string;
  config: unknown;
  secrets: (name: string) => string | undefined;
}): {
  config: unknown;
  found: readonly string[];
  /** Where a secret is missing; the schema has nothing to say about these places. */
  missing: readonly Path[];
  problems: readonly Problem[];
} => {
  const found: string[] = [];
  const missing: Path[] = [];
  const problems: Problem[] = [];
  const walk = (value: unknown, path: Path): unknown => {
    if (isReference(value)) {
      const secret = input.secrets(value.env);
      if (secret !== undefined && secret.trim() !== '') {
        found.push(secret, ...passwordsIn(secret));
        return resolvedSecret(secret);
      }
      missing.push(path);
      problems.push(
        instanceProblem({
          code: 'missing-secret',
          instance: input.instance,
          path: ['config', ...path],
          message: `The environment variable ${value.env} is not set, so "${input.instance}" stays off.`,
          mend: `Set ${value.env}, or take the instance out.`,
        }),
      );
      return resolvedSecret('');
    }
    if (Array.isArray(value)) return value.map((one: unknown, index) => walk(one, [...path, index]));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, walk(inner, [...path, key])]),
    );
  };
  return { config: walk(input.config, []), found, missing, problems };
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
      mend: 'See the config of this plugin in docs/plugins.md.',
    }),
  );

/** Checks a config without its secrets, as `validate` does on a machine that has none; paths are within it. */
export const checkConfig = (input: { schema: z.ZodType; config: unknown }): Problem[] => {
  const { config, missing } = resolveSecrets({
    instance: '',
    config: input.config,
    secrets: () => undefined,
  });
  const parsed = input.schema.safeParse(config);
  if (parsed.success) return [];
  return issuesOf({ error: parsed.error, missing }).map(({ code, path, message }) => ({
    code: code === 'unrecognized_keys' ? 'unknown-field' : 'invalid-config',
    path: written(path),
    message,
    mend: 'See the config of this plugin in docs/plugins.md.',
    severity: 'error' as const,
  }));
};
