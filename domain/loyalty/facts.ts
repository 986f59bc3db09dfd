import type { AccountState } from './account.ts';
import { expiriesOf } from './expiry.ts';
import { heldMemberships } from './memberships/memberships.ts';
import type { PlanRules } from './plan/plan.ts';
import { countedPoints } from './plan/plan-tier.ts';
import type { Tiers } from './tier-schema.ts';

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
  /** Their tier, what it is called, and until when it is theirs whatever they earn. */
  readonly tier?: string;
  readonly tierName?: string;
  readonly tierUntil?: string;
  /** What counted towards tiers in the period, the next tier, and how many points they need to reach it. */
  readonly counted?: number;
  readonly nextTier?: string;
  readonly toNextTier?: number;
  /** Their membership, what it is called, and until when it is theirs; of several the one that stands last in the programme. */
  readonly membership?: string;
  readonly membershipName?: string;
  readonly membershipUntil?: string;
  /** Of store credit: the balance as a decimal amount of its currency. */
  readonly amount?: number;
  readonly currency?: string;
};

const iso = (at: number): string => new Date(at).toISOString();

const tierFacts = (input: { state: AccountState; tiers: Tiers; rules: PlanRules }): Partial<LoyaltyFacts> => {
  const { state, tiers } = input;
  const counted = countedPoints(input);
  const rank = tiers.levels.findIndex(({ key }) => key === state.tier?.key);
  const now = tiers.levels[rank];
  const next = tiers.levels[rank + 1];
  const until = state.tier?.until;
  return {
    counted,
    ...(now === undefined ? {} : { tier: now.key, tierName: now.name }),
    ...(now === undefined || until === undefined ? {} : { tierUntil: iso(until) }),
    ...(next === undefined ? {} : { nextTier: next.name, toNextTier: Math.max(0, next.from - counted) }),
  };
};

const membershipFacts = (input: { state: AccountState; rules: PlanRules }): Partial<LoyaltyFacts> => {
  const { state, rules } = input;
  const held = heldMemberships({ state, memberships: rules.memberships ?? [], rules }).at(-1);
  if (held === undefined) return {};
  const { membership, until } = held;
  return {
    membership: membership.key,
    membershipName: membership.name,
    ...(until === undefined ? {} : { membershipUntil: iso(until) }),
  };
};

/** Works out what is known of a person in a programme. */
export const loyaltyFacts = (input: {
  state: AccountState;
  rules: PlanRules;
  tiers: Tiers | undefined;
}): LoyaltyFacts => {
  const { state, rules, tiers } = input;
  const { balance, pending, earned, spent } = state;
  const expiries = expiriesOf({ state, ...rules });
  const at = Math.min(...expiries.map((one) => one.at));
  const expiring = expiries.reduce((sum, one) => (one.at === at ? sum + one.points : sum), 0);
  return {
    points: balance,
    pending,
    earned,
    spent,
    ...(expiries.length === 0 ? {} : { expiresAt: iso(at), expiring }),
    ...(tiers === undefined ? {} : tierFacts({ state, rules, tiers })),
    ...membershipFacts({ state, rules }),
  };
};
