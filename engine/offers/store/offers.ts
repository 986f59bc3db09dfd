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

const couponsMax = 20;

/** Coupons of a code or of an offer: of one that many share those of the person, since it is given to many. */
const createFind = (coupons: Coupons): OfferStore['find'] => {
  return async ({ tenant, offer, code, profileId }) => {
    const ofOffer = offer === undefined ? {} : { offer };
    const ofCode = code === undefined ? {} : { codeKey: codeKeyOf(code) };
    const filter = { tenant, ...ofCode, ...ofOffer };
    const own =
      profileId === undefined
        ? []
        : await coupons
            .find({ ...filter, profileId })
            .limit(couponsMax)
            .toArray();
    const found =
      own.length > 0 || code === undefined
        ? own
        : await coupons
            .find({ ...filter, share: '' })
            .limit(1)
            .toArray();
    return found.filter(({ draftAt }) => draftAt === undefined).map(toCoupon);
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
    find: createFind(coupons),
    use: async ({ tenant, issueKey, orderId, at }) => {
      await coupons.updateOne({ _id: keyOf(tenant, issueKey) }, { $set: { redeemedAt: at, orderId } });
    },
    giveBack: async ({ tenant, issueKey, orderId }) => {
      const used = { _id: keyOf(tenant, issueKey), orderId };
      await coupons.updateOne(used, { $unset: { redeemedAt: 1, orderId: 1 } });
    },
    revoke: createRevoke(coupons),
    release: async ({ tenant, orderId }) => {
      await coupons.updateMany({ tenant, orderId }, { $unset: { redeemedAt: 1, orderId: 1 } });
    },
  });
};
