/** Names of the events by which Ciclo tells of points; `program`, `points`, `balance` and `pending` are in each. */
export const loyaltyNames = {
  /** Points came in; `state`: `active`, or `pending` with `available_at`; `rule`, `order_id`, `reason`. */
  earned: 'Points Earned',
  /** Pending points can be spent from now on; `rule`, `order_id`. */
  activated: 'Points Activated',
  spent: 'Points Spent',
  /** A person got a reward; `reward`, `name`, `points`, `redemption`, and `offer` with `code` and `expires_at`, or `product_id`. */
  rewardRedeemed: 'Reward Redeemed',
  /** Spent points were given back; `reason`. */
  returned: 'Points Returned',
  /** Points are about to expire; `expires_at`, `before`. */
  expiring: 'Points Expiring',
  expired: 'Points Expired',
  /** Points were taken back, such as after a refund; `order_id`, `reason`. */
  reversed: 'Points Reversed',
  /** Somebody corrected the balance; `points` is below zero when it went down; `reason`. */
  adjusted: 'Points Adjusted',
  /** Somebody came to a higher tier; `tier`, `from`, `until`. */
  tierReached: 'Tier Reached',
  /** Somebody keeps their tier for another period; `tier`, `until`. */
  tierKept: 'Tier Kept',
  /** Somebody came to a lower tier, or has none; `tier` (empty for none), `from`. */
  tierLost: 'Tier Lost',
  /** A membership was bought or given; `membership`, `membership_name`, `until`, `order_id`. */
  membershipStarted: 'Membership Started',
  /** It was bought or given again while they had it; the same. */
  membershipRenewed: 'Membership Renewed',
  /** It ends after one of the times in `warn`; `until`, `before`. */
  membershipExpiring: 'Membership Expiring',
  /** Nobody renewed it, its order went back, or it was ended by hand; `reason`. */
  membershipEnded: 'Membership Ended',
} as const;
