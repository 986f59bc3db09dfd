import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort } from '../../platform/free-port.ts';
import { s3Plugin } from '../../plugins/s3/s3.ts';
import { callAction } from '../../plugins/testing.ts';
import { whereIs } from './found.ts';
import { ownFolder, startProgram } from './program.ts';

const account = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'canary-secret-of-the-key' };
const region = 'eu-west-1';
const bucket = 'shop-data';

type Started = { readonly port: number; readonly checks: boolean; readonly stop: () => Promise<void> };

/** SeaweedFS, which checks signatures. */
const startWeed = async (folder: string): Promise<Started> => {
  const port = await freePort();
  const ports = await Promise.all(Array.from({ length: 3 }, () => freePort()));
  const identities = [
    {
      name: 'shop',
      credentials: [{ accessKey: account.accessKeyId, secretKey: account.secretAccessKey }],
      actions: ['Admin', 'Read', 'List', 'Write'],
    },
  ];
  await writeFile(join(folder, 's3.json'), JSON.stringify({ identities }));
  const [master = 0, volume = 0, filer = 0] = ports;
  const args = [
    'server',
    '-s3',
    '-ip=127.0.0.1',
    '-ip.bind=127.0.0.1',
    `-dir=${folder}`,
    `-s3.config=${join(folder, 's3.json')}`,
    `-s3.port=${port}`,
    `-master.port=${master}`,
    `-volume.port=${volume}`,
    `-filer.port=${filer}`,
    '-master.volumeSizeLimitMB=64',
    '-volume.max=8',
  ];
  return { port, checks: true, ...(await startProgram(whereIs('weed') ?? '', args, { port, cwd: folder })) };
};

/** Moto, which checks no signature. */
const startMoto = async (folder: string): Promise<Started> => {
  const port = await freePort();
  const args = ['-H', '127.0.0.1', '-p', String(port)];
  return {
    port,
    checks: false,
    ...(await startProgram(whereIs('moto_server') ?? '', args, { port, cwd: folder })),
  };
};

const servers = [
  { name: 'SeaweedFS', program: 'weed', start: startWeed },
  { name: 'moto', program: 'moto_server', start: startMoto },
].filter(({ program }) => whereIs(program) !== undefined);

describe.each(servers)('S3 with $name', ({ start }) => {
  let folder: Awaited<ReturnType<typeof ownFolder>>;
  let server: Started;
  beforeAll(async () => {
    folder = await ownFolder();
    server = await start(folder.path);
    const client = new S3Client({
      region,
      endpoint: `http://127.0.0.1:${server.port}`,
      forcePathStyle: true,
      credentials: account,
      maxAttempts: 20,
    });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    client.destroy();
  });
  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  const call = (action: string, input: object, more: { secret?: string; config?: object } = {}) =>
    callAction({
      plugin: s3Plugin,
      config: {
        bucket,
        region,
        url: `http://127.0.0.1:${server.port}`,
        accessKeyId: account.accessKeyId,
        secretAccessKey: { env: 'CICLO_PLUGIN_S3' },
        prefix: 'ciclo',
        ...more.config,
      },
      secrets: { CICLO_PLUGIN_S3: more.secret ?? account.secretAccessKey },
      action,
      input,
      systemTime: Date.now(),
    });
  const bytes = Buffer.alloc(700_000, 'abc,def\n');
  const file = {
    path: 'events/2026-03-01/a b+c=1 ü.ndjson',
    base64: bytes.toString('base64'),
    type: 'text/csv',
  };

  it('a file is written, written over, listed and read in parts', async () => {
    expect(await call('put-file', { ...file, base64: '' })).toMatchObject({ kind: 'done' });
    expect(await call('put-file', file)).toMatchObject({ kind: 'done', output: { bytes: bytes.byteLength } });
    expect(await call('list-files', { folder: 'events/2026-03-01' })).toMatchObject({
      kind: 'done',
      output: { files: [{ path: file.path, size: bytes.byteLength }], more: false },
    });
    const read = await call('read-file', { path: file.path, offset: 100_000, length: 300_000 });
    expect(read).toMatchObject({ output: { base64: bytes.subarray(100_000, 400_000).toString('base64') } });
    const end = await call('read-file', { path: file.path, offset: bytes.byteLength, length: 10 });
    expect(end).toMatchObject({ output: { base64: '' } });
  });

  it('a folder of more files than a page is listed whole', async () => {
    const paths = Array.from({ length: 30 }, (_, n) => `many/${String(n).padStart(3, '0')}.csv`);
    for (const path of paths) await call('put-file', { ...file, path, base64: 'YQ==' });
    const listed = await call('list-files', { folder: 'many' });
    expect(listed).toMatchObject({
      kind: 'done',
      output: { files: paths.map((path) => ({ path })), more: false },
    });
  });

  it('a file that is not there is said to be none', async () => {
    expect(await call('read-file', { path: 'none.csv', offset: 0, length: 1 })).toMatchObject({
      kind: 'rejected',
      code: 'not-found',
    });
  });

  it('a wrong secret delays, and loses nothing', async () => {
    if (!server.checks) return;
    expect(await call('put-file', file, { secret: 'another' })).toMatchObject({ kind: 'retry' });
  });
});
