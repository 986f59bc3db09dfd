import type { KeyRow } from '../../../api/ports/keys.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** A key of a tenant. `_id` is the SHA-256 of its text, by which it is found; the text itself is nowhere. */
export type ApiKeyDoc = Omit<KeyRow, 'sha256' | 'isOperator'> & { readonly _id: string };

export const apiKeySchema = defineSchema<ApiKeyDoc>({
  collection: 'apiKeys',
  sharding: whole('A few keys a tenant.'),
  person: nobody('A key is of the tenant, and named by its team.'),
  fields: {
    id: String,
    tenant: String,
    name: String,
    kind: String,
    scopes: [String],
    createdAt: Number,
    expiresAt: Number,
    revokedAt: Number,
    replacedBy: String,
    lastUsedAt: Number,
  },
  indexes: [{ name: 'listed', key: { tenant: 1, createdAt: 1, id: 1 } }],
});
