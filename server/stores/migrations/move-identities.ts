import type { Connection } from 'mongoose';

import { collectionOf } from '../../../platform/mongo/schema/define.ts';
import { type IdentityDoc, identitySchema } from '../../../engine/people/store/identity-schema.ts';
import { type ProfileDoc, profileSchema } from '../../../engine/people/store/profile-schema.ts';
import { insertMissing } from './insert-missing.ts';
import { dropIndexes, oldIndexes } from './old-indexes.ts';
import { pagesOf } from './pages-of.ts';

/** A profile of a version that kept the identities in it. */
type Former = ProfileDoc & { readonly keys?: readonly string[] };

/** Gives each identity of a profile a document of its own, then takes the unique index over profiles away. */
export const moveIdentities = async (connection: Connection): Promise<void> => {
  const profiles = connection.collection<Former>(collectionOf(profileSchema));
  const identities = connection.collection<IdentityDoc>(collectionOf(identitySchema));
  const old = await oldIndexes({ collection: profiles, names: ['keys', 'referral'] });
  if (old.includes('keys')) {
    const former = (after: string) =>
      profiles.find(
        { _id: { $gt: after }, keys: { $exists: true } },
        { projection: { id: 1, tenant: 1, keys: 1 } },
      );
    for await (const docs of pagesOf(former)) {
      const claims = docs.flatMap(({ id: profileId, tenant, keys = [] }) =>
        keys.map((_id): IdentityDoc => ({ _id, tenant, profileId, by: '', at: new Date() })),
      );
      await insertMissing({ collection: identities, docs: claims });
      await profiles.updateMany({ _id: { $in: docs.map((doc) => doc._id) } }, { $unset: { keys: 1 } });
    }
  }
  await dropIndexes({ collection: profiles, names: old });
};
