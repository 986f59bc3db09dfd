import { createHash } from 'node:crypto';

import { AwsV4Signer } from 'aws4fetch';

import type { ActionContext, HttpAnswer } from '../contract.ts';
import { bucketUrlOf, type S3Config } from './config.ts';

export type S3Context = ActionContext<S3Config, undefined>;

/** `20260301T120000Z` */
const basicTime = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

const encoded = (key: string): string => key.split('/').map(encodeURIComponent).join('/');

/** The key of an object: its path within the folder of the instance. */
export const keyOf = ({ prefix }: S3Config, path: string): string =>
  prefix === undefined ? path : `${prefix}/${path}`;

/** Calls the REST API of S3, signed with Signature Version 4, the body with it. */
export const callS3 = async (input: {
  ctx: Pick<S3Context, 'config' | 'http' | 'systemTime'>;
  method: 'GET' | 'HEAD' | 'PUT';
  key?: string;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
  maxBytes?: number;
}): Promise<HttpAnswer> => {
  const { ctx, method, key = '', query = {}, headers = {}, body, maxBytes } = input;
  const { region, accessKeyId, secretAccessKey } = ctx.config;
  const url = new URL(encoded(key), bucketUrlOf(ctx.config));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const digest = createHash('sha256')
    .update(body ?? '')
    .digest('hex');
  const signer = new AwsV4Signer({
    url: url.href,
    method,
    headers: { ...headers, 'x-amz-content-sha256': digest },
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
    accessKeyId,
    secretAccessKey,
    region,
    service: 's3',
    datetime: basicTime(ctx.systemTime),
  });
  const signed = await signer.sign();
  return ctx.http({
    url: signed.url.href,
    method,
    headers: Object.fromEntries(signed.headers),
    ...(body === undefined ? {} : { body }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
};
