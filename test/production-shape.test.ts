import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

const read = (name: string): Promise<string> => readFile(join(import.meta.dirname, '..', name), 'utf8');

const namesIn = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].toSorted();

it('every variable docker-compose.yml asks for is in .env.example, and no other', async () => {
  const asked = namesIn(await read('docker-compose.yml'), /\$\{(\w+)/g);
  expect(asked).toContain('CICLO_SECRET');
  expect(namesIn(await read('.env.example'), /^(\w+)=/gm)).toEqual(asked);
});

it('every setting docker-compose.yml gives the engine is explained to operators, or is a secret of the workspace', async () => {
  const compose = await read('docker-compose.yml');
  const engine = compose.slice(
    compose.indexOf('&engine'),
    compose.indexOf('ports:', compose.indexOf('&engine')),
  );
  const given = namesIn(engine, /^\s+([A-Z_]+):/gm);
  expect(given).toContain('MONGODB_URI');
  const known = `${await read('docs/operations.md')}${await read('templates/ciclo.json')}`;
  expect(given.filter((name) => !known.includes(name))).toEqual([]);
});

it('the image has everything the Dockerfile copies by name, and installs nothing when it starts', async () => {
  const dockerfile = await read('Dockerfile');
  const copied = namesIn(dockerfile, /COPY ((?:\S+ )+)\.\/$/gm).flatMap((line) => line.trim().split(' '));
  expect(copied).toContain('package-lock.json');
  for (const file of copied) expect(await read(file)).not.toBe('');
  expect(dockerfile).toContain('CICLO_NO_INSTALL=1');
});

it('every image of docker-compose.yml has a version, and what makes the databases of Temporal is of its server', async () => {
  const images = namesIn(await read('docker-compose.yml'), /image: (\S+)/g);
  expect(images.filter((image) => !/:v?\d/.test(image))).toEqual([]);
  const versionOf = (name: string) =>
    images.find((image) => image.startsWith(`temporalio/${name}:`))?.split(':')[1];
  expect(versionOf('server')).toMatch(/^\d+\.\d+\.\d+$/);
  expect(versionOf('admin-tools')).toBe(versionOf('server'));
});
