import { z } from 'zod';

import { weighedReasons } from '../referrals/fraud-reasons.ts';
import { durationSchema } from '../time/duration.ts';

const weight = z.number().int().min(0).max(100);
const count = z.number().int().positive().max(1000);

const weightsSchema = z
  .strictObject(
    Object.fromEntries(
      weighedReasons.map((reason) => [
        reason,
        weight.optional().describe(`What \`${reason}\` adds to the score; 0: nothing, and it is not noted.`),
      ]),
    ),
  )
  .describe('What each reason adds to the score, of 100, where it is to be another than by default.');

const fraudSchema = z
  .strictObject({
    weights: weightsSchema.default({}),
    holdAt: weight
      .min(1)
      .default(40)
      .describe('From this score on, a referral is held until somebody of the team has looked at it.'),
    denyAt: weight.min(1).default(80).describe('From this score on, a referral is denied.'),
    perHour: count.default(5).describe('The advocate has so many friends within an hour, or more.'),
    perDay: count.default(10).describe('The advocate has so many friends within a day, or more.'),
    perDevice: count.default(3).describe('So many friends, or more, came on one device within a day.'),
    nearZero: z
      .number()
      .nonnegative()
      .max(1_000_000)
      .default(1)
      .describe('An order of so much or less, as a decimal amount, is one in name only.'),
    suspendAfter: count
      .default(3)
      .describe('The advocate is suspended after so many denials that speak of fraud.'),
  })
  .describe('How a referral is judged: reasons, their weights, and what the score decides.');
export type FraudSettings = z.output<typeof fraudSchema>;

const offerKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be the key of an offer')
  .describe('The key of an offer.');

const rewardsSchema = z
  .strictObject({
    advocate: offerKey.optional().describe('What the advocate gets for each friend: the key of an offer.'),
    friend: offerKey.optional().describe('What the friend gets: the key of an offer.'),
    milestones: z
      .array(
        z
          .strictObject({
            friends: z.number().int().min(2).max(10_000).describe('How many friends it takes.'),
            offer: offerKey,
          })
          .describe('What the advocate gets besides, once, when so many friends counted.'),
      )
      .max(20)
      .default([])
      .describe('What advocates get besides when many friends counted.'),
  })
  .describe('Who gets which offer; a side without one is told all the same.');

const invitationsSchema = z
  .strictObject({
    mails: z
      .boolean()
      .default(false)
      .describe(
        'Whether we mail a friend for an advocate who asks for it. In some countries that is advertising without consent: see docs/referrals.md.',
      ),
    perDay: count
      .max(100)
      .default(10)
      .describe('How many invitations and shares of an advocate count in a day.'),
  })
  .describe('What advocates may ask for.');

/** What counts as a referral. */
export const referralSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether recommending is on.'),
    on: z
      .string()
      .min(1)
      .max(100)
      .default('Order Completed')
      .describe('The event of the friend that qualifies the referral.'),
    minOrder: z
      .number()
      .nonnegative()
      .max(1_000_000_000)
      .default(0)
      .describe('What the first order of the friend must come to, as a decimal amount.'),
    deliveredWithin: durationSchema
      .default('30 days')
      .describe(
        'The return window begins when the order was delivered; where nobody says so, this long after the order.',
      ),
    invitations: invitationsSchema.default({ mails: false, perDay: 10 }),
    rewards: rewardsSchema.default({ milestones: [] }),
    fraud: fraudSchema.default(fraudSchema.parse({})),
  })
  .describe('When a friend counts for the person who recommended the shop, and what both get.');
export type ReferralSettings = z.output<typeof referralSchema>;
/** What a workspace says; one that was published before there was a field has none of it. */
type Told = z.input<typeof referralSchema>;

/** The settings of the programme with every default; undefined when there is none. */
export const referralSettings = (settings: {
  readonly referral?: Told | undefined;
}): ReferralSettings | undefined => {
  const { referral } = settings;
  if (referral?.enabled === false || referral === undefined) return undefined;
  const parsed = referralSchema.safeParse(referral);
  // A workspace of before says what it refused in another way: what it says besides holds.
  return parsed.success
    ? parsed.data
    : referralSchema.parse(referral.minOrder === undefined ? {} : { minOrder: referral.minOrder });
};
