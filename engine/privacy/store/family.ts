import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { ProfileDoc } from '../../people/store/profile-schema.ts';
import type { PersonKey } from '../../../platform/mongo/schema/person-rule.ts';

/** Makes the look-up of the profiles that were merged into one, and into those, with itself last. */
export const createFamily = (collections: Collections) => {
  const profiles = collections.named<Pick<ProfileDoc, '_id' | 'id' | 'tenant' | 'mergedInto'>>('profiles');
  return async ({ tenant, profileId }: PersonKey): Promise<readonly string[]> => {
    const family = [profileId];
    for (let next = [profileId]; next.length > 0;) {
      const docs = await profiles
        .find({ mergedInto: { $in: next } }, { projection: { id: 1, tenant: 1 } })
        .toArray();
      next = docs.filter((doc) => doc.tenant === tenant && !family.includes(doc.id)).map((doc) => doc.id);
      family.unshift(...next);
    }
    return family;
  };
};
