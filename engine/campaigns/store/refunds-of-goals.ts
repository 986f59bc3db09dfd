import { refundedOfGoal } from '../../../domain/campaigns/refunded-of-goal.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { type OrderDoc, orderSchema } from '../../orders/store/order-schema.ts';
import type { SourceSums } from '../ports.ts';

/** What a goal was worth to one person at one instant. */
export type GoalWorth = {
  readonly profileId: string;
  readonly at: number;
  readonly currency: string;
  readonly minor: number;
};

/** Goals whose orders are read in one request, and so many requests at once. */
const goalsMost = 500;
const atOnce = 4;

const chunksOf = <T>(rows: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(rows.length / most) }, (_, n) => rows.slice(n * most, (n + 1) * most));

const withoutGoods = { projection: { goods: 0 } } as const;

const nameOf = (profileId: string, at: number): string => JSON.stringify([profileId, at]);

/**
 * Makes what says how much of the worth of goals was given back, by currency in minor units. The order of a goal is that of the person at
 * the instant of the goal; a goal that is no order has none.
 */
export const createRefundsOfGoals = (collections: Collections) => {
  const orders = collections.of<OrderDoc>(orderSchema);
  const givenBack = { $or: [{ cancelledAt: { $exists: true } }, { refunds: { $exists: true } }] };
  /** The orders of the people of some goals of which something was given back, by person and instant. */
  const ordersOf = async (
    tenant: string,
    some: readonly GoalWorth[],
  ): Promise<ReadonlyMap<string, OrderDoc>> => {
    const people = [...new Set(some.map(({ profileId }) => profileId))];
    const filter = { tenant, profileId: { $in: people }, ...givenBack };
    const found = await orders.find(filter, withoutGoods).toArray();
    return new Map(found.map((order) => [nameOf(order.profileId, order.placedAt ?? 0), order]));
  };
  return async (tenant: string, worths: readonly GoalWorth[]): Promise<SourceSums['revenue']> => {
    const sums = new Map<string, number>();
    for (const group of chunksOf(worths, goalsMost * atOnce)) {
      const read = await Promise.all(chunksOf(group, goalsMost).map((some) => ordersOf(tenant, some)));
      const orderOf = new Map(read.flatMap((found) => [...found]));
      for (const { profileId, at, currency, minor } of group) {
        const order = orderOf.get(nameOf(profileId, at));
        if (order === undefined) continue;
        sums.set(currency, (sums.get(currency) ?? 0) + refundedOfGoal({ minor, order }));
      }
    }
    return [...sums].map(([currency, minor]) => ({ currency, minor }));
  };
};
