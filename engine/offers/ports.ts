/** A coupon given to a person. */
export type Coupon = {
  readonly code: string;
  readonly tenant: string;
  readonly offer: string;
  readonly profileId: string;
  /** What it was issued for: the same key is never issued twice. */
  readonly issueKey: string;
  readonly issuedAt: number;
  readonly expiresAt?: number;
  readonly redeemedAt?: number;
  /** Taken back before it was used: no order can use it any more. */
  readonly revokedAt?: number;
  readonly orderId?: string;
};

export type OfferStore = {
  /** The coupon issued for this key, if there is one. */
  readonly issued: (input: { tenant: string; issueKey: string }) => Promise<Coupon | undefined>;
  /**
   * Takes one from the budget and writes the coupon: never more than `total` of the offer and `perPerson`
   * of it for one person and one mailbox, also when many ask at once; the same key again gives the same coupon and takes
   * nothing. `code` is taken: another of `codes` is used, in order.
   */
  readonly issue: (input: {
    coupon: Omit<Coupon, 'code'>;
    codes: readonly string[];
    shared: boolean;
    total: number | undefined;
    perPerson: number | undefined;
    /** A keyed hash of the mailbox of the person, in which nobody has more than `perPerson` either; undefined where none is known. */
    mailbox?: string | undefined;
    /** The most one coupon costs and the most all may cost together, in minor units. */
    worth: number | undefined;
    totalValue: number | undefined;
  }) => Promise<
    | { readonly kind: 'issued'; readonly coupon: Coupon }
    | {
        readonly kind: 'refused';
        readonly reason: 'budget-used-up' | 'per-person-limit' | 'mailbox-limit' | 'no-code-free';
      }
  >;
  /**
   * Coupons of a code, of an offer or both, at most 20: those of the person. Those of others only where the code is of one coupon alone.
   */
  readonly find: (input: {
    tenant: string;
    offer?: string;
    code?: string | undefined;
    profileId?: string | undefined;
    /** The code is one for all: only coupons of the person can be meant. */
    isShared?: boolean;
  }) => Promise<readonly Coupon[]>;
  /** Notes on a coupon that an order used it, as the ledger says; `revoked` where it was taken back first, and `absent` where there is none (any more). */
  readonly use: (input: {
    tenant: string;
    issueKey: string;
    orderId: string;
    at: number;
  }) => Promise<'used' | 'revoked' | 'absent'>;
  /** Takes that back, if it was this order. */
  readonly giveBack: (input: { tenant: string; issueKey: string; orderId: string }) => Promise<void>;
  /**
   * Takes the coupon of a key back, unless an order has used it; `absent` when none was issued. Of several who do at once, or one after the
   * other, one is answered `revoked` and the others `revoked-before`: nothing changes by them.
   */
  readonly revoke: (input: {
    tenant: string;
    issueKey: string;
    at: number;
  }) => Promise<'revoked' | 'revoked-before' | 'used' | 'absent'>;
  /** Gives back the coupons that say they were used by an order. */
  readonly release: (input: { tenant: string; orderId: string }) => Promise<void>;
};
