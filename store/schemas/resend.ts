import type { Resend } from '../../activities/ports/resends.ts';
import { defineSchema } from './define.ts';

/** A message to be sent on another channel. `_id` is tenant and message id. */
export type ResendDoc = Resend & { readonly _id: string };

export const resendSchema = defineSchema<ResendDoc>({
  collection: 'resends',
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
