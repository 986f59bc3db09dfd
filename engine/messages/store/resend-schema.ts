import type { Resend } from '../resend-port.ts';
import { rowsOfRuns } from '../../../platform/mongo/schema/person-rule.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A message to be sent on another channel. `_id` is tenant and message id. */
export type ResendDoc = Resend & { readonly _id: string };

export const resendSchema = defineSchema<ResendDoc>({
  collection: 'resends',
  sharding: byId,
  person: rowsOfRuns(),
  fields: {
    tenant: String,
    messageId: String,
    run: String,
    step: String,
    after: String,
    at: Number,
    since: Number,
    leaseUntil: Number,
    rev: Number,
  },
  indexes: [
    { name: 'due', key: { tenant: 1, at: 1 } },
    { name: 'run', key: { tenant: 1, run: 1 } },
  ],
});
