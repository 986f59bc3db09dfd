import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { Hono } from 'hono';
import type { ApiEnv } from '../http/env.ts';

const description = [
  'Events in: the tracking API takes Segment’s format and its official clients, with another host.',
  'Everything else under `/api` needs an API key: `Authorization: Bearer <key>`.',
  'Errors are problem documents (RFC 9457); `problems` names everything that is wrong, and how to mend it.',
].join('\n\n');

/** Swagger UI looks for what to show; nothing comes from elsewhere. */
const startScript = `window.addEventListener('load', () => {
  window.SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#docs',
    deepLinking: true,
    validatorUrl: null,
    persistAuthorization: false,
  });
});
`;

const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ciclo API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<noscript><p>This page needs JavaScript. The same as plain text: <a href="/openapi.json">/openapi.json</a></p></noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

const assets = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const;

const assetFolder = (): string =>
  dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The OpenAPI document of an app. */
export const openApiOf = (input: { app: OpenAPIHono<ApiEnv>; version: string }) =>
  input.app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Ciclo', version: input.version, description, license: { name: 'Apache-2.0' } },
    servers: [{ url: '/' }],
  });

/** `/openapi.json`, and `/docs` which shows it with scripts of our own origin only. */
export const docsRoutes = (input: { app: OpenAPIHono<ApiEnv>; version: string }): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  let document: ReturnType<typeof openApiOf> | undefined;
  routes.get('/openapi.json', (c) => {
    document ??= openApiOf(input);
    return c.json(document);
  });
  routes.get('/docs', (c) => c.html(page, 200, { 'content-security-policy': policy }));
  routes.get('/docs/start.js', (c) =>
    c.body(startScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  for (const [name, type] of Object.entries(assets)) {
    let content: Promise<Uint8Array<ArrayBuffer>> | undefined;
    routes.get(`/docs/${name}`, async (c) => {
      content ??= readFile(join(assetFolder(), name)).then((bytes) => new Uint8Array(bytes));
      return c.body(await content, 200, { 'content-type': type, 'cache-control': 'public, max-age=86400' });
    });
  }
  return routes;
};
