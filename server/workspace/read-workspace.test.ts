import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { readWorkspace } from './read-workspace.ts';

describe('the files of a workspace', () => {
  let dir = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ciclo-files-'));
    for (const folder of ['good', 'good/segments', 'good/brand', 'good/photos', 'bad'])
      await mkdir(join(dir, folder));
    await writeFile(join(dir, 'good', 'ciclo.json'), '{}');
    const list = 'email;nombre\r\nana@example.com;Íñigo\r\n';
    await writeFile(join(dir, 'good', 'segments', 'excel.csv'), Buffer.from(`\uFEFF${list}`, 'utf16le'));
    await writeFile(join(dir, 'good', 'segments', 'old.csv'), Buffer.from(list, 'latin1'));
    await writeFile(join(dir, 'good', 'brand', 'logo.png'), Buffer.from([137, 80, 78, 71]));
    await writeFile(join(dir, 'good', 'brand', 'mark.svg'), '<svg/>');
    await writeFile(join(dir, 'good', 'photos', 'shop.png'), Buffer.from([137, 80, 78, 71]));
    await writeFile(join(dir, 'bad', 'ciclo.json'), Buffer.from('{\n  "name": "Íñigo"\n}', 'latin1'));
  });
  afterAll(() => rm(dir, { recursive: true }));

  test('are read as editors and spreadsheets save them', async () => {
    const list = 'email;nombre\r\nana@example.com;Íñigo\r\n';
    const files = await readWorkspace(join(dir, 'good'));
    expect(files).toEqual({
      'ciclo.json': '{}',
      'brand/logo.png': 'data:image/png;base64,iVBORw==',
      'brand/mark.svg': '<svg/>',
      'segments/excel.csv': list,
      'segments/old.csv': list,
    });
  });

  test('are refused by place where a letter would have to be guessed', async () => {
    await expect(readWorkspace(join(dir, 'bad'))).rejects.toThrowError(/ciclo\.json:2:12: This is not UTF-8/);
  });

  test.each([
    ['that is not there', 'none', /There is no workspace folder/],
    ['that is a file', join('good', 'ciclo.json'), /is a file, not a workspace folder/],
  ])('of a folder %s are refused for that reason', async (_what, path, why) => {
    await expect(readWorkspace(join(dir, path))).rejects.toThrowError(why);
  });
});
