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
    put: async ({ tenant, image, bytes }) => {
      try {
        const _id = keyOf(tenant, image.id);
        await images.insertOne({ ...image, _id, tenant, bytes: new mongo.Binary(bytes) });
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
      }
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
