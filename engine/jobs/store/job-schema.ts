import type { Job } from '../ports.ts';
import { jobRows } from './job-rows.ts';
import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** An operation on many people. `_id` is tenant and job id. */
export type JobDoc = Over &
  Job & {
    readonly _id: string;
    /** From when on (real time) a process may take it; absent when it is over. */
    readonly due?: number;
    /** Whose lease `due` is the end of. */
    readonly lease?: string;
  };

export const jobSchema = defineSchema<JobDoc>({
  collection: 'jobs',
  sharding: whole('One for each operation on many people.'),
  person: jobRows,
  retention: 'jobs',
  fields: {
    id: String,
    tenant: String,
    journey: String,
    action: anyJson,
    who: anyJson,
    otherThan: Number,
    rate: Number,
    state: String,
    total: Number,
    done: Number,
    passed: Number,
    failed: Number,
    troubles: anyJson,
    page: [String],
    next: anyJson,
    attempts: Number,
    looks: Number,
    twice: Boolean,
    createdAt: Number,
    createdWall: Number,
    endedAt: Number,
    due: Number,
    lease: String,
  },
  indexes: [
    { name: 'due', key: { due: 1 }, sparse: true },
    { name: 'listed', key: { tenant: 1, createdAt: 1, _id: 1 } },
  ],
});
