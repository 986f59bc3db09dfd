import type { ValueState } from '../ports.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** What a tenant's customers are measured against. `_id` is the tenant. */
export type ValueDoc = {
  readonly _id: string;
  readonly tenant: string;
  /** Absent until it was worked out once. */
  readonly state?: ValueState;
  /** Who works on it, and until when (real time). */
  readonly token?: string;
  readonly leasedUntil?: number;
};

export const valueSchema = defineSchema<ValueDoc>({
  collection: 'valueMeasures',
  sharding: whole('One for each tenant.'),
  person: nobody(
    'Cut points and parameters over all buyers; its cursor is the opaque id of one, for a moment.',
  ),
  fields: { tenant: String, state: anyJson, token: String, leasedUntil: Number },
  indexes: [],
});
