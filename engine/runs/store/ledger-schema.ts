import type { LedgerRow } from '../ports.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A decision of a run. `_id` is tenant and row id. */
export type LedgerDoc = LedgerRow & { readonly _id: string };

export const ledgerSchema = defineSchema<LedgerDoc>({
  collection: 'ledger',
  sharding: byId,
  person: ownRows(['profileId']),
  fields: {
    id: String,
    tenant: String,
    run: String,
    journey: String,
    version: Number,
    profileId: String,
    at: Number,
    n: Number,
    kind: String,
    step: String,
    visit: Number,
    reason: String,
    detail: anyJson,
  },
  indexes: [
    // The timeline of a person, and of a run by way of its person.
    { name: 'person', key: { tenant: 1, profileId: 1, at: 1 } },
    // Funnels, and what was decided in a journey, by kind and time.
    { name: 'listed', key: { tenant: 1, journey: 1, kind: 1, at: 1, n: 1, _id: 1 } },
    // What was decided in all journeys together.
    { name: 'decided', key: { tenant: 1, at: 1, n: 1, _id: 1 } },
  ],
});
