import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CicloError } from '../../../domain/errors.ts';
import { packageRoot } from '../../../platform/package-root.ts';
import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';

const starter = join(packageRoot, 'templates');
const schemas = join(packageRoot, 'docs', 'schemas');

/** In a new workspace the schemas lie beside the files, so that editors find them wherever it is. */
const ownSchemas = '.schemas';
const schemaPath = /("\$schema":\s*")((?:\.\.\/)*)\.\.\/docs\/schemas\//g;

const pointToOwnSchemas = async (dir: string): Promise<void> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
    const path = join(entry.parentPath, entry.name);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(schemaPath, `$1$2${ownSchemas}/`));
  }
};

/** `ciclo init <folder>`: makes a workspace that works, a copy of the starter. */
export const runInit = async (input: { dir: string; say: Say }): Promise<number> => {
  await mkdir(input.dir, { recursive: true });
  const present = await readdir(input.dir);
  if (present.length > 0) {
    throw new CicloError({
      code: 'conflict',
      message: `${input.dir} is not empty. Give a new folder, such as: ciclo init my-shop`,
    });
  }
  await cp(starter, input.dir, { recursive: true });
  await pointToOwnSchemas(input.dir);
  await cp(schemas, join(input.dir, ownSchemas), { recursive: true });
  input.say(`Made a workspace in ${input.dir}. Begin with ciclo.json: your name, address and sender.`);
  input.say(`Check it:  cd ${input.dir} && ciclo validate`);
  input.say(`Run it:    cd ${input.dir} && ciclo dev`);
  return 0;
};

/** `ciclo init`. */
export const initCommand: CommandDefinition = {
  usage: 'init <folder>',
  summary: 'make a workspace that works: journeys, messages, rules, segments and offers of a small shop',
  group: 'Workspace',
  examples: ['ciclo init my-shop'],
  build: ({ command, act, say }) => command.action(act((dir: string) => runInit({ dir, say }))),
};
