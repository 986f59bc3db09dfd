import { z } from 'zod';

const refuseSchema = z
  .strictObject({
    sameMailbox: z
      .boolean()
      .default(true)
      .describe('The friend uses the mailbox of the advocate, also when written with dots or a plus.'),
    samePhone: z.boolean().default(true).describe('The friend has the phone number of the advocate.'),
    existingCustomer: z.boolean().default(true).describe('The friend has ordered before.'),
    eachOther: z.boolean().default(true).describe('The friend recommended the advocate before.'),
    morePerDay: z
      .number()
      .int()
      .positive()
      .max(1000)
      .default(10)
      .describe('The advocate has more friends than this on one day.'),
  })
  .describe('What a recommendation is refused for. An own code and a test order always are.');

/** What counts as a recommendation. */
export const referralSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether recommending is on.'),
    minOrder: z
      .number()
      .nonnegative()
      .max(1_000_000_000)
      .default(0)
      .describe('What the first order of the friend must come to, as a decimal amount.'),
    refuse: refuseSchema.default({
      sameMailbox: true,
      samePhone: true,
      existingCustomer: true,
      eachOther: true,
      morePerDay: 10,
    }),
  })
  .describe('When the first order of a friend counts for the person who recommended the shop.');
export type ReferralSettings = z.infer<typeof referralSchema>;
