import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { changeOrAdd } from '../../../platform/mongo/change-or-add.ts';
import type { Claims } from '../../claims/store/claims.ts';
import { findFreeNumbers } from '../../claims/store/free-numbers.ts';
import type { Attempt } from '../../claims/store/holders.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { ClaimDoc } from '../../claims/store/claim-schema.ts';
import type { CouponCounterDoc, CouponDoc } from './coupon-schema.ts';
import { serialSeries } from './coupon-claims.ts';

type Offer = { readonly tenant: string; readonly offer: string };

/** Hands out the numbers of coupons. A number counts only once a coupon carries it. */
export type Serials = {
  /** A number up to `limit` that is free as far as is known; undefined when all are used. */
  readonly next: (
    input: Offer & { limit: number | undefined; attempt?: Attempt },
  ) => Promise<number | undefined>;
};

type Deps = {
  readonly coupons: Collection<CouponDoc>;
  readonly counters: Collection<CouponCounterDoc>;
  readonly collection: Collection<ClaimDoc>;
  readonly claims: Claims;
};

/** The next number of the offer, and the limit up to which all are known to be used. */
const countUp = (input: Pick<Deps, 'counters'> & { _id: string }): Promise<CouponCounterDoc> => {
  const { counters, _id } = input;
  return changeOrAdd<CouponCounterDoc>({
    change: () => counters.findOneAndUpdate({ _id }, { $inc: { next: 1 } }, { returnDocument: 'after' }),
    add: () => counters.insertOne({ _id, next: 0 }),
  });
};

/**
 * Makes the handing out of numbers: one document an offer counts them. Numbers that were handed out and never used,
 * by a crash or a refusal after it, are found again when the counter is past the limit. If the limit was lowered
 * below what was issued before, nothing is free any more.
 */
export const createSerials = (deps: Deps): Serials => ({
  next: async ({ tenant, offer, limit, attempt }) => {
    const { coupons, counters } = deps;
    const _id = keyOf(tenant, offer);
    const { next, full = 0 } = await countUp({ counters, _id });
    if (limit === undefined || next <= limit) return next;
    if (full >= limit) return undefined;
    const isLowered = (await coupons.findOne({ tenant, offer, serial: { $gt: limit } })) !== null;
    const { free, isFull } = isLowered
      ? { free: [], isFull: true }
      : await findFreeNumbers({ ...deps, series: serialSeries({ tenant, offer }), max: limit, attempt });
    if (isFull) await counters.updateOne({ _id }, { $max: { full: limit } });
    return free[Math.floor(Math.random() * free.length)];
  },
});
