import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { PostRow } from '../ports.ts';

/** A post. `_id` is tenant and id. */
export type PostDoc = PostRow & { readonly _id: string };

export const postSchema = defineSchema<PostDoc>({
  collection: 'posts',
  sharding: byId,
  person: nobody('What the business says in public.'),
  fields: {
    id: String,
    tenant: String,
    text: String,
    link: String,
    images: anyJson,
    comment: String,
    networks: anyJson,
    at: Number,
    createdAt: Number,
    by: String,
    campaign: String,
  },
  indexes: [
    { name: 'listed', key: { tenant: 1, at: 1, _id: 1 } },
    { name: 'images', key: { tenant: 1, 'images.id': 1 } },
  ],
});
