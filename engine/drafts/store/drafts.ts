import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { Draft, DraftStore } from '../ports.ts';

/** A draft. `_id` is tenant, owner and path. */
type DraftDoc = Draft & { readonly _id: string };

export const draftSchema = defineSchema<DraftDoc>({
  collection: 'workspaceDrafts',
  sharding: byId,
  person: nobody('What the team is about to publish; lists of people are not among it.'),
  fields: {
    tenant: String,
    owner: String,
    path: String,
    text: String,
    base: String,
    at: Number,
  },
  indexes: [{ name: 'owner', key: { tenant: 1, owner: 1, path: 1 } }],
});

const idOf = ({ tenant, owner, path }: Pick<Draft, 'tenant' | 'owner' | 'path'>): string =>
  keyOf(tenant, `${owner}:${path}`);

/** The drafts of all tenants. */
export const createDraftStore = (deps: { collections: Collections }): DraftStore => {
  const rows = deps.collections.of<DraftDoc>(draftSchema);
  return guarded<DraftStore>({
    of: async ({ tenant, owner }) => {
      const docs = await rows.find({ tenant, owner }).sort({ path: 1 }).toArray();
      return docs.map(({ _id, ...draft }) => draft);
    },
    save: async (draft) => {
      await rows.updateOne({ _id: idOf(draft) }, { $set: { ...draft } }, { upsert: true });
    },
    remove: async (drafts) => {
      for (const draft of drafts) await rows.deleteOne({ _id: idOf(draft), at: draft.at });
    },
  });
};
