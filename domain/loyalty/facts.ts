import type { AccountState } from './account.ts';
import { expiriesOf, type PointsExpiry } from './expiry.ts';

/** What is known of a person in a programme, as conditions, segments and templates see it. Instants are ISO 8601 in UTC. */
export type LoyaltyFacts = {
  /** What they can spend; below zero when points were taken back that they had spent. */
  readonly points: number;
  readonly pending: number;
  readonly earned: number;
  readonly spent: number;
  /** When points of theirs expire next, and how many. */
  readonly expiresAt?: string;
  readonly expiring?: number;
};

/** Works out what is known of a person in a programme. */
export const loyaltyFacts = (input: {
  state: AccountState;
  expiry: PointsExpiry | undefined;
  zone: string;
}): LoyaltyFacts => {
  const { balance, pending, earned, spent } = input.state;
  const expiries = expiriesOf(input);
  const at = Math.min(...expiries.map((one) => one.at));
  const expiring = expiries.reduce((sum, one) => (one.at === at ? sum + one.points : sum), 0);
  return {
    points: balance,
    pending,
    earned,
    spent,
    ...(expiries.length === 0 ? {} : { expiresAt: new Date(at).toISOString(), expiring }),
  };
};
