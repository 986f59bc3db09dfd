import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { isObject, own } from '../../domain/json.ts';

const endings = ['ts', 'mts', 'js', 'mjs'];

const fileOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return undefined;
  return fileOf(own(value, '.') ?? own(value, 'import') ?? own(value, 'default') ?? own(value, 'node'));
};

/** The first file of a package that lies in a folder, as its `exports` or `main` say. */
const entryOfPackage = (folder: string): string | undefined => {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return undefined;
  const about: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const file = isObject(about) ? fileOf(own(about, 'exports') ?? own(about, 'main')) : undefined;
  return file === undefined ? undefined : join(folder, file);
};

/**
 * The first file of the plugin in a folder: what its package.json says, else the one that is named like the folder, else `index`; undefined
 * without one.
 */
export const entryIn = (folder: string): string | undefined => {
  const files = [basename(folder), 'index'].flatMap((name) =>
    endings.map((ending) => join(folder, `${name}.${ending}`)),
  );
  return [entryOfPackage(folder) ?? [], files].flat().find((file) => existsSync(file));
};
