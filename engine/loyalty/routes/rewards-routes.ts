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
import { rewardRefusal } from '../../../domain/loyalty/plan/plan-reward.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { PeopleReads } from '../../people/reads-port.ts';
import { type ChangePoints, createRefreshPoints } from '../change-points.ts';
import { givenKey } from '../given-key.ts';
import { balanceBody, balanceSchema } from '../points-body.ts';
import { refused, type RefusalWords } from './refused.ts';
import type { PointsStore, RedemptionStore } from '../ports.ts';
import { type RedeemReward, spentFor } from '../rewards/redeem-reward.ts';
import { redemptionBody, redemptionSchema, rewardBody, rewardSchema } from './rewards-body.ts';
import type { SettleRedemption } from '../rewards/settle-redemption.ts';

const redemptionsShown = 50;

const listRoute = createRoute({
  method: 'get',
  path: '/profiles/{id}/rewards',
  tags: ['Loyalty'],
  summary: 'The rewards a person can have for points, and those they had',
  security: withKey,
  request: {
    params: z.object({ id: text(200) }),
    query: z.object({
      program: text(64).optional().openapi({ description: 'Only those of this programme.' }),
    }),
  },
  responses: {
    200: answer({
      description: `Every reward, whether they can have it and why not; and their newest ${redemptionsShown} redemptions.`,
      schema: z.object({
        profileId: z.string(),
        rewards: z.array(rewardSchema),
        redemptions: z.array(redemptionSchema),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const redeemRoute = createRoute({
  method: 'post',
  path: '/points/redeem',
  tags: ['Loyalty'],
  summary: 'Give a person a reward for points',
  description:
    'Done once for each `Idempotency-Key`, for good. Either the points are spent and the reward is given, or neither: what cannot be given after all is answered with 422, and the points are back.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        person: whoSchema,
        program: text(64).openapi({ description: 'The key of a programme in `programs/`.' }),
        reward: text(64).openapi({ description: 'The key of one of its rewards.' }),
        reason: text(200).optional().openapi({ description: 'Why; it stands on the posting.' }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'The reward, and the balance after it.',
      schema: z.object({
        state: z.enum(['redeemed', 'already']).openapi({
          description: '`already`: it was done before under this `Idempotency-Key`.',
        }),
        balance: balanceSchema,
        redemption: redemptionSchema,
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

const cancelRoute = createRoute({
  method: 'post',
  path: '/points/redemptions/{id}/cancel',
  tags: ['Loyalty'],
  summary: 'Take a reward back that was not used, and give its points back',
  security: withKey,
  request: { params: z.object({ id: text(200) }), headers: idempotencyHeader },
  responses: {
    200: answer({
      description: 'The redemption as it is now.',
      schema: z.object({ redemption: redemptionSchema }),
    }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

/** Why there is no reward, in words. */
const words: RefusalWords = new Map([
  ['not-enough-points', ['There are not enough points.', 'The person has to earn more first.']],
  ['limit-reached', ['The person has had this reward as often as one person may.', 'Choose another.']],
  ['out-of-stock', ['There is none of this reward left.', 'Raise `stock` of the reward to add more.']],
  ['other-tier', ['The reward is for people of other tiers.', 'The person has to reach the tier first.']],
  ['not-yet', ['The reward cannot be had yet.', 'Wait for its first day.']],
  ['no-longer', ['The reward cannot be had any more.', 'Choose another.']],
  ['budget-used-up', ['The budget of the offer is used up.', 'Raise the limits of the offer.']],
  ['anonymous-person', ['Nobody knows who the person is.', 'Identify them first.']],
  ['cancelled', ['The redemption was cancelled, and the points are back.', 'Use another `Idempotency-Key`.']],
  [
    'coupon-used',
    ['The coupon of the reward was used: its points cannot be given back.', 'Adjust the points by hand.'],
  ],
]);

type Deps = {
  readonly peopleReads: PeopleReads;
  readonly points: PointsStore;
  readonly redemptions: RedemptionStore;
  readonly redeemReward: RedeemReward;
  readonly settleRedemption: SettleRedemption;
  readonly changePoints: ChangePoints;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
};

/** The rewards of the programmes as they are for one person now. */
const rewardsFor = async (input: {
  deps: Deps;
  tenant: string;
  profileId: string;
  only: string | undefined;
}) => {
  const { deps, tenant, profileId, only } = input;
  const live = await deps.live.of(tenant);
  const refresh = createRefreshPoints(deps);
  const shown = [];
  for (const { key: program, definition } of live.programs.values()) {
    const { rewards = [] } = definition;
    if (rewards.length === 0 || (only !== undefined && only !== program)) continue;
    const key = { tenant, profileId, program };
    const { state } = (await refresh(key)).account;
    const { timezone: zone } = live.published.settings;
    const rules = { expiry: definition.expiry, zone, now: deps.clock.now(tenant) };
    for (const reward of rewards) {
      const find: Parameters<typeof spentFor>[0]['find'] = (asked) => deps.points.find({ ...key, ...asked });
      const spent = reward.limit === undefined ? [] : await spentFor({ find, reward: reward.key });
      const refusal = rewardRefusal({ reward, state, rules, spent });
      shown.push(rewardBody({ program, reward, refusal, balance: state.balance }));
    }
  }
  return shown;
};

/** Rewards: what people get for points. */
export const rewardsRoutes = (deps: Deps): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const profile = await findProfile({
        people: deps.peopleReads,
        tenant,
        who: { id: c.req.valid('param').id },
      });
      if (profile === undefined) throw notFound('person');
      const only = c.req.valid('query').program;
      const rewards = await rewardsFor({ deps, tenant, profileId: profile.id, only });
      const whose = { tenant, profileId: profile.id, limit: redemptionsShown };
      const redemptions = (await deps.redemptions.of(whose)).map((row) => redemptionBody(row));
      return c.json({ profileId: profile.id, rewards, redemptions }, 200);
    })
    .openapi(redeemRoute, async (c) => {
      const { tenant } = c.get('key');
      const { person: who, program, reward, reason } = c.req.valid('json');
      const profile = await findProfile({ people: deps.peopleReads, tenant, who });
      if (profile === undefined) throw notFound('person');
      const key = givenKey(c.req.valid('header')['idempotency-key']);
      const order = { tenant, profileId: profile.id, program, reward, key, ...given({ reason }) };
      const redeemed = await deps.redeemReward(order);
      const { account } = redeemed;
      if (redeemed.kind === 'refused') throw refused({ reason: redeemed.reason, words, path: 'reward' });
      const { redemption } = redeemed;
      if (redemption.state !== 'fulfilled')
        throw refused({ reason: redemption.reason ?? 'under-way', words, path: 'reward' });
      c.set('audited', { subject: account.profileId, details: { program, reward } });
      const live = await deps.live.of(tenant);
      const balance = balanceBody({ row: account, live, now: deps.clock.now(tenant) });
      return c.json({ state: redeemed.kind, balance, redemption: redemptionBody(redemption) }, 200);
    });

/** Rewards taken back. */
export const redemptionRoutes = (deps: Pick<Deps, 'settleRedemption'>): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(cancelRoute, async (c) => {
    const { tenant } = c.get('key');
    const { id } = c.req.valid('param');
    const cancelled = await deps.settleRedemption.cancel({ tenant, id });
    if (cancelled === 'used') throw refused({ reason: 'coupon-used', words, path: 'id' });
    return c.json({ redemption: redemptionBody(cancelled) }, 200);
  });
