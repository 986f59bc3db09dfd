import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';
import type { KeptDryRun } from '../kept/kept-port.ts';
import { keptRows } from './kept-rows.ts';

/** A dry run that goes on by itself. `_id` is tenant and id. */
export type KeptDoc = Over &
  KeptDryRun & {
    readonly _id: string;
    /** From when on (real time) a process may take it; absent when it is over. */
    readonly due?: number;
    /** Whose lease `due` is the end of. */
    readonly lease?: string;
  };

export const keptDryRunSchema = defineSchema<KeptDoc>({
  collection: 'dryRuns',
  sharding: whole('One for each dry run that somebody begins.'),
  person: keptRows,
  retention: 'dryRuns',
  fields: {
    id: String,
    tenant: String,
    journey: String,
    how: String,
    days: Number,
    version: Number,
    by: String,
    state: String,
    total: Number,
    people: Number,
    entered: Number,
    failure: String,
    createdAt: Number,
    endedAt: Number,
    definition: String,
    counted: anyJson,
    told: anyJson,
    after: String,
    attempts: Number,
    due: Number,
    lease: String,
  },
  indexes: [
    { name: 'due', key: { due: 1 }, sparse: true },
    { name: 'listed', key: { tenant: 1, createdAt: 1, _id: 1 } },
  ],
});
