import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { findProfile, whoSchema } from '../../../api/admin/find-profile.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { notFound } from '../../../domain/errors.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { PeopleReads } from '../../people/reads-port.ts';
import { givenKey } from '../given-key.ts';
import type { GiveMembership } from '../memberships/give-membership.ts';
import { balanceBody, balanceSchema } from '../points-body.ts';
import { refused, type RefusalWords } from './refused.ts';

const changeRoute = createRoute({
  method: 'post',
  path: '/memberships',
  tags: ['Loyalty'],
  summary: 'Give a person a membership of a programme, or end it',
  description:
    'Done once for each `Idempotency-Key`, for good. Giving one that the person has renews it: the new period begins when the old one ends.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        person: whoSchema,
        program: text(64).openapi({ description: 'The key of a programme in `programs/`.' }),
        membership: text(64).openapi({ description: 'The key of one of its memberships.' }),
        action: z.enum(['give', 'end']).default('give'),
        until: z.iso
          .datetime({ offset: true })
          .optional()
          .openapi({ description: 'Until when it is given; by its period by default.' }),
        reason: text(200).optional(),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'What the person has after it.',
      schema: z.object({
        state: z.enum(['posted', 'already']).openapi({
          description: '`already`: it was done before under this `Idempotency-Key`.',
        }),
        balance: balanceSchema,
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

const words: RefusalWords = new Map([
  [
    'no-membership',
    ['The person does not have this membership.', 'Look at `GET /api/profiles/{id}/points`.'],
  ],
  ['no-such-membership', ['The programme has no such membership.', 'Add it to `memberships` and publish.']],
  [
    'ends-in-the-past',
    ['The membership would end before it begins.', 'Write an instant to come in `until`.'],
  ],
]);

type Deps = {
  readonly peopleReads: PeopleReads;
  readonly giveMembership: GiveMembership;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
};

/** `POST /api/memberships`: memberships by hand. */
export const membershipsRoutes = (deps: Deps): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(changeRoute, async (c) => {
    const { tenant } = c.get('key');
    const { person: who, until, ...order } = c.req.valid('json');
    const profile = await findProfile({ people: deps.peopleReads, tenant, who });
    if (profile === undefined) throw notFound('person');
    const { outcome, account } = await deps.giveMembership({
      ...order,
      tenant,
      profileId: profile.id,
      key: givenKey(c.req.valid('header')['idempotency-key']),
      ...given({ until: until === undefined ? undefined : Date.parse(until) }),
    });
    if (outcome.kind === 'refused') throw refused({ reason: outcome.reason, words, path: 'membership' });
    const { program, membership, action } = order;
    c.set('audited', { subject: account.profileId, details: { program, membership, action } });
    const live = await deps.live.of(tenant);
    const balance = balanceBody({ row: account, live, now: deps.clock.now(tenant) });
    return c.json({ state: outcome.kind, balance }, 200);
  });
