import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { RollStore } from '../ports.ts';
import { type RollDoc, rollSchema } from './roll-schema.ts';

/** Makes the store of rolls: one document an event, written only by who saw it last. */
export const createRollStore = (deps: { collections: Collections }): RollStore => {
  const rolls = deps.collections.of<RollDoc>(rollSchema);
  return guarded<RollStore>({
    get: async ({ tenant, event }) => {
      const doc = await rolls.findOne({ _id: keyOf(tenant, event) });
      if (doc === null) return undefined;
      const { _id, ...roll } = doc;
      return roll;
    },
    save: async ({ tenant, event, roll }) => {
      const _id = keyOf(tenant, event);
      const doc = { ...roll, _id, rev: roll.rev + 1 };
      if (roll.rev > 0) {
        const { matchedCount } = await rolls.replaceOne({ _id, rev: roll.rev }, doc);
        return matchedCount === 1 ? 'saved' : 'conflict';
      }
      try {
        await rolls.insertOne(doc);
        return 'saved';
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return 'conflict';
      }
    },
  });
};
