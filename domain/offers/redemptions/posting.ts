/** What is used of an offer: how many redemptions, their discounts and the value of their orders, in minor units. */
export type Used = { readonly count: number; readonly discount: number; readonly orderValue: number };

/** Nothing used. */
export const unused: Used = { count: 0, discount: 0, orderValue: 0 };

/** Two amounts of use together; `sign` of -1 takes the second away. */
export const addUsed = (a: Used, b: Used, sign: 1 | -1 = 1): Used => ({
  count: a.count + sign * b.count,
  discount: a.discount + sign * b.discount,
  orderValue: a.orderValue + sign * b.orderValue,
});

/** The use in something that has more fields. */
export const usedOf = ({ count, discount, orderValue }: Used): Used => ({ count, discount, orderValue });

/** Whether nothing is used, and nothing given back. */
export const isUnused = ({ count, discount, orderValue }: Used): boolean =>
  count === 0 && discount === 0 && orderValue === 0;

export const acts = ['reserve', 'redeem', 'roll-back', 'expire'] as const;
/** What a posting does to its redemption. */
export type Act = (typeof acts)[number];

/** What a line of the cart is worth and how much of the discount falls on it; minor units. */
export type LineShare = { readonly id: string; readonly value: number; readonly discount: number };

/**
 * One line of the ledger of an offer. Postings are added and never changed; what is used of an offer is the sum of its postings.
 * Amounts are integer minor units of `currency`, and negative where something is given back.
 */
export type Posting = Used & {
  /** The redemption and the number of the posting in it. */
  readonly id: string;
  readonly tenant: string;
  readonly offer: string;
  readonly redemption: string;
  /** Its place among the postings of the redemption, from 1. */
  readonly n: number;
  readonly act: Act;
  /** The idempotency key of the act. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** When the redemption began to count; limits by day, week and month go by it. */
  readonly bookedAt: number;
  readonly currency: string;
  readonly profileId?: string;
  /** A keyed hash of the mailbox of the person. */
  readonly mailbox?: string;
  /** The issue key of the coupon; absent for a code that many share, or none. */
  readonly coupon?: string;
  readonly code?: string;
  readonly orderId?: string;
  /** Until when a reservation holds. */
  readonly expiresAt?: number;
  /** Of a reservation or redemption: how the discount falls on the lines of the cart. */
  readonly lines?: readonly LineShare[];
  /** Of a roll-back: the lines that came back. */
  readonly returned?: readonly string[];
  /** The shop had given the discount already: it counts, whatever the limits say. */
  readonly isFact?: boolean;
};

/** The id of a posting. */
export const postingId = (input: { redemption: string; n: number }): string =>
  `${input.redemption}:${String(input.n).padStart(4, '0')}`;
