import type { Connection, mongo } from 'mongoose';

import type { OfferStore } from '../../activities/ports/offers.ts';
import type { Reassigns } from '../../activities/ports/reassign.ts';
import { duplicateIndex } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import {
  type CouponCounterDoc,
  couponCounterSchema,
  type CouponDoc,
  couponSchema,
} from '../schemas/coupon.ts';
import { driverOf } from '../schemas/define.ts';
import { codeKeyOf, toCoupon } from './coupon-doc.ts';
import { createIssue } from './issue.ts';
import { createSerials } from './serials.ts';

type Coupons = mongo.Collection<CouponDoc>;

/** Coupons with this code that no order used, one page of them; a code of its own has at most one. */
const unused = (input: { coupons: Coupons; tenant: string; code: string }): Promise<CouponDoc[]> => {
  const { coupons, tenant, code } = input;
  return coupons
    .find({ tenant, codeKey: codeKeyOf(code), orderId: { $exists: false } })
    .limit(20)
    .toArray();
};

const createRedeem = (coupons: Coupons): OfferStore['redeem'] => {
  return async ({ tenant, code, orderId, at }) => {
    const ofOrder = await coupons.find({ tenant, orderId }).toArray();
    const same = ofOrder.find((doc) => doc.codeKey === codeKeyOf(code));
    if (same !== undefined) return toCoupon(same);
    for (;;) {
      const candidates = await unused({ coupons, tenant, code });
      if (candidates.length === 0) return undefined;
      for (const doc of candidates) {
        const { matchedCount } = await coupons.updateOne(
          { _id: doc._id, orderId: { $exists: false } },
          { $set: { redeemedAt: at, orderId } },
        );
        if (matchedCount === 1) return toCoupon({ ...doc, redeemedAt: at, orderId });
      }
    }
  };
};

/** Gives one coupon to another person; it gets the next number of theirs, even if that is above their limit. */
const giveTo = async (input: { coupons: Coupons; doc: CouponDoc; to: string }): Promise<void> => {
  const { coupons, doc, to } = input;
  const { tenant, offer } = doc;
  for (;;) {
    const [last] = await coupons
      .find({ tenant, profileId: to, offer })
      .sort({ personSerial: -1 })
      .limit(1)
      .toArray();
    try {
      const personSerial = (last?.personSerial ?? 0) + 1;
      await coupons.updateOne({ _id: doc._id }, { $set: { profileId: to, personSerial } });
      return;
    } catch (thrown) {
      if (duplicateIndex(thrown) === undefined) throw thrown;
    }
  }
};

/** Coupons and the budgets of offers. */
export const createOfferStore = (deps: { connection: Connection }): OfferStore & Reassigns => {
  const { connection } = deps;
  const coupons = driverOf<CouponDoc>({ connection, schema: couponSchema });
  const counters = driverOf<CouponCounterDoc>({ connection, schema: couponCounterSchema });
  const serials = createSerials({ coupons, counters });
  return guarded<OfferStore & Reassigns>({
    issue: createIssue({ coupons, serials }),
    issued: async ({ tenant, issueKey }) => {
      const doc = await coupons.findOne({ _id: keyOf(tenant, issueKey) });
      return doc === null ? undefined : toCoupon(doc);
    },
    redeem: createRedeem(coupons),
    release: async ({ tenant, orderId }) => {
      await coupons.updateMany({ tenant, orderId }, { $unset: { redeemedAt: 1, orderId: 1 } });
    },
    reassign: async ({ tenant, from, to }) => {
      for (const doc of await coupons.find({ tenant, profileId: from }).toArray()) {
        await giveTo({ coupons, doc, to });
      }
    },
  });
};
