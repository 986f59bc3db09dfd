import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { ApiEnv } from '../http/env.ts';
import { limitedAs } from '../http/client-address.ts';
import { createRateLimiter } from '../http/rate-limit.ts';
import type { LinkDeps } from './deps.ts';
import { linkEvent } from './link-event.ts';
import { isMachine } from './machine.ts';
import { brokenPage } from './page.tsx';
import { createRecord } from './record.ts';
import { visitorOf } from './visitor.ts';

const codePattern = /^[A-Za-z0-9-]{4,40}$/;
/** Where the link was shared, as the links to networks say it. */
const viaPattern = /^[a-z]{1,20}$/;
const anonymousPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const cookieSeconds = 90 * 86_400;

/** The code is public, so anybody can ask; this many visits of one address are noted, all are led on. */
const visitsNoted = { perSecond: 0.2, burst: 10 } as const;

/**
 * The shop, with what its pages need to go on: the code, and the anonymous id under the name by which Segment's
 * browser client takes it over.
 */
const landingUrl = (input: { url: string; code: string; anonymousId: string }): string => {
  const url = new URL(input.url);
  url.searchParams.set('ref', input.code);
  url.searchParams.set('ajs_aid', input.anonymousId);
  return url.href;
};

/** `/r/:code`: a friend follows an advocate's link; noted under an anonymous id, then led to the shop. */
export const referralRoutes = (deps: LinkDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();
  const record = createRecord(deps);
  const { take } = createRateLimiter({ ...visitsNoted, systemTime: deps.clock.systemTime });
  const isSecure = deps.publicUrl.startsWith('https:');

  app.get('/:code', async (c) => {
    const asked = c.req.param('code');
    if (!codePattern.test(asked)) return brokenPage(c);
    // Codes are short enough to be tried, and each is looked for in every tenant.
    deps.attempts.admit(c);
    const referral = await deps.pages.referral(asked);
    const settings = referral === undefined ? undefined : await deps.pages.settings(referral.tenant);
    if (referral === undefined || settings === undefined) {
      deps.attempts.failed(c);
      return brokenPage(c);
    }
    const { tenant, code } = referral;
    const known = getCookie(c, 'ciclo_anon') ?? '';
    const anonymousId = anonymousPattern.test(known) ? known : randomUUID();
    const visitor = visitorOf({ c, clientAddress: deps.clientAddress });
    if (!isMachine(visitor) && take(limitedAs(visitor.address)).ok) {
      const via = c.req.query('via') ?? '';
      const properties = { referral_code: code, ...(viaPattern.test(via) ? { via } : {}) };
      const now = deps.clock.now(tenant);
      await record({
        tenant,
        event: linkEvent({ name: 'Referral Link Visited', properties, now, anonymousId }),
      });
    }
    const cookie = {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      secure: isSecure,
      maxAge: cookieSeconds,
    } as const;
    setCookie(c, 'ciclo_anon', anonymousId, cookie);
    setCookie(c, 'ciclo_ref', code, cookie);
    c.header('cache-control', 'no-store');
    c.header('x-robots-tag', 'noindex, nofollow');
    return c.redirect(landingUrl({ url: settings.url, code, anonymousId }), 302);
  });
  return app;
};
