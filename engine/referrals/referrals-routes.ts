import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  jsonBody,
  listing,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import { referralStates } from '../../domain/referrals/referral.ts';
import type { ReferralReads } from './reads-port.ts';
import { bodyOfReferral, referralBody } from './referral-body.ts';
import type { ReferralStore } from './ports.ts';
import type { ReviewReferral, Verdict } from './review-referral.ts';

const params = z.object({ id: text(200) });
const by = text(100).optional().openapi({ description: 'Who of the team says so.' });

const listRoute = createRoute({
  method: 'get',
  path: '/referrals',
  tags: ['Referrals'],
  summary: 'Who brought whom, newest first; `state=held` is what the team has to decide',
  ...listing({
    description: 'A page of referrals.',
    filters: {
      state: z.enum(referralStates).optional(),
      advocate: text(200).optional().openapi({ description: 'The id of a profile.' }),
      friend: text(200).optional().openapi({ description: 'The id of a profile.' }),
    },
    rows: { referrals: z.array(referralBody) },
  }),
});

const oneRoute = createRoute({
  method: 'get',
  path: '/referrals/{id}',
  tags: ['Referrals'],
  summary: 'One referral, with its score, its reasons and its history',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The referral.', schema: referralBody }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const reviewed = {
  200: answer({ description: 'The referral as it stands now.', schema: referralBody }),
  ...commonProblems,
  ...notFoundProblem,
  ...conflictProblem,
};

const verdictBody = jsonBody(
  z.strictObject({ note: text(1000).optional().openapi({ description: 'Why.' }), by }),
);

const approveRoute = createRoute({
  method: 'post',
  path: '/referrals/{id}/approve',
  tags: ['Referrals'],
  summary: 'Let a held referral count',
  description: 'Both sides are told, and the rewards wait as for any other. Repeating it changes nothing.',
  security: withKey,
  request: { params, body: verdictBody },
  responses: reviewed,
});

const denyRoute = createRoute({
  method: 'post',
  path: '/referrals/{id}/deny',
  tags: ['Referrals'],
  summary: 'Deny a referral that is held, or was not rewarded yet',
  description: 'Both sides are told. The denial counts towards the suspension of the advocate.',
  security: withKey,
  request: { params, body: verdictBody },
  responses: reviewed,
});

const appealRoute = createRoute({
  method: 'post',
  path: '/referrals/{id}/appeal',
  tags: ['Referrals'],
  summary: 'Object to a denial: the referral is held again, once',
  security: withKey,
  request: {
    params,
    body: jsonBody(
      z.strictObject({ text: text(2000).openapi({ description: 'What the customer says.' }), by }),
    ),
  },
  responses: reviewed,
});

const missing = (): CicloError => notFound('referral');

/** `/api/referrals`: who brought whom, and what the team decides of it. */
export const referralsRoutes = (deps: {
  referralReads: ReferralReads;
  referrals: Pick<ReferralStore, 'get'>;
  reviewReferral: ReviewReferral;
}): OpenAPIHono<ApiEnv> => {
  const review = async (
    who: { tenant: string; id: string; by?: string | undefined },
    verdict: Verdict,
  ): Promise<z.infer<typeof referralBody>> => {
    const done = await deps.reviewReferral({ ...who, ...verdict });
    if (done === undefined) throw missing();
    if ('refused' in done)
      throw new CicloError({ code: 'conflict', message: `${done.refused} ${done.hint}` });
    return bodyOfReferral(done);
  };
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, ...filters } = c.req.valid('query');
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => deps.referralReads.referrals({ tenant, ...given(filters), ...page }),
        positionOf: (one) => ({ at: one.at, n: 0, id: one.id }),
      });
      return c.json({ referrals: items.map(bodyOfReferral), ...given({ next }) }, 200);
    })
    .openapi(oneRoute, async (c) => {
      const { tenant } = c.get('key');
      const row = await deps.referrals.get({ tenant, id: c.req.valid('param').id });
      if (row === undefined) throw missing();
      return c.json(bodyOfReferral(row), 200);
    })
    .openapi(approveRoute, async (c) => {
      const who = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      const { note, by: person } = c.req.valid('json');
      return c.json(await review({ ...who, by: person }, { verdict: 'approve', note }), 200);
    })
    .openapi(denyRoute, async (c) => {
      const who = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      const { note, by: person } = c.req.valid('json');
      return c.json(await review({ ...who, by: person }, { verdict: 'deny', note }), 200);
    })
    .openapi(appealRoute, async (c) => {
      const who = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      const { text: said, by: person } = c.req.valid('json');
      return c.json(await review({ ...who, by: person }, { verdict: 'appeal', text: said }), 200);
    });
};
