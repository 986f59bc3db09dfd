import { z } from 'zod';

import { secret } from '../contract.ts';

/** What an instance of `s3` is configured with. */
export const config = z.strictObject({
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'The name of a bucket.'),
  /** Such as `eu-west-1`; `auto` for Cloudflare R2. */
  region: z.string().regex(/^[a-z0-9-]{1,40}$/, 'A region, such as eu-west-1.'),
  /** The name of the access key, which is no secret. */
  accessKeyId: z.string().regex(/^[\w.-]{1,128}$/, 'An access key id.'),
  /** Signs each request, and is sent to nobody. */
  secretAccessKey: secret(),
  /** Another service that speaks the language of S3: the bucket is then the first part of the path. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** A folder of the bucket in which everything is. */
  prefix: z
    .string()
    .regex(/^[\w.=-]{1,100}(?:\/[\w.=-]{1,100}){0,9}$/, 'A folder, such as `ciclo/shop`.')
    .refine(
      (text) => text.split('/').every((part) => part !== '.' && part !== '..'),
      'A folder of the bucket.',
    )
    .optional(),
});
export type S3Config = z.output<typeof config>;

const domainOf = (region: string): string =>
  region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';

/** Where the bucket is: a host of its own at Amazon, unless its name has dots, which no certificate covers; else a path. Ends with a slash. */
export const bucketUrlOf = ({ bucket, region, url }: Pick<S3Config, 'bucket' | 'region' | 'url'>): URL => {
  const s3 = `s3.${region}.${domainOf(region)}`;
  if (url === undefined && !bucket.includes('.')) return new URL(`https://${bucket}.${s3}/`);
  const base = url ?? `https://${s3}`;
  return new URL(`${base.replace(/\/+$/, '')}/${bucket}/`);
};
