import type { Connection } from 'mongoose';

import { toProfileDoc, toProfileRow } from '../../../engine/people/store/profile-doc.ts';
import { type ProfileDoc, profileSchema } from '../../../engine/people/store/profile-schema.ts';
import { collectionOf } from '../../../platform/mongo/schema/define.ts';
import { oldIndexes } from './old-indexes.ts';
import { pagesOf } from './pages-of.ts';

/**
 * Gives profiles what the store works out beside them (what they are found by, whether they bought). The index over the newest of
 * it is made after this, so while it is missing some profiles may be without.
 */
export const fillFinds = async (connection: Connection): Promise<void> => {
  const profiles = connection.collection<ProfileDoc>(collectionOf(profileSchema));
  const [standing] = await oldIndexes({ collection: profiles, names: ['found'] });
  if (standing !== undefined) return;
  const without = { finds: { $exists: false }, mergedInto: { $exists: false } };
  for await (const docs of pagesOf<ProfileDoc>((after) =>
    profiles.find({ _id: { $gt: after }, ...without }),
  )) {
    const ops = docs.map((doc) => {
      const { rev, ...profile } = toProfileRow(doc);
      const { finds, buyer } = toProfileDoc({ profile, rev, writer: '' });
      const fields = { ...(finds === undefined ? {} : { finds }), ...(buyer === undefined ? {} : { buyer }) };
      // Anyone who wrote the profile meanwhile wrote these as well.
      return { updateOne: { filter: { _id: doc._id, rev }, update: { $set: fields } } };
    });
    await profiles.bulkWrite(ops, { ordered: false });
  }
};
