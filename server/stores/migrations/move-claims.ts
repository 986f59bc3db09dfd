import type { Connection } from 'mongoose';

import { claimsOf } from '../../../engine/offers/store/coupon-claims.ts';
import {
  type ClaimDoc,
  couponClaimSchema,
  placeClaimSchema,
} from '../../../engine/claims/store/claim-schema.ts';
import { type CouponDoc, couponSchema } from '../../../engine/offers/store/coupon-schema.ts';
import { collectionOf } from '../../../platform/mongo/schema/define.ts';
import { type PlacesDoc, placesSchema } from '../../../engine/entries/store/entry-schema.ts';
import { insertMissing } from './insert-missing.ts';
import { dropIndexes, oldIndexes } from './old-indexes.ts';
import { pagesOf } from './pages-of.ts';

/** Gives each number and code of a coupon a document of its own, then takes the unique indexes over coupons away. */
export const moveCouponClaims = async (connection: Connection): Promise<void> => {
  const coupons = connection.collection<CouponDoc>(collectionOf(couponSchema));
  const collection = connection.collection<ClaimDoc>(collectionOf(couponClaimSchema));
  const old = await oldIndexes({ collection: coupons, names: ['serial', 'person', 'code'] });
  if (old.length === 0) return;
  for await (const docs of pagesOf((after) => coupons.find({ _id: { $gt: after } }))) {
    const claims = docs
      .filter((doc) => doc.draftAt === undefined)
      .flatMap((doc) => {
        const { _id: of, by = '', tenant, profileId } = doc;
        const mine = `${tenant}:person:`;
        return claimsOf(doc).map((_id): ClaimDoc => ({
          _id,
          of,
          by,
          ...(_id.startsWith(mine) ? { tenant, profileId } : {}),
        }));
      });
    await insertMissing({ collection, docs: claims });
  }
  await dropIndexes({ collection: coupons, names: old });
};

/** Gives each place of a run a document of its own, then takes the unique index over lists of places away. */
export const movePlaceClaims = async (connection: Connection): Promise<void> => {
  const runs = connection.collection<PlacesDoc>(collectionOf(placesSchema));
  const collection = connection.collection<ClaimDoc>(collectionOf(placeClaimSchema));
  const old = await oldIndexes({ collection: runs, names: ['places'] });
  if (old.length === 0) return;
  for await (const docs of pagesOf((after) => runs.find({ _id: { $gt: after } }))) {
    const claims = docs.flatMap(({ _id: of, by = '', places = [], expiresAt }) =>
      places.map((_id): ClaimDoc => ({ _id, of, by, ...(expiresAt === undefined ? {} : { expiresAt }) })),
    );
    await insertMissing({ collection, docs: claims });
  }
  await dropIndexes({ collection: runs, names: old });
};
