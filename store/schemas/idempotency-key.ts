import { defineSchema } from './define.ts';

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

export const idempotencyKeySchema = defineSchema<IdempotencyKeyDoc>({
  collection: 'idempotencyKeys',
  fields: {
    bodyHash: String,
    leaseUntil: Number,
    answer: { type: { status: Number, body: String }, _id: false, default: undefined },
    expiresAt: Date,
  },
  indexes: [{ name: 'expires', key: { expiresAt: 1 }, expireAfterSeconds: 0 }],
});
