import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const servedName = 'ciclo-served-plugin';
const entryName = 'ciclo-entry-of-the-plugin';
const root = fileURLToPath(new URL('../../', import.meta.url));

/** A module of ours: its TypeScript in a checkout, what the package holds of it elsewhere. */
const ours = (path: string): string => {
  const source = join(root, `${path}.ts`);
  return existsSync(source) ? source : join(root, `${path}.js`);
};

/** What goes on with a plugin in its thread: exports `serve`, which gets the module of the plugin. */
const host = ours('server/plugins/apart/serve');

/** What plugins import of the engine, by the name they import it under, and where it is. */
export const contractModules = (): Readonly<Record<'ciclo/plugin' | 'ciclo/plugin/testing', string>> => ({
  'ciclo/plugin': ours('plugins/contract'),
  'ciclo/plugin/testing': ours('plugins/testing'),
});

/**
 * Makes one module of JavaScript of a plugin, given as the path of its first file or the name of a package that is installed for `dir`: of its own files, TypeScript or JavaScript, and of the packages it uses. The contract and
 * zod are always the engine's own, so that a plugin needs neither installed and has no other version of them. Rejects with what
 * the compiler says.
 */
export const bundlePlugin = async (input: {
  dir: string;
  entry: string;
  file: string;
  /** With what answers for it in a thread of its own. */
  served?: boolean;
}): Promise<void> => {
  const { served = false } = input;
  const contract = contractModules()['ciclo/plugin'];
  // Loaded where a plugin is: most workspaces bring none.
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: served ? servedName : input.entry,
    cwd: input.dir,
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'ciclo-contract',
        resolveId(source) {
          if (served && source === servedName) return servedName;
          if (served && source === entryName) return this.resolve(input.entry);
          if (source === 'ciclo/plugin') return contract;
          if (source === 'zod') return this.resolve(source, contract, { skipSelf: true });
          return undefined;
        },
        load(id) {
          if (id !== servedName) return undefined;
          return `import * as plugin from '${entryName}';\nimport { serve } from ${JSON.stringify(host)};\nawait serve(plugin);`;
        },
      },
    ],
  });
  try {
    await build.write({ file: input.file, format: 'esm', codeSplitting: false });
  } finally {
    await build.close();
  }
};
