import type { Connection } from 'mongoose';

import type { RateSlotStore } from '../../activities/ports/messages.ts';
import { CicloError } from '../../domain/errors.ts';
import { duplicateIndex } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { driverOf } from '../schemas/define.ts';
import { type SlotDoc, slotSchema } from '../schemas/slot.ts';

const triesMax = 5;

/**
 * Slots of rate limits. The next free slot of a key is one number in one document, booked and moved on by one
 * atomic update: no two callers get the same slot, and a slot nobody asked for in time is not saved up.
 */
export const createRateSlotStore = (deps: { connection: Connection }): RateSlotStore => {
  const slots = driverOf<SlotDoc>({ connection: deps.connection, schema: slotSchema });
  return guarded<RateSlotStore>({
    reserve: async ({ key, rate, perMs, now }) => {
      const book = [
        { $set: { slot: { $max: [{ $ifNull: ['$next', now] }, now] } } },
        { $set: { next: { $add: ['$slot', perMs / rate] } } },
      ];
      for (let tries = 0; tries < triesMax; tries += 1) {
        try {
          const booked = await slots.findOneAndUpdate({ _id: key }, book, {
            upsert: true,
            returnDocument: 'after',
          });
          if (booked !== null) return booked.slot;
        } catch (thrown) {
          // Two made the document at once: it is there now.
          if (duplicateIndex(thrown) === undefined) throw thrown;
        }
      }
      throw new CicloError({ code: 'unavailable', message: 'No slot of the rate limit could be booked.' });
    },
  });
};
