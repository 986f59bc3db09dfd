import type { mongo } from 'mongoose';

import { changeOrAdd } from '../change-or-add.ts';
import { keyOf } from '../keys.ts';
import type { CouponCounterDoc, CouponDoc } from '../schemas/coupon.ts';

type Offer = { readonly tenant: string; readonly offer: string };

/** Hands out the numbers of coupons. A number counts only once a coupon carries it. */
export type Serials = {
  /** A number up to `limit` that is free as far as is known; undefined when all are used. */
  readonly take: (input: Offer & { limit: number | undefined }) => Promise<number | undefined>;
};

/** The next number of the offer, and the limit up to which all are known to be used. */
const countUp = (input: {
  counters: mongo.Collection<CouponCounterDoc>;
  _id: string;
}): Promise<CouponCounterDoc> => {
  const { counters, _id } = input;
  return changeOrAdd<CouponCounterDoc>({
    change: () => counters.findOneAndUpdate({ _id }, { $inc: { next: 1 } }, { returnDocument: 'after' }),
    add: () => counters.insertOne({ _id, next: 0 }),
  });
};

/**
 * Numbers that were handed out and never used, by a crash or a refusal after it, are found again when the
 * counter is past the limit. If the limit was lowered below what was issued before, nothing is free any more.
 */
const findGap = async (
  input: Offer & { coupons: mongo.Collection<CouponDoc>; limit: number },
): Promise<number | undefined> => {
  const { coupons, tenant, offer, limit } = input;
  const docs = await coupons.find({ tenant, offer }, { projection: { _id: 0, serial: 1 } }).toArray();
  const used = new Set(docs.map((doc) => doc.serial));
  if (used.size >= limit || docs.some((doc) => doc.serial > limit)) return undefined;
  const free: number[] = [];
  for (let serial = 1; serial <= limit; serial += 1) if (!used.has(serial)) free.push(serial);
  // Any of them: several who look at once would all take the first.
  return free[Math.floor(Math.random() * free.length)];
};

/** Makes the handing out of numbers: one document an offer counts them. */
export const createSerials = (deps: {
  coupons: mongo.Collection<CouponDoc>;
  counters: mongo.Collection<CouponCounterDoc>;
}): Serials => ({
  take: async ({ tenant, offer, limit }) => {
    const { coupons, counters } = deps;
    const _id = keyOf(tenant, offer);
    const { next, full = 0 } = await countUp({ counters, _id });
    if (limit === undefined || next <= limit) return next;
    if (full >= limit) return undefined;
    const gap = await findGap({ coupons, tenant, offer, limit });
    if (gap === undefined) await counters.updateOne({ _id }, { $max: { full: limit } });
    return gap;
  },
});
