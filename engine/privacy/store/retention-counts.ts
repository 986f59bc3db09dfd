import type { RetentionClass } from '../../../domain/privacy/retention.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { collectionOf, type CollectionSchema } from '../../../platform/mongo/schema/define.ts';
import type { RetentionStore } from '../retention-port.ts';

type OverRow = { readonly _id: string; readonly tenant: string; readonly overAt?: Date };

/** Counts what is over, by what each collection declares. */
export const createRetentionStore = (deps: {
  collections: Collections;
  schemas: readonly CollectionSchema[];
}): RetentionStore => {
  const namesOf = (name: RetentionClass): readonly string[] =>
    deps.schemas.filter(({ retention }) => retention === name).map(collectionOf);
  return guarded<RetentionStore>({
    countOver: async ({ tenant, name, before }) => {
      const overAt = before === undefined ? { $exists: true } : { $lt: new Date(before) };
      const counts = await Promise.all(
        namesOf(name).map((collection) =>
          deps.collections.named<OverRow>(collection).countDocuments({ tenant, overAt }),
        ),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },
  });
};
