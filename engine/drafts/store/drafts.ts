import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { Draft, DraftStore } from '../ports.ts';
import { type DraftDoc, draftSchema } from './draft-schema.ts';

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
