import type { Json, JsonObject } from '../json.ts';
import { type AccountState, applyPosting } from './account.ts';
import { loyaltyNames } from './event-names.ts';
import type { Posting } from './posting.ts';
import type { Membership } from './memberships/membership-schema.ts';
import { grantsOf, type MembershipWarning } from './memberships/memberships.ts';
import { creditCurrency, creditNews, storeCreditNames } from './store-credit.ts';
import type { Tiers } from './tier-schema.ts';
import type { ExpiryWarning } from './warnings.ts';

/** An event about an account: `id` is the same however often it is worked out. */
export type LoyaltyNews = { readonly id: string; readonly name: string; readonly properties: JsonObject };

const nameOf: Readonly<Record<Posting['kind'], string | undefined>> = {
  earn: loyaltyNames.earned,
  activate: loyaltyNames.activated,
  schedule: undefined,
  spend: loyaltyNames.spent,
  return: loyaltyNames.returned,
  reverse: loyaltyNames.reversed,
  expire: loyaltyNames.expired,
  adjust: loyaltyNames.adjusted,
  tier: undefined,
  membership: undefined,
};

const instant = (at: number): string => new Date(at).toISOString();

const orderIn = (ref: string | undefined): Readonly<Record<string, Json>> =>
  ref?.startsWith('order:') === true ? { order_id: ref.slice('order:'.length) } : {};

/** How many points an event tells of: as a plain number, but for corrections, which say the direction. */
const pointsOf = ({ kind, active, pending }: Posting): number => {
  if (kind === 'activate') return active;
  const points = active + pending;
  return kind === 'adjust' ? points : Math.abs(points);
};

/** What a change of tier tells of. */
const tierNews = (input: {
  program: string;
  tiers: Tiers | undefined;
  before: AccountState;
  posting: Posting;
}): LoyaltyNews => {
  const { program, tiers, before, posting } = input;
  const rank = (key: string | undefined): number =>
    (tiers?.levels ?? []).findIndex((level) => level.key === key);
  const [from, to] = [rank(before.tier?.key), rank(posting.tier?.key)];
  const until = posting.tier?.until;
  return {
    id: posting.key,
    name: to > from ? loyaltyNames.tierReached : to < from ? loyaltyNames.tierLost : loyaltyNames.tierKept,
    properties: {
      program,
      tier: posting.tier?.key ?? '',
      tier_name: tiers?.levels[to]?.name ?? '',
      from: before.tier?.key ?? '',
      balance: before.balance,
      pending: before.pending,
      ...(until === undefined ? {} : { until: instant(until) }),
    },
  };
};

/** What a membership that was given, renewed or ended tells of; nothing when one grant ends and another goes on. */
const membershipNews = (input: {
  program: string;
  memberships: readonly Membership[];
  before: AccountState;
  after: AccountState;
  posting: Posting;
}): readonly LoyaltyNews[] => {
  const { program, memberships, before, after, posting } = input;
  const { grant, ends, reason, ref } = posting;
  const key = grant?.membership ?? ends?.membership ?? '';
  const had = grantsOf(before, key).length > 0;
  if (grant === undefined && (!had || grantsOf(after, key).length > 0)) return [];
  const { membershipStarted, membershipRenewed, membershipEnded } = loyaltyNames;
  return [
    {
      id: posting.key,
      name: grant === undefined ? membershipEnded : had ? membershipRenewed : membershipStarted,
      properties: {
        program,
        membership: key,
        membership_name: memberships.find((one) => one.key === key)?.name ?? '',
        balance: after.balance,
        pending: after.pending,
        ...(grant?.until === undefined ? {} : { until: instant(grant.until) }),
        ...(reason === undefined ? {} : { reason }),
        ...orderIn(ref),
      },
    },
  ];
};

/** What the warning that a membership ends tells of. */
export const membershipEndNews = (input: {
  program: string;
  state: AccountState;
  warning: MembershipWarning;
}): LoyaltyNews => {
  const { program, state, warning } = input;
  const { membership, until, before } = warning;
  return {
    id: `membership-expiring:${membership.key}:${until}:${before}`,
    name: loyaltyNames.membershipExpiring,
    properties: {
      program,
      membership: membership.key,
      membership_name: membership.name,
      balance: state.balance,
      pending: state.pending,
      until: instant(until),
      before,
    },
  };
};

/** What postings tell of, one by one, with the balance right after each. */
export const newsOf = (input: {
  program: string;
  state: AccountState;
  postings: readonly Posting[];
  tiers: Tiers | undefined;
  memberships?: readonly Membership[] | undefined;
}): readonly LoyaltyNews[] => {
  let { state } = input;
  return input.postings.flatMap((posting): LoyaltyNews[] => {
    const before = state;
    state = applyPosting(state, posting);
    if (posting.kind === 'tier') return [tierNews({ ...input, before, posting })];
    if (posting.kind === 'membership') {
      const { program, memberships = [] } = input;
      return [...membershipNews({ program, memberships, before, after: state, posting })];
    }
    const currency = creditCurrency(input.program);
    if (currency !== undefined) {
      const news = creditNews({ currency, balance: state.balance, posting });
      return news === undefined ? [] : [{ id: posting.key, ...news }];
    }
    const name = nameOf[posting.kind];
    const points = pointsOf(posting);
    if (name === undefined || points === 0) return [];
    const { availableAt, rule, reason, reward, ref, kind } = posting;
    return [
      {
        id: posting.key,
        name,
        properties: {
          program: input.program,
          points,
          balance: state.balance,
          pending: state.pending,
          ...(kind === 'earn' ? { state: posting.pending > 0 ? 'pending' : 'active' } : {}),
          ...(availableAt === undefined ? {} : { available_at: instant(availableAt) }),
          ...(rule === undefined ? {} : { rule }),
          ...(reason === undefined ? {} : { reason }),
          ...(reward === undefined ? {} : { reward }),
          ...orderIn(ref),
        },
      },
    ];
  });
};

/** What a warning tells of. */
export const warningNews = (input: {
  program: string;
  state: AccountState;
  warning: ExpiryWarning;
}): LoyaltyNews => {
  const { program, state, warning } = input;
  const { lot, before, points, expiresAt } = warning;
  const id = `expiring:${lot}:${expiresAt}:${before}`;
  const currency = creditCurrency(program);
  if (currency !== undefined) {
    const end = { expires_at: instant(expiresAt), before };
    const properties = { amount: points, balance: state.balance, currency, ...end };
    return { id, name: storeCreditNames.expiring, properties };
  }
  return {
    id,
    name: loyaltyNames.expiring,
    properties: {
      program,
      points: Math.min(points, Math.max(0, state.balance)),
      balance: state.balance,
      pending: state.pending,
      expires_at: instant(expiresAt),
      before,
    },
  };
};
