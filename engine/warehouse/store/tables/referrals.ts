import type { Referral } from '../../../../domain/referrals/referral.ts';
import { referralSchema } from '../../../referrals/store/referral-schema.ts';
import { defineTable } from '../define-table.ts';

/** Friends that advocates brought. */
export const referralsTable = defineTable<Referral>({
  name: 'referrals',
  about: 'A friend that an advocate brought.',
  grain: 'whole',
  schema: referralSchema,
  rows: (doc) => [doc],
  columns: {
    referral_id: { type: 'text', about: 'The id of the referral.', of: ({ id }) => id },
    advocate_id: { type: 'text', about: 'Who recommended.', isPerson: true, of: ({ advocate }) => advocate },
    friend_id: { type: 'text', about: 'Who came.', isPerson: true, of: ({ friend }) => friend },
    state: {
      type: 'text',
      about: 'Where it stands: `signed-up`, `qualified`, `rewarded` and so on.',
      of: ({ state }) => state,
    },
    began_at: { type: 'time', about: 'When it began.', of: ({ at }) => at },
    order_id: { type: 'text', about: 'The order that qualified it.', of: ({ orderId }) => orderId },
  },
});
