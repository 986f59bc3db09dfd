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

const sweepPage = 500;

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
    sweep: async ({ tenant, named, before }) => {
      const over = { tenant, at: { $lt: before } };
      let unnamed: string[] = [];
      const flush = async (): Promise<void> => {
        // Anyone who publishes one of them meanwhile renews its time.
        if (unnamed.length > 0) await rows.deleteMany({ _id: { $in: unnamed }, at: { $lt: before } });
        unnamed = [];
      };
      type Found = Pick<WorkspaceTextDoc, '_id' | 'hash'>;
      for await (const { _id, hash } of rows.find<Found>(over, { projection: { hash: 1 } })) {
        if (!named.has(hash)) unnamed.push(_id);
        if (unnamed.length >= sweepPage) await flush();
      }
      await flush();
    },
    read: async ({ tenant, hashes }) => {
      const docs = await rows.find({ _id: { $in: hashes.map((hash) => keyOf(tenant, hash)) } }).toArray();
      return new Map(docs.map(({ hash, text }) => [hash, text]));
    },
  });
};
