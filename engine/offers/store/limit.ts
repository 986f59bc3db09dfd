import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { CouponDoc } from './coupon-schema.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

type Budget = {
  readonly total: number | undefined;
  readonly worth: number | undefined;
  readonly totalValue: number | undefined;
};

/** How many coupons of `worth` the value allows, when `count` others cost `value` already. */
const allowedByValue = (input: { totalValue: number; worth: number; count: number; value: number }): number =>
  input.count + Math.max(0, Math.floor((input.totalValue - input.value) / input.worth));

/**
 * How many coupons of an offer there may be in all: its number, and what their value allows. Coupons that were
 * issued while the offer was worth something else count with what they cost.
 */
export const limitOf = async (
  input: Budget & { coupons: Collection<CouponDoc>; tenant: string; offer: string },
): Promise<number | undefined> => {
  const { coupons, tenant, offer, total, worth, totalValue } = input;
  if (totalValue === undefined || worth === undefined || worth <= 0) return total;
  const [others] = await coupons
    .aggregate<{ count: number; value: number }>(
      [
        { $match: { tenant, offer, worth: { $ne: worth } } },
        { $group: { _id: null, count: { $sum: 1 }, value: { $sum: '$worth' } } },
      ],
      longRead,
    )
    .toArray();
  const { count, value } = others ?? { count: 0, value: 0 };
  return Math.min(total ?? Infinity, allowedByValue({ totalValue, worth, count, value }));
};
