import type { mongo } from 'mongoose';

import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { PostImage } from '../ports.ts';

/** An image of a post. `_id` is tenant and id; the id is a hash of the bytes. */
export type PostImageDoc = Over &
  PostImage & {
    readonly _id: string;
    readonly tenant: string;
    readonly bytes: mongo.Binary;
    /** When somebody looks whether a post names it, on the tenant's clock; absent once a post does, or it is over. */
    readonly due?: number;
  };

export const postImageSchema = defineSchema<PostImageDoc>({
  collection: 'postImages',
  sharding: byId,
  person: nobody('What the business shows in public.'),
  retention: 'postImages',
  fields: { id: String, tenant: String, type: String, size: Number, bytes: anyJson, due: Number },
  indexes: [{ name: 'due', key: { tenant: 1, due: 1 } }],
});
