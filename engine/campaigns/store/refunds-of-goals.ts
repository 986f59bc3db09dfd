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

/** Goals whose orders are read at once. */
const goalsMost = 500;

const chunksOf = <T>(rows: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(rows.length / goalsMost) }, (_, n) =>
    rows.slice(n * goalsMost, (n + 1) * goalsMost),
  );

const nameOf = (profileId: string, at: number): string => JSON.stringify([profileId, at]);

/**
 * Makes what says how much of the worth of goals was given back, by currency in minor units. The order of a goal is that of the person at
 * the instant of the goal; a goal that is no order has none.
 */
export const createRefundsOfGoals = (collections: Collections) => {
  const orders = collections.of<OrderDoc>(orderSchema);
  const givenBack = { $or: [{ cancelledAt: { $exists: true } }, { refunds: { $exists: true } }] };
  return async (tenant: string, worths: readonly GoalWorth[]): Promise<SourceSums['revenue']> => {
    const sums = new Map<string, number>();
    for (const some of chunksOf(worths)) {
      const people = [...new Set(some.map(({ profileId }) => profileId))];
      const found = await orders.find({ tenant, profileId: { $in: people }, ...givenBack }).toArray();
      const orderOf = new Map(found.map((order) => [nameOf(order.profileId, order.placedAt ?? 0), order]));
      for (const { profileId, at, currency, minor } of some) {
        const order = orderOf.get(nameOf(profileId, at));
        if (order === undefined) continue;
        sums.set(currency, (sums.get(currency) ?? 0) + refundedOfGoal({ minor, order }));
      }
    }
    return [...sums].map(([currency, minor]) => ({ currency, minor }));
  };
};
