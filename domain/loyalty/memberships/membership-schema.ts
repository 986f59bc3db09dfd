import { z } from 'zod';

import { durationSchema } from '../../time/duration.ts';

/** A membership that people buy, or are given. */
export const membershipSchema = z
  .strictObject({
    key: z
      .string()
      .regex(
        /^[a-z][a-z0-9-]{0,63}$/,
        'must be lower-case letters, digits and dashes, starting with a letter',
      )
      .describe('The name of the membership in conditions and events.'),
    name: z.string().trim().min(1).max(120).describe('What people call it.'),
    products: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(100)
      .optional()
      .describe('Ids or SKUs of products by which it is bought and renewed. Without it is given by hand.'),
    period: durationSchema
      .optional()
      .describe('How long it lasts each time it is bought or given, such as `1 year`; for ever by default.'),
    grace: durationSchema
      .optional()
      .describe('How long after its end people still have it, to renew it, such as `14 days`.'),
    warn: z
      .array(durationSchema)
      .max(5)
      .default([])
      .describe('How long before its end the event `Membership Expiring` is sent: `["30 days"]`.'),
    multiply: z
      .number()
      .min(1)
      .max(100)
      .multipleOf(0.01)
      .optional()
      .describe('How many times the points of orders and events its members earn.'),
  })
  .describe('A membership: bought by a product of an order, or given; it ends when the order goes back.');
export type Membership = z.infer<typeof membershipSchema>;
