import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { AccountRow, PostingRow } from '../ports.ts';
import { accountRows } from './account-rows.ts';

/** A line of the points ledger. `_id` is tenant, and a hash of programme, first owner and key. */
export type PostingDoc = PostingRow & { readonly _id: string; readonly tenant: string };

export const postingSchema = defineSchema<PostingDoc>({
  collection: 'pointPostings',
  sharding: byId,
  person: ownRows(['profileId']),
  fields: {
    tenant: String,
    profileId: String,
    program: String,
    key: String,
    kind: String,
    at: Number,
    seq: Number,
    active: Number,
    pending: Number,
    ref: String,
    rule: String,
    into: anyJson,
    takes: anyJson,
    pends: anyJson,
    availableAt: Number,
    base: Number,
    rate: anyJson,
    counts: Number,
    reason: String,
    reward: String,
    redemption: String,
    tier: anyJson,
    grant: anyJson,
    ends: anyJson,
  },
  indexes: [
    { name: 'history', key: { tenant: 1, profileId: 1, at: -1, _id: -1 } },
    { name: 'key', key: { tenant: 1, profileId: 1, program: 1, key: 1 } },
    { name: 'about', key: { tenant: 1, profileId: 1, program: 1, ref: 1 } },
  ],
});

/** The running balance of a person in a programme. `_id` is tenant, programme and person. */
export type AccountDoc = AccountRow & {
  readonly _id: string;
  /** Who wrote it last. */
  readonly writer?: string;
};

export const accountSchema = defineSchema<AccountDoc>({
  collection: 'pointAccounts',
  sharding: byId,
  person: accountRows,
  fields: {
    tenant: String,
    profileId: String,
    program: String,
    state: anyJson,
    rev: Number,
    tail: anyJson,
    news: anyJson,
    due: Number,
    warnedTo: Number,
    isStale: Boolean,
    isOwn: Boolean,
    isQuiet: Boolean,
    mergedInto: String,
    writer: String,
  },
  indexes: [
    { name: 'person', key: { tenant: 1, profileId: 1 } },
    { name: 'due', key: { tenant: 1, due: 1 } },
  ],
});
