import { Hono } from 'hono';
import { hostOf, leadsTo, linkHostsOf } from '../../domain/messages/links/link-hosts.ts';
import { readToken } from '../../domain/messages/links/links.ts';
import type { ApiEnv } from '../http/env.ts';
import type { LinkDeps } from './deps.ts';
import { linkEvent } from './link-event.ts';
import { createBurstWatch, isMachine } from './machine.ts';
import { brokenPage } from './page.tsx';
import { createRecord } from './record.ts';
import { visitorOf } from './visitor.ts';

/** Links of a mail work for three years; then the mail is a thing of the past, and so are its targets. */
export const linkAgeSeconds = 3 * 366 * 86_400;

/** Whether an address that came from data still leads to a host of the shop, or back to us. */
const isOfTheShop = async (deps: LinkDeps, link: { tenant: string; url: string }): Promise<boolean> => {
  const settings = await deps.pages.settings(link.tenant);
  if (settings === undefined) return false;
  const own = hostOf(deps.publicUrl);
  const hosts = [...linkHostsOf(settings), ...(own === undefined ? [] : [own])];
  return leadsTo({ url: link.url, hosts });
};

/** `/c/:token`: notes the click and leads to the address that was signed, never to another. */
export const clickRoutes = (deps: LinkDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();
  const record = createRecord(deps);
  const isBurst = createBurstWatch({ systemTime: deps.clock.systemTime });
  app.get('/:token', async (c) => {
    const link = readToken({
      token: c.req.param('token'),
      kind: 'click',
      keys: deps.keys,
      now: deps.clock.systemTime() / 1000,
      maxAgeSeconds: linkAgeSeconds,
    });
    if (link === undefined) return brokenPage(c);
    const { tenant, messageId, profileId, index, url } = link;
    if (link.isData === true && !(await isOfTheShop(deps, link))) return brokenPage(c);
    if (c.req.method !== 'HEAD' && deps.limit.take(c)) {
      const burst = isBurst({ messageId, index });
      const machine = isMachine(visitorOf({ c, clientAddress: deps.clientAddress })) || burst;
      const properties = { message_id: messageId, url, link_index: index, machine };
      const now = deps.clock.now(tenant);
      await record({ tenant, event: linkEvent({ name: 'Link Clicked', properties, now, profileId }) });
    }
    c.header('cache-control', 'no-store');
    c.header('referrer-policy', 'no-referrer');
    c.header('x-robots-tag', 'noindex, nofollow');
    return c.redirect(new URL(url).href, 302);
  });
  return app;
};
