import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { referralStates } from '../../domain/referrals/referral.ts';
import type { Clock } from '../clock/clock.ts';
import { followMerges } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { AdvocateStore, ReferralStore } from './ports.ts';
import type { ChangeSuspension } from './suspend-advocate.ts';

const advocateBody = z
  .object({
    profileId: z.string(),
    code: z
      .string()
      .openapi({ description: 'The code under which they recommend; `/r/{code}` is the link.' }),
    referrals: z
      .partialRecord(z.enum(referralStates), z.number())
      .openapi({ description: 'How many friends are in each state.' }),
    shares: z.int().openapi({ description: 'On how many days and networks they shared their link.' }),
    suspended: z
      .object({ at: instant, reason: z.string(), by: z.string().optional() })
      .optional()
      .openapi({ description: 'Since when no referral of theirs counts, and why.' }),
  })
  .openapi('Advocate');

const params = z.object({ id: text(200) });
const answers = {
  200: answer({ description: 'The advocate as they stand now.', schema: advocateBody }),
  ...commonProblems,
  ...notFoundProblem,
};

const showRoute = createRoute({
  method: 'get',
  path: '/referrals/advocates/{id}',
  tags: ['Referrals'],
  summary: 'The code of a profile, and how many friends it brought',
  security: withKey,
  request: { params },
  responses: answers,
});

const changeRoute = <const To extends 'suspend' | 'lift'>(to: To, summary: string) =>
  createRoute({
    method: 'post',
    path: `/referrals/advocates/{id}/${to}`,
    tags: ['Referrals'],
    summary,
    description: 'Repeating it changes nothing.',
    security: withKey,
    request: {
      params,
      body: jsonBody(
        z.strictObject({
          reason: text(1000).openapi({ description: 'Why.' }),
          by: text(100).optional().openapi({ description: 'Who of the team says so.' }),
        }),
      ),
    },
    responses: answers,
  });

const suspendRoute = changeRoute('suspend', 'Let no further referral of an advocate count');
const liftRoute = changeRoute('lift', 'Let the referrals of a suspended advocate count again');

/** `/api/referrals/advocates/:id`: who recommends, and whether that counts. */
export const advocatesRoutes = (deps: {
  referrals: Pick<ReferralStore, 'states'>;
  referralAdvocates: Pick<AdvocateStore, 'suspension' | 'shares'>;
  profiles: ProfileStore;
  changeSuspension: ChangeSuspension;
  clock: Clock;
}): OpenAPIHono<ApiEnv> => {
  const show = async (input: { tenant: string; id: string }): Promise<z.infer<typeof advocateBody>> => {
    const { tenant, id } = input;
    const profile = await followMerges({ profiles: deps.profiles, tenant, profileId: id });
    const states = await deps.referrals.states({ tenant, advocate: profile.id });
    const suspension = await deps.referralAdvocates.suspension({ tenant, profileId: profile.id });
    return {
      profileId: profile.id,
      code: profile.referralCode,
      referrals: Object.fromEntries(states),
      shares: await deps.referralAdvocates.shares({ tenant, profileId: profile.id }),
      ...(suspension === undefined ? {} : { suspended: { ...suspension, at: iso(suspension.at) } }),
    };
  };
  const change = async (input: {
    tenant: string;
    id: string;
    to: 'suspended' | 'lifted';
    said: { reason: string; by?: string | undefined };
  }): Promise<z.infer<typeof advocateBody>> => {
    const { tenant, id, to, said } = input;
    const { id: profileId } = await followMerges({ profiles: deps.profiles, tenant, profileId: id });
    const now = deps.clock.now(tenant);
    await deps.changeSuspension({ tenant, profileId, now, to, reason: said.reason, by: said.by });
    return show(input);
  };
  return createRoutes()
    .openapi(showRoute, async (c) =>
      c.json(await show({ tenant: c.get('key').tenant, id: c.req.valid('param').id }), 200),
    )
    .openapi(suspendRoute, async (c) => {
      const who = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      return c.json(await change({ ...who, to: 'suspended', said: c.req.valid('json') }), 200);
    })
    .openapi(liftRoute, async (c) => {
      const who = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      return c.json(await change({ ...who, to: 'lifted', said: c.req.valid('json') }), 200);
    });
};
