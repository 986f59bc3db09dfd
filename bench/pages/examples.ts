import { z } from 'zod';

/** Reads the API as the studio does. */
export type Read = (path: string) => Promise<{ readonly status: number; readonly body: unknown }>;

/** What stands for a parameter whose list has nothing else to say. */
const fixed: Readonly<Record<string, string>> = {
  kind: 'deal',
  step: 'hello',
  version: '1',
  revision: '1',
  file: '1',
  n: '1',
};

/** What a call needs besides its path. */
const queries: Readonly<Record<string, string>> = {
  '/api/segments/{key}/overlap': 'with=at-risk',
  '/api/search': 'q=ana',
  '/api/profiles/{id}/why': 'message=welcome',
  '/api/templates/{key}/preview': 'locale=en',
  '/api/workspace/schema': 'path=ciclo.json',
};

const item = z.looseObject({
  id: z.string().optional(),
  key: z.string().optional(),
  path: z.string().optional(),
});

/** The first thing that a list has. */
const firstOf = (body: unknown): z.infer<typeof item> | undefined => {
  const fields = z.record(z.string(), z.unknown()).safeParse(body);
  const lists = fields.success ? Object.values(fields.data) : [];
  for (const list of lists) {
    const read = z.array(item).safeParse(list);
    if (read.success && read.data.length > 0) return read.data[0];
  }
  return undefined;
};

/**
 * The address of a call with values for its parameters: those of the first thing in the list before it. Undefined where the shop has
 * nothing of the kind.
 */
export const exampleOf = async (path: string, read: Read): Promise<string | undefined> => {
  let address = '';
  for (const part of path.split('/').slice(1)) {
    const name = /^\{(?<name>\w+)\}$/.exec(part)?.groups?.['name'];
    if (name === undefined) {
      address += `/${part}`;
      continue;
    }
    const value = fixed[name] ?? (await valueOf(name, address, read));
    if (value === undefined) return undefined;
    address += `/${encodeURIComponent(value)}`;
  }
  const query = queries[path];
  return query === undefined ? address : `${address}?${query}`;
};

const valueOf = async (name: string, list: string, read: Read): Promise<string | undefined> => {
  const { body } = await read(list);
  const first = firstOf(body);
  return name === 'id' ? (first?.id ?? first?.key) : name === 'path' ? first?.path : first?.key;
};
