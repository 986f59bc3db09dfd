import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import { draftsExpire, type HolderDoc } from '../../claims/store/claim-schema.ts';
import type { RecordIndex, RecordRow } from '../ports.ts';
import { recordRows } from './record-people.ts';

/** An instant as text, in UTC with milliseconds: its order as text is its order in time. */
type Instant = string;

/**
 * A record. `_id` is tenant and record id. A draft, which has `draftAt` and no tenant, claims unique values for a record that is
 * yet to be made; no list finds it.
 */
export type RecordDoc = Omit<
  RecordRow,
  'stageAt' | 'createdAt' | 'updatedAt' | 'deletedAt' | 'tenant' | 'notes'
> &
  Pick<HolderDoc, '_id' | 'draftAt'> &
  Pick<RecordIndex, 'attrs' | 'finds' | 'personal' | 'sortedBy'> & {
    readonly tenant: string;
    /** The kind of a record that is there, `~` and the kind of one that was deleted. */
    readonly shelf: string;
    readonly stageAt?: Instant;
    readonly createdAt: Instant;
    readonly updatedAt: Instant;
    readonly deletedAt?: Instant;
    /** The values of sortable fields, in the order of the definition; see `sortKey`. */
    readonly sort1?: string;
    readonly sort2?: string;
    readonly sort3?: string;
    readonly sort4?: string;
    /** A change under way that claims unique values; real time. */
    readonly attempt?: { readonly by: string; readonly at: Date };
    /** Revisions whose line of history and events are not brought in yet; `since` is real time. */
    readonly pending?: RecordRow['notes'];
    /** When a clock of it has something to say: the tenant's time. */
    readonly due?: { readonly tenant: string; readonly at: number };
    /** Where it stands in the work queue, of one that is work. */
    readonly work?: {
      readonly tenant: string;
      readonly key: string;
      readonly owner?: string;
      readonly team?: string;
    };
    /** Whose each place was before a merge. */
    readonly cameFrom?: unknown;
  };

/** What a record is found by, in lists of fields; `sort1` and the others stay, since a list goes on behind them. */
const foundBy = ['attrs', 'finds', 'personal', 'sortedBy'] as const;

/** A record without what it is found by, which is as large as the record again. */
export type ListedDoc = Omit<RecordDoc, (typeof foundBy)[number]>;

/** The projection of such documents. */
export const listed: Readonly<Record<string, 0>> = Object.fromEntries(
  foundBy.map((field): [string, 0] => [field, 0]),
);

/** The shelf of records of a kind, or of those that were deleted. */
export const shelfOf = (input: { kind: string; isDeleted: boolean }): string =>
  input.isDeleted ? `~${input.kind}` : input.kind;

export const recordSchema = defineSchema<RecordDoc>({
  collection: 'records',
  sharding: byId,
  person: recordRows,
  fields: {
    id: String,
    tenant: String,
    kind: String,
    shelf: String,
    revision: Number,
    data: anyJson,
    stage: String,
    stageAt: String,
    owner: String,
    team: String,
    person: String,
    links: anyJson,
    createdAt: String,
    updatedAt: String,
    createdBy: anyJson,
    updatedBy: anyJson,
    deletedAt: String,
    attrs: anyJson,
    finds: [String],
    personal: [String],
    sortedBy: [String],
    sort1: String,
    sort2: String,
    sort3: String,
    sort4: String,
    claims: anyJson,
    attempt: anyJson,
    pending: anyJson,
    sla: anyJson,
    due: anyJson,
    work: anyJson,
    shape: String,
    applied: [String],
    draftAt: Date,
  },
  indexes: [
    // One index for all fields of all kinds: the attribute pattern, in the order of the usual list.
    { name: 'attributes', key: { tenant: 1, shelf: 1, 'attrs.k': 1, 'attrs.v': 1, createdAt: 1, _id: 1 } },
    { name: 'created', key: { tenant: 1, shelf: 1, createdAt: 1, _id: 1 } },
    { name: 'updated', key: { tenant: 1, shelf: 1, updatedAt: 1, _id: 1 } },
    { name: 'sort1', key: { tenant: 1, shelf: 1, sort1: 1, _id: 1 } },
    { name: 'sort2', key: { tenant: 1, shelf: 1, sort2: 1, _id: 1 } },
    { name: 'sort3', key: { tenant: 1, shelf: 1, sort3: 1, _id: 1 } },
    { name: 'sort4', key: { tenant: 1, shelf: 1, sort4: 1, _id: 1 } },
    // The records of a kind about a person: conditions ask for them.
    { name: 'person', key: { tenant: 1, person: 1, shelf: 1 } },
    // Words, addresses, persons and links that a record is found by over all kinds.
    { name: 'found', key: { tenant: 1, finds: 1 } },
    // Records that a changed object concerns.
    { name: 'shape', key: { tenant: 1, shelf: 1, shape: 1 } },
    { name: 'pending', key: { 'pending.since': 1 }, sparse: true },
    // Clocks that have something to say.
    { name: 'due', key: { 'due.tenant': 1, 'due.at': 1 }, sparse: true },
    // The work queue: of all, of a user, of a team.
    { name: 'work', key: { 'work.tenant': 1, 'work.key': 1 }, sparse: true },
    { name: 'work of a user', key: { 'work.tenant': 1, 'work.owner': 1, 'work.key': 1 }, sparse: true },
    { name: 'work of a team', key: { 'work.tenant': 1, 'work.team': 1, 'work.key': 1 }, sparse: true },
    draftsExpire,
  ],
});
