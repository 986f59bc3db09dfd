import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { callAction } from '../testing.ts';
import { createFolderFake } from './fake.ts';
import { folderPlugin } from './folder.ts';

const file = {
  path: 'events/2026-03-01/a b.ndjson',
  base64: Buffer.from('{"a":1}\n').toString('base64'),
  type: 'application/x-ndjson',
};

describe('a folder', () => {
  let fake: Awaited<ReturnType<typeof createFolderFake>>;
  beforeEach(async () => {
    fake = await createFolderFake();
  });
  afterEach(() => fake.close());

  const call = (action: string, input: unknown, folder = fake.folder) =>
    callAction({
      plugin: folderPlugin,
      config: { folder: { env: 'CICLO_PLUGIN_FOLDER' } },
      secrets: { CICLO_PLUGIN_FOLDER: folder },
      action,
      input,
    });

  test('gets each file whole, once, however many write it at once, and nothing else stays', async () => {
    const done = await Promise.all(Array.from({ length: 20 }, () => call('put-file', file)));
    expect(done.every(({ kind }) => kind === 'done')).toBe(true);
    expect(await fake.files()).toEqual([file.path]);
    expect(await readFile(join(fake.folder, file.path), 'utf8')).toBe('{"a":1}\n');
  });

  test('a file that is written again takes the place of the one before', async () => {
    await call('put-file', file);
    await call('put-file', { ...file, base64: Buffer.from('new').toString('base64') });
    expect(await readFile(join(fake.folder, file.path), 'utf8')).toBe('new');
  });

  test.each(['../a', '/etc/passwd', 'a/../../b', 'a//b', 'a\\b', 'a\u0000b', '', '.'])(
    'the path %j is refused',
    async (path) => {
      expect(await call('put-file', { ...file, path })).toMatchObject({ code: 'invalid-input' });
      expect(await call('read-file', { path, offset: 0, length: 1 })).toMatchObject({
        code: 'invalid-input',
      });
    },
  );

  test('a link that leads out of it is not followed', async () => {
    const other = await mkdtemp(join(tmpdir(), 'ciclo-other-'));
    await writeFile(join(other, 'secret.txt'), 'secret');
    await symlink(other, join(fake.folder, 'out'));
    await symlink(join(other, 'secret.txt'), join(fake.folder, 'in/link.txt'));
    const refused = { kind: 'rejected', code: 'outside' };
    expect(await call('put-file', { ...file, path: 'out/a.csv' })).toMatchObject(refused);
    expect(await call('list-files', { folder: 'out' })).toMatchObject(refused);
    expect(await call('read-file', { path: 'out/secret.txt', offset: 0, length: 9 })).toMatchObject(refused);
    expect(await call('read-file', { path: 'in/link.txt', offset: 0, length: 9 })).toMatchObject(refused);
    expect(await call('list-files', { folder: 'in' })).toMatchObject({
      output: { files: [{ path: 'in/old.csv', size: 8 }], more: false },
    });
    await rm(other, { recursive: true });
  });

  test('is read in parts, to the end and not further', async () => {
    const read = (offset: number, length: number) =>
      call('read-file', { path: 'in/old.csv', offset, length });
    expect(await read(0, 4)).toMatchObject({ output: { base64: Buffer.from('a;b\n').toString('base64') } });
    expect(await read(4, 100)).toMatchObject({ output: { base64: Buffer.from('1;2\n').toString('base64') } });
    expect(await read(8, 100)).toMatchObject({ output: { base64: '' } });
    expect(await call('read-file', { path: 'in/none.csv', offset: 0, length: 1 })).toMatchObject({
      kind: 'rejected',
      code: 'not-found',
    });
  });

  test('that is not there is waited for, and never made, since a disk may be missing; its path is told to nobody', async () => {
    const folder = join(fake.folder, 'canary-not-there');
    for (const [action, input] of Object.entries({ 'put-file': file, 'list-files': { folder: '' } })) {
      const outcome = await call(action, input, folder);
      expect(outcome).toMatchObject({ kind: 'retry', code: 'folder-unavailable' });
      expect(JSON.stringify(outcome)).not.toContain('canary');
    }
    expect(await call('put-file', file, 'relative/folder')).toMatchObject({ kind: 'retry' });
    expect(await fake.files()).toEqual([]);
  });
});
