import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { exposureId, joinExposures } from '../../../domain/experiments/exposure.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { Merging } from '../../../platform/mongo/schema/person-rule.ts';
import type { ExposureDoc } from './exposure-schema.ts';
import { toExposureDoc, toExposureRow } from './exposure-doc.ts';

type Exposures = Collection<ExposureDoc>;

/** Moves one exposure to another person: made or joined there first, then taken away here; again after a crash. */
const moveOne = async (input: { exposures: Exposures; doc: ExposureDoc; to: string }): Promise<void> => {
  const { exposures, doc, to } = input;
  const { rev: _rev, ...exposure } = toExposureRow(doc);
  const moved = {
    ...exposure,
    profileId: to,
    id: exposureId({ experiment: exposure.experiment, profileId: to }),
  };
  for (;;) {
    const there = await exposures.findOne({ _id: keyOf(moved.tenant, moved.id) });
    const { rev, ...standing } = there === null ? { rev: -1 } : toExposureRow(there);
    const joined = 'arm' in standing ? joinExposures(standing, moved) : moved;
    const written =
      there === null
        ? await exposures.updateOne(
            { _id: keyOf(moved.tenant, moved.id) },
            { $setOnInsert: toExposureDoc({ exposure: joined, rev: 0 }) },
            { upsert: true },
          )
        : await exposures.replaceOne(
            { _id: there._id, rev },
            toExposureDoc({ exposure: { ...joined, id: moved.id, profileId: to }, rev: rev + 1 }),
          );
    // An upsert that found one changed nothing: somebody else made it meanwhile, and it has to be joined.
    if ((there === null ? written.upsertedCount : written.matchedCount) === 1) break;
  }
  await exposures.deleteOne({ _id: doc._id });
};

const page = 200;

/** Gives the exposures of one person to another, joining what both took part in. */
export const moveExposures = async ({ collections, tenant, from, to }: Merging): Promise<void> => {
  const exposures = collections.named<ExposureDoc>('exposures');
  for (;;) {
    const docs = await exposures.find({ tenant, profileId: from }).limit(page).toArray();
    for (const doc of docs) await moveOne({ exposures, doc, to });
    if (docs.length < page) return;
  }
};
