import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import {
  failureError,
  failuresOf,
  isDuplicateFailure,
} from '../../../platform/mongo/batching/write-errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { WorkspaceTextStore } from '../ports.ts';
import { type WorkspaceTextDoc, workspaceTextSchema } from './workspace-text-schema.ts';

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
