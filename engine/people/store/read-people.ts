import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { ListedPerson, PeopleReads } from '../reads-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { toProfileRow } from './profile-doc.ts';
import { type IdentityDoc, identitySchema } from './identity-schema.ts';
import { type ProfileDoc, profileSchema } from './profile-schema.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';

const order = ['createdAt', '_id'] as const;
const hopsMax = 10;

type ListedDoc = ListedPerson & { readonly _id: string };

/** What a list leaves out: the most that is kept of many people. */
const listed = {
  applied: 0,
  outbox: 0,
  visits: 0,
  watches: 0,
  rev: 0,
  recheck: 0,
  buyer: 0,
  sync: 0,
  pushed: 0,
  finds: 0,
  writer: 0,
} as const;

const toProfile = (doc: ProfileDoc): Profile => {
  const { rev: _rev, ...profile } = toProfileRow(doc);
  return profile;
};

/** The people of a tenant. */
export const createPeopleReads = (deps: { collections: Collections }): PeopleReads => {
  const profiles = deps.collections.of<ProfileDoc>(profileSchema);
  const identities = deps.collections.of<IdentityDoc>(identitySchema);
  const unmerged = { mergedInto: { $exists: false } } as const;

  const living: PeopleReads['profile'] = async ({ tenant, id }) => {
    let doc = await profiles.findOne({ _id: keyOf(tenant, id) });
    for (let hops = 0; hops < hopsMax && doc?.mergedInto !== undefined; hops += 1) {
      doc = await profiles.findOne({ _id: keyOf(tenant, doc.mergedInto) });
    }
    return doc === null ? undefined : toProfile(doc);
  };

  return guarded<PeopleReads>({
    profile: living,
    profileWith: async ({ tenant, identity }) => {
      const claim = await identities.findOne({ _id: keyOf(tenant, identity) });
      return claim === null ? undefined : living({ tenant, id: claim.profileId });
    },
    profiles: async ({ tenant, segment, stage, after, limit }) => {
      const values =
        after === undefined ? undefined : [new Date(after.at).toISOString(), keyAt({ tenant, after })];
      const docs = await profiles
        .find<ListedDoc>(
          {
            tenant,
            ...(segment === undefined ? {} : { segments: segment }),
            ...(stage === undefined ? {} : { stage }),
            ...unmerged,
            ...behind({ order, values }),
          },
          { projection: listed },
        )
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(({ _id, ...person }) => person);
    },
    referral: async (code) => {
      const doc = await profiles.findOne({ referralCode: code }, { projection: { tenant: 1 } });
      return doc === null ? undefined : { tenant: doc.tenant, code };
    },
  });
};
