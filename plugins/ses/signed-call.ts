import { AwsV4Signer } from 'aws4fetch';
import type { ActionContext, HttpAnswer } from '../contract.ts';
import { type Config, sesUrlOf } from './config.ts';

/** `20260301T120000Z` */
const basicTime = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

/** Calls the API v2 of SES, signed with Signature Version 4. `json` is the body of a POST. */
export const callSes = async (input: {
  ctx: Pick<ActionContext<Config, unknown>, 'config' | 'http' | 'systemTime'>;
  path: string;
  json?: unknown;
}): Promise<HttpAnswer> => {
  const { ctx, path, json } = input;
  const { region, accessKeyId, secretAccessKey } = ctx.config;
  const url = new URL(path, sesUrlOf(ctx.config)).href;
  const content =
    json === undefined ? {} : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
  const signer = new AwsV4Signer({
    url,
    method: json === undefined ? 'GET' : 'POST',
    ...content,
    accessKeyId,
    secretAccessKey,
    region,
    service: 'ses',
    datetime: basicTime(ctx.systemTime),
  });
  const { headers } = await signer.sign();
  const { body } = content;
  return ctx.http({ url, headers: Object.fromEntries(headers), ...(body === undefined ? {} : { body }) });
};
