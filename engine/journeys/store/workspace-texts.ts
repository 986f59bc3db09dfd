import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import {
  failureError,
  failuresOf,
  isDuplicateFailure,
} from '../../../platform/mongo/batching/write-errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { WorkspaceTextStore } from '../ports.ts';

/** A text of a file that was published. `_id` is tenant and hash; never changed, but for when it was published last (real time). */
type WorkspaceTextDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly hash: string;
  readonly text: string;
  readonly at: number;
};

export const workspaceTextSchema = defineSchema<WorkspaceTextDoc>({
  collection: 'workspaceTexts',
  sharding: byId,
  person: nobody('What a tenant published; lists of people are not among it.'),
  fields: { tenant: String, hash: String, text: String, at: Number },
  indexes: [{ name: 'tenant', key: { tenant: 1, at: 1 } }],
});

/** The texts of the files that were published. */
export const createWorkspaceTextStore = (deps: { collections: Collections }): WorkspaceTextStore => {
  const rows = deps.collections.of<WorkspaceTextDoc>(workspaceTextSchema);
  return guarded<WorkspaceTextStore>({
    keep: async ({ tenant, texts, at }) => {
      const ids = [...texts.keys()].map((hash) => keyOf(tenant, hash));
      if (ids.length === 0) return;
      const standing = await rows.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray();
      const known = new Set(standing.map(({ _id }) => _id));
      if (known.size > 0) await rows.updateMany({ _id: { $in: [...known] } }, { $set: { at } });
      const docs = [...texts]
        .map(([hash, text]): WorkspaceTextDoc => ({ _id: keyOf(tenant, hash), tenant, hash, text, at }))
        .filter(({ _id }) => !known.has(_id));
      if (docs.length === 0) return;
      try {
        await rows.insertMany(docs, { ordered: false });
      } catch (thrown) {
        // Another publisher brings the same texts.
        const other = failuresOf(thrown).find((one) => !isDuplicateFailure(one));
        if (other !== undefined) throw failureError(other);
      }
    },
    read: async ({ tenant, hashes }) => {
      const docs = await rows.find({ _id: { $in: hashes.map((hash) => keyOf(tenant, hash)) } }).toArray();
      return new Map(docs.map(({ hash, text }) => [hash, text]));
    },
  });
};
