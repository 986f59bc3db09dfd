import type { AccountState } from './account.ts';
import type { LoyaltyFacts } from './facts.ts';

const dayMs = 86_400_000;
/** Nothing says when points that are pending become active: they stay so for as long as any play lasts. */
const pendingMs = 10 * 366 * dayMs;

/** An account as the facts of a person tell it, for plays that begin with it: what is known of lots and days is one of each. */
export const openingAccount = (input: { facts: LoyaltyFacts; at: number }): AccountState => {
  const { facts, at } = input;
  const { points, pending, earned, spent, expiring = 0, expiresAt, counted = 0, tier, tierUntil } = facts;
  const { membership, membershipUntil: last } = facts;
  const ends = expiresAt === undefined ? undefined : Date.parse(expiresAt);
  const soon = ends === undefined ? 0 : Math.max(0, Math.min(points, expiring));
  const later = Math.max(0, points - soon);
  return {
    balance: points,
    pending,
    earned,
    spent,
    lots: [
      ...(ends === undefined || soon === 0 ? [] : [{ lot: String(ends), left: soon, expiresAt: ends }]),
      ...(later === 0 ? [] : [{ lot: 'lasting', left: later }]),
    ],
    pendings: pending > 0 ? [{ key: 'before', points: pending, availableAt: at + pendingMs }] : [],
    days: counted > 0 ? [{ day: Math.floor(at / dayMs), points: counted }] : [],
    counted,
    ...(tier === undefined
      ? {}
      : { tier: { key: tier, ...(tierUntil === undefined ? {} : { until: Date.parse(tierUntil) }) } }),
    ...(membership === undefined
      ? {}
      : {
          grants: [
            {
              membership,
              key: 'before',
              from: at,
              ...(last === undefined ? {} : { until: Date.parse(last) }),
            },
          ],
        }),
    activeAt: at,
  };
};
