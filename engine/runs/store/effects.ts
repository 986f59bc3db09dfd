import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { EffectStore } from '../ports.ts';
import type { Effect } from '../../../domain/journey/effects.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type EffectDoc, effectSchema } from './effect-schema.ts';

const idOf = (input: { tenant: string; run: string; effect: Effect }): string => {
  const { tenant, run, effect } = input;
  return `${tenant}:${run}:${effect.step}:${effect.visit}:${effect.turn ?? 0}`;
};

const isOpen = { result: { $exists: false } } as const;

/** Effects under way outside a burst. The first result stands: an attempt that ends late changes nothing. */
export const createEffectStore = (deps: { collections: Collections }): EffectStore => {
  const effects = deps.collections.of<EffectDoc>(effectSchema);

  const touch = async (input: { _id: string; tenant: string; run: string; at: number }): Promise<void> => {
    const { _id, tenant, run, at } = input;
    await effects.updateOne({ _id }, { $setOnInsert: { tenant, run, firstTriedAt: at } }, { upsert: true });
  };

  return guarded<EffectStore>({
    settle: async ({ tenant, run, effect, result, at }) => {
      const _id = idOf({ tenant, run, effect });
      await touch({ _id, tenant, run, at });
      await effects.updateOne({ _id, ...isOpen }, { $set: { result, settledAt: at } });
    },
    result: async (input) => (await effects.findOne({ _id: idOf(input) }))?.result,
    begin: async ({ tenant, run, effect, at, claim, systemTime, leaseUntil }) => {
      const _id = idOf({ tenant, run, effect });
      await touch({ _id, tenant, run, at });
      const isFree = [{ leaseUntil: { $exists: false } }, { leaseUntil: { $lte: systemTime } }, { claim }];
      const { matchedCount } = await effects.updateOne(
        { _id, ...isOpen, $or: isFree },
        { $set: { claim, leaseUntil } },
      );
      const doc = await effects.findOne({ _id });
      if (doc?.result !== undefined) return { kind: 'settled' };
      return matchedCount === 1
        ? { kind: 'begun', firstTried: doc?.firstTriedAt ?? at }
        : { kind: 'elsewhere' };
    },
    renew: async ({ claim, leaseUntil, ...named }) => {
      const filter = { _id: idOf(named), claim, ...isOpen };
      const { matchedCount } = await effects.updateOne(filter, { $set: { leaseUntil } });
      return matchedCount === 1 ? 'renewed' : 'lost';
    },
  });
};
