import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import type { PostRow, PostStore } from '../ports.ts';
import { type PostDoc, postSchema } from './post-schema.ts';

const order = ['at', '_id'] as const;
const toRow = ({ _id, ...row }: PostDoc): PostRow => row;

/** Posts of the business. */
export const createPostStore = (deps: { collections: Collections }): PostStore => {
  const posts = deps.collections.of<PostDoc>(postSchema);
  return guarded<PostStore>({
    add: async (row) => {
      try {
        await posts.insertOne({ ...row, _id: keyOf(row.tenant, row.id) });
        return 'added';
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return 'exists';
      }
    },
    get: async ({ tenant, id }) => {
      const doc = await posts.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : toRow(doc);
    },
    naming: async ({ tenant, image }) =>
      (await posts.findOne({ tenant, 'images.id': image }, { projection: { _id: 1 } })) !== null,
    list: async ({ tenant, campaign, after, limit }) => {
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await posts
        .find({ tenant, ...(campaign === undefined ? {} : { campaign }), ...behind({ order, values }) })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toRow);
    },
  });
};
