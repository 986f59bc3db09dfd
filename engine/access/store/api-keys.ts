import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { KeyRow, KeyStore } from '../../../api/ports/keys.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type ApiKeyDoc, apiKeySchema } from './api-key-schema.ts';

const toRow = ({ _id: sha256, ...rest }: ApiKeyDoc): KeyRow => ({ ...rest, sha256 });

/** The keys of all tenants. */
export const createApiKeyStore = (deps: { collections: Collections }): KeyStore => {
  const keys = deps.collections.of<ApiKeyDoc>(apiKeySchema);
  return guarded<KeyStore>({
    add: async ({ sha256, isOperator: _isOperator, ...row }) => {
      await keys.insertOne({ ...row, scopes: [...row.scopes], _id: sha256 });
    },
    find: async (sha256) => {
      const doc = await keys.findOne({ _id: sha256 });
      return doc === null ? undefined : toRow(doc);
    },
    list: async ({ tenant, limit }) => {
      const docs = await keys.find({ tenant }).sort({ createdAt: -1, id: -1 }).limit(limit).toArray();
      return docs.map(toRow);
    },
    revoke: async ({ tenant, id, at }) => {
      await keys.updateOne({ tenant, id, revokedAt: { $exists: false } }, { $set: { revokedAt: at } });
      const doc = await keys.findOne({ tenant, id });
      return doc === null ? undefined : toRow(doc);
    },
    replace: async ({ tenant, id, by, at, endsAt }) => {
      const alive = { revokedAt: { $exists: false }, replacedBy: { $exists: false } };
      const notOver = { $or: [{ expiresAt: { $exists: false } }, { expiresAt: { $gt: at } }] };
      const change = { $set: { replacedBy: by }, $min: { expiresAt: endsAt } };
      const { matchedCount } = await keys.updateOne({ tenant, id, ...alive, ...notOver }, change);
      return matchedCount === 1;
    },
    // Several processes see it used at once; the latest of them stays.
    noteUse: async ({ sha256, at }) => {
      await keys.updateOne({ _id: sha256 }, { $max: { lastUsedAt: at } });
    },
  });
};
