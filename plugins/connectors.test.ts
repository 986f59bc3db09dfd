import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtInPlugins } from './built-in.ts';
import { createPluginRuntime } from './runtime/runtime.ts';

const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
/** Long enough for every secret there is. */
const sampleSecret = `whsec_${Buffer.from('a-secret-of-these-tests').toString('base64')}`;

const here = new URL('./', import.meta.url);
const notConnectors = new Set(['contract', 'runtime', 'testing']);

const sources = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter(
    (path) => path.endsWith('.ts') && path.includes('/') && !notConnectors.has(path.split('/')[0] ?? ''),
  )
  .map((path) => ({ path, text: readFileSync(new URL(path, here), 'utf8') }));

/** What a running engine loads: not the tests, the fakes and their examples. */
const shipped = sources.filter(({ path }) => !/\.test\.ts$|\/(?:fake|examples|fixtures)\.ts$/.test(path));

const importsOf = (text: string): string[] =>
  [...text.matchAll(/^(?:import|export)[^'"]*?from '([^']+)'|^import '([^']+)'/gms)].map(
    (match) => match[1] ?? match[2] ?? '',
  );

/** What all connectors may use: the contract, and the vocabulary of shops. */
const doors = ['contract.ts', 'commerce.ts'];
/** Folders whose connector is about the machine itself. */
const ofTheMachine: ReadonlyMap<string, readonly string[]> = new Map([
  ['folder', ['node:fs/promises', 'node:path']],
]);
const purePackages = ['node:crypto', 'node:stream', 'node:util', 'node:buffer'];

describe('a connector', () => {
  test('there are some to look at', () => {
    expect(shipped.length).toBeGreaterThan(20);
    expect(builtInPlugins.length).toBeGreaterThan(4);
  });

  test.each(shipped.map(({ path, text }) => [path, text] as const))(
    '%s imports the contract, its own files and libraries only',
    (path, text) => {
      const folder = path.split('/')[0] ?? '';
      const own = ofTheMachine.get(folder) ?? [];
      const foreign = importsOf(text).filter((name) => {
        const target = posix.join(posix.dirname(path), name);
        if (name.startsWith('.')) return !(doors.includes(target) || target.startsWith(`${folder}/`));
        return name.startsWith('node:') && !purePackages.includes(name) && !own.includes(name);
      });
      expect(foreign).toEqual([]);
    },
  );

  test.each(shipped.map(({ path, text }) => [path, text] as const))(
    '%s reads no clock, no environment, no chance, and speaks through ctx.http',
    (_path, text) => {
      const forbidden =
        /\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bfetch\(|\bsetTimeout\(|\bsetInterval\(|\bconsole\./;
      expect(forbidden.exec(text)?.[0]).toBeUndefined();
    },
  );
});

describe('docs/connectors.md', () => {
  const page = readFileSync(new URL('../docs/connectors.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));

  test.each(builtInPlugins.map(({ id }) => id))('has a row for %s', (id) => {
    expect(rows.some((row) => (row.split('|')[1] ?? '').includes(`\`${id}\``))).toBe(true);
  });

  const examples = [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

  test.each(examples)('shows a configuration that works: %s', async (text) => {
    const parsed: Readonly<Record<string, { use: string; config: unknown }>> = JSON.parse(text);
    const runtime = createPluginRuntime({
      registry: builtInPlugins,
      instances: Object.entries(parsed).map(([instance, { use, config }]) => ({
        tenant: 'shop',
        instance,
        plugin: use,
        config,
      })),
      secrets: () => sampleSecret,
      http: () => () => Promise.reject(new Error('no HTTP here')),
      connect: () => () => Promise.reject(new Error('no connections here')),
      log: silent,
      clock: { now: () => 0 },
    });
    expect(runtime.problems).toEqual([]);
    await runtime.close();
  });
});
