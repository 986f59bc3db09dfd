import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fileTrouble } from './file-trouble.ts';
import { readBytes, readObject, readText } from './read-file.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-read-file-'));
});
afterAll(() => rm(dir, { recursive: true }));

const written = async (name: string, bytes: string | Uint8Array): Promise<string> => {
  const file = join(dir, name);
  await writeFile(file, bytes);
  return file;
};
const object = async (text: string): Promise<unknown> =>
  readObject({ file: await written('plan.json', text), example: '{"name":"Spring"}' });

describe('a file that a command line names', () => {
  it('is told with its path when it is not there, is a folder, or lies below a file', async () => {
    const file = await written('one.json', '{}');
    const refusal = (path: string) => expect(readBytes(path)).rejects;
    await refusal(join(dir, 'none.json')).toMatchObject({
      code: 'invalid-input',
      message: `\`${join(dir, 'none.json')}\` cannot be used: there is no such file or folder.`,
    });
    await refusal(dir).toThrowError('it is a folder, not a file.');
    await refusal(join(file, 'two.json')).toThrowError('a part of its path is a file, not a folder.');
  });

  it('is read as editors and spreadsheets save it, also with a byte order mark or in UTF-16', async () => {
    const text = '{"name":"Frühling"}';
    expect(await readText(await written('mark.json', `\uFEFF${text}`))).toBe(text);
    expect(await readText(await written('wide.json', Buffer.from(`\uFEFF${text}`, 'utf16le')))).toBe(text);
    expect(await readText(await written('old.csv', Buffer.from('Größe', 'latin1')))).toBe('Größe');
    await expect(
      readText(await written('old.json', Buffer.from('{"a":"ü"}', 'latin1'))),
    ).rejects.toThrowError(/old\.json:1:7: This is not UTF-8/);
  });

  it('is told with line and column where it is no JSON, and with an example where it is no object', async () => {
    expect(await object('\uFEFF{"name":"Spring"}')).toEqual({ name: 'Spring' });
    await expect(object('')).rejects.toThrowError(/plan\.json is empty\. .*\{"name":"Spring"\}/);
    await expect(object('{\n  "name": "Spring",\n}')).rejects.toThrowError(
      /plan\.json:3:1: .*comma too many/,
    );
    await expect(object('[1]')).rejects.toThrowError(/must be a JSON object: \{"name":"Spring"\}/);
  });

  it('leaves everything that is no fault of a file as it was thrown', () => {
    expect(fileTrouble(new TypeError('x'))).toBeUndefined();
    expect(
      fileTrouble(Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' })),
    ).toBeUndefined();
  });
});
