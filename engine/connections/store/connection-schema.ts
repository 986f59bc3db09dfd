import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';
import type { Connection } from '../ports.ts';

/** What a provider agreed to. `_id` is tenant and instance. */
export type ConnectionDoc = Connection & {
  readonly _id: string;
  /** Somebody is away to agree: what they bring back names this, until then. */
  readonly pending?: { readonly nonce: string; readonly until: number };
  /** Until when the tokens are renewed by one process, in real time; 0 when by none. */
  readonly leasedUntil: number;
  readonly token?: string;
};

export const connectionSchema = defineSchema<ConnectionDoc>({
  collection: 'connections',
  sharding: whole('A document a plugin instance.'),
  person: nobody('A connection is of the tenant, and made by its team.'),
  fields: {
    tenant: String,
    instance: String,
    state: String,
    revision: Number,
    binding: String,
    sealed: String,
    scopes: String,
    expiresAt: Number,
    renewedAt: Number,
    connectedAt: Number,
    by: anyJson,
    why: String,
    pending: anyJson,
    leasedUntil: Number,
    token: String,
  },
  indexes: [{ name: 'tenant', key: { tenant: 1 } }],
});
