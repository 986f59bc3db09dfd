import type { Cursor } from '../../../plugins/contract/inbound/poll.ts';
import { onlyMentioned } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** Where the looks of a plugin instance stand. `_id` is tenant, instance and poll. */
export type PollDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly instance: string;
  readonly poll: string;
  readonly cursor?: { readonly is: Cursor };
  /** When the next look is due, on the tenant's clock. */
  readonly due: number;
  /** Until when the look under way is its process's, in real time; 0 when none is. */
  readonly leasedUntil: number;
  readonly token?: string;
  readonly failures: number;
  readonly error?: string;
};

export const pollSchema = defineSchema<PollDoc>({
  collection: 'polls',
  sharding: whole('A document a poll of a plugin instance.'),
  person: onlyMentioned({
    among: (tenant) => ({ tenant }),
    textOf: (doc) => JSON.stringify(doc['error'] ?? ''),
    change: { $set: { error: 'The last error named somebody who was erased.' } },
  }),
  fields: {
    tenant: String,
    instance: String,
    poll: String,
    cursor: anyJson,
    due: Number,
    leasedUntil: Number,
    token: String,
    failures: Number,
    error: String,
  },
  indexes: [{ name: 'tenant', key: { tenant: 1 } }],
});
