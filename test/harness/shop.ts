import { join } from 'node:path';

import { readWorkspace } from '../../server/workspace/read-workspace.ts';

const starter = await readWorkspace(join(import.meta.dirname, '..', '..', 'templates'));

/** Files as a marketer writes them: a value becomes the text of a JSON file. */
export type Files = Readonly<Record<string, unknown>>;

const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);

/** The messages of the starter that texts name or files are of, with what they are made of. */
const messagesFor = (input: { texts: string; paths: readonly string[] }): Record<string, string> => {
  const isNeeded = (name: string): boolean =>
    name === '_partials' ||
    input.texts.includes(`"${name}"`) ||
    input.paths.some((path) => path.startsWith(`messages/${name}/`));
  return Object.fromEntries(
    Object.entries(starter).filter(([path]) => {
      const [folder, name = ''] = path.split('/');
      return folder === 'messages' && isNeeded(name);
    }),
  );
};

/**
 * A workspace for a test: plain settings for the tenant with one SMTP instance, the files given, and those messages of the
 * starter that either names, or `messages`: to compile all of them takes longer than most tests. `settings` overrides parts of
 * `ciclo.json`.
 */
export const shopFiles = async (input: {
  tenant: string;
  files: Files;
  settings?: Readonly<Record<string, unknown>>;
  messages?: readonly string[];
}): Promise<Readonly<Record<string, string>>> => {
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
  const texts = [text(settings), JSON.stringify(input.messages ?? []), ...Object.values(files)].join('\n');
  return {
    ...messagesFor({ texts, paths: Object.keys(files) }),
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
