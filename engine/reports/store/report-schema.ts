import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';
import type { ReportRow } from '../ports.ts';

/** A report. `_id` is tenant and id. */
export type ReportDoc = ReportRow & {
  readonly _id: string;
  /** Until when it is its process's, in real time; 0 when it is nobody's. */
  readonly leasedUntil: number;
  readonly token?: string;
};

export const reportSchema = defineSchema<ReportDoc>({
  collection: 'reports',
  sharding: whole('A few reports a tenant.'),
  person: nobody('A report is of the tenant, and names its staff.'),
  fields: {
    tenant: String,
    id: String,
    name: String,
    figures: anyJson,
    period: String,
    schedule: anyJson,
    to: { type: [String] },
    language: String,
    createdAt: Number,
    by: String,
    slot: Number,
    due: Number,
    attempts: Number,
    sent: { type: [String] },
    last: anyJson,
    leasedUntil: Number,
    token: String,
  },
  indexes: [
    { name: 'listed', key: { tenant: 1, createdAt: 1, _id: 1 } },
    { name: 'due', key: { tenant: 1, due: 1 } },
  ],
});
