import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { findByBeginnings } from '../../../platform/mongo/beginning.ts';
import type { ProfileStore } from '../ports.ts';
import { toProfileRow } from './profile-doc.ts';
import type { ProfileDoc } from './profile-schema.ts';

/** A search takes no longer than this, in milliseconds. */
const bounded = { maxTimeMS: 10_000 } as const;

/** Makes the search for people by what is kept in `finds`. */
export const createFoundPeople =
  (profiles: Collection<ProfileDoc>): ProfileStore['found'] =>
  async ({ tenant, begins, limit }) => {
    const docs = await findByBeginnings<ProfileDoc>({
      field: 'finds',
      begins,
      find: (filter) =>
        profiles
          .find({ tenant, ...filter }, bounded)
          .limit(limit)
          .toArray(),
    });
    return docs.slice(0, limit).map(toProfileRow);
  };
