import type { Team } from '../../../domain/team/team.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** A team. `_id` is tenant and key. */
export type TeamDoc = Team & { readonly _id: string };

export const teamSchema = defineSchema<TeamDoc>({
  collection: 'teams',
  sharding: whole('A few teams a tenant.'),
  person: nobody('A team is of the tenant, and named by its staff.'),
  fields: {
    tenant: String,
    key: String,
    revision: Number,
    name: String,
    hours: anyJson,
    createdAt: Number,
    updatedAt: Number,
    deactivatedAt: Number,
  },
  indexes: [{ name: 'listed', key: { tenant: 1, createdAt: 1, _id: 1 } }],
});
