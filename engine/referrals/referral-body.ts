import { z } from '@hono/zod-openapi';

import { instant, iso, isoField } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import { fraudReasonNames } from '../../domain/referrals/fraud-reasons.ts';
import { referralStates, sides } from '../../domain/referrals/referral.ts';
import type { ReferralRow } from './ports.ts';

/** A referral as the API shows it. */
export const referralBody = z
  .object({
    id: z.string(),
    state: z.enum(referralStates).openapi({
      description:
        '`held`: the team decides. `qualified`: it counts, and the rewards wait until the order was delivered and the return window has closed.',
    }),
    code: z.string(),
    advocate: z.string().openapi({ description: 'The id of the profile that recommended.' }),
    friend: z.string().openapi({ description: 'The id of the profile that came.' }),
    at: instant,
    orderId: z.string().optional(),
    deliveredAt: instant.optional(),
    rewardAt: instant.optional().openapi({ description: 'When the rewards are due.' }),
    score: z.number().optional().openapi({ description: '0 to 100.' }),
    reasons: z.array(z.object({ reason: z.enum(fraudReasonNames), weight: z.number() })).optional(),
    rewards: z
      .array(
        z.object({
          side: z.enum(sides),
          offer: z.string(),
          milestone: z.number().optional().openapi({ description: 'How many friends it took.' }),
          code: z.string().optional().openapi({ description: 'The code that was given.' }),
          refused: z.string().optional().openapi({ description: 'Why nothing was given.' }),
          takenBack: z.enum(['revoked', 'debt']).optional().openapi({
            description: '`revoked`: the code is no longer valid. `debt`: it was used already.',
          }),
        }),
      )
      .optional(),
    appeal: z.object({ at: instant, text: z.string(), by: z.string().optional() }).optional(),
    history: z.array(
      z.object({
        state: z.enum(referralStates),
        at: instant,
        by: z.string().optional(),
        note: z.string().optional(),
      }),
    ),
  })
  .openapi('Referral');

const codeOf = (reward: Readonly<Record<string, unknown>> | undefined): string | undefined =>
  typeof reward?.['code'] === 'string' ? reward['code'] : undefined;

/** The body of a referral. */
export const bodyOfReferral = (row: ReferralRow): z.infer<typeof referralBody> => {
  const { id, state, code, advocate, friend, orderId, score, reasons, appeal } = row;
  const rewards = row.rewards?.map(({ side, offer, milestone, given: coupon, refused, takenBack }) => ({
    side,
    offer,
    ...given({ milestone, code: codeOf(coupon), refused, takenBack }),
  }));
  return {
    id,
    state,
    code,
    advocate,
    friend,
    at: iso(row.at),
    ...given({ orderId, score, rewards, reasons: reasons === undefined ? undefined : [...reasons] }),
    ...isoField('deliveredAt', row.deliveredAt),
    ...isoField('rewardAt', row.rewardAt),
    ...(appeal === undefined ? {} : { appeal: { ...appeal, at: iso(appeal.at) } }),
    history: row.history.map((passage) => ({ ...passage, at: iso(passage.at) })),
  };
};
