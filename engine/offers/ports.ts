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
  /** Notes that an order used the coupon; undefined when there is no such coupon or it was used by another order. */
  readonly redeem: (input: {
    tenant: string;
    code: string;
    orderId: string;
    /** Who bought: of several with the same code, theirs is used. */
    profileId: string;
    at: number;
  }) => Promise<Coupon | undefined>;
  /** Gives a coupon back when its order was cancelled or refunded. */
  readonly release: (input: { tenant: string; orderId: string }) => Promise<void>;
};

/** A friend's first order on an advocate's code. */
export type Referral = {
  readonly tenant: string;
  readonly orderId: string;
  readonly code: string;
  readonly advocate: string;
  readonly friend: string;
  readonly state: 'qualified' | 'refused' | 'reversed';
  readonly reason?: string;
  readonly at: number;
};

export type ReferralStore = {
  /** The profile whose code it is. */
  readonly advocate: (input: { tenant: string; code: string }) => Promise<string | undefined>;
  /** Adds a referral once per order; answers the one that stands. */
  readonly add: (referral: Referral) => Promise<Referral>;
  readonly get: (input: { tenant: string; orderId: string }) => Promise<Referral | undefined>;
  readonly reverse: (input: { tenant: string; orderId: string; reason: string; at: number }) => Promise<void>;
  /** Referrals of an advocate since then, refused ones left out. */
  readonly count: (input: { tenant: string; advocate: string; since: number }) => Promise<number>;
  /** Whether this friend was counted for anybody already. */
  readonly ofFriend: (input: { tenant: string; friend: string }) => Promise<Referral | undefined>;
};
