import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { ownAttributes } from '../index-record.ts';
import type { TurnStore } from '../journeys/turns-port.ts';
import { type RecordDoc, recordSchema, shelfOf } from './record-schema.ts';
import { type TurnDoc, turnSchema } from './turn-schema.ts';

/** Makes the store of turns: one document a list of users, written only by who saw it last. */
export const createTurnStore = (deps: { collections: Collections }): TurnStore => {
  const turnDocs = deps.collections.of<TurnDoc>(turnSchema);
  const records = deps.collections.of<RecordDoc>(recordSchema);
  return guarded<TurnStore>({
    get: async ({ tenant, series }) => {
      const doc = await turnDocs.findOne({ _id: keyOf(tenant, series) });
      if (doc === null) return undefined;
      const { _id, ...turns } = doc;
      return turns;
    },
    save: async ({ tenant, series, turns }) => {
      const _id = keyOf(tenant, series);
      const doc = { ...turns, _id, rev: turns.rev + 1 };
      if (turns.rev > 0) {
        const { matchedCount } = await turnDocs.replaceOne({ _id, rev: turns.rev }, doc);
        return matchedCount === 1 ? 'saved' : 'conflict';
      }
      try {
        await turnDocs.insertOne(doc);
        return 'saved';
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return 'conflict';
      }
    },
    owned: ({ tenant, kind, owner, ends }) =>
      records.countDocuments({
        tenant,
        shelf: shelfOf({ kind, isDeleted: false }),
        attrs: { $elemMatch: { k: ownAttributes.owner, v: owner } },
        ...(ends.length === 0 ? {} : { stage: { $nin: [...ends] } }),
      }),
  });
};
