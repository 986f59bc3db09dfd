import type { mongo } from 'mongoose';

import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import {
  type Merging,
  noteOrigin,
  originOf,
  type Splitting,
} from '../../../platform/mongo/schema/person-rule.ts';
import type { RunDoc } from './run-schema.ts';
import { entryKeyOf, toRun, waitFields } from './run-doc.ts';

const page = 500;

const moveTo = async (input: {
  runs: Collection<RunDoc>;
  filter: mongo.Filter<RunDoc>;
  to: string;
}): Promise<void> => {
  const { runs, filter, to } = input;
  for (;;) {
    const docs = await runs.find(filter).limit(page).toArray();
    if (docs.length === 0) return;
    const ops = docs.map((doc): mongo.AnyBulkWriteOperation<RunDoc> => {
      const { listens } = waitFields({ ...toRun(doc), profileId: to });
      const { _id, rev } = doc;
      const entryOf = entryKeyOf({ ...toRun(doc), profileId: to });
      const moved = { profileId: to, entryOf, rev: rev + 1, ...(listens === undefined ? {} : { listens }) };
      return { updateOne: { filter: { _id, rev }, update: { $set: moved } } };
    });
    await runs.bulkWrite(ops, { ordered: false });
  }
};

/** Gives the runs of one person to another, with what they listen for; one by one, and again after a crash. */
export const moveRuns = async ({ rows, collections, tenant, from, to }: Merging): Promise<void> => {
  await noteOrigin({ rows, tenant, from, field: 'profileId' });
  const runs = collections.named<RunDoc>('runs');
  await moveTo({ runs, filter: { tenant, profileId: from }, to });
};

/** Gives them back. A run that a merge ended stays ended. */
export const moveRunsBack = async ({ collections, tenant, from, to, family }: Splitting): Promise<void> => {
  const runs = collections.named<RunDoc>('runs');
  const filter = { tenant, profileId: from, [originOf('profileId')]: { $in: [...family] } };
  await moveTo({ runs, filter, to });
};
