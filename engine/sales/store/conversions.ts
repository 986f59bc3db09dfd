import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { ConversionStore } from '../ports.ts';
import { type ConversionDoc, conversionSchema } from './conversion-schema.ts';

const toConversion = ({ tenant, kind, id, actor, options }: ConversionDoc) => ({
  tenant,
  kind,
  id,
  actor,
  options,
});

/** Makes the store of conversions under way. */
export const createConversionStore = (deps: { collections: Collections }): ConversionStore => {
  const rows = deps.collections.of<ConversionDoc>(conversionSchema);
  return guarded<ConversionStore>({
    begin: async ({ conversion, due }) => {
      const _id = keyOf(conversion.tenant, conversion.id);
      try {
        await rows.insertOne({ _id, ...toConversion({ ...conversion, _id, due, tries: 0 }), due, tries: 0 });
        return conversion;
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        const there = await rows.findOne({ _id });
        return there === null ? conversion : toConversion(there);
      }
    },
    end: async ({ tenant, id }) => void (await rows.deleteOne({ _id: keyOf(tenant, id) })),
    take: async ({ now, due }) => {
      const doc = await rows.findOneAndUpdate(
        { due: { $lte: now } },
        { $set: { due }, $inc: { tries: 1 } },
        { returnDocument: 'after' },
      );
      return doc === null ? undefined : { conversion: toConversion(doc), tries: doc.tries };
    },
  });
};
