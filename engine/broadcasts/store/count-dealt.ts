import { broadcastOf, journeyKeyOf } from '../../../domain/broadcasts/journey-of.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import { type RunDoc, runSchema } from '../../runs/store/run-schema.ts';
import type { CountDealt } from '../ports.ts';

/** Counts the runs of broadcasts that are over, by the index of a journey. */
export const createCountDealt = (deps: { collections: Collections }): CountDealt => {
  const runs = deps.collections.of<RunDoc>(runSchema);
  const { count } = guarded<{ readonly count: CountDealt }>({
    count: async ({ tenant, ids }) => {
      if (ids.length === 0) return new Map();
      const ended = { tenant, journey: { $in: ids.map(journeyKeyOf) }, status: 'ended' as const };
      const groups = await runs
        .aggregate<{ _id: string; runs: number }>(
          [{ $match: ended }, { $group: { _id: '$journey', runs: { $sum: 1 } } }],
          longRead,
        )
        .toArray();
      return new Map(groups.map(({ _id, runs: count }) => [broadcastOf(_id) ?? _id, count]));
    },
  });
  return count;
};
