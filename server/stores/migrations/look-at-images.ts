import type { Connection } from 'mongoose';

import { type PostImageDoc, postImageSchema } from '../../../engine/posts/store/image-schema.ts';
import { collectionOf } from '../../../platform/mongo/schema/define.ts';
import { oldIndexes } from './old-indexes.ts';

/** Has images of posts looked at that were sent when none was ever removed. The index that finds those that are due is made after this. */
export const lookAtImages = async (connection: Connection): Promise<void> => {
  const images = connection.collection<PostImageDoc>(collectionOf(postImageSchema));
  const [standing] = await oldIndexes({ collection: images, names: ['due'] });
  if (standing !== undefined) return;
  const unmarked = { due: { $exists: false }, overAt: { $exists: false } };
  await images.updateMany(unmarked, { $set: { due: 0 } });
};
