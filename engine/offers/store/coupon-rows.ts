import { randomUUID } from 'node:crypto';

import type { mongo } from 'mongoose';

import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { Claims } from '../../claims/store/claims.ts';
import { numberClaim } from '../../claims/store/free-numbers.ts';
import {
  noteOrigin,
  originOf,
  ownRows,
  type PersonRows,
} from '../../../platform/mongo/schema/person-rule.ts';
import type { CouponDoc } from './coupon-schema.ts';
import { createCouponClaims, personSeries } from './coupon-claims.ts';

type Coupons = Collection<CouponDoc>;

/** Gives one coupon to another person; it gets a number of theirs nobody has, even if that is above their limit. */
const giveTo = async (input: {
  coupons: Coupons;
  claims: Claims;
  doc: CouponDoc;
  to: string;
}): Promise<void> => {
  const { coupons, claims, doc, to } = input;
  const { tenant, offer, by = '' } = doc;
  const docs = await coupons
    .find({ tenant, profileId: to, offer }, { projection: { personSerial: 1 } })
    .toArray();
  const series = personSeries({ tenant, offer, profileId: to });
  const about = { tenant, profileId: to };
  for (let number = Math.max(0, ...docs.map((one) => one.personSerial)) + 1; ; number += 1) {
    const claim = numberClaim({ series, number });
    if (!(await claims.take({ claim, attempt: { of: doc._id, by }, about }))) continue;
    await coupons.updateOne({ _id: doc._id }, { $set: { profileId: to, personSerial: number } });
    return;
  }
};

const giveAll = async (input: {
  collections: Collections;
  filter: mongo.Filter<CouponDoc>;
  to: string;
}): Promise<void> => {
  const { collections, filter, to } = input;
  const coupons = collections.named<CouponDoc>('coupons');
  const { claims } = createCouponClaims(collections);
  for (const doc of await coupons.find(filter).toArray()) await giveTo({ coupons, claims, doc, to });
};

/** Coupons. Those of an erased person stay, since they were spent and their codes are taken, but are nobody's. */
export const couponRows: PersonRows = ownRows(['profileId'], {
  hidden: ['personSerial', 'mailbox', 'mailboxSerial', 'codeKey', 'share', 'serial', 'by'],
  onErase: async ({ rows, tenant, profileId }) => {
    const nobody = `erased-${randomUUID()}`;
    // What an order used stays used, though nobody can tell by which.
    const used = { tenant, profileId, orderId: { $exists: true } };
    await rows.updateMany(used, { $set: { orderId: nobody } });
    return (
      await rows.updateMany(
        { tenant, profileId },
        { $set: { profileId: nobody }, $unset: { mailbox: '', mailboxSerial: '' } },
      )
    ).matchedCount;
  },
  onMerge: async ({ rows, collections, tenant, from, to }) => {
    await noteOrigin({ rows, tenant, from, field: 'profileId' });
    await giveAll({ collections, filter: { tenant, profileId: from }, to });
  },
  onSplit: ({ collections, tenant, from, to, family }) => {
    const filter = { tenant, profileId: from, [originOf('profileId')]: { $in: [...family] } };
    return giveAll({ collections, filter, to });
  },
});
