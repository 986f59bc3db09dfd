import type { Connection } from 'mongoose';

import type { Trip, TripStore } from '../../activities/ports/guards.ts';
import { duplicateIndex } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type TripDoc, tripSchema } from '../schemas/trip.ts';

const toTrip = ({ _id, ...trip }: TripDoc): Trip => trip;

/** The log of journeys that were stopped by a guard. */
export const createTripStore = (deps: { connection: Connection }): TripStore => {
  const trips = driverOf<TripDoc>({ connection: deps.connection, schema: tripSchema });
  return guarded<TripStore>({
    add: async (trip) => {
      const _id = keyOf(trip.tenant, trip.id);
      try {
        await trips.insertOne({ ...trip, _id });
        return trip;
      } catch (thrown) {
        if (duplicateIndex(thrown) === undefined) throw thrown;
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
