import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { builtInPlugins } from './built-in.ts';

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

const purePackages = ['node:crypto', 'node:stream', 'node:util', 'node:buffer'];

describe('a connector', () => {
  test('there are some to look at', () => {
    expect(shipped.length).toBeGreaterThan(20);
    expect(builtInPlugins.length).toBe(5);
  });

  test.each(shipped.map(({ path, text }) => [path, text] as const))(
    '%s imports the contract, its own files and libraries only',
    (_path, text) => {
      const foreign = importsOf(text).filter((name) => {
        if (name.startsWith('.')) return !(name === '../contract.ts' || /^\.\/[a-z-]+\.ts$/.test(name));
        return name.startsWith('node:') && !purePackages.includes(name);
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
