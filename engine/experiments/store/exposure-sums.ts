import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { ExposureCounts, ExposureSums } from '../ports.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type ExposureDoc, exposureSchema } from './exposure-schema.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

type Group = {
  readonly _id: string;
  readonly people: number;
  readonly converted: number;
  readonly value: number;
  readonly squares: number;
  readonly rest: number;
  readonly mixed: number;
  readonly leftOut: number;
  readonly lastUntil: number;
};

type Asked = Parameters<ExposureSums['counts']>[0];

/** Sums by arm, in one pass over the experiment's part of the index. */
const stages = (asked: Asked): mongo.Document[] => {
  const { tenant, experiment, currency, upTo, closedBy } = asked;
  const isMixed = { $eq: ['$isMixed', true] };
  const isIn = {
    $and: [
      { $ne: ['$isMixed', true] },
      ...(upTo === undefined ? [] : [{ $lte: ['$at', upTo] }]),
      ...(closedBy === undefined ? [] : [{ $lte: ['$until', closedBy] }]),
    ],
  };
  const sumOf = (when: mongo.Document, what: unknown) => ({ $sum: { $cond: [when, what, 0] } });
  const worth = { $toDouble: '$value' };
  const isOurs = { $and: [isIn, { $eq: ['$currency', currency] }] };
  return [
    { $match: { tenant, experiment } },
    {
      $group: {
        _id: '$arm',
        people: sumOf(isIn, 1),
        converted: sumOf({ $and: [isIn, { $eq: ['$isConverted', true] }] }, 1),
        // As doubles: a sum of whole numbers above 2^53 would come back as an object.
        value: sumOf(isOurs, worth),
        squares: sumOf(isOurs, { $multiply: [worth, worth] }),
        rest: sumOf({ $and: [{ $not: [isIn] }, { $not: [isMixed] }] }, 1),
        mixed: sumOf(isMixed, 1),
        leftOut: sumOf(isIn, '$leftOut'),
        lastUntil: { $max: { $cond: [isIn, '$until', 0] } },
      },
    },
  ];
};

/** Sums over who took part in experiments. */
export const createExposureSums = (deps: { collections: Collections }): ExposureSums => {
  const exposures = deps.collections.of<ExposureDoc>(exposureSchema);
  return guarded<ExposureSums>({
    nth: async ({ tenant, experiment, arm, n }) => {
      const [doc] = await exposures
        .find({ tenant, experiment, arm, isMixed: { $ne: true } }, { projection: { at: 1 } })
        .sort({ at: 1 })
        .skip(n - 1)
        .limit(1)
        .toArray();
      return doc?.at;
    },
    counts: async (asked): Promise<ExposureCounts> => {
      const groups = await exposures.aggregate<Group>(stages(asked), longRead).toArray();
      const total = (field: 'rest' | 'mixed' | 'leftOut'): number =>
        groups.reduce((sum, group) => sum + group[field], 0);
      return {
        arms: groups.map(({ _id, people, converted, value, squares }) => ({
          arm: _id,
          people,
          converted,
          value,
          squares,
        })),
        rest: total('rest'),
        mixed: total('mixed'),
        leftOut: total('leftOut'),
        lastUntil: Math.max(0, ...groups.map((group) => group.lastUntil)),
      };
    },
  });
};
