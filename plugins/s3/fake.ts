import { createHash, createHmac } from 'node:crypto';

import { createHttpFake } from '../testing.ts';

type Kept = { readonly body: Buffer; readonly type: string; readonly at: number };

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\S+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

const queryOf = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .toSorted()
    .join('&');

/** The signature that a request should have (docs.aws.amazon.com, "Create a signed AWS API request"). */
const expectedSignature = (input: {
  method: string;
  url: URL;
  header: (name: string) => string;
  signedHeaders: string;
  scope: string;
  secret: string;
}): string => {
  const { method, url, header, signedHeaders, scope, secret } = input;
  const headers = signedHeaders
    .split(';')
    .map((name) => `${name}:${header(name).trim().replaceAll(/ +/g, ' ')}\n`)
    .join('');
  const parts = [url.pathname, queryOf(url), headers, signedHeaders, header('x-amz-content-sha256')];
  const canonical = [method, ...parts].join('\n');
  const text = ['AWS4-HMAC-SHA256', header('x-amz-date'), scope, sha256(canonical)].join('\n');
  const [date = '', region = '', service = '', end = ''] = scope.split('/');
  const key = [region, service, end].reduce<Buffer>(hmac, hmac(`AWS4${secret}`, date));
  return hmac(key, text).toString('hex');
};

const xml = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
const problem = (code: string): string =>
  xml(`<Error><Code>${code}</Code><Message>${code}</Message><RequestId>1</RequestId></Error>`);

const listed = (kept: ReadonlyMap<string, Kept>, prefix: string, max: number): string => {
  const keys = [...kept.keys()]
    .filter((key) => key.startsWith(prefix) && !key.slice(prefix.length).includes('/'))
    .toSorted();
  const contents = keys.slice(0, max).map((key) => {
    const { body, at } = kept.get(key) ?? { body: Buffer.alloc(0), at: 0 };
    const when = new Date(at).toISOString();
    return `<Contents><Key>${key}</Key><LastModified>${when}</LastModified><ETag>&quot;${sha256(body)}&quot;</ETag><Size>${body.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
  });
  const isTruncated = keys.length > max;
  return xml(
    `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix>${prefix}</Prefix><IsTruncated>${String(isTruncated)}</IsTruncated>${contents.join('')}</ListBucketResult>`,
  );
};

const rangeOf = (header: string | undefined): readonly [number, number] | undefined => {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(header ?? '') ?? [];
  return from === undefined || to === undefined ? undefined : [Number(from), Number(to)];
};

/**
 * The REST API of S3 as docs.aws.amazon.com/AmazonS3/latest/API describes it, of one bucket under its path, with the check of Signature
 * Version 4 and of the digest of the body.
 */
export const createS3Fake = async (account: { accessKeyId: string; secret: string; bucket: string }) => {
  const kept = new Map<string, Kept>();
  let reads = 0;
  const clock = { at: Date.parse('2026-03-01T12:00:00Z') };
  const provider = await createHttpFake(({ app, happened }) => {
    app.use(`/${account.bucket}/*`, async (c, next) => {
      const [, id, scope = '', signedHeaders = '', signature] =
        authorization.exec(c.req.header('authorization') ?? '') ?? [];
      const header = (name: string): string => c.req.header(name) ?? '';
      const url = new URL(c.req.url);
      const { secret } = account;
      const expected = expectedSignature({ method: c.req.method, url, header, signedHeaders, scope, secret });
      if (id !== account.accessKeyId) return c.text(problem('InvalidAccessKeyId'), 403);
      if (signature !== expected) return c.text(problem('SignatureDoesNotMatch'), 403);
      const body = Buffer.from(await c.req.arrayBuffer());
      if (header('x-amz-content-sha256') !== sha256(body))
        return c.text(problem('XAmzContentSHA256Mismatch'), 400);
      await next();
      return undefined;
    });
    const keyOf = (path: string): string => decodeURIComponent(path.slice(account.bucket.length + 2));
    app.put(`/${account.bucket}/*`, async (c) => {
      const key = keyOf(c.req.path);
      const body = Buffer.from(await c.req.arrayBuffer());
      kept.set(key, { body, type: c.req.header('content-type') ?? '', at: clock.at });
      happened(key);
      return c.body(null, 200, { etag: `"${sha256(body)}"` });
    });
    app.get(`/${account.bucket}/*`, (c) => {
      const key = keyOf(c.req.path);
      // Each is counted.
      reads += 1;
      happened(`read ${reads}`);
      if (key === '')
        return c.text(
          listed(kept, c.req.query('prefix') ?? '', Number(c.req.query('max-keys') ?? 1000)),
          200,
          {
            'content-type': 'application/xml',
          },
        );
      const found = kept.get(key);
      if (found === undefined) return c.text(problem('NoSuchKey'), 404);
      const etag = `"${sha256(found.body)}"`;
      const range = rangeOf(c.req.header('range'));
      if (range === undefined) return c.body(new Uint8Array(found.body), 200, { etag });
      const [from, to] = range;
      if (from >= found.body.length) return c.text(problem('InvalidRange'), 416);
      return c.body(new Uint8Array(found.body.subarray(from, to + 1)), 206, { etag });
    });
  });
  return { ...provider, kept, clock };
};
