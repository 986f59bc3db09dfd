import type { EffectResult } from '../../../domain/journey/effects.ts';
import { rowsOfRuns } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** An effect under way outside a burst. `_id` is tenant, run, step, visit and turn. */
export type EffectDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly run: string;
  readonly firstTriedAt: number;
  /** Whose attempt goes on, until when (real time). */
  readonly claim?: string;
  readonly leaseUntil?: number;
  readonly result?: EffectResult;
  readonly settledAt?: number;
};

export const effectSchema = defineSchema<EffectDoc>({
  collection: 'effects',
  sharding: byId,
  person: rowsOfRuns(),
  fields: {
    tenant: String,
    run: String,
    firstTriedAt: Number,
    claim: String,
    leaseUntil: Number,
    result: anyJson,
    settledAt: Number,
  },
  indexes: [{ name: 'run', key: { tenant: 1, run: 1 } }],
});
