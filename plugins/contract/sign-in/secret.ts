import { z } from 'zod';

/** Of the registry of symbols, since a plugin that was loaded has a copy of this module of its own. */
const resolved: unique symbol = Symbol.for('ciclo.plugin.secret');

type ResolvedSecret = { readonly [resolved]: string };

/** Wraps a secret's value on its way into a plugin's config. Only the runtime makes these. */
export const resolvedSecret = (value: string): ResolvedSecret => ({ [resolved]: value });

const isResolved = (value: unknown): value is ResolvedSecret =>
  typeof value === 'object' && value !== null && resolved in value;

/** The value of a secret that was filled in; undefined for anything else. */
export const secretIn = (value: unknown): string | undefined =>
  isResolved(value) ? value[resolved] : undefined;

const reference = z
  .custom<ResolvedSecret>(isResolved, { error: 'A secret is written as { "env": "NAME_OF_A_VARIABLE" }.' })
  .meta({ type: 'object', properties: { env: { type: 'string' } }, required: ['env'] });

/**
 * A secret in a plugin's config. `ciclo.json` has `{ "env": "NAME" }`; the plugin gets the variable's value.
 * A value written straight into the file is refused.
 */
export const secret = () => reference.transform((value) => value[resolved]);

/** One secret, or several while rotating: `{ "env": "NAME" }` or a list of these. The plugin gets a list. */
export const secrets = () =>
  z
    .union([reference, z.array(reference).min(1)])
    .transform((value): readonly string[] =>
      Array.isArray(value) ? value.map((one) => one[resolved]) : [value[resolved]],
    );
