import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** How far a tenant's development clock is ahead. `_id` is the tenant. */
export type DevClockDoc = {
  readonly _id: string;
  readonly offsetMs: number;
  /** Workflows that a process is bringing to that time, and until when (real time) it has them for itself. */
  readonly moves?: readonly { readonly of: string; readonly until: number }[];
};

export const devClockSchema = defineSchema<DevClockDoc>({
  collection: 'devClocks',
  sharding: whole('A document a tenant under development.'),
  person: nobody('A clock is of a tenant.'),
  fields: { offsetMs: Number, moves: anyJson },
  indexes: [],
});
