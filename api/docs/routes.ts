import type { OpenAPIHono } from '@hono/zod-openapi';
import { Hono } from 'hono';
import type { ApiEnv } from '../http/env.ts';
import { referencePolicy, renderReference } from './reference.tsx';

const description = [
  'Events in: the tracking API takes Segment’s format and its official clients, with another host.',
  'Everything else under /api needs an API key: Authorization: Bearer <key>.',
  'Errors are problem documents (RFC 9457); problems names everything that is wrong, and how to fix it.',
].join('\n\n');

/** The OpenAPI document of an app. */
export const openApiOf = (input: { app: OpenAPIHono<ApiEnv>; version: string }) =>
  input.app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Ciclo', version: input.version, description, license: { name: 'Apache-2.0' } },
    servers: [{ url: '/' }],
  });

/** `/openapi.json`, and `/docs`: the same as a page to read. */
export const docsRoutes = (input: { app: OpenAPIHono<ApiEnv>; version: string }): Hono<ApiEnv> => {
  let document: ReturnType<typeof openApiOf> | undefined;
  const read = (): ReturnType<typeof openApiOf> => (document ??= openApiOf(input));
  return new Hono<ApiEnv>()
    .get('/openapi.json', (c) => c.json(read()))
    .get('/docs', (c) =>
      c.html(renderReference({ document: read(), description }), 200, {
        'content-security-policy': referencePolicy,
      }),
    );
};
