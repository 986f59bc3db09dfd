import type { Run } from '../ports.ts';
import { moveRuns, moveRunsBack } from './move-runs.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A run. `_id` is tenant and run id. */
export type RunDoc = Run & {
  readonly _id: string;
  /** Tenant, journey, profile and entry key in one text: a list of those is looked up by an index on every server. */
  readonly entryOf: string;
  /** `hears` with tenant and profile; absent when it hears nothing, so that the sparse index holds waits only. */
  readonly listens?: readonly string[];
  /** When it wakes by itself; apart, so that the sparse index holds only runs that do. */
  readonly wake?: { readonly tenant: string; readonly at: number };
  /** The step it stands on, with tenant and journey, and since when; absent when it ended, so that the index is sparse. */
  readonly stands?: { readonly at: string; readonly since: number };
  /** Tenant and channel that it waits for to be switched on again. */
  readonly held?: { readonly of: string; readonly id: string };
  /** Whose write stands; see the compare-and-set batcher. */
  readonly writer?: string;
};

export const runSchema = defineSchema<RunDoc>({
  collection: 'runs',
  sharding: byId,
  person: ownRows(['profileId'], {
    hidden: ['entryOf', 'listens', 'wake', 'stands', 'held', 'writer'],
    onMerge: moveRuns,
    onSplit: moveRunsBack,
  }),
  fields: {
    id: String,
    tenant: String,
    journey: String,
    version: Number,
    profileId: String,
    entryKey: String,
    entryOf: String,
    occasion: Number,
    cause: String,
    entry: anyJson,
    enteredAt: Number,
    endedAt: Number,
    status: String,
    outcome: String,
    state: anyJson,
    step: String,
    wakeAt: Number,
    wake: anyJson,
    stands: anyJson,
    held: anyJson,
    hears: [String],
    listens: { type: [String], default: undefined },
    goalUntil: Number,
    convertedAt: Number,
    goalValue: Number,
    goalMinor: Number,
    goalCurrency: String,
    workflowId: String,
    parked: Boolean,
    rev: Number,
    writer: String,
  },
  indexes: [
    // hearing: the waits index.
    { name: 'listens', key: { listens: 1 }, sparse: true },
    // before: what somebody's entries were.
    { name: 'entry', key: { entryOf: 1 } },
    // The runs of a person.
    { name: 'person', key: { tenant: 1, profileId: 1, journey: 1, entryKey: 1, occasion: 1 } },
    // Who waits for a channel.
    { name: 'held', key: { 'held.of': 1, 'held.id': 1 }, sparse: true },
    { name: 'wake', key: { 'wake.tenant': 1, 'wake.at': 1 }, sparse: true },
    // Who stands on a step, and since when.
    { name: 'stands', key: { 'stands.at': 1, 'stands.since': 1, _id: 1 }, sparse: true },
    // Lists and counts of a journey.
    { name: 'listed', key: { tenant: 1, journey: 1, status: 1, enteredAt: 1, _id: 1 } },
    // Lists of all journeys together.
    { name: 'entered', key: { tenant: 1, enteredAt: 1, _id: 1 } },
  ],
});
