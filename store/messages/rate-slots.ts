import type { Connection } from 'mongoose';

import type { RateSlotStore } from '../../activities/ports/messages.ts';
import { changeOrAdd } from '../change-or-add.ts';
import { guarded } from '../guarded.ts';
import { driverOf } from '../schemas/define.ts';
import { type SlotDoc, slotSchema } from '../schemas/slot.ts';

/**
 * Slots of rate limits. The next free slot of a key is one number in one document, booked and moved on by one
 * atomic update: no two callers get the same slot, and a slot nobody asked for in time is not saved up.
 */
export const createRateSlotStore = (deps: { connection: Connection }): RateSlotStore => {
  const slots = driverOf<SlotDoc>({ connection: deps.connection, schema: slotSchema });
  return guarded<RateSlotStore>({
    reserve: async ({ key: _id, rate, perMs, now }) => {
      const book = [
        { $set: { slot: { $max: ['$next', now] } } },
        { $set: { next: { $add: ['$slot', perMs / rate] } } },
      ];
      const booked = await changeOrAdd({
        change: () => slots.findOneAndUpdate({ _id }, book, { returnDocument: 'after' }),
        add: () => slots.insertOne({ _id, slot: now, next: now }),
      });
      return booked.slot;
    },
  });
};
