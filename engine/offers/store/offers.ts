import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { createBatcher } from '../../../platform/mongo/batching/batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
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

type Owner = { readonly tenant: string; readonly offer: string; readonly profileId: string };
const nameOf = ({ tenant, offer, profileId }: Owner): string => JSON.stringify([tenant, offer, profileId]);

/** The coupons that people have of an offer, read for many people together. */
const createOwned = (coupons: Coupons, turns: Turns) => {
  const read = (of: Omit<Owner, 'profileId'>, profileIds: readonly string[]) =>
    coupons
      .find({ ...of, profileId: { $in: [...profileIds] } })
      .limit(couponsMax * profileIds.length)
      .toArray();
  /** Of those of whom somebody has very many, each is read alone. */
  const readAll = async (
    of: Omit<Owner, 'profileId'>,
    profileIds: readonly string[],
  ): Promise<CouponDoc[]> => {
    const found = await read(of, profileIds);
    if (profileIds.length === 1 || found.length < couponsMax * profileIds.length) return found;
    return (await Promise.all(profileIds.map((profileId) => read(of, [profileId])))).flat();
  };
  const batch = createBatcher<Owner, readonly CouponDoc[]>({
    turns,
    splits: () => false,
    run: async (owners) => {
      const offers = new Map(
        owners.map(({ tenant, offer }) => [JSON.stringify([tenant, offer]), { tenant, offer }]),
      );
      const docs = await Promise.all(
        [...offers.values()].map((of) => {
          const theirs = owners.filter((one) => one.tenant === of.tenant && one.offer === of.offer);
          return readAll(of, [...new Set(theirs.map(({ profileId }) => profileId))]);
        }),
      );
      const byOwner = new Map<string, CouponDoc[]>();
      for (const doc of docs.flat()) {
        const name = nameOf(doc);
        byOwner.set(name, [...(byOwner.get(name) ?? []), doc]);
      }
      return owners.map((owner) => (byOwner.get(nameOf(owner)) ?? []).slice(0, couponsMax));
    },
  });
  return batch;
};

/** Coupons of a code or of an offer: of one that many share those of the person, since it is given to many. */
const createFind = (coupons: Coupons, turns: Turns): OfferStore['find'] => {
  const owned = createOwned(coupons, turns);
  return async ({ tenant, offer, code, profileId, isShared = false }) => {
    if (isShared && profileId === undefined) return [];
    if (offer !== undefined && profileId !== undefined && (isShared || code === undefined)) {
      const docs = await owned({ tenant, offer, profileId });
      return docs.filter(({ draftAt }) => draftAt === undefined).map(toCoupon);
    }
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

/** A coupon that was taken back stays so: anyone who comes first, an order or who takes it back, has it. */
const createUse = (coupons: Coupons): OfferStore['use'] => {
  return async ({ tenant, issueKey, orderId, at }) => {
    const _id = keyOf(tenant, issueKey);
    const set = { $set: { redeemedAt: at, orderId } };
    const { matchedCount } = await coupons.updateOne({ _id, revokedAt: { $exists: false } }, set);
    if (matchedCount === 1) return 'used';
    return (await coupons.findOne({ _id })) === null ? 'absent' : 'revoked';
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
    return doc.revokedAt === undefined ? 'used' : 'revoked-before';
  };
};

/** Coupons and the budgets of offers. */
export const createOfferStore = (deps: { collections: Collections; turns: Turns }): OfferStore => {
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
    find: createFind(coupons, deps.turns),
    use: createUse(coupons),
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
