import { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { PostImageStore } from '../ports.ts';
import { type PostImageDoc, postImageSchema } from './image-schema.ts';

/** Images of posts; each fits into one document. */
export const createPostImageStore = (deps: { collections: Collections }): PostImageStore => {
  const images = deps.collections.of<PostImageDoc>(postImageSchema);
  return guarded<PostImageStore>({
    put: async ({ tenant, image, bytes, due }) => {
      const _id = keyOf(tenant, image.id);
      try {
        await images.insertOne({ ...image, _id, tenant, bytes: new mongo.Binary(bytes), due });
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        await images.updateOne({ _id }, { $set: { due }, $unset: { overAt: 1 } });
      }
    },
    hold: async ({ tenant, ids, due }) => {
      const named = { _id: { $in: ids.map((id) => keyOf(tenant, id)) } };
      return (await images.updateMany(named, { $set: { due }, $unset: { overAt: 1 } })).matchedCount;
    },
    due: async ({ tenant, now, limit }) => {
      const docs = await images
        .find({ tenant, due: { $gte: 0, $lte: now } }, { projection: { bytes: 0 } })
        .sort({ due: 1 })
        .limit(limit)
        .toArray();
      return docs.map(({ id, due = 0 }) => ({ id, due }));
    },
    settle: async ({ tenant, id, due, isOver }) => {
      const over = isOver ? { $set: { overAt: new Date() } } : {};
      await images.updateOne({ _id: keyOf(tenant, id), due }, { ...over, $unset: { due: 1 } });
    },
    find: async ({ tenant, ids }) => {
      if (ids.length === 0) return [];
      const docs = await images
        .find({ _id: { $in: ids.map((id) => keyOf(tenant, id)) } }, { projection: { bytes: 0 } })
        .toArray();
      return docs.map(({ id, type, size }) => ({ id, type, size }));
    },
    read: async ({ tenant, id }) => {
      const doc = await images.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : { type: doc.type, bytes: new Uint8Array(doc.bytes.value()) };
    },
  });
};
