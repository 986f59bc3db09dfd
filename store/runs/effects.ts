import type { Connection } from 'mongoose';

import type { EffectStore } from '../../activities/ports/runs.ts';
import type { Effect } from '../../domain/journey/effects.ts';
import { guarded } from '../guarded.ts';
import { driverOf } from '../schemas/define.ts';
import { type EffectDoc, effectSchema } from '../schemas/effect.ts';

const idOf = (input: { tenant: string; run: string; effect: Effect }): string => {
  const { tenant, run, effect } = input;
  return `${tenant}:${run}:${effect.step}:${effect.visit}:${effect.turn ?? 0}`;
};

/** Effects under way outside a burst. The first result stands: an attempt that ends late changes nothing. */
export const createEffectStore = (deps: { connection: Connection }): EffectStore => {
  const effects = driverOf<EffectDoc>({ connection: deps.connection, schema: effectSchema });

  const touch = async (input: { _id: string; tenant: string; run: string; at: number }): Promise<boolean> => {
    const { _id, tenant, run, at } = input;
    const fresh = { tenant, run, firstTriedAt: at };
    const { upsertedCount } = await effects.updateOne({ _id }, { $setOnInsert: fresh }, { upsert: true });
    return upsertedCount === 1;
  };

  return guarded<EffectStore>({
    settle: async ({ tenant, run, effect, result, at }) => {
      const _id = idOf({ tenant, run, effect });
      await touch({ _id, tenant, run, at });
      await effects.updateOne({ _id, result: { $exists: false } }, { $set: { result, settledAt: at } });
    },
    result: async (input) => (await effects.findOne({ _id: idOf(input) }))?.result,
    firstTried: async ({ tenant, run, effect, at }) => {
      const _id = idOf({ tenant, run, effect });
      if (await touch({ _id, tenant, run, at })) return at;
      return (await effects.findOne({ _id }))?.firstTriedAt ?? at;
    },
  });
};
