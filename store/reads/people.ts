import type { Connection } from 'mongoose';

import type { WorkspaceStore } from '../../activities/ports/workspaces.ts';
import type { Reads } from '../../api/ports/reads.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { keyOf } from '../keys.ts';
import { toProfileRow } from '../profiles/profile-doc.ts';
import { driverOf } from '../schemas/define.ts';
import { type ProfileDoc, profileSchema } from '../schemas/profile.ts';
import { behind, keyAt, newestFirst } from './paging.ts';

const order = ['createdAt', '_id'] as const;
const hopsMax = 10;

const toProfile = (doc: ProfileDoc): Profile => {
  const { rev: _rev, ...profile } = toProfileRow(doc);
  return profile;
};

type PeopleReads = Pick<Reads, 'profile' | 'profileWith' | 'profiles' | 'segments'> & {
  /** Whose referral code it is, over all tenants: for the page it leads to. */
  readonly referral: (
    code: string,
  ) => Promise<{ readonly tenant: string; readonly code: string } | undefined>;
};

/** The people of a tenant, and its segments. */
export const createPeopleReads = (deps: {
  connection: Connection;
  workspaces: WorkspaceStore;
}): PeopleReads => {
  const profiles = driverOf<ProfileDoc>({ connection: deps.connection, schema: profileSchema });
  const living = { mergedInto: { $exists: false } } as const;

  return {
    profile: async ({ tenant, id }) => {
      let doc = await profiles.findOne({ _id: keyOf(tenant, id) });
      for (let hops = 0; hops < hopsMax && doc?.mergedInto !== undefined; hops += 1) {
        doc = await profiles.findOne({ _id: keyOf(tenant, doc.mergedInto) });
      }
      return doc === null ? undefined : toProfile(doc);
    },
    profileWith: async ({ tenant, identity }) => {
      const doc = await profiles.findOne({ keys: keyOf(tenant, identity) });
      return doc === null ? undefined : toProfile(doc);
    },
    profiles: async ({ tenant, segment, stage, after, limit }) => {
      const values =
        after === undefined ? undefined : [new Date(after.at).toISOString(), keyAt({ tenant, after })];
      const docs = await profiles
        .find({
          tenant,
          ...(segment === undefined ? {} : { segments: segment }),
          ...(stage === undefined ? {} : { stage }),
          ...living,
          ...behind({ order, values }),
        })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toProfile);
    },
    segments: async ({ tenant }) => {
      const published = await deps.workspaces.load(tenant);
      return Promise.all(
        (published?.segments ?? []).map(async (segment) => ({
          key: segment.key,
          name: segment.name,
          kind: 'when' in segment ? ('rule' as const) : ('list' as const),
          members: await profiles.countDocuments({ tenant, segments: segment.key }),
        })),
      );
    },
    referral: async (code) => {
      const doc = await profiles.findOne({ referralCode: code }, { projection: { tenant: 1 } });
      return doc === null ? undefined : { tenant: doc.tenant, code };
    },
  };
};
