import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { loadConfig } from '../platform/config.ts';
import { freePort } from '../platform/free-port.ts';
import { connectEngine } from './engine-client.ts';

const apiKey = 'sk_the-key-of-a-test';
const refusal = {
  detail: 'The key is wrong.',
  problems: [
    { path: 'schedule.at', message: 'Invalid ISO datetime', hint: 'See /docs.' },
    { path: 'data.plat', message: 'There is no field `plat`.', hint: '' },
    { file: 'ciclo.json', line: 2, message: 'It is wrong.', hint: 'Correct it.' },
  ],
};

describe('a command that calls the engine', () => {
  const server = createServer((request, answer) => {
    const isPage = request.url === '/page';
    const isKnown = request.headers.authorization === `Bearer ${apiKey}`;
    answer.writeHead(isPage ? 502 : isKnown ? 200 : 401, {
      'content-type': isPage ? 'text/html' : 'application/json',
    });
    answer.end(isPage ? '<html>' : JSON.stringify(isKnown ? { by: request.url } : refusal));
  });
  let url = '';
  let dataDir = '';
  beforeAll(async () => {
    const port = await freePort();
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${port}`;
    dataDir = await mkdtemp(join(tmpdir(), 'ciclo-data-'));
  });
  afterAll(async () => {
    server.close();
    await rm(dataDir, { recursive: true });
  });

  const call = async (env: Record<string, string>, path = '/x') =>
    (await connectEngine(loadConfig({ CICLO_DATA: dataDir, ...env }))).call({ path });

  test('reaches it at CICLO_URL, else at PUBLIC_URL, else where the engine of the data folder says', async () => {
    const elsewhere = 'http://127.0.0.1:1';
    const key = { CICLO_API_KEY: apiKey };
    expect(await call({ ...key, CICLO_URL: url, PUBLIC_URL: elsewhere })).toEqual({ by: '/x' });
    expect(await call({ ...key, PUBLIC_URL: url })).toEqual({ by: '/x' });
    await writeFile(join(dataDir, 'running.json'), JSON.stringify({ pid: 1, url, tenant: 'shop' }));
    expect(await call(key)).toEqual({ by: '/x' });
    await expect(call({ ...key, CICLO_URL: elsewhere })).rejects.toThrowError(
      /No engine answers at http:\/\/127.0.0.1:1 \(/,
    );
  });

  test('needs nothing but the key and the address, and makes no key of its own', async () => {
    const nowhere = { CICLO_DATA: join(dataDir, 'none'), CICLO_URL: url };
    expect(await call({ ...nowhere, CICLO_API_KEY: apiKey })).toEqual({ by: '/x' });
    await expect(call(nowhere)).rejects.toThrowError(/set CICLO_API_KEY, or CICLO_DATA/);
  });

  test('is told why it was refused: a wrong key, or something that is no engine', async () => {
    const wrong = { CICLO_URL: url, CICLO_API_KEY: 'sk_another-key-of-a-test' };
    await expect(call(wrong)).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('CICLO_API_KEY'),
    });
    await expect(call(wrong)).rejects.toThrowError(
      /\n {2}- schedule\.at: Invalid ISO datetime See.*\n {2}- There is no field.*\n {2}- ciclo\.json:2:1: It is wrong\./,
    );
    await expect(call(wrong, '/page')).rejects.toThrowError(/502, text\/html\) is no engine/);
  });
});
