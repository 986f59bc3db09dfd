import { randomUUID } from 'node:crypto';

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { type SelfService } from '../../api/ports/self-service.ts';
import { notFound } from '../../domain/errors.ts';
import { selfServiceTimes } from '../../domain/messages/self-service-mail.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import type { Clock } from '../clock/clock.ts';

const route = createRoute({
  method: 'post',
  path: '/profiles/{id}/self-service',
  tags: ['Profiles'],
  summary: 'A link that opens the self-service pages of a person once',
  description:
    'For the account page of a shop, where the person has signed in: anyone who follows the link sees what is theirs, so send them there at once and show it to nobody else. It works once, within an hour. In messages use `{{links.selfService}}`, which shows nothing before the person proves who they are.',
  security: withKey,
  request: { params: z.object({ id: text(200) }) },
  responses: {
    200: answer({
      description: 'The link.',
      schema: z.object({ url: z.url(), expiresAt: instant }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `POST /api/profiles/{id}/self-service`: the way in for people whom the shop knows already. */
export const selfServiceRoutes = (deps: {
  readonly selfService: Pick<SelfService, 'self'>;
  readonly links: Pick<Links, 'selfServiceEntry'>;
  readonly clock: Pick<Clock, 'systemTime'>;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const self = await deps.selfService.self({ tenant, profileId: c.req.valid('param').id });
    if (self === undefined) throw notFound('person');
    const at = Math.floor(deps.clock.systemTime() / 1000);
    const url = deps.links.selfServiceEntry({ ...self, messageId: `call:${randomUUID()}`, at });
    return c.json({ url, expiresAt: iso((at + selfServiceTimes.entrySeconds) * 1000) }, 200);
  });
