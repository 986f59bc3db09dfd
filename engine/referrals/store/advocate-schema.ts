import type { Suspension } from '../ports.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** An advocate who is or was suspended. `_id` is tenant and the profile it was written for first. */
export type AdvocateDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly profileId: string;
  readonly suspension?: Suspension;
  readonly liftedAt?: number;
};

export const advocateSchema = defineSchema<AdvocateDoc>({
  collection: 'referralAdvocates',
  sharding: byId,
  person: ownRows(['profileId']),
  fields: { tenant: String, profileId: String, suspension: anyJson, liftedAt: Number },
  indexes: [{ name: 'person', key: { tenant: 1, profileId: 1 } }],
});
