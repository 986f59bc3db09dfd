import type { Cursor } from '../../../plugins/contract/inbound/poll.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { onlyMentioned } from '../../../platform/mongo/schema/person-rule.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';
import type { SyncState } from '../ports.ts';

/** Where a sync stands. `_id` is tenant and sync. */
export type SyncDoc = Omit<SyncState, 'cursor'> & {
  readonly _id: string;
  readonly cursor?: { readonly is: Cursor };
  /** Until when it is its process's, in real time; 0 when it is nobody's. */
  readonly leasedUntil: number;
  readonly token?: string;
};

export const syncSchema = defineSchema<SyncDoc>({
  collection: 'syncs',
  sharding: whole('A document a sync.'),
  person: onlyMentioned({
    among: (tenant) => ({ tenant }),
    textOf: (doc) => JSON.stringify(doc['error'] ?? ''),
    change: { $set: { error: 'The last error named somebody who was erased.' } },
  }),
  fields: {
    tenant: String,
    sync: String,
    shape: String,
    stage: String,
    isFirst: Boolean,
    cursor: anyJson,
    allAfter: String,
    outAfter: anyJson,
    roundAt: Number,
    due: Number,
    isPaused: Boolean,
    failures: Number,
    error: String,
    counts: anyJson,
    leasedUntil: Number,
    token: String,
  },
  indexes: [{ name: 'tenant', key: { tenant: 1 } }],
});
