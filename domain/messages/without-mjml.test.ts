import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const importsOf = (file: string): readonly string[] =>
  Array.from(
    readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type\b)[\s\S]*?from '([^']+)';/gm),
    ([, name = '']) => name,
  );

/** Every package that importing a file loads. */
const packagesOf = (file: string, seen = new Set<string>()): readonly string[] => {
  if (seen.has(file)) return [];
  seen.add(file);
  return importsOf(file).flatMap((name) =>
    name.startsWith('.') ? packagesOf(join(dirname(file), name), seen) : [name],
  );
};

test('a worker loads, renders and tracks messages without loading MJML', () => {
  const files = ['load-message.ts', 'templates/render-message.ts', 'links/track-links.ts', 'locales.ts'];
  const packages = files.flatMap((file) => packagesOf(join(import.meta.dirname, file)));
  expect(packages).toContain('handlebars');
  expect(packages).not.toContain('mjml');
  expect(packages).not.toContain('html-to-text');
  expect(packagesOf(join(import.meta.dirname, 'compile-message.ts'))).toContain('mjml');
});
