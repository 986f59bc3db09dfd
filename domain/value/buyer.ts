import type { Computed } from '../profiles/computed.ts';

const day = 86_400_000;

/** What of somebody who bought says what they are worth; instants in epoch milliseconds. */
export type Buyer = {
  readonly orders: number;
  readonly purchases: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Minor units of the tenant's currency, net of refunds. */
  readonly revenue: number;
  /** What a purchase brought on average, in the same units. */
  readonly average: number;
};

/** The fields of `Computed` that a buyer is read from. */
export type BuyerFacts = Pick<Computed, 'orders' | 'firstOrderAt' | 'lastOrderAt' | 'money' | 'purchases'>;

/** Reads a buyer from what is worked out of their orders; undefined for somebody without one. */
export const buyerOf = (computed: BuyerFacts): Buyer | undefined => {
  const { orders, firstOrderAt, lastOrderAt, money } = computed;
  if (orders === 0 || firstOrderAt === undefined || lastOrderAt === undefined) return undefined;
  const purchases = computed.purchases ?? orders;
  return {
    orders,
    purchases,
    firstAt: Date.parse(firstOrderAt),
    lastAt: Date.parse(lastOrderAt),
    revenue: money?.revenue ?? 0,
    // The average order is that of the orders in the tenant's currency; others are taken to be alike.
    average: ((money?.averageOrder ?? 0) * orders) / purchases,
  };
};

/** Full days since the last order. */
export const daysSinceOrder = (input: { buyer: Buyer; now: number }): number =>
  Math.max(0, Math.floor((input.now - input.buyer.lastAt) / day));

/**
 * What the models of Fader and Hardie know of a buyer: repeat purchases, when the last of them was, and how long the
 * buyer is known, in weeks since the first purchase; of full days.
 */
export type Repeats = { readonly x: number; readonly tx: number; readonly T: number };

/** The repeat purchases of a buyer until now. */
export const repeatsOf = (input: { buyer: Buyer; now: number }): Repeats => {
  const { buyer, now } = input;
  const x = Math.max(0, buyer.purchases - 1);
  const weeksTo = (at: number): number => Math.max(0, Math.floor((at - buyer.firstAt) / day)) / 7;
  const T = weeksTo(now);
  const tx = x === 0 ? 0 : Math.min(T, weeksTo(buyer.lastAt));
  return { x, tx, T };
};
