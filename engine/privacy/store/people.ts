import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { PeopleStore } from '../people-port.ts';
import { createMentions } from '../../../domain/privacy/traces.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { collectionOf, type CollectionSchema } from '../../../platform/mongo/schema/define.ts';
import { createExport } from './export.ts';
import { createFamily } from './family.ts';
import { type AnyRow, type PersonRows, turns } from '../../../platform/mongo/schema/person-rule.ts';

type Declared = { readonly collection: string; readonly rule: PersonRows };

/** The collections that hold persons, in the order in which they are erased. */
const declaredBy = (schemas: readonly CollectionSchema[]): readonly Declared[] => {
  const declared = schemas.flatMap((schema): Declared[] =>
    schema.person.person === 'none' ? [] : [{ collection: collectionOf(schema), rule: schema.person }],
  );
  return turns.flatMap((turn) => declared.filter(({ rule }) => rule.turn === turn));
};

/** Counts by collection; nothing is said of those that had nothing. */
const createTally = () => {
  const counts = new Map<string, number>();
  return {
    add: (collection: string, count: number): void => {
      if (count > 0) counts.set(collection, (counts.get(collection) ?? 0) + count);
    },
    counts: (): Readonly<Record<string, number>> => Object.fromEntries(counts),
  };
};

/**
 * Makes what is done to everything that is kept of a person, by what each collection declares: erased, merged. Every
 * part may be repeated, and is to be repeated when it failed: what leads to everything else goes last.
 */
export const createPeopleStore = (deps: {
  collections: Collections;
  schemas: readonly CollectionSchema[];
}): PeopleStore => {
  const { collections } = deps;
  const declared = declaredBy(deps.schemas);
  const placeOf = (collection: string) => ({ collections, rows: collections.named<AnyRow>(collection) });
  return guarded<PeopleStore>({
    family: createFamily(collections),
    erase: async ({ tenant, profileIds, traces }) => {
      const tally = createTally();
      const mentions = createMentions(traces.named);
      for (const { collection, rule } of declared) {
        const place = placeOf(collection);
        const found = await rule.onTraces?.({ ...place, tenant, traces, mentions });
        tally.add(collection, found ?? 0);
      }
      for (const profileId of profileIds) {
        for (const { collection, rule } of declared) {
          tally.add(collection, await rule.onErase({ ...placeOf(collection), tenant, profileId, traces }));
        }
      }
      return tally.counts();
    },
    export: createExport({ declared, placeOf }),
    merge: async (input) => {
      for (const { collection, rule } of declared) await rule.onMerge({ ...placeOf(collection), ...input });
    },
    split: async (input) => {
      for (const { collection, rule } of declared) await rule.onSplit?.({ ...placeOf(collection), ...input });
    },
  });
};
