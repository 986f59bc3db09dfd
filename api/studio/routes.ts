import { randomBytes } from 'node:crypto';

import { type Context, Hono } from 'hono';

import { CicloError } from '../../domain/errors.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { ApiEnv } from '../http/env.ts';
import type { OpenStudio, StudioFile, StudioFiles } from '../ports/studio.ts';
import { noncePlace, pageHeaders, tenantPlace } from './policy.ts';

type Deps = {
  readonly openStudio: OpenStudio;
  /** The tenant of the workspace that this engine published; what is signed in to by default. */
  readonly tenant: string;
  /** The OpenAPI document, for the page that shows the calls: it names what there is, and nothing of anybody. */
  readonly document: () => JsonObject;
};

/** So many bytes of chance, as base64. */
const nonceBytes = 18;
const yearSeconds = 31_536_000;

/** File names with a digest in them: what they hold never changes. */
const isImmutable = (path: string): boolean => path.startsWith('assets/');

const notThere = (): CicloError =>
  new CicloError({ code: 'not-found', message: 'There is nothing at this address.' });

const takesGzip = (c: Context<ApiEnv>): boolean => /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');

const fileAnswer = (c: Context<ApiEnv>, file: StudioFile, path: string): Response => {
  const headers: Record<string, string> = {
    'content-type': file.type,
    'cache-control': isImmutable(path) ? `public, max-age=${yearSeconds}, immutable` : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
  };
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers);
  if (file.gzip === undefined || !takesGzip(c)) return c.body(file.bytes, 200, headers);
  return c.body(file.gzip, 200, { ...headers, 'content-encoding': 'gzip' });
};

const createIndex = ({ tenant }: Deps) => {
  return async (c: Context<ApiEnv>, files: StudioFiles): Promise<Response> => {
    const file = await files.read('index.html');
    if (file === undefined) throw notThere();
    const nonce = randomBytes(nonceBytes).toString('base64');
    const text = new TextDecoder().decode(file.bytes);
    const page = text.replaceAll(noncePlace, nonce).replaceAll(tenantPlace, tenant);
    return c.body(page, 200, pageHeaders(nonce));
  };
};

/**
 * `/studio`: the files of the web application. Every address without a file of its own is the page, which shows what the address
 * says. Nothing here is about anybody: what the page shows, it asks of `/api`.
 */
export const studioRoutes = (deps: Deps): Hono<ApiEnv> => {
  const index = createIndex(deps);
  const open = async (): Promise<StudioFiles> => {
    try {
      return await deps.openStudio();
    } catch (thrown) {
      throw new CicloError({
        code: 'unavailable',
        message: 'The studio cannot be built; the log says why.',
        cause: thrown,
      });
    }
  };
  const answer = async (c: Context<ApiEnv>): Promise<Response> => {
    const files = await open();
    const path = c.req.path.replace(/^\/studio\/?/, '');
    const file = path === '' || path === 'index.html' ? undefined : await files.read(path);
    if (file !== undefined) return fileAnswer(c, file, path);
    if (isImmutable(path)) throw notThere();
    return index(c, files);
  };
  return new Hono<ApiEnv>()
    .get('/openapi.json', (c) => c.json(deps.document(), 200, { 'cache-control': 'no-cache' }))
    .get('/', answer)
    .get('/*', answer);
};
