import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CicloError } from '../../domain/errors.ts';
import { builtInPlugins } from '../../plugins/built-in.ts';
import { fakeText } from './scaffold/fake-text.ts';
import { pluginText } from './scaffold/plugin-text.ts';
import { testText } from './scaffold/test-text.ts';

const idPattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

const titleOf = (id: string): string =>
  id
    .split('-')
    .map((word) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`)
    .join(' ');

/**
 * Writes a plugin that works, a stand-in for its provider and a test into `plugins/<id>` of a workspace; answers their paths. Throws
 * `invalid-input` for a name that cannot be one, `conflict` where there is such a plugin,
 * `not-found` without the folder.
 */
export const newPlugin = async (input: { dir: string; id: string }): Promise<readonly string[]> => {
  const { dir, id } = input;
  if (!idPattern.test(id) || id.length > 50) {
    throw new CicloError({
      code: 'invalid-input',
      message: `"${id}" cannot be the name of a plugin. Use lower-case letters, digits and dashes, such as \`my-crm\`.`,
    });
  }
  if (!existsSync(dir)) {
    throw new CicloError({
      code: 'not-found',
      message: `There is no workspace folder ${dir}. Go into one, or name one with --folder.`,
    });
  }
  const folder = join(dir, 'plugins', id);
  const isTaken = existsSync(folder) || builtInPlugins.some((plugin) => plugin.id === id);
  if (isTaken) {
    throw new CicloError({
      code: 'conflict',
      message: `There is a plugin \`${id}\` already. Choose another name.`,
    });
  }
  const variable = `CICLO_PLUGIN_${id.replaceAll('-', '_').toUpperCase()}_TOKEN`;
  const known = { id, name: titleOf(id), variable, token: 'canary-token-of-the-test' };
  const files = {
    [`${id}.ts`]: pluginText(known),
    'fake.ts': fakeText(known),
    [`${id}.test.ts`]: testText(known),
  };
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      await writeFile(join(folder, name), text, { flag: 'wx' });
      return join(folder, name);
    }),
  );
};
