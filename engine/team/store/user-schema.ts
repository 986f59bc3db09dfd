import type { User } from '../../../domain/team/user.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** A person of the team. `_id` is tenant and user id. */
export type UserDoc = User & { readonly _id: string };

export const userSchema = defineSchema<UserDoc>({
  collection: 'users',
  sharding: whole('A few users a tenant.'),
  person: nobody('Users are the staff of the tenant, managed by it; no customer is among them as such.'),
  fields: {
    id: String,
    tenant: String,
    revision: Number,
    email: String,
    handle: String,
    name: String,
    role: String,
    teams: [String],
    hours: anyJson,
    away: anyJson,
    createdAt: Number,
    updatedAt: Number,
    signedInAt: Number,
    deactivatedAt: Number,
  },
  indexes: [
    { name: 'email', key: { tenant: 1, email: 1 }, unique: true },
    { name: 'handle', key: { tenant: 1, handle: 1 }, unique: true },
    { name: 'listed', key: { tenant: 1, createdAt: 1, _id: 1 } },
    { name: 'listed by team', key: { tenant: 1, teams: 1, createdAt: 1, _id: 1 } },
  ],
});
