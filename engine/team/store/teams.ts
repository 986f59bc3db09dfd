import type { Team } from '../../../domain/team/team.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import type { TeamStore } from '../ports.ts';
import { type TeamDoc, teamSchema } from './team-schema.ts';

const order = ['createdAt', '_id'] as const;

const toTeam = ({ _id, ...team }: TeamDoc): Team => team;

/** The teams of all tenants. */
export const createTeamStore = (deps: { collections: Collections }): TeamStore => {
  const teams = deps.collections.of<TeamDoc>(teamSchema);
  return guarded<TeamStore>({
    get: async ({ tenant, key }) => {
      const doc = await teams.findOne({ _id: keyOf(tenant, key) });
      return doc === null ? undefined : toTeam(doc);
    },
    many: async ({ tenant, keys }) => {
      const docs = await teams.find({ _id: { $in: keys.map((key) => keyOf(tenant, key)) } }).toArray();
      return docs.map(toTeam);
    },
    add: async (team) => {
      try {
        await teams.insertOne({ ...team, _id: keyOf(team.tenant, team.key) });
        return 'kept';
      } catch (thrown) {
        if (isDuplicate(thrown)) return 'conflict';
        throw thrown;
      }
    },
    replace: async (team) => {
      const _id = keyOf(team.tenant, team.key);
      const { matchedCount } = await teams.replaceOne({ _id, revision: team.revision - 1 }, { ...team });
      return matchedCount === 1 ? 'kept' : 'conflict';
    },
    list: async ({ tenant, after, limit }) => {
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await teams
        .find({ tenant, ...behind({ order, values }) })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toTeam);
    },
  });
};
