import { existsSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, sep } from 'node:path';

import { z } from 'zod';

const findRoot = (dir: string): string =>
  existsSync(join(dir, 'package.json')) || dirname(dir) === dir ? dir : findRoot(dirname(dir));

/**
 * The folder of Ciclo itself, absolute: the checkout, or the installed package. What comes with it lies there:
 * `package.json`, `templates/`, `docs/`.
 */
export const packageRoot = findRoot(import.meta.dirname);

/** Whether Ciclo was installed by a package manager, which replaces its folder with every version. */
const isInstalled = realpathSync(packageRoot).split(sep).includes('node_modules');

/**
 * Where servers are installed by default, absolute: in the checkout; of an installed package in the cache folder of the
 * user (`XDG_CACHE_HOME`, else `~/.cache`), where they outlive an upgrade.
 */
export const usualToolsDir = (input: { cacheHome: string | undefined }): string =>
  isInstalled
    ? join(input.cacheHome ?? join(homedir(), '.cache'), 'ciclo', 'tools')
    : join(packageRoot, '.ciclo', 'tools');

/** The version of Ciclo, from its `package.json`. */
export const ownVersion = async (): Promise<string> =>
  z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8'))).version;
