import type { ConsentRow } from '../ports.ts';
import { personalFields } from '../proof.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A line of the consent ledger. `_id` is tenant and id. `overAt`: the person was erased then, and the proof stays for a time. */
export type ConsentDoc = ConsentRow & Over & { readonly _id: string };

const unset = Object.fromEntries([...personalFields, 'cameFrom'].map((field): [string, 1] => [field, 1]));

export const consentLedgerSchema = defineSchema<ConsentDoc>({
  collection: 'consentLedger',
  sharding: byId,
  retention: 'consentProofs',
  person: ownRows(['profileId'], {
    hidden: ['addressHash', 'textHash'],
    onErase: async ({ rows, tenant, profileId }) => {
      const theirs = { tenant, profileId };
      const kept = await rows.updateMany(
        { ...theirs, addressHash: { $exists: true } },
        { $unset: unset, $set: { overAt: new Date() } },
      );
      const { deletedCount } = await rows.deleteMany(theirs);
      return kept.matchedCount + deletedCount;
    },
  }),
  fields: {
    id: String,
    tenant: String,
    profileId: String,
    event: String,
    addressHash: String,
    channel: String,
    topic: String,
    purpose: String,
    status: String,
    basis: String,
    confirmed: Boolean,
    counts: Boolean,
    at: Number,
    recordedAt: Number,
    expiresAt: Number,
    source: String,
    textVersion: String,
    text: String,
    locale: String,
    textHash: String,
    evidence: anyJson,
  },
  indexes: [
    { name: 'person', key: { tenant: 1, profileId: 1, at: 1, _id: 1 } },
    { name: 'address', key: { tenant: 1, addressHash: 1, at: 1, _id: 1 } },
  ],
});
