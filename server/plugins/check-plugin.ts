import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CicloError } from '../../domain/errors.ts';
import { contractModules } from '../../platform/plugin-code/bundle.ts';
import { importPluginCode } from '../../platform/plugin-code/import-code.ts';
import type { Plugin } from '../../plugins/contract.ts';
import { readPlugin } from '../../plugins/runtime/read-plugin.ts';
import { entryIn } from './plugin-entry.ts';

/** What a check of a plugin came to. */
export type CheckedPlugin =
  | { readonly ok: true; readonly plugin: Plugin; readonly tests: number }
  | { readonly ok: false; readonly why: string };

const limitMs = 30_000;
const testTimeout = 60_000;

const no = (why: string): CheckedPlugin => ({ ok: false, why });

/** The folder of an installed package, looked for as Node.js does. */
const packageFolder = (input: { name: string; from: string }): string | undefined => {
  const folder = join(input.from, 'node_modules', input.name);
  if (existsSync(folder)) return folder;
  const above = dirname(input.from);
  return above === input.from ? undefined : packageFolder({ name: input.name, from: above });
};

type Target = { readonly folder: string; readonly entry: string };

/** The plugin that is meant: a folder or a file in one of `dirs`, or a package that is installed for one. */
const targetOf = (input: { dirs: readonly string[]; what: string }): Target => {
  const { what } = input;
  const dirs = input.dirs.map((dir) => resolve(dir));
  const path = dirs.map((dir) => resolve(dir, what)).find((one) => existsSync(one));
  if (path !== undefined && statSync(path).isFile()) return { folder: dirname(path), entry: path };
  const folder =
    path ?? dirs.flatMap((from) => packageFolder({ name: what, from }) ?? []).find((one) => existsSync(one));
  if (folder === undefined) {
    throw new CicloError({
      code: 'not-found',
      message: `There is no folder \`${what}\`, and no package of that name is installed. Try: ciclo plugin check plugins/my-crm`,
    });
  }
  const entry = entryIn(folder);
  if (entry !== undefined) return { folder, entry };
  throw new CicloError({
    code: 'invalid-input',
    message: `${folder} has no plugin: no \`index.js\`, no file that is named like the folder, and no \`main\` or \`exports\` in a package.json.`,
  });
};

const loadVitest = async () => {
  try {
    return await import('vitest/node');
  } catch {
    throw new CicloError({
      code: 'unavailable',
      message:
        'The conformance kit runs with vitest, which is not installed. Install it: npm install --save-dev vitest',
    });
  }
};

/** Runs the tests of a folder with the contract, the kit, zod and vitest of this engine; answers the name of each, and whether it passed. */
const runTests = async (
  folder: string,
): Promise<readonly { readonly name: string; readonly passed: boolean }[]> => {
  const { startVitest } = await loadVitest();
  const alias = [
    ...Object.entries(contractModules()).map(([find, replacement]) => ({
      find: new RegExp(`^${find}$`),
      replacement,
    })),
    ...['vitest', 'zod'].map((name) => ({
      find: new RegExp(`^${name}$`),
      replacement: fileURLToPath(import.meta.resolve(name)),
    })),
  ];
  const vitest = await startVitest(
    'test',
    [],
    {
      root: folder,
      config: false,
      watch: false,
      passWithNoTests: true,
      // The kit makes many calls, and machines are slow.
      testTimeout,
      hookTimeout: testTimeout,
      include: ['**/*.test.{ts,js,mts,mjs}'],
    },
    { resolve: { alias } },
  );
  try {
    return vitest.state
      .getTestModules()
      .flatMap((module) => [...module.children.allTests()])
      .map((test) => ({ name: test.fullName, passed: test.result().state === 'passed' }));
  } finally {
    await vitest.close();
  }
};

/**
 * Checks a plugin as its author would before it is used: it can be loaded, it keeps to the contract, and its tests pass, the conformance
 * kit among them. Runs its code.
 */
export const checkPlugin = async (input: {
  dirs: readonly string[];
  what: string;
}): Promise<CheckedPlugin> => {
  const { folder, entry } = targetOf(input);
  const imported = await importPluginCode({ dir: folder, entry, limitMs });
  if (!imported.ok) return no(imported.why);
  const read = readPlugin(imported.module);
  if (!read.ok) return no(read.why);
  const { plugin } = read;
  const tests = await runTests(folder);
  if (!tests.some(({ name }) => name.startsWith(`plugin ${plugin.id} conforms`))) {
    return no(
      'None of its tests calls the kit. Write a test with `conformance({ plugin, ... })` of `ciclo/plugin/testing`.',
    );
  }
  const failed = tests.filter(({ passed }) => !passed);
  return failed.length === 0
    ? { ok: true, plugin, tests: tests.length }
    : no(`${failed.length} of ${tests.length} tests failed. The first: ${failed[0]?.name ?? ''}.`);
};
