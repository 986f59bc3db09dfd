import { onlyMentioned } from '../../../platform/mongo/schema/person-rule.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** An answer kept by its Idempotency-Key. `_id` is tenant, route and key. */
export type IdempotencyKeyDoc = {
  readonly _id: string;
  readonly bodyHash: string;
  /** Real time; past it an unanswered request is taken for lost. */
  readonly leaseUntil: number;
  readonly answer?: { readonly status: number; readonly body: string };
  /** When the database may forget it. */
  readonly expiresAt: Date;
};

/** The ids of a tenant begin alike: a comma comes behind its name, and a hyphen is the next sign. */
const ofTenant = (tenant: string) => {
  const start = JSON.stringify([tenant]).slice(0, -1);
  return { _id: { $gt: `${start},`, $lt: `${start}-` } };
};

export const idempotencyKeySchema = defineSchema<IdempotencyKeyDoc>({
  collection: 'idempotencyKeys',
  sharding: byId,
  person: onlyMentioned({ among: ofTenant }),
  fields: {
    bodyHash: String,
    leaseUntil: Number,
    answer: { type: { status: Number, body: String }, _id: false, default: undefined },
    expiresAt: Date,
  },
  indexes: [{ name: 'expires', key: { expiresAt: 1 }, expireAfterSeconds: 0 }],
});
