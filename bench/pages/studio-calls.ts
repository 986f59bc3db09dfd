import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A read that pages of the studio make: the path as the API documents it, and the files that ask for it. */
export type StudioCall = { readonly path: string; readonly files: readonly string[] };

const asked = /\.GET\(\s*'(?<path>\/api\/[^']+)'/g;

/** Every read of the API in the sources of the studio, found by machine. */
export const studioCalls = async (root: string): Promise<readonly StudioCall[]> => {
  const names = await readdir(join(root, 'studio'), { recursive: true });
  const found = new Map<string, string[]>();
  for (const name of names.filter((one) => /\.tsx?$/.test(one) && !one.includes('.test.')).toSorted()) {
    const text = await readFile(join(root, 'studio', name), 'utf8');
    for (const { groups } of text.matchAll(asked)) {
      const path = groups?.['path'] ?? '';
      const files = found.get(path) ?? [];
      if (!files.includes(name)) files.push(name);
      found.set(path, files);
    }
  }
  return [...found].map(([path, files]) => ({ path, files })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
};
