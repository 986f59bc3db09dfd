import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** What signing in keeps: a session, the password of a user (as a hash), a passkey, their account at a provider, a link that was not used yet, or a challenge that was. `_id` is tenant, model and id. */
export type SignInDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly model: string;
  readonly id: string;
  readonly expiresAt?: Date;
};

export const signInSchema = defineSchema<SignInDoc>({
  collection: 'signIns',
  sharding: whole('A few sessions a user.'),
  person: nobody('Sessions and password hashes of users, who are the staff of the tenant.'),
  fields: {
    tenant: String,
    model: String,
    id: String,
    userId: String,
    token: String,
    ipAddress: String,
    userAgent: String,
    accountId: String,
    providerId: String,
    accessToken: String,
    refreshToken: String,
    idToken: String,
    accessTokenExpiresAt: Date,
    refreshTokenExpiresAt: Date,
    scope: String,
    password: String,
    publicKey: String,
    algorithm: Number,
    counter: Number,
    name: String,
    isBackedUp: Boolean,
    usedAt: Date,
    identifier: String,
    value: String,
    expiresAt: Date,
    createdAt: Date,
    updatedAt: Date,
  },
  indexes: [
    { name: 'token', key: { tenant: 1, model: 1, token: 1 } },
    { name: 'user', key: { tenant: 1, model: 1, userId: 1 } },
    { name: 'identifier', key: { tenant: 1, model: 1, identifier: 1 } },
    { name: 'expires', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
});
