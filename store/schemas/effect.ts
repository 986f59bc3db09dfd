import type { EffectResult } from '../../domain/journey/effects.ts';
import { anyJson, defineSchema } from './define.ts';

/** An effect under way outside a burst. `_id` is tenant, run, step, visit and turn. */
export type EffectDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly run: string;
  readonly firstTriedAt: number;
  readonly result?: EffectResult;
  readonly settledAt?: number;
};

export const effectSchema = defineSchema<EffectDoc>({
  collection: 'effects',
  fields: { tenant: String, run: String, firstTriedAt: Number, result: anyJson, settledAt: Number },
  indexes: [{ name: 'run', key: { tenant: 1, run: 1 } }],
});
