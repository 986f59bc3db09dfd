import { z } from '@hono/zod-openapi';

import { instant, iso, isoField } from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import type { RewardRefusal } from '../../../domain/loyalty/plan/plan-reward.ts';
import type { Reward } from '../../../domain/loyalty/reward-schema.ts';
import type { Redemption } from '../ports.ts';

export const redemptionSchema = z
  .object({
    id: z.string(),
    program: z.string(),
    reward: z.string(),
    name: z.string().optional(),
    points: z.int(),
    at: instant,
    state: z.enum(['pending', 'fulfilled', 'returning', 'returned']).openapi({
      description:
        '`fulfilled`: the person has the reward. `returned`: the points are back; `reason` says why. The others pass by themselves.',
    }),
    reason: z.string().optional(),
    offer: z.string().optional(),
    code: z.string().optional().openapi({ description: 'The code of the coupon.' }),
    expiresAt: instant.optional(),
    product: z.string().optional(),
  })
  .openapi('RewardRedemption');

/** A redemption as the API shows it. */
export const redemptionBody = (row: Redemption): z.infer<typeof redemptionSchema> => {
  const { id, program, reward, points, at, state, reason, given: got } = row;
  return {
    id,
    program,
    reward,
    points,
    at: iso(at),
    state,
    ...given({ reason, name: got?.name, offer: got?.offer, code: got?.code, product: got?.product }),
    ...isoField('expiresAt', got?.expiresAt),
  };
};

export const rewardSchema = z
  .object({
    program: z.string(),
    key: z.string(),
    name: z.string(),
    description: z.string().optional(),
    points: z.int().openapi({ description: 'What it costs.' }),
    offer: z.string().optional(),
    product: z.string().optional(),
    available: z
      .boolean()
      .openapi({ description: 'Whether the person can have it now, as far as is known.' }),
    reason: z
      .enum(['not-yet', 'no-longer', 'other-tier', 'limit-reached', 'out-of-stock', 'not-enough-points'])
      .optional()
      .openapi({ description: 'Why not.' }),
    missing: z.int().optional().openapi({ description: 'How many points they need more.' }),
  })
  .openapi('LoyaltyReward');

/** A reward as the API shows it to one person. */
export const rewardBody = (input: {
  program: string;
  reward: Reward;
  refusal: RewardRefusal | undefined;
  balance: number;
}): z.infer<typeof rewardSchema> => {
  const { program, reward, refusal, balance } = input;
  const { key, name, description, points, gives } = reward;
  return {
    program,
    key,
    name,
    points,
    ...gives,
    available: refusal === undefined,
    ...given({ description, reason: refusal }),
    ...(balance < points ? { missing: points - balance } : {}),
  };
};
