import { type CouponDoc, couponSchema } from '../../../offers/store/coupon-schema.ts';
import { defineTable } from '../define-table.ts';

/** Coupons, without their codes. */
export const couponsTable = defineTable<CouponDoc>({
  name: 'coupons',
  about: 'A coupon that was issued to somebody; its code is not kept.',
  grain: 'whole',
  schema: couponSchema,
  rows: (doc) => [doc],
  columns: {
    issue_key: { type: 'text', about: 'What it was issued for.', of: ({ issueKey }) => issueKey },
    profile_id: { type: 'text', about: 'Whose it is.', isPerson: true, of: ({ profileId }) => profileId },
    offer: { type: 'text', about: 'The offer.', of: ({ offer }) => offer },
    issued_at: { type: 'time', about: 'When it was issued.', of: ({ issuedAt }) => issuedAt },
    expires_at: { type: 'time', about: 'Until when it holds.', of: ({ expiresAt }) => expiresAt },
    redeemed_at: { type: 'time', about: 'When it was used.', of: ({ redeemedAt }) => redeemedAt },
    revoked_at: { type: 'time', about: 'When it was taken back unused.', of: ({ revokedAt }) => revokedAt },
    order_id: { type: 'text', about: 'The order that used it.', of: ({ orderId }) => orderId },
    worth: { type: 'integer', about: 'What it costs at most; minor units.', of: ({ worth }) => worth },
  },
});
