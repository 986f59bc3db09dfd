import { Hono } from 'hono';
import type { ApiEnv } from '../http/env.ts';
import { linkAgeSeconds } from './click.ts';
import type { LinkDeps } from './deps.ts';
import { brokenPage } from './page.tsx';
import { linkOf } from './signed-page.tsx';

/** A mail may bring its own look and pictures from anywhere, and no scripts, forms or frames. */
const mailPolicy =
  "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline' https:; font-src https:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

/** `/v/:token`: a message as it was sent, in the browser. */
export const viewRoutes = (deps: LinkDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();
  app.get('/:token', async (c) => {
    const owner = linkOf({ deps, c, kind: 'view', maxAgeSeconds: linkAgeSeconds });
    if (owner === undefined) return brokenPage(c);
    const message = await deps.pages.message(owner);
    if (message === undefined) return brokenPage(c);
    return c.html(message.html, 200, {
      'content-security-policy': mailPolicy,
      'cache-control': 'no-store, private',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
  });
  return app;
};
