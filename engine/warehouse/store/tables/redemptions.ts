import { type PostingDoc, postingSchema } from '../../../offers/store/ledger-schema.ts';
import { defineTable } from '../define-table.ts';

/** Lines of the ledger of offers. */
export const redemptionsTable = defineTable<PostingDoc>({
  name: 'redemptions',
  about: 'A line of the ledger of offers: discounts are the sum of their lines.',
  grain: 'whole',
  schema: postingSchema,
  rows: (doc) => [doc],
  columns: {
    posting_id: { type: 'text', about: 'The id of the line.', of: ({ id }) => id },
    redemption_id: { type: 'text', about: 'The redemption it is about.', of: ({ redemption }) => redemption },
    profile_id: { type: 'text', about: 'Who redeemed.', isPerson: true, of: ({ profileId }) => profileId },
    offer: { type: 'text', about: 'The offer.', of: ({ offer }) => offer },
    act: { type: 'text', about: '`reserve`, `redeem`, `roll-back` or `expire`.', of: ({ act }) => act },
    order_id: { type: 'text', about: 'The order.', of: ({ orderId }) => orderId },
    posted_at: { type: 'time', about: 'When.', of: ({ at }) => at },
    currency: { type: 'text', about: 'The currency of the amounts.', of: ({ currency }) => currency },
    count: {
      type: 'integer',
      about: 'Redemptions; negative where one is given back.',
      of: ({ count }) => count,
    },
    discount: { type: 'integer', about: 'The discount; minor units.', of: ({ discount }) => discount },
    order_value: {
      type: 'integer',
      about: 'The value of the order; minor units.',
      of: ({ orderValue }) => orderValue,
    },
  },
});
