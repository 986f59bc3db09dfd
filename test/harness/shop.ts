import { join } from 'node:path';

import { readWorkspace } from '../../server/workspace/read-workspace.ts';

const starter = await readWorkspace(join(import.meta.dirname, '..', '..', 'templates'));

/** Files as a marketer writes them: a value becomes the text of a JSON file. */
export type Files = Readonly<Record<string, unknown>>;

const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);

const isOneOf = (path: string, names: readonly string[] | undefined): boolean => {
  const [folder, name = ''] = path.split('/');
  return folder === 'messages' && (names === undefined || name === '_partials' || names.includes(name));
};

/**
 * A workspace for a test: the starter's messages, or those that `messages` names (a process compiles each at its first
 * start), plain settings for the tenant with one SMTP instance, and the
 * files given. `settings` overrides parts of `ciclo.json`.
 */
export const shopFiles = async (input: {
  tenant: string;
  files: Files;
  messages?: readonly string[];
  settings?: Readonly<Record<string, unknown>>;
}): Promise<Readonly<Record<string, string>>> => {
  const messages = Object.fromEntries(
    Object.entries(starter).filter(([path]) => isOneOf(path, input.messages)),
  );
  const base: Record<string, unknown> = JSON.parse(starter['ciclo.json'] ?? '{}');
  const settings = {
    ...base,
    tenant: input.tenant,
    caps: [],
    quietHours: [],
    holdout: 0,
    plugins: { mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } } },
    ...input.settings,
  };
  const files = Object.fromEntries(Object.entries(input.files).map(([path, value]) => [path, text(value)]));
  return {
    ...messages,
    'catalog.json': starter['catalog.json'] ?? '{"products":[]}',
    'ciclo.json': text(settings),
    ...files,
  };
};

/** The whole starter workspace under another tenant. */
export const starterFiles = async (input: {
  tenant: string;
  settings?: Readonly<Record<string, unknown>>;
}): Promise<Readonly<Record<string, string>>> => {
  const base: Record<string, unknown> = JSON.parse(starter['ciclo.json'] ?? '{}');
  return { ...starter, 'ciclo.json': text({ ...base, tenant: input.tenant, ...input.settings }) };
};
