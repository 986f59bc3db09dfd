import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { Publication } from '../ports.ts';

/** A publication. `_id` is tenant and the id of the workspace that was published. */
export type PublicationDoc = Omit<Publication, 'texts'> & {
  readonly _id: string;
  readonly id: string;
  /** Paths are values: a path has dots. */
  readonly texts: readonly { readonly path: string; readonly hash: string }[];
  readonly isConfirmed: boolean;
};

export const publicationSchema = defineSchema<PublicationDoc>({
  collection: 'publications',
  sharding: byId,
  person: nobody('What the team published and when, by opaque ids.'),
  fields: {
    id: String,
    tenant: String,
    revision: Number,
    at: Number,
    by: anyJson,
    source: String,
    note: String,
    of: Number,
    changes: anyJson,
    texts: anyJson,
    lists: [String],
    isInFolder: Boolean,
    isConfirmed: Boolean,
  },
  indexes: [{ name: 'listed', key: { tenant: 1, isConfirmed: 1, revision: 1 } }],
});
