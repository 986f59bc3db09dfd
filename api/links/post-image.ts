import { Hono } from 'hono';
import type { ApiEnv } from '../http/env.ts';
import type { LinkDeps } from './deps.ts';
import { brokenPage } from './page.tsx';

const tenantPattern = /^[a-z0-9][a-z0-9-]{0,62}$/i;
const idPattern = /^[\w-]{22}$/;

/** `/i/:tenant/:id`: an image of a post, for networks that fetch images. The id is a hash of it, so anyone who has the address has seen the image. */
export const postImageRoutes = (deps: Pick<LinkDeps, 'postImages' | 'limit'>): Hono<ApiEnv> =>
  new Hono<ApiEnv>().get('/:tenant/:id', async (c) => {
    const { tenant, id } = c.req.param();
    if (!tenantPattern.test(tenant) || !idPattern.test(id)) return brokenPage(c);
    deps.limit.admit(c);
    const image = await deps.postImages.read({ tenant, id });
    if (image === undefined) return brokenPage(c);
    return c.body(new Uint8Array(image.bytes), 200, {
      'content-type': image.type,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
      'cache-control': 'public, max-age=86400, immutable',
    });
  });
