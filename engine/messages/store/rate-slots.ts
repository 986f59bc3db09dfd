import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { RateSlotStore } from '../ports.ts';
import { changeOrAdd } from '../../../platform/mongo/change-or-add.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type SlotDoc, slotSchema } from './slot-schema.ts';

/**
 * Slots of rate limits. The next free slot of a key is one number in one document, booked and moved on by one
 * atomic update: no two callers get the same slot, and a slot nobody asked for in time is not saved up.
 */
export const createRateSlotStore = (deps: { collections: Collections }): RateSlotStore => {
  const slots = deps.collections.of<SlotDoc>(slotSchema);
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
