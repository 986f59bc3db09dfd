import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { OfferStore } from '../ports.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type CouponCounterDoc, couponCounterSchema, type CouponDoc, couponSchema } from './coupon-schema.ts';
import { type ClaimDoc, couponClaimSchema } from '../../claims/store/claim-schema.ts';
import { createCouponClaims } from './coupon-claims.ts';
import { codeKeyOf, toCoupon } from './coupon-doc.ts';
import { createIssue } from './issue.ts';
import { createSerials } from './serials.ts';

type Coupons = Collection<CouponDoc>;

/** Coupons that an order may still use. */
const unusedOnly = { orderId: { $exists: false }, revokedAt: { $exists: false } } as const;

/** Coupons of a code that no order used: those of the person first, since a shared code is given to many. */
const unused = async (input: {
  coupons: Coupons;
  tenant: string;
  code: string;
  profileId: string;
}): Promise<CouponDoc[]> => {
  const { coupons, tenant, code, profileId } = input;
  const free = { tenant, codeKey: codeKeyOf(code), ...unusedOnly };
  const own = await coupons
    .find({ ...free, profileId })
    .limit(20)
    .toArray();
  return own.length > 0 ? own : coupons.find(free).limit(20).toArray();
};

const createRedeem = (coupons: Coupons): OfferStore['redeem'] => {
  return async ({ tenant, code, orderId, profileId, at }) => {
    const ofOrder = await coupons.find({ tenant, orderId }).toArray();
    const same = ofOrder.find((doc) => doc.codeKey === codeKeyOf(code));
    if (same !== undefined) return toCoupon(same);
    for (;;) {
      const candidates = await unused({ coupons, tenant, code, profileId });
      if (candidates.length === 0) return undefined;
      for (const doc of candidates) {
        const { matchedCount } = await coupons.updateOne(
          { _id: doc._id, ...unusedOnly },
          { $set: { redeemedAt: at, orderId } },
        );
        if (matchedCount === 1) return toCoupon({ ...doc, redeemedAt: at, orderId });
      }
    }
  };
};

const createRevoke = (coupons: Coupons): OfferStore['revoke'] => {
  return async ({ tenant, issueKey, at }) => {
    const _id = keyOf(tenant, issueKey);
    const { matchedCount } = await coupons.updateOne(
      { _id, draftAt: { $exists: false }, ...unusedOnly },
      { $set: { revokedAt: at } },
    );
    if (matchedCount === 1) return 'revoked';
    const doc = await coupons.findOne({ _id });
    if (doc === null || doc.draftAt !== undefined) return 'absent';
    return doc.revokedAt === undefined ? 'used' : 'revoked';
  };
};

/** Coupons and the budgets of offers. */
export const createOfferStore = (deps: { collections: Collections }): OfferStore => {
  const { collections } = deps;
  const coupons = collections.of<CouponDoc>(couponSchema);
  const counters = collections.of<CouponCounterDoc>(couponCounterSchema);
  const collection = collections.of<ClaimDoc>(couponClaimSchema);
  const { claims, holders } = createCouponClaims(collections);
  const serials = createSerials({ coupons, counters, collection, claims });
  return guarded<OfferStore>({
    issue: createIssue({ coupons, claims, holders, serials }),
    issued: async ({ tenant, issueKey }) => {
      const doc = await coupons.findOne({ _id: keyOf(tenant, issueKey) });
      return doc === null || doc.draftAt !== undefined ? undefined : toCoupon(doc);
    },
    redeem: createRedeem(coupons),
    revoke: createRevoke(coupons),
    release: async ({ tenant, orderId }) => {
      await coupons.updateMany({ tenant, orderId }, { $unset: { redeemedAt: 1, orderId: 1 } });
    },
  });
};
