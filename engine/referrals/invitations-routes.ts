import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { shareNetworks } from '../../domain/referrals/share-links.ts';
import { followMerges } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import { invitationRefusals, type Invitation, type InviteFriend } from './invite-friend.ts';

const invitationBody = z
  .strictObject({
    email: text(320).optional().openapi({ description: 'The address of the friend.' }),
    locale: text(35).optional().openapi({
      description:
        'The language of the mail, where the friend is not known; that of the advocate by default.',
    }),
    share: z.enum(shareNetworks).optional().openapi({ description: 'Where the advocate shared their link.' }),
  })
  .refine(({ email, share }) => (email === undefined) !== (share === undefined), {
    message: 'must have either `email` or `share`',
    path: ['email'],
  });

const inviteRoute = createRoute({
  method: 'post',
  path: '/referrals/advocates/{id}/invitations',
  tags: ['Referrals'],
  summary: 'Invite a friend for an advocate, or note that they shared their link',
  description:
    'A friend is invited once, no matter who asks; it is no consent of theirs. The answer says nothing of the friend: anyone who is a customer already is not invited, and the answer is the same.',
  security: withKey,
  request: { params: z.object({ id: text(200) }), body: jsonBody(invitationBody) },
  responses: {
    200: answer({
      description: 'How it came out; a refusal is an answer as well.',
      schema: z.object({
        outcome: z.enum(['accepted', 'already', 'refused']).openapi({
          description: '`already`: the advocate asked for the same today, and nothing changed.',
        }),
        reason: z.enum(invitationRefusals).optional(),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `POST /api/referrals/advocates/:id/invitations`. */
export const invitationsRoutes = (deps: {
  inviteFriend: InviteFriend;
  profiles: ProfileStore;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(inviteRoute, async (c) => {
    const { tenant } = c.get('key');
    const { email = '', locale, share } = c.req.valid('json');
    const { profiles } = deps;
    const advocate = await followMerges({ profiles, tenant, profileId: c.req.valid('param').id });
    const invitation: Invitation =
      share === undefined ? { kind: 'mail', email, locale } : { kind: 'share', network: share };
    const outcome = await deps.inviteFriend({ tenant, advocate, invitation });
    if (outcome.kind === 'refused') return c.json({ outcome: outcome.kind, reason: outcome.reason }, 200);
    return c.json({ outcome: outcome.kind }, 200);
  });
