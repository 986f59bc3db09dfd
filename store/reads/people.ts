import type { Connection } from 'mongoose';

import type { Reads } from '../../api/ports/reads.ts';
import { keyOf } from '../keys.ts';
import { toProfileRow } from '../profiles/profile-doc.ts';
import { driverOf } from '../schemas/define.ts';
import { type ProfileDoc, profileSchema } from '../schemas/profile.ts';
import { type WorkspaceDoc, workspaceSchema } from '../schemas/workspace.ts';
import { behind, given } from './page.ts';
import type { WorkspaceStore } from '../../activities/ports/workspaces.ts';

type People = Pick<Reads, 'profile' | 'profileWith' | 'profiles' | 'segments'>;

const mergesMax = 10;

/** People and the segments they are in, as people look them up. */
export const createPeople = (deps: { connection: Connection; workspaces: WorkspaceStore }): People => {
  const { connection } = deps;
  const profiles = driverOf<ProfileDoc>({ connection, schema: profileSchema });
  driverOf<WorkspaceDoc>({ connection, schema: workspaceSchema });
  return {
    profile: async ({ tenant, id }) => {
      let doc = await profiles.findOne({ _id: keyOf(tenant, id) });
      for (let hops = 0; hops < mergesMax && doc?.mergedInto !== undefined; hops += 1) {
        doc = await profiles.findOne({ _id: keyOf(tenant, doc.mergedInto) });
      }
      return doc === null ? undefined : toProfileRow(doc);
    },
    profileWith: async ({ tenant, identity }) => {
      const doc = await profiles.findOne({ keys: keyOf(tenant, identity) });
      return doc === null ? undefined : toProfileRow(doc);
    },
    profiles: async ({ tenant, limit, after, segment, stage }) => {
      const from = after === undefined ? undefined : { ...after, at: after.at };
      const position =
        from === undefined ? {} : behind({ page: { limit, after: from }, at: 'createdAt', id: 'id' });
      const docs = await profiles
        .find({
          tenant,
          ...given({ segments: segment, stage }),
          ...toTexts(position),
          mergedInto: { $exists: false },
        })
        .sort({ createdAt: -1, id: -1 })
        .limit(limit)
        .toArray();
      return docs.map(toProfileRow);
    },
    segments: async ({ tenant }) => {
      const published = await deps.workspaces.load(tenant);
      return Promise.all(
        (published?.segments ?? []).map(async (segment) => ({
          key: segment.key,
          name: segment.name,
          members: await profiles.countDocuments({ tenant, segments: segment.key }),
          kind: 'when' in segment ? ('rule' as const) : ('list' as const),
        })),
      );
    },
  };
};

/** `createdAt` is stored as text; instants of a position become text too. */
const toTexts = (position: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const parsed: Record<string, unknown> = JSON.parse(JSON.stringify(position), (key, value: unknown) =>
    typeof value === 'number' && (key === 'createdAt' || key === '$lt')
      ? new Date(value).toISOString()
      : value,
  );
  return parsed;
};
