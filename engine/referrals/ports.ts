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
