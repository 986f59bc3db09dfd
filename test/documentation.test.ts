import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const folders = [
  'activities',
  'api',
  'bench',
  'cli',
  'docs',
  'domain',
  'engine',
  'platform',
  'plugins',
  'server',
];
const path = new RegExp(`\`((?:${folders.join('|')}|templates|test|workflows)/[\\w./-]*)\``, 'g');

it('the documentation names only files and folders that there are', async () => {
  const pages = (await readdir(join(root, 'docs'), { recursive: true }))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name));
  const missing = await Promise.all(
    ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...pages].map(async (page) => {
      const named = [...(await readFile(join(root, page), 'utf8')).matchAll(path)].map(([, one = '']) => one);
      return named.filter((one) => !existsSync(join(root, one))).map((one) => `${page}: ${one}`);
    }),
  );
  expect(missing.flat()).toEqual([]);
});
