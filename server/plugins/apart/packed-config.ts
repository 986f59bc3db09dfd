import { isObject } from '../../../domain/json.ts';
import { resolvedSecret, secretIn } from '../../../plugins/contract/sign-in/secret.ts';

/** A config on its way into a thread. Its secrets are no plain data, so they go beside it, with their places. */
export type PackedConfig = {
  readonly config: unknown;
  readonly secrets: readonly { readonly path: string; readonly value: string }[];
};

const placeOf = (path: readonly (string | number)[]): string => JSON.stringify(path);

const walk = (
  value: unknown,
  path: readonly (string | number)[],
  at: (value: unknown, path: readonly (string | number)[]) => { readonly instead: unknown } | undefined,
): unknown => {
  const found = at(value, path);
  if (found !== undefined) return found.instead;
  if (Array.isArray(value)) return value.map((one: unknown, index) => walk(one, [...path, index], at));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, walk(inner, [...path, key], at)]),
  );
};

/** Takes the secrets out of a config. */
export const packConfig = (config: unknown): PackedConfig => {
  const secrets: { path: string; value: string }[] = [];
  const bare = walk(config, [], (value, path) => {
    const secret = secretIn(value);
    if (secret === undefined) return undefined;
    secrets.push({ path: placeOf(path), value: secret });
    return { instead: null };
  });
  return { config: bare, secrets };
};

/** Puts the secrets back. */
export const unpackConfig = ({ config, secrets }: PackedConfig): unknown => {
  if (secrets.length === 0) return config;
  const known = new Map(secrets.map(({ path, value }) => [path, value]));
  return walk(config, [], (_value, path) => {
    const secret = known.get(placeOf(path));
    return secret === undefined ? undefined : { instead: resolvedSecret(secret) };
  });
};
