import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { Trip, TripStore } from '../ports.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type TripDoc, tripSchema } from './trip-schema.ts';

const toTrip = ({ _id, ...trip }: TripDoc): Trip => trip;

/** The log of journeys that were stopped by a guard. */
export const createTripStore = (deps: { collections: Collections }): TripStore => {
  const trips = deps.collections.of<TripDoc>(tripSchema);
  return guarded<TripStore>({
    add: async (trip) => {
      const _id = keyOf(trip.tenant, trip.id);
      try {
        await trips.insertOne({ ...trip, _id });
        return trip;
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
      }
      const known = await trips.findOne({ _id });
      return known === null ? trip : toTrip(known);
    },
    resume: async ({ tenant, id, at }) => {
      await trips.updateOne({ _id: keyOf(tenant, id) }, { $set: { resumedAt: at } });
    },
    list: async ({ tenant, journey, limit }) => {
      const docs = await trips.find({ tenant, journey }).sort({ at: -1 }).limit(limit).toArray();
      return docs.map(toTrip);
    },
  });
};
