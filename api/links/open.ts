import { Hono } from 'hono';
import { readToken } from '../../domain/messages/links/links.ts';
import type { ApiEnv } from '../http/env.ts';
import { linkAgeSeconds } from './click.ts';
import type { LinkDeps } from './deps.ts';
import { linkEvent } from './link-event.ts';
import { isMachine } from './machine.ts';
import { createRecord } from './record.ts';
import { visitorOf } from './visitor.ts';

/** One transparent point. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** `/o/:token.gif`: notes that the mail was shown. The picture comes in any case; a mail must not look broken. */
export const openRoutes = (deps: LinkDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();
  const record = createRecord(deps);
  app.get('/:file', async (c) => {
    const owner = readToken({
      token: c.req.param('file').replace(/\.gif$/, ''),
      kind: 'open',
      keys: deps.keys,
      now: deps.clock.systemTime() / 1000,
      maxAgeSeconds: linkAgeSeconds,
    });
    if (owner !== undefined && c.req.method !== 'HEAD' && deps.limit.take(c)) {
      const { tenant, messageId, profileId } = owner;
      const machine = isMachine(visitorOf({ c, clientAddress: deps.clientAddress }));
      const properties = { message_id: messageId, channel: 'email', machine };
      const now = deps.clock.now(tenant);
      await record({ tenant, event: linkEvent({ name: 'Email Opened', properties, now, profileId }) });
    }
    c.header('cache-control', 'no-store, private');
    c.header('cross-origin-resource-policy', 'cross-origin');
    return c.body(new Uint8Array(pixel), 200, { 'content-type': 'image/gif' });
  });
  return app;
};
