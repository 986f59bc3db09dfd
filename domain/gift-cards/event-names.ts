/** Names of the events about the gift card of a known person; `card`, `amount`, `balance` and `currency` are in each, and never its code. */
export const giftCardNames = {
  /** `expires_at`. */
  issue: 'Gift Card Issued',
  /** `ref`. */
  redeem: 'Gift Card Redeemed',
  refund: 'Gift Card Refunded',
  expire: 'Gift Card Expired',
} as const;
