import type { ProfileRow, ProfileStore } from '../ports.ts';
import type { Identities } from './identities/identities.ts';
import { idIn } from '../../../platform/mongo/keys.ts';

const hopsMax = 10;

/**
 * Makes the lookup of profiles by identity: whose the identities are, then those profiles, each one read for a
 * whole group of calls. A profile that was merged leads to the one that stayed. An identity that is claimed is told as
 * the profile's also when a crash left the copy in the profile without it.
 */
export const createWithIds = (deps: {
  get: ProfileStore['get'];
  identities: Pick<Identities, 'find'>;
}): ProfileStore['withIds'] => {
  const living = async (input: { tenant: string; profileId: string }): Promise<ProfileRow | undefined> => {
    let row = await deps.get(input);
    for (let hops = 0; hops < hopsMax && row?.mergedInto !== undefined; hops += 1) {
      row = await deps.get({ tenant: input.tenant, profileId: row.mergedInto });
    }
    return row;
  };
  return async ({ tenant, ids }) => {
    if (ids.length === 0) return [];
    const claims = await deps.identities.find({ tenant, ids: [...new Set(ids)] });
    const found = await Promise.all(
      claims.map(async ({ _id, profileId }) => ({
        identity: idIn(_id, tenant),
        row: await living({ tenant, profileId }),
      })),
    );
    const rows = new Map<string, ProfileRow>();
    for (const { identity, row } of found) {
      if (row === undefined) continue;
      const { ids: known, ...rest } = rows.get(row.id) ?? row;
      rows.set(row.id, { ...rest, ids: known.includes(identity) ? known : [...known, identity] });
    }
    return [...rows.values()];
  };
};
