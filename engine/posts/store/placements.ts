import type { Placement } from '../../../domain/posts/placement.ts';
import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { PlacementRow, PlacementStore } from '../ports.ts';
import { type PlacementDoc, placementSchema } from './placement-schema.ts';

const listMax = 5_000;

const idOf = (named: { tenant: string; post: string; instance: string }): string =>
  keyOf(named.tenant, `${named.post}:${named.instance}`);

const toRow = (doc: PlacementDoc): PlacementRow => {
  const { _id, leasedUntil: _until, lease: _lease, begun: _begun, ...row } = doc;
  return row;
};

/** Writes a placement again where the filter still holds; nobody has it then. */
const rewrite = async (input: {
  placements: Collection<PlacementDoc>;
  tenant: string;
  post: string;
  instance: string;
  where: { lease?: string; state?: Placement['state'] };
  placement: Placement;
}): Promise<boolean> => {
  const { placements, tenant, post, instance, where, placement } = input;
  const { matchedCount } = await placements.replaceOne(
    { _id: idOf(input), ...where },
    { ...placement, tenant, post, instance, leasedUntil: 0 },
  );
  return matchedCount === 1;
};

/** What of placements is due, and whose it is. */
const createQueue = (
  placements: Collection<PlacementDoc>,
): Pick<PlacementStore, 'due' | 'take' | 'begin'> => ({
  due: async ({ tenant, now, systemTime, limit }) => {
    const docs = await placements
      .find({ tenant, due: { $lte: now }, leasedUntil: { $lte: systemTime } })
      .sort({ due: 1 })
      .limit(limit)
      .toArray();
    return docs.map(({ post, instance }) => ({ tenant, post, instance }));
  },
  take: async ({ now, systemTime, until, lease, ...named }) => {
    const doc = await placements.findOneAndUpdate(
      { _id: idOf(named), due: { $lte: now }, leasedUntil: { $lte: systemTime } },
      { $set: { leasedUntil: until, lease } },
      { returnDocument: 'after' },
    );
    return doc === null ? undefined : { ...toRow(doc), lease, wasBegun: doc.begun === true };
  },
  begin: async ({ lease, since, ...named }) => {
    const { matchedCount } = await placements.updateOne(
      { _id: idOf(named), lease },
      { $set: { begun: true, since } },
    );
    return matchedCount === 1;
  },
});

/** Posts on their networks: each is carried on by one process at a time. */
export const createPlacementStore = (deps: { collections: Collections }): PlacementStore => {
  const placements = deps.collections.of<PlacementDoc>(placementSchema);

  return guarded<PlacementStore>({
    add: async (rows) => {
      for (const row of rows) {
        try {
          await placements.insertOne({ ...row, _id: idOf(row), leasedUntil: 0 });
        } catch (thrown) {
          if (!isDuplicate(thrown)) throw thrown;
        }
      }
    },
    of: async ({ tenant, posts }) => {
      if (posts.length === 0) return [];
      const docs = await placements
        .find({ tenant, post: { $in: [...posts] } })
        .sort({ _id: 1 })
        .limit(listMax)
        .toArray();
      return docs.map(toRow);
    },
    ...createQueue(placements),
    settle: ({ lease, placement, ...named }) =>
      rewrite({ placements, ...named, where: { lease }, placement }),
    cancel: async (named) => {
      const { matchedCount } = await placements.updateOne(
        { _id: idOf(named), state: 'scheduled', begun: { $exists: false } },
        { $set: { state: 'cancelled', leasedUntil: 0 }, $unset: { due: 1, act: 1, lease: 1 } },
      );
      return matchedCount === 1;
    },
    resolve: ({ placement, ...named }) =>
      rewrite({ placements, ...named, where: { state: 'unconfirmed' }, placement }),
  });
};
