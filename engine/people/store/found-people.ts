import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { findByBeginnings } from '../../../platform/mongo/beginning.ts';
import { nameTraits } from '../../../domain/search/person-words.ts';
import type { FoundPerson, ProfileStore } from '../ports.ts';
import type { ProfileDoc } from './profile-schema.ts';

type FoundDoc = Omit<FoundPerson, 'traits'> & Partial<Pick<FoundPerson, 'traits'>> & { readonly _id: string };

/** A search takes no longer than this, in milliseconds, and reads of a person what it shows. */
const bounded = {
  maxTimeMS: 10_000,
  projection: {
    id: 1,
    ids: 1,
    lastSeenAt: 1,
    ...Object.fromEntries(nameTraits.map((name): [string, 1] => [`traits.${name}`, 1])),
  },
} as const;

/** Makes the search for people by what is kept in `finds`. */
export const createFoundPeople =
  (profiles: Collection<ProfileDoc>): ProfileStore['found'] =>
  async ({ tenant, begins, limit }) => {
    const docs = await findByBeginnings<FoundDoc>({
      field: 'finds',
      begins,
      find: (filter) =>
        profiles
          .find<FoundDoc>({ tenant, ...filter }, bounded)
          .limit(limit)
          .toArray(),
    });
    return docs.slice(0, limit).map(({ _id, traits = {}, ...person }) => ({ ...person, traits }));
  };
