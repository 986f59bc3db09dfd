import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, newestFirst } from '../../../platform/mongo/paging.ts';
import type { Broadcast, BroadcastField, BroadcastStore, TakenBroadcast } from '../ports.ts';
import { type BroadcastDoc, broadcastSchema } from './broadcast-schema.ts';

const toBroadcast = (doc: BroadcastDoc): Broadcast => {
  const { _id, due: _due, leaseUntil: _leaseUntil, claim: _claim, ...broadcast } = doc;
  return broadcast;
};

const order = ['createdAt', '_id'] as const;

/** Fields that are set, and those that are taken away, as one update. */
const updateOf = (input: {
  set: object;
  unset: readonly BroadcastField[] | undefined;
  due: number | null;
}) => {
  const { set, unset = [], due } = input;
  const gone = [...unset, ...(due === null ? ['due'] : [])];
  return {
    $set: { ...set, ...(due === null ? {} : { due }) },
    ...(gone.length === 0
      ? {}
      : { $unset: Object.fromEntries(gone.map((field): [string, 1] => [field, 1])) }),
  };
};

const createReads = (
  broadcasts: Collection<BroadcastDoc>,
): Pick<BroadcastStore, 'get' | 'list' | 'next'> => ({
  get: async ({ tenant, id }) => {
    const doc = await broadcasts.findOne({ _id: keyOf(tenant, id) });
    return doc === null ? undefined : toBroadcast(doc);
  },
  list: async ({ tenant, state, campaign, withDrafts = true, limit, after }) => {
    const values = after === undefined ? undefined : [after.at, keyOf(tenant, after.id)];
    const docs = await broadcasts
      .find({
        tenant,
        ...(withDrafts ? {} : { state: { $ne: 'draft' as const } }),
        ...(state === undefined ? {} : { state }),
        ...(campaign === undefined ? {} : { 'plan.campaign': campaign }),
        ...behind({ order, values }),
      })
      .sort(newestFirst(order))
      .limit(limit)
      .toArray();
    return docs.map(toBroadcast);
  },
  next: async (tenant) => {
    const [first] = await broadcasts
      .find({ tenant, due: { $gte: 0 } }, { projection: { due: 1 } })
      .sort({ due: 1 })
      .limit(1)
      .toArray();
    return first?.due;
  },
});

const createWork = (
  broadcasts: Collection<BroadcastDoc>,
): Pick<BroadcastStore, 'take' | 'renew' | 'progress'> => {
  const held = ({ tenant, id, claim }: TakenBroadcast) => ({ _id: keyOf(tenant, id), claim });
  return {
    take: async ({ tenant, now, systemTime, leaseUntil, claim }) => {
      const due = { tenant, due: { $lte: now }, leaseUntil: { $lte: systemTime } };
      const doc = await broadcasts.findOneAndUpdate(
        due,
        { $set: { leaseUntil, claim } },
        { returnDocument: 'after' },
      );
      return doc === null ? undefined : { ...toBroadcast(doc), claim };
    },
    renew: async ({ taken, leaseUntil }) => {
      const { matchedCount } = await broadcasts.updateOne(held(taken), { $set: { leaseUntil } });
      return matchedCount === 1 ? 'renewed' : 'lost';
    },
    progress: async ({ taken, set, unset, due }) => {
      const { cursor, nextAt, passAt } = set;
      const whole = updateOf({ set: { ...set, leaseUntil: 0 }, unset, due });
      const as = { ...held(taken), rev: taken.rev };
      const { matchedCount } = await broadcasts.updateOne(as, whole);
      if (matchedCount === 1) return;
      // Somebody paused or cancelled it meanwhile, and what they decided stands. The page is done, if another follows it;
      // else it is gone through again, which changes nothing for those who came in.
      if (cursor === undefined) await broadcasts.updateOne(held(taken), { $set: { leaseUntil: 0 } });
      else {
        const place = Object.entries({ cursor, nextAt, passAt }).filter(([, value]) => value !== undefined);
        await broadcasts.updateOne(held(taken), { $set: { ...Object.fromEntries(place), leaseUntil: 0 } });
      }
    },
  };
};

/** Broadcasts: what people wrote, how they stand, and how far the work has come. */
export const createBroadcastStore = (deps: { collections: Collections }): BroadcastStore => {
  const broadcasts = deps.collections.of<BroadcastDoc>(broadcastSchema);
  return guarded<BroadcastStore>({
    ...createReads(broadcasts),
    ...createWork(broadcasts),
    add: async (broadcast) => {
      try {
        const { tenant, id } = broadcast;
        await broadcasts.insertOne({ ...broadcast, _id: keyOf(tenant, id), leaseUntil: 0 });
        return 'added';
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return 'exists';
      }
    },
    change: async ({ tenant, id, rev, state, set, unset, due }) => {
      const doc = await broadcasts.findOneAndUpdate(
        { _id: keyOf(tenant, id), rev, state },
        updateOf({ set: { ...set, rev: rev + 1 }, unset, due }),
        { returnDocument: 'after' },
      );
      return doc === null ? undefined : toBroadcast(doc);
    },
    remove: async ({ tenant, id, rev }) =>
      (await broadcasts.deleteOne({ _id: keyOf(tenant, id), rev })).deletedCount === 1,
  });
};
