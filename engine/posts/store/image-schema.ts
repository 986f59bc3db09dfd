import type { mongo } from 'mongoose';

import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { PostImage } from '../ports.ts';

/** An image of a post. `_id` is tenant and id; the id is a hash of the bytes. */
export type PostImageDoc = PostImage & {
  readonly _id: string;
  readonly tenant: string;
  readonly bytes: mongo.Binary;
};

export const postImageSchema = defineSchema<PostImageDoc>({
  collection: 'postImages',
  sharding: byId,
  person: nobody('What the business shows in public.'),
  fields: { id: String, tenant: String, type: String, size: Number, bytes: anyJson },
  indexes: [],
});
