import type { z } from 'zod';

import {
  type Failure,
  type filesListed,
  type FileToPut,
  type FileToRead,
  type HttpAnswer,
  type Outcome,
  providerFailure,
} from '../contract.ts';
import { callS3, keyOf, type S3Context } from './signed-call.ts';
import { type Element, readXml, textIn } from './xml.ts';

const listMax = 1_000;
const errorMax = 100;

/** The outcome of an answer that is no success, with S3's own code. */
const failed = (ctx: S3Context, answer: HttpAnswer): Failure => {
  const error = readXml(answer.text);
  const code = error?.name === 'Error' ? textIn(error, 'Code') : undefined;
  return providerFailure({ ctx, answer, reason: code?.slice(0, errorMax) });
};

/** Writes an object as a whole; S3 shows the one before until the new one is there. */
export const putObject = async (
  ctx: S3Context,
  { path, base64, type }: FileToPut,
): Promise<Outcome<{ path: string; bytes: number }>> => {
  const body = Buffer.from(base64, 'base64');
  const key = keyOf(ctx.config, path);
  const answer = await callS3({ ctx, method: 'PUT', key, headers: { 'content-type': type }, body });
  // Anyone who answers with a page of their own is not S3, which always tells the entity tag.
  if (answer.status === 200 && answer.headers['etag'] !== undefined)
    return { kind: 'done', output: { path, bytes: body.length } };
  return failed(ctx, answer);
};

const fileIn = (prefix: string, folder: string, content: Element) => {
  const key = textIn(content, 'Key') ?? '';
  const size = Number(textIn(content, 'Size'));
  const modifiedAt = Date.parse(textIn(content, 'LastModified') ?? '');
  const name = key.slice(prefix.length);
  // A folder that somebody made by hand is an object with an empty name.
  if (!key.startsWith(prefix) || name === '' || !Number.isInteger(size) || Number.isNaN(modifiedAt))
    return [];
  return [{ path: folder === '' ? name : `${folder}/${name}`, size, modifiedAt }];
};

/** Lists the objects right in a folder by their names. */
export const listObjects = async (
  ctx: S3Context,
  { folder }: { folder: string },
): Promise<Outcome<z.input<typeof filesListed>>> => {
  const within = folder === '' ? (ctx.config.prefix ?? '') : keyOf(ctx.config, folder);
  const prefix = within === '' ? '' : `${within}/`;
  const answer = await callS3({
    ctx,
    method: 'GET',
    query: { delimiter: '/', 'list-type': '2', 'max-keys': String(listMax), prefix },
  });
  const list = answer.status === 200 ? readXml(answer.text) : undefined;
  if (list?.name !== 'ListBucketResult') return failed(ctx, answer);
  const files = list.within
    .filter(({ name }) => name === 'Contents')
    .flatMap((content) => fileIn(prefix, folder, content));
  return {
    kind: 'done',
    output: { files: files.slice(0, listMax), more: textIn(list, 'IsTruncated') === 'true' },
  };
};

/** Reads a part of an object. */
export const readObject = async (
  ctx: S3Context,
  { path, offset, length }: FileToRead,
): Promise<Outcome<{ base64: string }>> => {
  const answer = await callS3({
    ctx,
    method: 'GET',
    key: keyOf(ctx.config, path),
    headers: { range: `bytes=${offset}-${offset + length - 1}` },
    maxBytes: length + 65_536,
  });
  // Nothing is behind the end of an object.
  if (answer.status === 416) return { kind: 'done', output: { base64: '' } };
  if (
    answer.status === 206 ||
    (answer.status === 200 && answer.headers['etag'] !== undefined && offset === 0)
  ) {
    const bytes = Buffer.from(answer.bytes).subarray(0, length);
    return { kind: 'done', output: { base64: bytes.toString('base64') } };
  }
  return failed(ctx, answer);
};

/** Whether the bucket is there and lets itself be listed. */
export const lookAtBucket = async (
  ctx: S3Context,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }> => {
  const listed = await listObjects(ctx, { folder: '' });
  return listed.kind === 'done' ? { ok: true } : { ok: false, message: listed.message };
};
