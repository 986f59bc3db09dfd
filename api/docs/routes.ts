import type { OpenAPIHono } from '@hono/zod-openapi';
import { Hono } from 'hono';
import { isJsonObject, type JsonObject, toJson } from '../../domain/json.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { ApiEnv } from '../http/env.ts';
import { withKinds } from './describe-kinds.ts';
import { referencePolicy, renderReference } from './reference.tsx';

const description = [
  'Events in: the tracking API takes Segment’s format and its official clients, with another host.',
  'Everything else under /api needs an API key: Authorization: Bearer <key>.',
  'Errors are problem documents (RFC 9457); problems names everything that is wrong, and how to fix it.',
].join('\n\n');

/** The OpenAPI document of an API, made when it is asked for first. */
export const createDocument = (input: { app: OpenAPIHono<ApiEnv>; version: string }): (() => JsonObject) => {
  let document: JsonObject | undefined;
  return () => {
    document ??= documentOf(input);
    return document;
  };
};

const documentOf = (input: { app: OpenAPIHono<ApiEnv>; version: string }): JsonObject => {
  const document = toJson(
    input.app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Ciclo', version: input.version, description, license: { name: 'Apache-2.0' } },
      servers: [{ url: '/' }],
    }),
  );
  return isJsonObject(document) ? document : {};
};

type Objects = ReadonlyMap<string, ReadyObject>;

/**
 * `/openapi.json`, with the addresses of each kind of record, and `/docs`: the same as a page to read, where the addresses stand
 * once for all kinds.
 */
export const docsRoutes = (input: {
  app: OpenAPIHono<ApiEnv>;
  version: string;
  /** The objects whose records are described. */
  objects: () => Promise<Objects>;
}): Hono<ApiEnv> => {
  const base = createDocument(input);
  const read = async (): Promise<ReturnType<typeof withKinds>> => withKinds(base(), await input.objects());
  return new Hono<ApiEnv>()
    .get('/openapi.json', async (c) => {
      const { document, paths } = await read();
      return c.json({ ...document, paths });
    })
    .get('/docs', async (c) => {
      const { document } = await read();
      return c.html(renderReference({ document, description }), 200, {
        'content-security-policy': referencePolicy,
      });
    });
};
