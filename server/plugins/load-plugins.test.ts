import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { at, createHarness, testNow } from '../../plugins/testing/harness.ts';
import { loadPlugins } from './load-plugins.ts';

const code = (input: { id: string; more?: string; run?: string }): string => `
import { definePlugin, secret } from 'ciclo/plugin';
import { z } from 'zod';
import { greeting } from './greeting.ts';

export default definePlugin({
  id: '${input.id}',
  version: '1.0.0',
  name: 'A plugin of a test',
  config: z.strictObject({ token: secret() }),
  ${input.more ?? ''}
  actions: (action) => ({
    greet: action({
      title: 'Greet',
      input: z.strictObject({ name: z.string() }),
      output: z.object({ text: z.string(), length: z.number() }),
      effect: 'read',
      async run(ctx, input) {
        ${input.run ?? ''}
        return { kind: 'done', output: { text: greeting(input.name), length: ctx.config.token.length } };
      },
    }),
  }),
});
`;

const greeting = 'export const greeting = (name: string): string => `Hello ${name}`;';

type Files = Readonly<Record<string, string>>;

describe('plugins of a workspace', () => {
  const open = { dir: '' };
  beforeAll(async () => {
    open.dir = await mkdtemp(join(tmpdir(), 'ciclo-workspace-'));
  });
  afterAll(() => rm(open.dir, { recursive: true, force: true }));

  const workspace = async (name: string, files: Files): Promise<string> => {
    const dir = join(open.dir, name);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text);
    }
    return dir;
  };
  const offIn = async (name: string, files: Files, limitMs?: number): Promise<readonly string[]> => {
    const dir = await workspace(name, files);
    const { off } = await loadPlugins({
      dir,
      ...(limitMs === undefined ? {} : { limits: { loadMs: limitMs } }),
    });
    return off.map(({ from, why }) => `${from}: ${why}`);
  };

  test('are there beside those that come with the engine, and are called like these', async () => {
    const dir = await workspace('good', {
      'plugins/greeter/greeter.ts': code({ id: 'greeter' }),
      'plugins/greeter/greeting.ts': greeting,
    });
    const { plugins, off } = await loadPlugins({ dir });
    expect(off).toEqual([]);
    expect(plugins.map(({ id }) => id)).toEqual(expect.arrayContaining(['smtp', 'greeter']));
    const plugin = plugins.find(({ id }) => id === 'greeter') ?? expect.fail('The plugin is not there.');
    const harness = createHarness({
      plugin,
      config: { token: { env: 'TOKEN' } },
      secrets: { TOKEN: 'four' },
    });
    expect(harness.runtime.problems).toEqual([]);
    const call = { ...at, action: 'greet', idempotencyKey: 'k', now: testNow };
    expect(await harness.runtime.perform({ ...call, input: { name: 'Ana' } })).toMatchObject({
      kind: 'done',
      output: { text: 'Hello Ana', length: 4 },
    });
    expect(await harness.runtime.perform({ ...call, input: {} })).toMatchObject({ kind: 'rejected' });
    await harness.close();
  });

  test('come from npm packages that an instance names, with their own dependencies', async () => {
    const dir = await workspace('package', {
      'ciclo.json': JSON.stringify({ plugins: { hello: { use: 'greeter', package: '@acme/greeter' } } }),
      'node_modules/@acme/greeter/package.json': JSON.stringify({
        name: '@acme/greeter',
        version: '1.0.0',
        type: 'module',
        exports: { '.': { import: './main.js' } },
      }),
      'node_modules/@acme/greeter/main.js': code({ id: 'greeter' }).replace(
        './greeting.ts',
        'greeting-words',
      ),
      'node_modules/greeting-words/package.json': JSON.stringify({
        name: 'greeting-words',
        main: 'index.js',
      }),
      'node_modules/greeting-words/index.js': 'exports.greeting = (name) => `Good day ${name}`;',
    });
    const { plugins, off } = await loadPlugins({ dir });
    expect(off).toEqual([]);
    expect(plugins.map(({ id }) => id)).toContain('greeter');
  });

  test.each([
    ['that throws when it is imported', "throw new Error('no database here');", 'no database here'],
    ['that ends the process when it is imported', 'process.exit(1);', 'ends the process'],
    ['that fails by itself after its import', "void Promise.reject(new Error('left alone'));", 'left alone'],
    ['that waits for what never comes', 'await new Promise(() => undefined);', 'ends the process'],
    ['that cannot be compiled', 'const = ;', 'cannot be compiled'],
    [
      'that uses a package that is not installed',
      "import 'no-such-package-of-ours';",
      'no-such-package-of-ours',
    ],
    ['that exports no plugin', 'export const one = 1;', 'exports no plugin'],
    ['that exports something else', 'export default { id: "bad", version: "1.0.0" };', 'is no plugin'],
    [
      'that fails when it is looked at',
      'export default new Proxy({}, { get() { throw new Error("x"); } });',
      '',
    ],
    ['for another version of the contract', code({ id: 'bad', more: 'contract: 99,' }), 'version 99'],
    ['with another id than its folder', code({ id: 'other' }), 'Its id is `other`'],
  ])('one %s is off and says why, and the others work', async (name, text, why) => {
    const dir = await workspace(`broken ${name}`, {
      'plugins/bad/bad.ts': text,
      'plugins/bad/greeting.ts': greeting,
      'plugins/greeter/greeter.ts': code({ id: 'greeter' }),
      'plugins/greeter/greeting.ts': greeting,
    });
    const { plugins, off } = await loadPlugins({ dir });
    expect(off).toMatchObject([{ id: 'bad', from: 'plugins/bad' }]);
    expect(off[0]?.why).toContain(why);
    expect(plugins.map(({ id }) => id)).toContain('greeter');
    expect(plugins.map(({ id }) => id)).not.toContain('bad');
  });

  test('one whose import never ends is given up', async () => {
    const busy = 'for (;;);';
    expect(await offIn('endless', { 'plugins/bad/bad.ts': busy }, 1_000)).toEqual([
      'plugins/bad: Its import has not ended after 1 seconds. Do nothing but define the plugin when it is imported.',
    ]);
  });

  test('one that takes the id of another is off, and so is a folder without code and a package that is not there', async () => {
    const files = {
      'ciclo.json': JSON.stringify({ plugins: { a: { use: 'absent', package: 'no-such-package-of-ours' } } }),
      'plugins/smtp/smtp.ts': code({ id: 'smtp' }),
      'plugins/smtp/greeting.ts': greeting,
      'plugins/empty/README.md': 'Nothing yet.',
    };
    expect((await offIn('taken', files)).toSorted()).toEqual([
      expect.stringContaining('no-such-package-of-ours: '),
      'plugins/empty: It has no `empty.ts`, `empty.js` or `index.js`.',
      'plugins/smtp: There is a plugin `smtp` already. Give it another id.',
    ]);
  });

  test('a folder without plugins, and one that is not there, have those of the engine', async () => {
    expect(await offIn('none', { 'ciclo.json': 'no JSON' })).toEqual([]);
    expect((await loadPlugins({ dir: join(open.dir, 'nowhere') })).off).toEqual([]);
  });
});
