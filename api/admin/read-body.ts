import { createMiddleware } from 'hono/factory';
import { readBody } from '../http/body.ts';
import type { ApiEnv } from '../http/env.ts';
import { exactBody, parseJson } from '../http/json.ts';

const bodyMax = 256 * 1024;
/** A whole workspace, with its lists of people. */
const workspaceMax = 32 * 1024 * 1024;
/** Just less than the server gives a whole request. */
const workspaceMs = 28_000;

/** Files and parts of them, which their routes read themselves: they are no JSON. */
const files = /^\/api\/(?:imports\/[^/]+\/parts\/\d+|posts\/images)$/;

/** A form of a page; whether a route takes one, its declaration says. */
const form = /^application\/x-www-form-urlencoded\b/i;

/** Reads bodies within bounds, and refuses keys that reach for a prototype, before a route looks at them. */
export const boundedJson = createMiddleware<ApiEnv>(async (c, next) => {
  const { raw } = c.req;
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || raw.body === null) return next();
  if (files.test(c.req.path)) return next();
  const maxBytes = c.req.path === '/api/workspace' ? workspaceMax : bodyMax;
  const withinMs = maxBytes === workspaceMax ? workspaceMs : undefined;
  const bytes = await readBody({ request: raw, maxBytes, withinMs, take: c.get('takeBytes') });
  const isForm = form.test(raw.headers.get('content-type') ?? '');
  if (bytes.byteLength > 0 && !isForm) parseJson({ bytes, keys: 'refused' });
  const headers = new Headers(raw.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  c.req.raw = new Request(raw.url, {
    method: raw.method,
    headers,
    body: bytes.byteLength === 0 ? null : exactBody(bytes),
  });
  return next();
});
