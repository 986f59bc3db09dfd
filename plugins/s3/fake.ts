import { createHash } from 'node:crypto';

import { awsSignature, createHttpFake } from '../testing.ts';

type Kept = { readonly body: Buffer; readonly type: string; readonly at: number };

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

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
      const header = (name: string): string => c.req.header(name) ?? '';
      const digest = header('x-amz-content-sha256');
      const request = { method: c.req.method, url: new URL(c.req.url), header, digest };
      const signature = awsSignature({ request, account, service: 's3' });
      if (signature === 'other-key') return c.text(problem('InvalidAccessKeyId'), 403);
      if (signature === 'invalid') return c.text(problem('SignatureDoesNotMatch'), 403);
      const body = Buffer.from(await c.req.arrayBuffer());
      if (digest !== sha256(body)) return c.text(problem('XAmzContentSHA256Mismatch'), 400);
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
