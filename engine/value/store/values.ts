import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { BoughtRow, BuyerRow, ValueStore } from '../ports.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type ProfileDoc, profileSchema } from '../../people/store/profile-schema.ts';
import { type ValueDoc, valueSchema } from './value-schema.ts';

const facts = {
  _id: 0,
  id: 1,
  restricted: 1,
  predictions: 1,
  'computed.orders': 1,
  'computed.money': 1,
  'computed.purchases': 1,
  'computed.firstOrderAt': 1,
  'computed.lastOrderAt': 1,
  'computed.rfm': 1,
} as const;

const bought = {
  _id: 0,
  restricted: 1,
  'computed.orders': 1,
  'computed.revenue': 1,
  'computed.lastOrderAt': 1,
  'computed.categories': 1,
} as const;

/** What the customers of tenants are measured against, and the buyers it is worked out from. */
export const createValueStore = (deps: { collections: Collections }): ValueStore => {
  const values = deps.collections.of<ValueDoc>(valueSchema);
  const profiles = deps.collections.of<ProfileDoc>(profileSchema);
  return guarded<ValueStore>({
    get: async (tenant) => (await values.findOne({ _id: tenant }))?.state,
    take: async ({ tenant, token, systemTime, until }) => {
      const free = { $or: [{ leasedUntil: { $exists: false } }, { leasedUntil: { $lte: systemTime } }] };
      const filter: mongo.Filter<ValueDoc> = { _id: tenant, ...free };
      try {
        // While somebody has the lease nothing is found, and the document that would be added is there.
        await values.updateOne(filter, { $set: { tenant, token, leasedUntil: until } }, { upsert: true });
        return { tenant, token };
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return undefined;
      }
    },
    release: async ({ tenant, token }) => {
      await values.updateOne({ _id: tenant, token }, { $unset: { token: '', leasedUntil: '' } });
    },
    renew: async ({ lease: { tenant, token }, until }) => {
      const renewed = await values.updateOne({ _id: tenant, token }, { $set: { leasedUntil: until } });
      return renewed.matchedCount === 1;
    },
    save: async ({ lease: { tenant, token }, state }) =>
      (await values.updateOne({ _id: tenant, token }, { $set: { state } })).matchedCount === 1,
    buyerFacts: ({ tenant, limit }) =>
      profiles
        .find<BoughtRow>({ 'buyer.tenant': tenant }, { projection: bought })
        .sort({ 'buyer.id': 1 })
        .limit(limit)
        .toArray(),
    buyers: ({ tenant, after, limit }) =>
      profiles
        .find<BuyerRow>(
          { 'buyer.tenant': tenant, ...(after === undefined ? {} : { 'buyer.id': { $gt: after } }) },
          { projection: facts },
        )
        .sort({ 'buyer.id': 1 })
        .limit(limit)
        .toArray(),
  });
};
