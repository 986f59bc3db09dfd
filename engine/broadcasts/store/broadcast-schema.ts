import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';
import type { Broadcast } from '../ports.ts';

/** A broadcast. `_id` is tenant and id. */
export type BroadcastDoc = Broadcast & {
  readonly _id: string;
  /** When there is work, on the tenant's clock; absent when there is none. */
  readonly due?: number;
  /** Until when (real time) a process has it; 0 when nobody does. */
  readonly leaseUntil: number;
  readonly claim?: string;
};

export const broadcastSchema = defineSchema<BroadcastDoc>({
  collection: 'broadcasts',
  sharding: whole('A document for each broadcast.'),
  person: nobody('What is sent to whom; its cursor is the opaque id of one person, for a moment.'),
  fields: {
    id: String,
    tenant: String,
    plan: anyJson,
    state: String,
    rev: Number,
    createdAt: Number,
    changedAt: Number,
    startAt: Number,
    startedAt: Number,
    endedAt: Number,
    matched: Number,
    phase: String,
    cursor: String,
    passAt: Number,
    doneUpTo: Number,
    nextAt: Number,
    isThrough: Boolean,
    looks: Number,
    testUntil: Number,
    winner: anyJson,
    pausedFrom: String,
    problem: String,
    control: anyJson,
    attempts: Number,
    due: Number,
    leaseUntil: Number,
    claim: String,
  },
  indexes: [
    { name: 'listed', key: { tenant: 1, createdAt: 1, _id: 1 } },
    { name: 'due', key: { tenant: 1, due: 1 } },
  ],
});
