import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { callAction, conformance, scenarios } from '../testing.ts';
import { createS3Fake } from './fake.ts';
import { s3Plugin } from './s3.ts';

const account = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'canary-secret-of-the-key',
  bucket: 'shop-data',
};
const file = {
  path: 'events/2026-03-01/a b+c=1.ndjson.gz',
  base64: Buffer.from('{"a":1}\n').toString('base64'),
  type: 'application/gzip',
};

const configOf = (url: string) => ({
  bucket: account.bucket,
  region: 'eu-west-1',
  accessKeyId: account.accessKeyId,
  secretAccessKey: { env: 'SECRET' },
  ...(url === '' ? {} : { url }),
});

const start = async () => {
  const fake = await createS3Fake(account);
  // There is something to list and to read.
  fake.kept.set('in/old.csv', { body: Buffer.from('a;b\n1;2\n'), type: 'text/csv', at: fake.clock.at });
  return fake;
};

conformance({
  plugin: s3Plugin,
  secrets: { SECRET: account.secret },
  config: configOf,
  provider: { start, plays: scenarios },
  actions: {
    'put-file': {
      input: file,
      junk: [
        { ...file, path: '../a' },
        { ...file, path: '/etc/passwd' },
        { ...file, path: 'a//b' },
        { ...file, path: 'a\u0000b' },
        { ...file, base64: 'not base64!' },
        { ...file, url: 'https://elsewhere.example' },
      ],
    },
    'list-files': { input: { folder: 'in' }, junk: [{ folder: '..' }, { folder: '/in' }] },
    'read-file': {
      input: { path: 'in/old.csv', offset: 0, length: 100 },
      junk: [
        { path: 'in/old.csv', offset: -1, length: 100 },
        { path: '../x', offset: 0, length: 1 },
      ],
    },
  },
});

describe('S3', () => {
  let fake: Awaited<ReturnType<typeof start>>;
  beforeEach(async () => {
    fake = await start();
  });
  afterEach(() => fake.close());

  const call = (action: string, input: object, more: object = {}) =>
    callAction({
      plugin: s3Plugin,
      config: { ...configOf(fake.url), ...more },
      secrets: { SECRET: account.secret },
      action,
      input,
    });
  const client = () =>
    new S3Client({
      region: 'eu-west-1',
      endpoint: fake.url,
      forcePathStyle: true,
      credentials: { accessKeyId: account.accessKeyId, secretAccessKey: account.secret },
    });

  test('@aws-sdk/client-s3 3.1175.0 is answered by the fake, and writes, lists and reads the same objects', async () => {
    const sdk = client();
    const Body = Buffer.from(file.base64, 'base64');
    await sdk.send(
      new PutObjectCommand({ Bucket: account.bucket, Key: file.path, Body, ContentType: file.type }),
    );
    const theirs = fake.kept.get(file.path);
    fake.kept.delete(file.path);
    expect(await call('put-file', file)).toEqual({ kind: 'done', output: { path: file.path, bytes: 8 } });
    expect(fake.kept.get(file.path)).toEqual(theirs);

    const folder = 'events/2026-03-01';
    const listed = await sdk.send(
      new ListObjectsV2Command({ Bucket: account.bucket, Prefix: `${folder}/`, Delimiter: '/' }),
    );
    const seen = (listed.Contents ?? []).map(({ Key, Size, LastModified }) => ({
      path: Key,
      size: Size,
      modifiedAt: LastModified?.getTime(),
    }));
    expect(seen).toHaveLength(1);
    expect(await call('list-files', { folder })).toMatchObject({ output: { files: seen, more: false } });

    const got = await sdk.send(
      new GetObjectCommand({ Bucket: account.bucket, Key: file.path, Range: 'bytes=2-4' }),
    );
    const part = Buffer.from((await got.Body?.transformToByteArray()) ?? []).toString('base64');
    expect(await call('read-file', { path: file.path, offset: 2, length: 3 })).toMatchObject({
      output: { base64: part },
    });
  });

  test('keeps to its folder of the bucket, and shows paths without it', async () => {
    await call('put-file', { ...file, path: 'a.csv' }, { prefix: 'ciclo/shop' });
    expect(fake.kept.has('ciclo/shop/a.csv')).toBe(true);
    expect(await call('list-files', {}, { prefix: 'ciclo/shop' })).toMatchObject({
      output: { files: [{ path: 'a.csv' }] },
    });
  });

  test('reads nothing behind the end of an object, and says when there is none', async () => {
    expect(await call('read-file', { path: 'in/old.csv', offset: 8, length: 9 })).toMatchObject({
      output: { base64: '' },
    });
    expect(await call('read-file', { path: 'in/none.csv', offset: 0, length: 9 })).toMatchObject({
      kind: 'rejected',
      code: 'not-found',
    });
  });

  test('a key that is not taken delays a file and loses none', async () => {
    expect(await call('put-file', file, { accessKeyId: 'AKIAOTHER' })).toMatchObject({
      kind: 'retry',
      code: 'auth-failed',
    });
  });
});
