import { z } from 'zod';

import { isObject } from '../../domain/json.ts';
import type { Plugin } from '../contract/plugin.ts';
import { contractVersion } from '../contract/version.ts';

const isSchema = (value: unknown): boolean =>
  isObject(value) && typeof value['safeParse'] === 'function' && '_zod' in value;
const schema = z.custom<unknown>(isSchema, { error: 'must be a schema of zod' });
const isFunction = z.custom<unknown>((value) => typeof value === 'function', { error: 'must be a function' });
const title = z.string().min(1).max(200);

const actionShape = z.looseObject({
  title,
  input: schema,
  output: schema,
  effect: z.looseObject({ effect: z.enum(['read', 'write']) }),
  timeoutMs: z.number().positive().max(3_600_000),
  prepare: isFunction,
});
const webhookShape = z.looseObject({
  title,
  maxBytes: z.number().int().positive(),
  verification: z.looseObject({ by: z.enum(['signature', 'fields', 'secret', 'token', 'none']) }),
});
const name = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,59}$/, 'must be letters, digits and dashes');

const shape = z.looseObject({
  id: z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be kebab-case, such as `my-crm`'),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/, 'must be a semantic version, such as `1.0.0`'),
  name: title,
  contract: z.number(),
  config: schema,
  ownHosts: z.array(z.string()),
  keptSecrets: z.array(z.string()),
  hostsOf: isFunction,
  actions: z.record(name, actionShape),
  webhooks: z.record(name, webhookShape),
  bind: isFunction,
});

const isPlugin = (value: unknown): value is Plugin => shape.safeParse(value).success;

/** What a module exports of a plugin, or why it cannot be used, in one sentence. */
export type ReadPlugin =
  | { readonly ok: true; readonly plugin: Plugin }
  | { readonly ok: false; readonly why: string };

const no = (why: string): ReadPlugin => ({ ok: false, why });

/** The default export, or the only export that looks like a plugin. */
const exported = (module: Readonly<Record<string, unknown>>): unknown => {
  if (module['default'] !== undefined) return module['default'];
  const found = Object.values(module).filter((one) => isObject(one) && 'bind' in one && 'config' in one);
  return found.length === 1 ? found[0] : undefined;
};

/**
 * Takes the plugin out of a module that was imported, and holds it to the contract: its version, its shape. Never throws, whatever
 * the module exports.
 */
export const readPlugin = (module: unknown): ReadPlugin => {
  try {
    const value = isObject(module) ? exported(module) : undefined;
    if (!isObject(value)) return no('It exports no plugin. Write `export default definePlugin({ ... })`.');
    const { contract } = value;
    if (typeof contract === 'number' && contract !== contractVersion) {
      return no(
        `It is written for version ${contract} of the contract, and this engine has ${contractVersion}.`,
      );
    }
    if (isPlugin(value)) return { ok: true, plugin: value };
    const [issue] = shape.safeParse(value).error?.issues ?? [];
    const at = issue?.path.join('.') ?? '';
    return no(
      `What it exports is no plugin: ${at === '' ? '' : `\`${at}\` `}${issue?.message ?? 'it has another shape'}. Use \`definePlugin\`.`,
    );
  } catch {
    return no('What it exports cannot be read.');
  }
};
